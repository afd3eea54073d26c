"""`manage.py import_practices FILE`: enter examples that were published elsewhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from practice.importer import import_file
from practice.models import Call
from vkpp.core.commands import ImportingCommand
from vkpp.core.importing import Report


class Command(ImportingCommand):
    """Examples from a JSON file, into one call."""

    help = "Imports published practice examples from a JSON file and reports each refused row with its reason."
    file_help = "a JSON list of examples"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--call", default="open-call", help="slug of the call they belong to (default: open-call)")
        parser.add_argument("--evaluations", type=Path, help="a JSON list of evaluations that name examples by key")

    def import_file(self, by: Any, options: Mapping[str, Any]) -> Report:
        call = Call.objects.filter(slug=options["call"]).first()
        if call is None:
            raise CommandError(f"There is no call “{options['call']}”. Run manage.py load_reference first.")
        return import_file(options["file"], call=call, by=by, evaluations=options["evaluations"])
