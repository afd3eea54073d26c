import sys
from typing import Any

from django.core.management.base import BaseCommand

from vkpp.core import audit


class Command(BaseCommand):
    """Reads the audit trail's chain of seals again; exit code 1 when it does not hold."""

    help = "Check that no audit event was changed, removed or slipped in since it was sealed. Exit code 1 if one was."

    def handle(self, *_args: Any, **_options: Any) -> None:
        report = audit.verify()
        for problem in report.problems:
            self.stderr.write(problem)
        waiting = f"{report.unsealed} newer events wait for the next seal."
        if report.problems:
            self.stderr.write(f"The chain does not hold: {len(report.problems)} problems in {report.seals} seals.")
            sys.exit(1)
        self.stdout.write(f"The chain holds: {report.seals} seals over {report.events} events. {waiting}")
