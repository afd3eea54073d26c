"""`manage.py rebuild_summaries [--check] [--round CODE]`: count all benchmarking figures anew."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from analytics.actions import rebuilding
from analytics.vocab import RunKind
from nvap.models import Round
from vkpp.core.commands import WritingCommand


class Command(WritingCommand):
    """Safe to run at any time, also while people answer."""

    help = "Counts all benchmarking figures anew and reports those that were not what the answers say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only compare; fail when something differs")
        parser.add_argument("--round", metavar="CODE", help="only this round, for example 2026")

    def handle(self, *args: Any, **options: Any) -> None:
        rounds = None
        if options["round"]:
            rounds = list(Round.objects.filter(code=options["round"]).values_list("pk", flat=True))
            if not rounds:
                raise CommandError(f"There is no round “{options['round']}”.")
        kind = RunKind.CHECK if options["check"] else RunKind.COMMAND
        run = rebuilding.rebuild(kind=kind, rounds=rounds)
        seconds = (run.finished_at - run.started_at).total_seconds()
        self.stdout.write(f"Counted {run.counted} figures of {run.rounds} rounds in {seconds:.1f} seconds.")
        if run.regrouped:
            self.stdout.write(f"{run.regrouped} changed because groups of forces have changed.")
        for example in run.examples:
            self.stdout.write("  " + ", ".join(f"{name} {value}" for name, value in example.items() if value))
        if run.alarming and options["check"]:
            raise CommandError(f"{run.differing} figures are not what the answers say.")
        if run.alarming:
            self.stdout.write(f"{run.differing} figures were not what the answers say; they are right now.")
