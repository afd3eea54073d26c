"""Arranging learning events: prepare, change, announce, cancel."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practice.actions import event_bookings, event_practice
from practice.events import mails, people, regions
from practice.events.workflow import EVENT
from practice.models import LearningEvent
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.once import once
from vkpp.core.references import take

NUMBER = ("LE", "practice_event_number")
MOST_PLACES = 5000
COLUMNS = (*("title", "description", "region", "place", "online_link", "starts_at", "ends_at", "places", "contact"),)
ON_THE_CALENDAR = ("title", "place", "online_link", "starts_at", "ends_at")
TEXTS: dict[str, tuple[Any, int, bool, Any]] = {
    "title": (gettext_lazy("The title"), 160, True, gettext_lazy("Enter a title.")),
    "description": (gettext_lazy("The description"), 5000, False, gettext_lazy("Say what the event is about.")),
    "place": (gettext_lazy("The place"), 200, True, ""),
}


@transaction.atomic
def create(*, values: Mapping[str, Any], by: Any) -> LearningEvent:
    """An event in preparation; nobody but staff sees it before it is announced."""
    _insist(by)
    event = LearningEvent(created_by=by)
    _fill(event, values)
    event.reference = take(NUMBER)
    event.save()
    audit.record(
        by=by, verb="event.create", target=event, after=_trail({name: getattr(event, name) for name in COLUMNS})
    )
    return event


@transaction.atomic
def create_once(*, key: str, body_hash: str, values: Mapping[str, Any], by: Any) -> tuple[LearningEvent, bool]:
    """`create` for a program: the same `key` gives the same event, also when it is sent again. Whether it is new."""
    sent = LearningEvent.objects.filter(created_by=by)
    return once(sent, key=key, body_hash=body_hash, by=by, make=partial(create, values=values, by=by))


@transaction.atomic
def change(*, event: LearningEvent, values: Mapping[str, Any], version: int | None = None, by: Any) -> LearningEvent:
    """Change what an event says. Who booked is told when something changes that belongs in a calendar."""
    _insist(by)
    hold_row(event)
    check_version(event, version)
    if event.state not in {LearningEvent.State.DRAFT, LearningEvent.State.PUBLISHED}:
        raise Conflict(_("The event is cancelled or over: it can no longer be changed."), {"state": event.state})
    before = {name: getattr(event, name) for name in COLUMNS}
    _fill(event, values)
    announced = event.state == LearningEvent.State.PUBLISHED
    if announced and event.has_started and before["starts_at"] > timezone.now():
        raise Invalid({"starts_at": [_("An announced event must lie ahead. Cancel it if it does not take place.")]})
    _check_room(event)
    changed = [name for name in COLUMNS if before[name] != getattr(event, name)]
    if not changed:
        return event
    moved = announced and any(name in changed for name in ON_THE_CALENDAR)
    event.version += 1
    event.sequence += moved
    event.save(update_fields=[*changed, "version", "sequence"])
    audit.record(
        by=by,
        verb="event.change",
        target=event,
        before=_trail({name: before[name] for name in changed}),
        after=_trail({name: getattr(event, name) for name in changed}),
    )
    if announced:
        _fill_and_tell(event, tell=moved)
    return event


@transaction.atomic
def publish(*, event: LearningEvent, version: int | None = None, by: Any, reason: str = "") -> None:
    """Announce it: everybody sees it, and it can be booked."""
    _move(event, "publish", version, by, reason)
    event_practice.tell_owners(event=event, by=by)


@transaction.atomic
def cancel(*, event: LearningEvent, version: int | None = None, by: Any, reason: str = "") -> None:
    """It does not take place; everybody who booked is told why."""
    _insist(by)
    reason = words(reason, "reason", _("The reason"), limit=500, one_line=True)
    _move(event, "cancel", version, by, reason, why_cancelled=reason, sequence=event.sequence + 1)
    mails.tell_booked(_booked(event), "event_cancelled", event)


@transaction.atomic
def reinstate(*, event: LearningEvent, version: int | None = None, by: Any, reason: str = "") -> None:
    """A cancelled event takes place after all; bookings stand as they were."""
    _move(event, "reinstate", version, by, reason, why_cancelled="", sequence=event.sequence + 1)
    _fill_and_tell(event, tell=True)


@transaction.atomic
def finish(*, event: LearningEvent, version: int | None = None, by: Any = None, reason: str = "") -> None:
    """It is over; people are asked how it was on the day after."""
    _move(event, "finish", version, by, reason)


def _move(event: LearningEvent, step: str, version: int | None, by: Any, reason: str, **changes: Any) -> None:
    EVENT.check(event, step, by, reason)
    seen = event.sequence
    hold_row(event)
    check_version(event, version)
    if "sequence" in changes:
        changes["sequence"] += event.sequence - seen
    EVENT.move(event, step, by=by, reason=reason, changes={**changes, "version": event.version + 1})


def _fill_and_tell(event: LearningEvent, *, tell: bool) -> None:
    """Free places go to the waiting list; everybody else who booked is told of the change. Nobody gets two mails."""
    moved_up = event_bookings.fill_places(event=event)
    if tell:
        others = _booked(event).exclude(pk__in=[booking.pk for booking in moved_up])
        mails.tell_booked(others, "event_changed", event)


def _booked(event: LearningEvent) -> Any:
    return event.bookings.standing().select_related("person")


def _insist(by: Any) -> None:
    insist(people.arranges(by), _("VKPP staff arrange learning events."))


def _fill(event: LearningEvent, values: Mapping[str, Any]) -> None:
    """Put `values` on the event; a sentence for each that cannot be."""
    errors: dict[str, list[str]] = {}
    for name in COLUMNS:
        if name not in values:
            continue
        try:
            setattr(event, name, _cleaned(name, values[name]))
        except Invalid as refusal:
            errors |= refusal.errors
    errors = _missing(event) | errors
    if errors:
        raise Invalid(errors)


def _cleaned(name: str, value: Any) -> Any:
    if name in TEXTS:
        label, limit, one_line, _required = TEXTS[name]
        return words(value or "", name, str(label), limit=limit, one_line=one_line)
    if name in {"region", "contact", "online_link"}:
        return words(value or "", name, _("This"), limit=500 if name == "online_link" else 254, one_line=True)
    return value


def _missing(event: LearningEvent) -> dict[str, list[str]]:
    """What does not do, each with what to do about it."""
    errors: dict[str, list[str]] = {
        name: [str(required)] for name, (_l, _n, _o, required) in TEXTS.items() if required and not getattr(event, name)
    }
    if not event.place and not event.online_link:
        errors["place"] = [_("Enter a place, or the link to join online.")]
    if event.region and event.region not in regions.names():
        errors["region"] = [_("Choose a region from the list.")]
    places: Any = event.places
    if not isinstance(places, int) or not 1 <= places <= MOST_PLACES:
        errors["places"] = [_("Enter how many people can come: 1 to %(most)s.") % {"most": f"{MOST_PLACES:,}"}]
    return errors | _wrong_times(event) | _wrong_addresses(event)


def _wrong_times(event: LearningEvent) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    for name, sentence in (("starts_at", _("Enter when it starts.")), ("ends_at", _("Enter when it ends."))):
        if not isinstance(getattr(event, name), dt.datetime):
            errors[name] = [sentence]
    if not errors and event.ends_at <= event.starts_at:
        errors["ends_at"] = [_("The event must end after it starts.")]
    elif not errors and event.ends_at - event.starts_at > dt.timedelta(days=14):
        errors["ends_at"] = [_("An event lasts at most 14 days. Make another event for the rest.")]
    return errors


def _wrong_addresses(event: LearningEvent) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if event.online_link:
        try:
            URLValidator(schemes=["https"])(event.online_link)
        except ValidationError:
            errors["online_link"] = [_("Enter the whole address of the meeting; it starts with https://.")]
    if event.contact:
        try:
            validate_email(event.contact)
        except ValidationError:
            errors["contact"] = [_("Enter an e-mail address, for example events@vkpp.example.")]
    return errors


def _check_room(event: LearningEvent) -> None:
    """Nobody who has a place loses it because there are fewer."""
    taken = event.bookings.placed().count()
    if event.places < taken:
        sentence = ngettext(
            "%(taken)s person has a place: there cannot be fewer places than that.",
            "%(taken)s people have a place: there cannot be fewer places than that.",
            taken,
        )
        raise Invalid({"places": [sentence % {"taken": taken}]})


def _trail(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the audit trail keeps it. Not the link to join: whoever reads the trail is not therefore invited."""
    kept = {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in values.items()}
    return kept | ({"online_link": bool(kept["online_link"])} if "online_link" in kept else {})
