"""The way of a learning event, as a table."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.events import people
from vkpp.core.workflow import State, Step, Workflow

STAFF = gettext_lazy("VKPP staff")


def _lies_ahead(event: Any) -> Mapping[str, list[str]]:
    if event.has_started:
        return {"starts_at": [_("The event must lie ahead. Change its day first.")]}
    return {}


def _is_behind(event: Any) -> Mapping[str, list[str]]:
    return {} if event.has_ended else {"ends_at": [_("The event has not ended yet.")]}


EVENT = Workflow(
    name="event",
    states=(
        State("draft", gettext_lazy("Being prepared"), gettext_lazy("Being prepared"), "grey"),
        State("published", gettext_lazy("Announced"), gettext_lazy("Open for booking"), "green"),
        State("cancelled", gettext_lazy("Cancelled"), gettext_lazy("Cancelled"), "red"),
        State("over", gettext_lazy("Over"), gettext_lazy("Over"), "grey"),
    ),
    insider=people.arranges,
    steps=(
        Step(
            "publish",
            gettext_lazy("Announce"),
            ("draft",),
            "published",
            STAFF,
            people.arranges,
            _lies_ahead,
            hint=gettext_lazy("Everybody sees the event, and people of policing and government can book."),
            button="primary",
        ),
        Step(
            "cancel",
            gettext_lazy("Cancel the event"),
            ("published",),
            "cancelled",
            STAFF,
            people.arranges,
            needs_reason=True,
            hint=gettext_lazy("Everybody who booked is told at once, with the reason, and calendars strike it out."),
        ),
        Step(
            "reinstate",
            gettext_lazy("Take place after all"),
            ("cancelled",),
            "published",
            STAFF,
            people.arranges,
            _lies_ahead,
            hint=gettext_lazy("Everybody who had booked has their place again and is told."),
        ),
        Step(
            "finish",
            gettext_lazy("Close the event"),
            ("published",),
            "over",
            STAFF,
            people.arranges,
            _is_behind,
            hint=gettext_lazy("The portal does this by itself on the day after."),
        ),
    ),
)
