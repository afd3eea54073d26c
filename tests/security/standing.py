"""The world of the table, standing for as long as a package or module of tests walks it."""

from contextlib import contextmanager

from django.db import transaction

from tests.security.things import build


@contextmanager
def standing(django_db_blocker):
    """The cast and their things; gone afterwards. Every test's own changes are undone by its own savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
