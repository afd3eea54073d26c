"""A report: the figures that answer a question, for the page, the file, the PDF and the API alike."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from practice import facets
from practice.facets import Labels
from practice.reporting import answers, asked, counting, gaps
from practice.reporting.answers import Answered
from practice.reporting.asked import Asked
from practice.reporting.counting import Counts
from practice.reporting.gaps import Gaps
from practice.workflow import PRACTICE
from vkpp.accounts import forces

ASSESSED = ("taken_forward", "decided")
"""States that authors are not told apart."""


@dataclass(frozen=True)
class Line:
    """One value of a part: its code, what people read, and how many examples."""

    code: str
    label: str
    n: int


@dataclass(frozen=True)
class MonthLine:
    """A month: sent in it, of these answered by triage by now, and after how many days at the median."""

    month: dt.date
    sent: int
    answered: int
    median: int | None


@dataclass(frozen=True)
class ForceLine:
    """A force: how many it sent, how many are waiting for triage or with their authors, and what became of the rest."""

    code: str
    name: str
    sent: int
    waiting: int
    with_authors: int
    taken_forward: int
    not_taken_forward: int
    published: int


@dataclass(frozen=True)
class Report:
    """All figures. `days` are lower quartile, median and upper quartile; `in_time` is a pair: so many of so many."""

    asked: Asked
    sent: int
    imported: int
    waiting: int
    published: int
    answered: int
    days: Sequence[int] | None
    in_time: tuple[int, int]
    taken_forward: int
    not_taken_forward: int
    months: Sequence[MonthLine]
    forces: Sequence[ForceLine]
    states: Sequence[Line]
    categories: Sequence[Line]
    strands: Sequence[Line]
    ratings: Sequence[Line]
    gaps: Gaps
    questions: Sequence[Answered]

    @property
    def decided(self) -> int:
        """How many triage has decided."""
        return self.taken_forward + self.not_taken_forward


def make(user: Any, question: Asked) -> Report:
    """The report that answers the question, within what this person may read."""
    counts = counting.count(user, question)
    labels = facets.labels()
    states, outcomes = _by_force(counts.of("state")), _by_force(counts.of("outcome"))
    all_states, all_outcomes = _summed(states), _summed(outcomes)
    days, in_time = counts.of("days"), counts.of("intime")
    return Report(
        asked=question,
        sent=counts.of("sent").total(),
        imported=counts.of("imported").total(),
        waiting=all_states["submitted"],
        published=all_states["published"],
        answered=days.total(),
        days=counting.quartiles(days),
        in_time=(in_time["yes"], in_time.total()),
        taken_forward=all_outcomes["taken_forward"],
        not_taken_forward=all_outcomes["not_taken_forward"],
        months=_months(counts),
        forces=_forces(states, outcomes),
        states=_states(all_states, inside=asked.reads_all(user)),
        categories=_lines(counts.of("category"), labels["category"], every=True),
        strands=_lines(counts.of("strand"), labels["focus"]),
        ratings=_lines(counts.of("rating"), labels["rating"], every=True),
        gaps=gaps.find(user, question),
        questions=answers.find(user, question),
    )


def _by_force(values: "Counter[str]") -> dict[int, "Counter[str]"]:
    found: dict[int, Counter[str]] = {}
    for value, n in values.items():
        force, _colon, code = value.partition(":")
        found.setdefault(int(force), Counter())[code] += n
    return found


def _summed(by_force: Mapping[int, "Counter[str]"]) -> "Counter[str]":
    return sum(by_force.values(), Counter())


def _months(counts: Counts) -> list[MonthLine]:
    found = []
    for month in sorted(counts.months, reverse=True):
        parts = counts.months[month]
        days = parts.get("days", Counter())
        middle = counting.quartiles(days)
        sent = parts.get("sent", Counter()).total()
        found.append(MonthLine(month, sent, days.total(), middle[1] if middle else None))
    return found


def _forces(states: Mapping[int, "Counter[str]"], outcomes: Mapping[int, "Counter[str]"]) -> list[ForceLine]:
    known = {force.pk: (force.code, force.short_name) for force in forces.listed()}
    found = []
    for pk, state in states.items():
        code, name = known.get(pk, ("other", _("Other organisations")))
        outcome = outcomes.get(pk, Counter())
        found.append(
            ForceLine(
                code=code,
                name=name,
                sent=state.total(),
                waiting=state["submitted"],
                with_authors=state["returned"] + state["draft"],
                taken_forward=outcome["taken_forward"],
                not_taken_forward=outcome["not_taken_forward"],
                published=state["published"],
            )
        )
    return sorted(found, key=lambda line: (line.code == "other", line.name))


def _states(states: "Counter[str]", *, inside: bool) -> list[Line]:
    """The states in the order of the workflow; outside VKPP those that authors are not told apart are one."""
    found: dict[str, Line] = {}
    for state in PRACTICE.states:
        if not states[state.code]:
            continue
        label = str(state.label if inside else state.public_label)
        if state.code == "draft":
            label = _("Being changed by its authors")
        code = state.code if inside or state.code not in ASSESSED else "assessed"
        before = found[label].n if label in found else 0
        found[label] = Line(code, label, before + states[state.code])
    return list(found.values())


def _lines(values: "Counter[str]", labels: Labels, *, every: bool = False) -> list[Line]:
    """The values in the order of their list; those that no example has only where `every` says so."""
    known = [Line(code, str(label), values[code]) for code, label in labels.items() if every or values[code]]
    return known + [Line(code, code, n) for code, n in sorted(values.items()) if code not in labels]
