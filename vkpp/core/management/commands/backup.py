from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vkpp.core.backups import taking


class Command(BaseCommand):
    """Takes a backup of database and files while the portal runs."""

    help = "Back up the database and people's files into a new folder of FOLDER, with checksums of everything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where backups lie; not on the database's own disk")
        parser.add_argument("--keep", type=int, default=0, help="how many of the newest backups stay (0: all)")

    def handle(self, *_args: Any, folder: Path, keep: int, **_options: Any) -> None:
        taking.take(folder, keep=keep, say=self.stdout.write)
