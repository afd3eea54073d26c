"""`manage.py import_plan FILE`: enter a plan or form version from a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nvap import file_shapes, plan_files
from nvap.actions import imports
from vkpp.core.commands import WritingCommand, acting
from vkpp.core.exceptions import PortalError


class Command(WritingCommand):
    """Enters a draft; an administrator publishes it on the page, or a round uses it."""

    help = "Imports a plan or form version from a JSON file as a draft. --trial says what it would bring, or what is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a JSON file as export_plan writes it")
        parser.add_argument("--trial", action="store_true", help="change nothing, only say what the file would bring")
        parser.add_argument("--by", metavar="EMAIL", help="the person who imports; without it the portal itself")

    def handle(self, *args: Any, **options: Any) -> None:
        by = acting(options["by"])
        try:
            text = options["file"].read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} cannot be read: {error}.") from error
        try:
            data = plan_files.parse(text)
            is_form = isinstance(data, dict) and data.get("format") == file_shapes.FORM_FORMAT
            kind = "form" if is_form else "plan"
            lines = imports.run(kind=kind, text=text, values={}, by=by, trial=options["trial"])
        except PortalError as refusal:
            sentences = [words for some in getattr(refusal, "errors", {}).values() for words in some]
            for words in sentences or [refusal.message]:
                self.stderr.write(words)
            raise CommandError("Nothing was imported. Put this right in the file, and import it again.") from refusal
        for line in lines:
            self.stdout.write(line)
        self.stdout.write("Nothing was changed: this was a trial." if options["trial"] else "Imported as a draft.")
