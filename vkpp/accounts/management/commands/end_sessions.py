"""`manage.py end_sessions`: sign people out everywhere at once, after a breach or a lost computer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vkpp.accounts import actions
from vkpp.accounts.models import User


class Command(BaseCommand):
    """Ends sessions and revokes tokens of one person or of everybody; each is in the audit trail with the reason."""

    help = "Signs one person, or everybody, out of every browser and revokes their API tokens."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whom, and why."""
        whom = parser.add_mutually_exclusive_group(required=True)
        whom.add_argument("--email", help="the person's address")
        whom.add_argument("--all", action="store_true", help="everybody who has an account")
        parser.add_argument("--reason", required=True, help="kept in the audit trail")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Person by person, so that one failure does not keep the others signed in."""
        people = User.objects.filter(is_active=True).order_by("pk")
        if options["email"]:
            people = people.filter(email__iexact=options["email"])
            if not people.exists():
                raise CommandError(f"Nobody has an account with the address {options['email']}.")
        ended = sum(actions.sign_out_person(user=user, reason=options["reason"], by=None) for user in people)
        self.stdout.write(f"{ended} sessions and tokens ended.")
