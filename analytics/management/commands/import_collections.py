"""`manage.py import_collections FILE`: enter national data collections into the register."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from analytics.register.importer import import_file
from practice.importer import UnreadableFile
from vkpp.accounts.models import User
from vkpp.core.commands import WritingCommand


class Command(WritingCommand):
    """Safe to run twice; refused rows are listed with their reasons and make the command fail at the end."""

    help = "Imports national data collections from a CSV file and reports each refused row with its reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file with the columns name, owner, frequency, topics …")
        parser.add_argument("--by", metavar="EMAIL", help="the person who imports; without it the portal itself")

    def handle(self, *args: Any, **options: Any) -> None:
        by = None
        if options["by"] and (by := User.objects.filter(email__iexact=options["by"]).first()) is None:
            raise CommandError(f"Nobody has the e-mail address {options['by']}.")
        try:
            report = import_file(options["file"], by=by)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        if report.refused:
            raise CommandError("Some rows were refused. Mend them and run the import again; the rest is in.")
