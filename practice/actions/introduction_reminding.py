"""Introductions that wait: for the owner's answer, for VKPP, or for both sides to go on."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from nvap.telling import tell
from practice.actions.introducing import stop_outlived
from practice.introductions import people
from practice.introductions.links import introduction_page
from practice.introductions.vocab import IntroductionState
from practice.introductions.workflow import INTRODUCTION
from practice.models import Introduction
from vkpp.core import outbox
from vkpp.core.working_days import LONDON

KIND = "practice.remind_introduction"
DAYS: dict[str, tuple[int, ...]] = {
    IntroductionState.PROPOSED: (7, 21),
    IntroductionState.AGREED: (5, 14),
    IntroductionState.INTRODUCED: (21, 60),
    IntroductionState.TALKS: (90, 180),
}
"""State → on which days after it was reached somebody is reminded."""


def remind(*, day: dt.date | None = None) -> int:
    """Stop what nobody permits any more, then owe the reminders of the day; how many introductions."""
    stop_outlived()
    today = day or timezone.localdate(timezone=LONDON)
    found = list(_due(today).values_list("pk", flat=True))
    for pk in found:
        outbox.owe(KIND, {"introduction": pk, "day": today.isoformat()}, key=f"{KIND}:{pk}:{today.isoformat()}")
    return len(found)


@outbox.handler(KIND)
def send_reminder(payload: dict[str, Any]) -> None:
    """Tell those for whom it waits; nothing when it went on, or the owner took the permission back, meanwhile."""
    day = dt.date.fromisoformat(payload["day"])
    rows = _due(day).filter(pk=payload["introduction"]).select_related("practice__owner", "practice__force", "body")
    introduction = rows.first()
    if introduction is None:
        return
    state = INTRODUCTION.state(introduction.state).label
    link = introduction_page(introduction)
    tell(_waiting(introduction), "introduction_due", about=introduction, link=link, by=None, state=state)


def _waiting(introduction: Introduction) -> list[Any]:
    if introduction.state == IntroductionState.AGREED:
        return list(people.staff())
    owners = people.of_owner(introduction.practice)
    return owners if introduction.state == IntroductionState.PROPOSED else [*owners, *people.of_body(introduction.body)]


def _due(today: dt.date) -> "QuerySet[Introduction]":
    wanted = Q(pk__in=[])
    for state, days in DAYS.items():
        wanted |= Q(state=state, moved_at__date__in=[today - dt.timedelta(days=number) for number in days])
    found: QuerySet[Introduction] = Introduction.objects.permitted().filter(wanted)
    return found
