"""Which practice a learning event is about: only what its owner lets be featured."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from practice import mails, permits
from practice.events import people
from practice.events.links import event_page
from practice.events.vocab import EventState
from practice.models import FeaturedPractice, LearningEvent, Practice
from practice.vocab import Use
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist

MOST = 30
REFERENCE = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{1,9}")


@transaction.atomic
def feature(
    *, event: LearningEvent, references: Sequence[str], version: int | None = None, by: Any
) -> list[FeaturedPractice]:
    """The event is about these examples, in this order. Owners of new ones are told once the event is announced."""
    insist(people.arranges(by), _("VKPP staff arrange learning events."))
    hold_row(event)
    check_version(event, version)
    if event.state not in {EventState.DRAFT, EventState.PUBLISHED, EventState.OVER}:
        raise Conflict(_("The event is cancelled: it features nothing."), {"state": event.state})
    wanted = list(dict.fromkeys(references))
    before = dict(event.featured.values_list("practice__reference", "pk"))
    examples = _examples(wanted, set(before), by)
    event.featured.exclude(practice__reference__in=wanted).delete()
    for order, reference in enumerate(wanted):
        event.featured.update_or_create(
            practice=examples[reference], defaults={"order": order}, create_defaults={"order": order, "added_by": by}
        )
    if list(before) != wanted:
        event.version += 1
        event.save(update_fields=["version"])
        was = {"practices": list(before)}
        audit.record(by=by, verb="event.feature", target=event, before=was, after={"practices": wanted})
    if event.state == EventState.PUBLISHED:
        _tell_owners(event, [examples[reference] for reference in wanted if reference not in before], by)
    return list(event.featured.all())


def _examples(wanted: Sequence[str], before: set[str], by: Any) -> dict[str, Practice]:
    """The examples by reference. New ones must be permitted now; those there before may wait for their permission."""
    if len(wanted) > MOST:
        raise Invalid({"practices": [_("An event features at most %(most)s examples.") % {"most": MOST}]})
    shown = permits.entries(by, Use.FEATURE_EVENTS) if by is not None else None
    possible = [reference for reference in wanted if REFERENCE.fullmatch(reference)]
    rows = Practice.objects.select_for_update(of=("self",), no_key=True).filter(reference__in=possible).order_by("pk")
    found = {row.reference: row for row in rows}
    allowed = set(before)
    if shown is not None:
        allowed |= set(shown.filter(reference__in=possible).values_list("reference", flat=True))
    else:
        allowed |= {ref for ref, row in found.items() if permits.is_permitted(row, Use.FEATURE_EVENTS)}
    if refused := [reference for reference in wanted if reference not in allowed & set(found)]:
        sentence = _(
            "Not published, or its owner does not permit featuring it at events: %(refs)s. Ask the owner first."
        )
        raise Invalid({"practices": [sentence % {"refs": ", ".join(reference[:40] for reference in refused)}]})
    return found


def tell_owners(*, event: LearningEvent, by: Any) -> None:
    """Tell the authors of everything that is featured with permission; belongs to announcing the event."""
    live = event.featured.filter(permits.permitted(Use.FEATURE_EVENTS)).select_related("practice__owner")
    _tell_owners(event, [row.practice for row in live], by)


def _tell_owners(event: LearningEvent, examples: Sequence[Practice], by: Any) -> None:
    for practice in examples:
        mails.tell_authors(practice, "event_featured", by=by, link=event_page(event), event=event)
