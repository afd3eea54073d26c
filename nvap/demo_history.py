"""Whole returns written in bulk for the demonstration, as answering, explaining, signing and accepting would leave them.

44 forces answer some twenty actions in two past rounds; one action call for each would take minutes. What follows from
an answer is worked out by the same functions (`derived`, `conditions`, `canonical`), and a test compares one force's
rows with those that the actions leave. No mail is owed, and one audit event stands for each round.
"""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from nvap import conditions, demo_rows, demo_signed
from nvap.demo_answers import DEMONSTRATION, Voice
from nvap.derived import Derived, answered
from nvap.form_spec import FormSpec, spec
from nvap.models import Finding, Gap, PromisingPractice, Response, ResponseRevision, Return, Round
from nvap.vocab import FindingState, GapState, IdentifiedBy, Provenance, ReturnState, Severity, Source
from vkpp.core import audit

EXPLANATION = DEMONSTRATION + "An internal audit this year looked at it; we have not put the report here."
AT_WORK = dt.timedelta(days=20)


@dataclass(frozen=True)
class Team:
    """Who acts for one force, and who checks at VKPP."""

    lead: Any
    chief: Any
    checker: Any


@dataclass(frozen=True)
class Story:
    """How far one return has come: its state, the share of actions answered, and when that was."""

    team: Team
    until: dt.datetime
    state: str = ReturnState.ACCEPTED
    share: float = 1.0


@dataclass
class Rows:
    """What is to be written, table by table."""

    changed: list[demo_rows.Row] = field(default_factory=list)
    new: dict[type[models.Model], list[demo_rows.Row]] = field(default_factory=dict)

    def add(self, model: type[models.Model], **columns: Any) -> None:
        """One more row of a table."""
        self.new.setdefault(model, []).append(columns)

    def write(self) -> None:
        """Store all of it."""
        demo_rows.change(Response, self.changed)
        for model, rows in self.new.items():
            demo_rows.insert(model, rows)


@transaction.atomic
def fill(round: Round, number: float, stories: Mapping[int, Story]) -> int:  # noqa: A002 - the field's own word
    """Bring the opened returns of these forces (id → story) to where their story ends; `number` counts the rounds.

    Returns how many answers were given.
    """
    form = spec(round.form)
    rets = list(
        Return.objects.filter(round=round, force__in=stories, state=ReturnState.NOT_STARTED)
        .select_related("force", "round__plan", "round__form")
        .order_by("force__code")
    )
    by_return: dict[int, list[Response]] = {ret.pk: [] for ret in rets}
    known = Response.objects.filter(ret__in=rets).select_related("action_version__action", "carried_from")
    by_id = {ret.pk: ret for ret in rets}
    for response in known.order_by("action_version__order", "action_version__code"):
        response.ret = by_id[response.ret_id]
        by_return[response.ret_id].append(response)
    rows, moves = Rows(), []
    for ret in rets:
        story, voice = stories[ret.force_id], Voice(ret.force.code, number)
        given = by_return[ret.pk][: math.ceil(story.share * len(by_return[ret.pk]))]
        saves = sum(_answer(response, voice, form, story, rows) for response in given)
        moves.append({"id": ret.pk, "version": ret.version + saves, **_begun(story, bool(given))})
    rows.write()
    demo_rows.change(Return, moves)
    demo_signed.finish(rets, stories)
    answers = len(rows.changed)
    audit.record(by=None, verb="round.demonstrate", target=round, after={"returns": len(rets), "answers": answers})
    return answers


def _begun(story: Story, any_given: bool) -> dict[str, Any]:
    begun = ReturnState.ANSWERING if any_given else ReturnState.NOT_STARTED
    at = story.until - AT_WORK if any_given else None
    return {"state": begun, "started_at": at, "updated_at": story.until}


def _answer(response: Response, voice: Voice, form: FormSpec, story: Story, rows: Rows) -> int:
    """The rows of one saved answer; returns how often it was saved, explanations included."""
    action = response.action_version
    before, after = response.answers, voice.answers(action.action.code, form.questions_of(action.code))
    confirmed = response.provenance == Provenance.CARRIED and before == after
    provenance = Provenance.CONFIRMED if confirmed else Provenance.TYPED
    response.answers = after
    now = answered(response)
    derived = now.derive()
    at = story.until - AT_WORK + dt.timedelta(hours=7 * len(rows.changed) % 400)
    stamp = {"at": at, "by_id": story.team.lead.pk}
    rows.changed.append(_changed(response, derived, provenance, stamp))
    rows.add(
        ResponseRevision,
        response_id=response.pk,
        version=response.version + 1,
        source=Source.FORM,
        changes=_difference(before, after),
        provenance=provenance,
        **stamp,
    )
    _material(response, derived, stamp, rows)
    return 1 + _findings(response, form, now.facts, stamp, rows)


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    codes = dict.fromkeys([*before, *after])
    pairs = {code: [before.get(code), after.get(code)] for code in codes}
    return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}


def _changed(response: Response, derived: Derived, provenance: str, stamp: Mapping[str, Any]) -> demo_rows.Row:
    return {
        "id": response.pk,
        "answers": response.answers,
        "scores": derived.scores,
        "provenance": provenance,
        "version": response.version + 1,
        "complete": not derived.missing,
        "not_applicable": derived.not_applicable,
        "has_gap": derived.has_gap,
        "has_practice": derived.has_practice,
        "updated_at": stamp["at"],
        "updated_by_id": stamp["by_id"],
    }


def _material(response: Response, derived: Derived, stamp: Mapping[str, Any], rows: Rows) -> None:
    own = {
        "response_id": response.pk,
        "identified_by": IdentifiedBy.FORCE,
        "created_at": stamp["at"],
        "created_by_id": stamp["by_id"],
    }
    if derived.has_gap:
        rows.add(Gap, text=derived.gap_text, state=GapState.OPEN, **own)
    if derived.has_practice:
        share = derived.willing_to_share
        rows.add(PromisingPractice, text=derived.practice_text, willing_to_share=share, practice_reference="", **own)


def _findings(response: Response, form: FormSpec, facts: conditions.Facts, stamp: Mapping[str, Any], rows: Rows) -> int:
    """The findings of the checks; what must be explained is explained. Returns how many explanations there were."""
    found = [rule for rule in form.rules_of(response.action_version.code) if conditions.holds(rule.condition, facts)]
    explained = 0
    for rule in found:
        explains = rule.severity == Severity.EXPLAIN
        explained += explains
        rows.add(
            Finding,
            rule_id=rule.pk,
            response_id=response.pk,
            state=FindingState.EXPLAINED if explains else FindingState.OPEN,
            explanation=EXPLANATION if explains else "",
            found_at=stamp["at"],
            explained_at=stamp["at"] if explains else None,
            explained_by_id=stamp["by_id"] if explains else None,
        )
    return explained
