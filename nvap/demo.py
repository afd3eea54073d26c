"""Demonstration: three rounds of returns of all 44 forces, two of them over, and Norfolk in the middle of its own.

Everything is made up and says so. What is told of single forces goes through the actions; what 44 forces did in past
rounds is written in bulk (demo_history), and a test holds that it leaves the same.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from nvap import demo_forces, demo_history, demo_measures, news
from nvap.actions import rounds
from nvap.demo_history import Story, Team
from nvap.demo_people import teams
from nvap.models import FormVersion, PlanVersion, Return, Round
from nvap.vocab import ReturnState
from vkpp.accounts.models import Force
from vkpp.core.working_days import LONDON

FORM = "nvap-form-1"
TOLD = ("norfolk",)  # its present return is told action by action


@dataclass(frozen=True)
class Past:
    """A round that is over: its plan, its times, and the force that did not answer."""

    code: str
    plan: str
    opens: dt.date
    due: dt.date
    closes: dt.date
    published: dt.date
    missing: str


PAST = (
    Past(
        *("2021", "nvap-2021"),
        dt.date(2021, 6, 1),
        dt.date(2021, 9, 30),
        dt.date(2021, 10, 29),
        dt.date(2022, 1, 31),
        "gwent",
    ),
    Past(
        *("2024", "nvap-2023"),
        dt.date(2024, 2, 1),
        dt.date(2024, 5, 31),
        dt.date(2024, 6, 28),
        dt.date(2024, 9, 30),
        "cumbria",
    ),
)
NOW, NOW_PLAN = "2026", "nvap-2023"
# How far the other forces are: state, share of the actions answered, how many forces.
STATES = (
    (ReturnState.NOT_STARTED, 0.0, 4),
    (ReturnState.ANSWERING, 0.2, 4),
    (ReturnState.ANSWERING, 0.55, 5),
    (ReturnState.ANSWERING, 0.9, 6),
    (ReturnState.ANSWERING, 1.0, 2),
    (ReturnState.TO_SIGN, 1.0, 4),
    (ReturnState.SIGNED, 1.0, 4),
    (ReturnState.SUBMITTED, 1.0, 8),
    (ReturnState.ACCEPTED, 1.0, 6),
)


def load() -> Iterator[str]:
    """The rounds that are not there yet, with everything that forces did in them; safe to run again."""
    if Round.objects.filter(code=NOW).exists():
        yield "Three rounds of returns are there already."
        return
    with transaction.atomic():
        people = teams()
        yield f"{2 * len(people)} people lead and sign for {len(people)} forces."
        before = None
        for number, past in enumerate(PAST):
            before = _past(past, number, before, people)
            yield f"Round {past.code}: {before.returns.filter(state='accepted').count()} of {len(people)} returns."
        now = _now(before, people)
        demo_measures.tell(people)
    yield f"Round {now.code} is running: {now.returns.exclude(state='not_started').count()} returns begun."


def _past(past: Past, number: int, before: Round | None, people: dict[int, Team]) -> Round:
    made = _round(past.code, past.plan, before, _at(past.opens), _at(past.due), _at(past.closes), _at(past.published))
    stories = {pk: Story(team, _at(past.due)) for pk, team in people.items()}
    stories.pop(Force.objects.get(code=past.missing).pk)
    demo_history.fill(made, number, stories)
    rounds.publish(round=made, by=None)
    Round.objects.filter(pk=made.pk).update(published_at=_at(past.published))
    return made


def _now(before: Round | None, people: dict[int, Team]) -> Round:
    today = timezone.localdate()
    days = (-48, 12, 26, 90)
    made = _round(NOW, NOW_PLAN, before, *(_at(today + dt.timedelta(days=number)) for number in days))
    stories = _stories(people)
    demo_history.fill(made, len(PAST), stories)
    demo_forces.tell(made, people)
    news.basis_changed(Return.objects.filter(round=made).earliest("pk"))
    return made


def _stories(people: dict[int, Team]) -> dict[int, Story]:
    """Each other force's story; Kent has sent its return, the rest take what comes, in an order of their own."""
    codes = dict(Force.objects.filter(pk__in=people).exclude(code__in=TOLD).values_list("pk", "code"))
    waiting = sorted(codes, key=lambda pk: (codes[pk] != "kent", codes[pk][::-1]))
    ends = [state for state in reversed(STATES) for _number in range(state[2])]
    first = next(place for place, state in enumerate(ends) if state[0] == ReturnState.SUBMITTED)
    ends.insert(0, ends.pop(first))
    now = timezone.now()
    stories = {}
    for place, (pk, (state, share, _number)) in enumerate(zip(waiting, ends, strict=True)):
        if state != ReturnState.NOT_STARTED:
            until = now - dt.timedelta(days=place % 9, hours=place % 7 + 1)
            stories[pk] = Story(people[pk], until, state=state, share=share)
    return stories


def _round(code: str, plan: str, before: Round | None, *times: dt.datetime) -> Round:
    opens, due, closes, publishes = times
    made = rounds.create(
        values={
            "code": code,
            "title": f"{code} return",
            "plan": PlanVersion.objects.get(code=plan),
            "form": FormVersion.objects.get(code=FORM),
            "previous": before,
            "opens_at": opens,
            "due_at": due,
            "closes_at": closes,
            "publishes_at": publishes,
        },
        by=None,
    )
    rounds.announce(round=made, by=None, backdated=True)
    return made


def _at(day: dt.date) -> dt.datetime:
    """Five in the afternoon in London."""
    return dt.datetime.combine(day, dt.time(17), LONDON)
