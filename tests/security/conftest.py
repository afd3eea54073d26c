"""One world for all tests of a module: built once, undone at the end, and after each request as it was before."""

import pytest
from django.db import transaction

from tests.factories.accounts import ForceFactory, person
from tests.security.things import build


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The cast and their things; every test's own changes are undone by its own savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def norfolk():
    return ForceFactory(code="norfolk")


@pytest.fixture
def officer(norfolk):
    """Somebody who writes, in force A."""
    return person("contributor", norfolk)


@pytest.fixture
def stranger():
    """Somebody who writes, in force B."""
    return person("contributor", ForceFactory(code="kent"))
