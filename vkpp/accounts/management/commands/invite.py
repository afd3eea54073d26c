from typing import Any

from django.core.management.base import CommandError, CommandParser

from vkpp.accounts import actions
from vkpp.accounts.models import Force
from vkpp.accounts.roles import BY_CODE
from vkpp.core.commands import WritingCommand
from vkpp.core.exceptions import PortalError


class Command(WritingCommand):
    """Invites somebody: how the first administrator of a new portal comes in."""

    help = "Invite somebody to a role by mail, for example the first administrator: invite EMAIL --role vkpp_admin."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whom, as what, and where."""
        parser.add_argument("email")
        parser.add_argument("--role", choices=list(BY_CODE), default="vkpp_admin")
        parser.add_argument("--force", help="code of the force, for a role that belongs to one, for example norfolk")

    def handle(self, *_args: Any, **options: Any) -> None:
        force = Force.objects.filter(code=options["force"]).first() if options["force"] else None
        if options["force"] and force is None:
            raise CommandError(f"There is no force {options['force']}. Run load_reference, or check the code.")
        try:
            actions.invite(email=options["email"], role=options["role"], force=force, by=None)
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"The invitation to {options['email']} is on its way. The worker sends it.")
