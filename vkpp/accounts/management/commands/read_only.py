import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from vkpp.accounts.operations import actions
from vkpp.core import measured, service
from vkpp.core.exceptions import PortalError
from vkpp.core.models import JobState
from vkpp.core.read_only import sentence


class Command(BaseCommand):
    """Makes the portal read-only, ends that, or says how it stands."""

    help = "Take no changes for a while: read_only on --reason “We move to another server.” [--until …], off, status."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["on", "off", "status"])
        parser.add_argument("--reason", default="", help="why, in a sentence that everybody reads")
        parser.add_argument("--until", help="when it is expected to end, for example 2026-11-21T18:30 (London)")

    def handle(self, *_args: Any, what: str, reason: str, until: str | None, **_options: Any) -> None:
        try:
            if what == "on":
                actions.make_read_only(text=reason, ends_at=_moment(until), by=None)
            elif what == "off":
                actions.take_changes_again(by=None)
        except PortalError as refusal:
            raise CommandError(refusal.message) from refusal
        notice = service.asked().read_only
        if notice is None:
            self.stdout.write("The portal takes changes.")
            return
        self.stdout.write(sentence(notice))
        running = measured.jobs()[JobState.RUNNING]
        self.stdout.write(f"Every process knows it within {service.SECONDS:.0f} seconds. Jobs under way: {running}.")


def _moment(text: str | None) -> dt.datetime | None:
    """A moment on London's clock, unless it names another zone."""
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"“{text}” is not a day and time. Use the form 2026-11-21T18:30.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
