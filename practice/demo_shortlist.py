"""Demonstration: rounds of choosing practice for evaluation over the real published practice, one in each state.

Scores, costs, evaluators and the owners' permission are made up; no real example gets a made-up result.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from practice.actions import (
    authoring,
    commissioning,
    decisions,
    sharing,
    shortlist_deciding,
    shortlist_pool,
    shortlist_rounds,
    shortlist_scoring,
    shortlist_suggesting,
    triage,
)
from practice.models import Call, EvaluationRound, Practice, TriageCheck
from practice.shortlist import board, pool
from practice.vocab import Audience, Use

Who = Callable[..., Any]
SERIOUS, OTHERS, SMALL = 12, 14, 6
LEAST, STEP, COSTS = 60_000, 15_000, 9
COMMENT = "Made up for the demonstration."
MADE_UP = {
    "title": "Demonstration: a youth worker in the custody suite",
    "summary": "Made up. Children in custody meet a youth worker within the hour, who stays in touch for six weeks.",
    "strands": ["CCE", "KNIFE"],
    "categories": ["diversion"],
    "approaches": ["early_intervention"],
    "serious_violence": True,
    "stage": "untested",
}


def load(who: Who, call: Call, common: dict[str, Any]) -> Iterator[str]:
    """The rounds, once; `who(role, force)` gives a person of the demonstration."""
    if EvaluationRound.objects.exists():
        return
    admin = who("vkpp_admin")
    example = _example(who, call, common)
    chosen = _permitted(admin)
    _earlier(who, admin, example, chosen)
    _this_year(who, admin, chosen)
    _small(who, admin, chosen)
    _prepared(admin)
    yield f"{EvaluationRound.objects.count()} rounds of choosing practice for evaluation."


def _example(who: Who, call: Call, common: dict[str, Any]) -> Practice:
    """A made-up example in the bank, so that a made-up evaluation can have a result."""
    owner, staff, admin = who("contributor", "kent"), who("vkpp_staff"), who("vkpp_admin")
    practice = authoring.start(call=call, by=owner)
    authoring.save(practice=practice, values=common | MADE_UP, version=practice.version, by=owner)
    for use in (Use.SHARE_FORCES, Use.CONTACT_EVALUATORS):
        sharing.give(practice=practice, use=use, by=owner)
    authoring.submit(practice=practice, by=owner)
    triage.claim(practice=practice, by=staff)
    for kind in TriageCheck.Kind:
        triage.check(practice=practice, kind=kind, result=TriageCheck.Result.FINE, by=staff)
    triage.take_forward(practice=practice, by=staff)
    row = decisions.stage(
        practice=practice, rating="", rationale="Not rated: made up.", audience=Audience.POLICE, by=staff
    )
    decisions.release(decisions=[row], by=admin)
    return practice


def _permitted(admin: Any) -> list[Practice]:
    """Real examples that nobody evaluated independently, serious violence first; their permission is made up."""
    imported = Practice.objects.filter(import_key__isnull=False, bank_entry__isnull=False)
    for practice in imported.exclude(stage="independently_evaluated").order_by("import_key"):
        sharing.give(practice=practice, use=Use.CONTACT_EVALUATORS, by=admin)
    fit = pool.fit(admin).filter(practice__in=imported).order_by("practice__import_key")
    serious = list(fit.filter(serious_violence=True).values_list("practice", flat=True)[:SERIOUS])
    others = list(fit.exclude(practice__in=serious).values_list("practice", flat=True)[:OTHERS])
    found = Practice.objects.in_bulk([*serious, *others])
    return [found[pk] for pk in [*serious, *others]]


def _round(admin: Any, title: str, purpose: str, numbers: tuple[int, int, int], **days: dt.date) -> EvaluationRound:
    fund, at_least, serious = numbers
    values = {"title": title, "purpose": purpose, "fund": fund, "at_least": at_least}
    made, _new = shortlist_rounds.create(values=values | {"serious_violence_at_least": serious} | days, by=admin)
    return made


def _fill(made: EvaluationRound, practices: list[Practice], admin: Any) -> None:
    for place, row in enumerate(shortlist_pool.add(round_=made, practices=practices, why=COMMENT, by=admin)):
        cost = LEAST + STEP * ((place * 7) % COSTS)
        shortlist_pool.estimate(candidate=row, cost=cost, note=COMMENT, by=admin)


def _score(made: EvaluationRound, people: list[Any], most: int | None = None) -> None:
    """Scores that follow from the place of the candidate, so that they are the same every time."""
    criteria = list(made.criteria.filter(source="scored").values_list("pk", flat=True))
    for shift, person in enumerate(people):
        for place, line in enumerate(board.build(person, made).lines[:most]):
            scores = {
                pk: 1 + (place * 7 // 3 + order * (1 + place % 3) + shift) % 4 for order, pk in enumerate(criteria)
            }
            shortlist_scoring.score(candidate=line.candidate, scores=scores, comments={criteria[0]: COMMENT}, by=person)


def _people(who: Who) -> list[Any]:
    return [who("vkpp_staff"), who("vkpp_staff", None, 1), who("evidence_reviewer")]


def _this_year(who: Who, admin: Any, practices: list[Practice]) -> None:
    """To be decided: a set is ticked that does not keep every limit, and two suggestions are there."""
    today = timezone.localdate()
    purpose = "At least ten of the most promising examples that nobody has evaluated independently; five or more on "
    purpose += "serious violence; early intervention and prevention first."
    made = _round(admin, "Independent evaluations 2026", purpose, (1_500_000, 10, 5), closes_on=today)
    rules = [{"kind": "early", "least": 4}, {"kind": "several", "least": 3}, {"kind": "force", "most": 3}]
    shortlist_rounds.set_rules(round_=made, rows=rules, by=admin)
    _fill(made, practices, admin)
    shortlist_rounds.move(round_=made, step="score", by=admin)
    _score(made, _people(who))
    shortlist_rounds.move(round_=made, step="end_scoring", by=admin)
    lines = board.build(admin, made).lines
    shortlist_pool.select(round_=made, chosen=[line.candidate.pk for line in lines[:9]], by=admin)
    for title, other in (("Within the fund", {}), ("With £1m only", {"fund": 1_000_000})):
        suggestion, _job = shortlist_suggesting.ask(round_=made, title=title, other=other, by=admin)
        shortlist_suggesting.find(suggestion=suggestion, by=admin)


def _small(who: Who, admin: Any, practices: list[Practice]) -> None:
    """Being scored: one adviser has begun."""
    day = timezone.localdate() + dt.timedelta(days=21)
    purpose = "Made up: smaller evaluations of early intervention."
    made = _round(admin, "Small evaluations of early intervention", purpose, (250_000, 3, 0), closes_on=day)
    _fill(made, practices[-SMALL:], admin)
    shortlist_rounds.move(round_=made, step="score", by=admin)
    _score(made, [who("vkpp_staff", None, 1)], most=2)


def _prepared(admin: Any) -> None:
    _round(admin, "Independent evaluations 2027", "Being prepared.", (1_500_000, 10, 5))


def _earlier(who: Who, admin: Any, example: Practice, practices: list[Practice]) -> None:
    """Decided a while ago: evaluations agreed, under way with a late milestone, stopped, and one with a result."""
    made = _round(admin, "Pilot round 2025 (made up)", "To try the way of a round.", (400_000, 4, 2))
    _fill(made, [example, *practices[:5]], admin)
    shortlist_rounds.move(round_=made, step="score", by=admin)
    _score(made, _people(who)[:2])
    shortlist_rounds.move(round_=made, step="end_scoring", by=admin)
    lines = board.build(admin, made).lines
    ours = next(line for line in lines if line.candidate.practice_id == example.pk)
    chosen = [ours, *(line for line in lines if line is not ours)][:4]
    chosen.sort(key=lambda line: line is not ours)
    for line in chosen:
        shortlist_pool.estimate(candidate=line.candidate, cost=90_000, note=COMMENT, by=admin)
    shortlist_deciding.decide(
        round_=made,
        chosen=[line.candidate.pk for line in chosen],
        minutes="Made up. The four were chosen for their promise and because their forces have data for two years.",
        present="VKPP, College of Policing, Home Office",
        overrides={"serious": "Made up: too few were ready.", "number": "Made up."},
        by=admin,
    )
    _commission(admin, [line.candidate for line in chosen])


def _commission(admin: Any, candidates: list[Any]) -> None:
    today = timezone.localdate()
    finished, running, stopped = (
        commissioning.commission(candidate=candidate, values=_agreed(today, name), by=admin)
        for candidate, name in zip(candidates, ("A university", "A research body", "A charity"), strict=False)
    )
    for evaluation in (finished, running, stopped):
        steps = (("Protocol agreed", -120, 20_000), ("Fieldwork done", -10, 30_000), ("Report", 60, 40_000))
        rows = [
            commissioning.add_milestone(
                evaluation=evaluation, title=title, due_on=today + dt.timedelta(days=days), payment=payment, by=admin
            )
            for title, days, payment in steps
        ]
        done = len(rows) if evaluation is finished else 1
        for row in rows[:done]:
            row.evaluation = evaluation
            commissioning.settle_milestone(milestone=row, done=True, day=min(row.due_on, today), by=admin)
        commissioning.move(evaluation=evaluation, step="start", by=admin)
    commissioning.stop(evaluation=stopped, reason="Made up: the force changed its records system.", by=admin)
    commissioning.move(evaluation=finished, step="report", by=admin)
    commissioning.finish(
        evaluation=finished,
        values={
            "title": "Evaluation of the demonstration example (made up)",
            "year": today.year,
            "result": "Made up: fewer children came back into custody within a year than in a matched area.",
        },
        by=admin,
    )


def _agreed(today: dt.date, name: str) -> dict[str, Any]:
    return {
        "evaluator": f"{name} (made up)",
        "design": "Matched comparison of two areas over a year",
        "cost": 90_000,
        "starts_on": today - dt.timedelta(days=150),
        "due_on": today + dt.timedelta(days=60),
    }
