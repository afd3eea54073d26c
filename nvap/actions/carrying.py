"""Answers of the last round as proposals: marked, counted as missing, confirmed by people one by one or by theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nvap import cleaning, people
from nvap.actions import answering, open_return
from nvap.actions.held import hold, insist
from nvap.derived import answered
from nvap.form_spec import FormSpec, QuestionSpec, spec
from nvap.lineage import comparable_before
from nvap.models import Response, ResponseRevision, Return, SubmittedAnswer, Theme
from nvap.vocab import Provenance, QuestionKind, Source
from vkpp.core import audit, plain_text
from vkpp.core.exceptions import Conflict

TEXTS = (QuestionKind.TEXT, QuestionKind.LINE)


@dataclass(frozen=True)
class Earlier:
    """A force's answer of the last round: the row, and what was valid of it."""

    response: Response
    answers: Mapping[str, Any]


@transaction.atomic
def carry_forward(*, ret: Return, by: Any) -> int:
    """Put the last round's answers into the still empty ones of this return, as proposals; returns how many."""
    insist(people.may_manage_plans(by), _("Answers are carried forward when VKPP announces a round."))
    previous = ret.round.previous
    last = Return.objects.filter(round=previous, force=ret.force_id).first() if previous is not None else None
    if previous is None or last is None:
        return 0
    before, known = comparable_before(ret.round.plan, previous.plan), _earlier(last)
    now, then = spec(ret.round.form), spec(previous.form)
    empty = ret.responses.filter(provenance=Provenance.EMPTY, version=0).select_related("action_version")
    carried = [
        response
        for response in empty
        if _propose(
            response, [known[pk] for pk in before.get(response.action_version_id, ()) if pk in known], now, then
        )
    ]
    _store(ret, carried, by)
    return len(carried)


def _earlier(last: Return) -> dict[int, Earlier]:
    """What the force said last time, by action version: as accepted, else as signed, else as it stood."""
    frozen = last.validated_id or last.signed_id
    valid = dict(SubmittedAnswer.objects.filter(submission=frozen).values_list("action_version_id", "answers"))
    found = {}
    for response in last.responses.all():
        answers = valid.get(response.action_version_id) if frozen else (response.answers if response.counts else None)
        if answers:
            found[response.action_version_id] = Earlier(response, answers)
    return found


def _propose(response: Response, earlier: Sequence[Earlier], now: FormSpec, then: FormSpec) -> bool:
    """Fill in what can be carried; whether there was anything."""
    if not earlier:
        return False
    answers: dict[str, Any] = {}
    for question in now.questions_of(response.action_version.code):
        older = then.questions.get(question.code)
        if older is not None and older.kind == question.kind:
            value = _carried_value(question, earlier)
            if value is not None:
                answers[question.code] = value
    if not answers:
        return False
    response.answers, response.provenance, response.version = answers, Provenance.CARRIED, 1
    response.carried_from = earlier[0].response if len(earlier) == 1 else None
    return True


def _carried_value(question: QuestionSpec, earlier: Sequence[Earlier]) -> Any:
    """The value to propose: of merged actions, texts one after the other, and anything else only where all agree."""
    values = [one.answers.get(question.code) for one in earlier]
    said = [value for value in values if value is not None]
    if not said:
        return None
    if question.kind in TEXTS and len(said) > 1:
        value: Any = "\n\n".join(dict.fromkeys(said))
    elif any(value != said[0] for value in values):
        return None
    else:
        value = said[0]
    try:
        return cleaning.clean(question, value)
    except plain_text.Refused:
        return None


def _store(ret: Return, carried: Sequence[Response], by: Any) -> None:
    for response in carried:
        response.ret = ret
        derived = answered(response).derive()
        response.scores, response.not_applicable = derived.scores, derived.not_applicable
        response.has_gap, response.has_practice = derived.has_gap, derived.has_practice
    columns = (
        "answers",
        "scores",
        "provenance",
        "version",
        "carried_from",
        "not_applicable",
        "has_gap",
        "has_practice",
    )
    Response.objects.bulk_update(carried, columns, batch_size=500)
    ResponseRevision.objects.bulk_create(
        ResponseRevision(
            response=response,
            version=1,
            by=by,
            source=Source.CARRIED,
            changes={code: [None, value] for code, value in response.answers.items()},
            provenance=Provenance.CARRIED,
        )
        for response in carried
    )
    if carried:
        audit.record(by=by, verb="return.carry_forward", target=ret, after={"answers": len(carried)})


@dataclass(frozen=True)
class Confirmed:
    """What became of a theme's proposals: how many were confirmed, and the codes of those that changed meanwhile."""

    count: int
    changed: tuple[str, ...]


@transaction.atomic
def confirm_theme(*, ret: Return, theme: Theme, versions: Mapping[int, int], by: Any) -> Confirmed:
    """Confirm the proposals of a theme that the person has read: response id → the version that the page showed.

    What changed since, and what the person may not answer, stays a proposal.
    """
    hold(ret)
    open_return.check_open(ret)
    rows = Response.objects.of_return(ret).filter(pk__in=versions, action_version__theme=theme)
    count, changed = 0, []
    for response in rows.filter(provenance=Provenance.CARRIED):
        response.ret = ret
        if not people.may_answer(by, response):
            continue
        try:
            answering.confirm(response=response, version=versions[response.pk], by=by)
        except Conflict:
            changed.append(response.action_version.code)
            continue
        count += 1
    return Confirmed(count, tuple(changed))
