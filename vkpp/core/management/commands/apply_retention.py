import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from vkpp.core import retention
from vkpp.core.commands import WritingCommand
from vkpp.core.retention import Outcome, Timed


class Command(WritingCommand):
    """Applies the rules on what is kept for how long; prints how many rows or files each found and since when the oldest."""

    help = "Forgets what has had its time, or with --dry-run says what it would forget. Exit code 1 if a rule failed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and change nothing.")
        parser.add_argument(
            "--only", action="append", default=[], metavar="RULE", help="Only this rule; again for more."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        chosen = [_rule(code) for code in options["only"]] or None
        outcomes = retention.look(chosen) if options["dry_run"] else retention.apply(chosen)
        self.stdout.write(f"{'Rule':<22} {'Kept':<10} {'Found':>9}  Oldest")
        for one in outcomes:
            self.stdout.write(_line(one))
        failed = sum(one.failed for one in outcomes)
        total = sum(one.rows for one in outcomes if not one.failed)
        self.stdout.write(f"{total:,} {'would be' if options['dry_run'] else 'were'} forgotten.")
        if failed:
            self.stderr.write(f"{failed} rules stopped with an error; the log says why. Apply them again with --only.")
            sys.exit(1)


def _rule(code: str) -> Timed:
    try:
        return retention.find(code)
    except KeyError:
        known = ", ".join(rule.code for rule in retention.rules())
        raise CommandError(f"There is no rule “{code}”. Rules: {known}.") from None


def _line(one: Outcome) -> str:
    oldest = f"{one.oldest:%Y-%m-%d %H:%M}" if one.oldest else "-"
    found = "failed" if one.failed else f"{one.rows:,}"
    return f"{one.rule.code:<22} {retention.span(one.rule.keep):<10} {found:>9}  {oldest}"
