from typing import Any

from django.core.management.base import CommandError, CommandParser

from vkpp.accounts import actions, factor_secrets
from vkpp.accounts.models import User
from vkpp.core.commands import WritingCommand


class Command(WritingCommand):
    """Second factors after a new SECRET_KEY: those under an earlier key are encrypted anew, those no key reads removed."""

    help = "Encrypts second factors anew under the present SECRET_KEY; --dry-run counts first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and change nothing.")
        parser.add_argument(
            "--remove-unreadable",
            action="store_true",
            help="Remove those that no key reads any more; their owners are told and set up new ones.",
        )
        parser.add_argument("--reason", default="", help="with --remove-unreadable: kept in the audit trail")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Person by person."""
        if options["remove_unreadable"] and not options["reason"].strip():
            raise CommandError("Say why: --reason, kept in the audit trail.")
        dry = options["dry_run"]
        factors = list(factor_secrets.kept())
        old = sum(factor_secrets.of_earlier_keys(factor) for factor in factors)
        lost = sum(not factor_secrets.readable(factor) for factor in factors)
        people = User.objects.filter(pk__in={factor.user_id for factor in factors}).order_by("pk")
        if not dry:
            old = sum(factor_secrets.renew(user) for user in people)
        self.stdout.write(f"{old} {'would be' if dry else 'were'} encrypted anew under the present key.")
        if options["remove_unreadable"] and not dry:
            lost = sum(actions.remove_unreadable_factors(user=user, reason=options["reason"]) for user in people)
            self.stdout.write(f"{lost} were removed. Their owners are told.")
        elif lost:
            self.stdout.write(f"{lost} cannot be read under any key. --remove-unreadable --reason … removes them.")
