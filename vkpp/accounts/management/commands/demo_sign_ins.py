from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vkpp.accounts.demo import PASSWORD, sign_ins


class Command(BaseCommand):
    """Prints one sign-in per person of the demonstration."""

    help = "Print the sign-ins of the demonstration; refused in production."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are no demo sign-ins in production. Invite people with the command `invite`.")
        rows = sign_ins()
        width = max(len(row.person.email) for row in rows)
        self.stdout.write(f"Password of everybody: {PASSWORD}")
        for row in rows:
            code = f", one-time code now {row.code} (key {row.key})" if row.code else ""
            self.stdout.write(f"  {row.person.email:<{width}}  {row.role}, {row.place}{code}")
        self.stdout.write(f"Codes change every half minute; {settings.SITE_URL}/demo/ shows the present ones.")
