from typing import Any

from django.core.management.base import CommandError, CommandParser

from vkpp.accounts import actions
from vkpp.accounts.models import Token, User
from vkpp.core.commands import WritingCommand
from vkpp.core.exceptions import PortalError


class Command(WritingCommand):
    """Makes an API token for somebody and prints it, once."""

    help = "Make an API token and print it. It is shown this once and kept only as a hash."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, for what, and for how long."""
        parser.add_argument("email", help="address of the token's owner")
        parser.add_argument("--scopes", nargs="+", choices=Token.Scope.values, default=[Token.Scope.READ])
        parser.add_argument("--name", default="Made by command", help="what the token is for")
        parser.add_argument("--days", type=int, default=90, help="how long it is valid, 1 to 365")

    def handle(self, *_args: Any, **options: Any) -> None:
        owner = User.objects.filter(email__iexact=options["email"]).first()
        if owner is None:
            raise CommandError(f"Nobody has the address {options['email']}. Check it, or invite the person first.")
        try:
            _token, secret = actions.create_token(
                owner=owner, name=options["name"], scopes=options["scopes"], days=options["days"], by=None
            )
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(secret)
