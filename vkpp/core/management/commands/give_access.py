from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from vkpp.core import database_user


class Command(BaseCommand):
    """Makes the database user of web, worker and beat; run it as the owner of the tables, after each `migrate`."""

    help = "Let the database user vkpp_portal read and write rows, and nothing else. PORTAL_DATABASE_PASSWORD is its password."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            if settings.PORTAL_DATABASE_PASSWORD:
                database_user.admit(cursor, settings.PORTAL_DATABASE_PASSWORD)
            elif not database_user.exists(cursor):
                raise CommandError(
                    "Set PORTAL_DATABASE_PASSWORD to the password with which web, worker and beat sign in, or have an "
                    f"administrator of the database make the user {database_user.NAME}."
                )
            database_user.give_rights(cursor)
        self.stdout.write(f"{database_user.NAME} may read and write rows.")
