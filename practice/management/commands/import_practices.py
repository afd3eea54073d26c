"""`manage.py import_practices FILE`: enter examples that were published elsewhere."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from practice.importer import UnreadableFile, import_file
from practice.models import Call
from vkpp.accounts.models import User
from vkpp.core.commands import WritingCommand


class Command(WritingCommand):
    """Safe to run twice; refused rows are listed with their reasons and make the command fail at the end."""

    help = "Imports published practice examples from a JSON file and reports each refused row with its reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON list of examples")
        parser.add_argument("--call", default="open-call", help="slug of the call they belong to (default: open-call)")
        parser.add_argument("--by", metavar="EMAIL", help="the person who imports; without it the portal itself")
        parser.add_argument("--evaluations", type=Path, help="a JSON list of evaluations that name examples by key")

    def handle(self, *args: Any, **options: Any) -> None:
        call = Call.objects.filter(slug=options["call"]).first()
        if call is None:
            raise CommandError(f"There is no call “{options['call']}”. Run manage.py load_reference first.")
        by = None
        if options["by"] and (by := User.objects.filter(email__iexact=options["by"]).first()) is None:
            raise CommandError(f"Nobody has the e-mail address {options['by']}.")
        try:
            report = import_file(options["file"], call=call, by=by, evaluations=options["evaluations"])
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        if report.refused:
            raise CommandError("Some rows were refused. Mend them and run the import again; the rest is in.")
