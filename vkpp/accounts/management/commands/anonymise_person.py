from typing import Any

from django.core.management.base import CommandError, CommandParser

from vkpp.accounts.actions import leaving
from vkpp.accounts.actions.leaving import Account
from vkpp.accounts.models import User
from vkpp.core.commands import WritingCommand
from vkpp.core.exceptions import PortalError


class Command(WritingCommand):
    """Takes name and address of somebody who has left out of everything; prints what was found and what keeps it."""

    help = "Takes the name out of a closed account and out of every text. Cannot be undone; --dry-run counts first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="address of the closed account")
        parser.add_argument("--by", metavar="EMAIL", help="the VKPP administrator who decided it")
        parser.add_argument("--reason", default="", help="who asked for it and when, without the name")
        parser.add_argument("--dry-run", action="store_true", help="Count, and change nothing.")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = _person(options["email"])
        if options["dry_run"]:
            self._say(leaving.look(user=user), "would be")
            return
        if not options["by"]:
            raise CommandError("Say who decided it: --by EMAIL, the address of a VKPP administrator.")
        try:
            done = leaving.anonymise(user=user, reason=options["reason"], by=_person(options["by"]))
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        self._say(done, "were")

    def _say(self, found: Account, were: str) -> None:
        for place, rows in found.removed.items():
            self.stdout.write(f"{place:<40} {rows:>6} rows {were} removed")
        for one in found.texts:
            kept = f", {one.fixed} keep it: the database fixes them" if one.fixed else ""
            self.stdout.write(f"{one.place:<40} {one.rows:>6} texts name the person{kept}")
        kept = f", {found.events_fixed} keep it: sealed by an earlier version" if found.events_fixed else ""
        self.stdout.write(f"{'audit trail':<40} {found.events:>6} events {were} changed{kept}")


def _person(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"Nobody has the address {email}. Check it.")
    return user
