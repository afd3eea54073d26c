"""Commands on the server that write for people: refused while the portal is read-only, as on its pages."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from vkpp.core import read_only, service
from vkpp.core.importing import Report, UnreadableFile


class WritingCommand(BaseCommand):
    """A command that changes what people see."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Refuse, or go on."""
        notice = service.asked().read_only
        if notice is not None:
            raise CommandError(f"{read_only.sentence(notice)} Nothing was changed. `manage.py read_only off` ends it.")
        return super().execute(*args, **options)


def acting(email: str | None) -> Any:
    """The person for whom a command acts; None, the portal itself, without an address."""
    if not email:
        return None
    person = get_user_model().objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody has the e-mail address {email}.")
    return person


class ImportingCommand(WritingCommand, ABC):
    """Enters what stands in a file; safe to run twice. Refused rows are listed with their reasons, and make it fail."""

    file_help: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and who imports."""
        parser.add_argument("file", type=Path, help=self.file_help)
        parser.add_argument("--by", metavar="EMAIL", help="the person who imports; without it the portal itself")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and say what became of the rows."""
        del args
        try:
            report = self.import_file(acting(options["by"]), options)
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        if report.refused:
            raise CommandError("Some rows were refused. Mend them and run the import again; the rest is in.")

    @abstractmethod
    def import_file(self, by: Any, options: Mapping[str, Any]) -> Report:
        """Enter the rows for `by`."""
