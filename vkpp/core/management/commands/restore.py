import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vkpp.core.backups import restoring, taking


class Command(BaseCommand):
    """Restores a backup and compares every row and file with what was backed up; exit code 1 when something differs."""

    help = (
        "Restore a backup (of a folder of backups: the newest) and compare everything with it. Stop the portal before."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="a backup, or the folder in which backups lie")
        parser.add_argument("--replace", action="store_true", help="lose what the database has now")
        parser.add_argument("--check", action="store_true", help="only check that the backup is whole")

    def handle(self, *_args: Any, folder: Path, replace: bool, check: bool, **_options: Any) -> None:
        chosen = taking.newest(folder) or folder
        try:
            if check:
                made = restoring.check(chosen)
                self.stdout.write(f"{chosen} is whole: {made.rows:,} rows, {len(made.files):,} files.")
                return
            problems = restoring.restore(chosen, replace=replace, say=self.stdout.write)
        except restoring.Refused as refusal:
            raise CommandError(str(refusal)) from None
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            sys.exit(1)
        self.stdout.write("Every row and file is what it was, and the audit trail's chain holds.")
