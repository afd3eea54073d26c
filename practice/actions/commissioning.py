"""Evaluations that are paid from a round's fund: agree, follow by milestones, record what they found."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.actions import evidence as evidence_actions
from practice.actions.rating_again import rate_again
from practice.actions.shortlist_rounds import MOST_FUND, whole
from practice.mails import tell_authors
from practice.models import Candidate, CommissionedEvaluation, EvaluationRound, EvidenceLink, Milestone
from practice.shortlist import people
from practice.shortlist.workflow import COMMISSION
from practice.shortlist_vocab import OPEN, RoundState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.references import take

NUMBER = ("CE", "practice_commission_number")
FIELDS = ("evaluator", "design", "cost", "starts_on", "due_on")
MOST_MILESTONES = 30


@transaction.atomic
def commission(*, candidate: Candidate, values: Mapping[str, Any], by: Any) -> CommissionedEvaluation:
    """Agree an evaluation of a chosen example: evaluator, cost, days. The fund has to reach."""
    insist(people.may_manage(by), _("VKPP administrators commission evaluations."))
    round_ = candidate.round
    hold_row(round_)
    if round_.state != RoundState.DECIDED:
        raise Conflict(_("Evaluations are agreed once the round is decided."))
    if not _is_chosen(candidate):
        raise Invalid({"candidate": [_("Choose one of the examples that were decided on.")]})
    if not people.may_use(by, candidate.practice):
        raise Conflict(_("The owner of this example no longer permits contact with evaluators."))
    cleaned = _cleaned(values)
    check_fund(round_, cleaned["cost"])
    try:
        with transaction.atomic():
            made = CommissionedEvaluation.objects.create(
                reference=take(NUMBER),
                round=round_,
                candidate=candidate,
                committed=cleaned["cost"],
                created_by=by,
                **cleaned,
            )
    except IntegrityError as error:
        raise Conflict(_("This example is being evaluated already. Look at the list again.")) from error
    audit.record(by=by, verb="commissioned_evaluation.agree", target=made, after=_trail(cleaned))
    return made


def _is_chosen(candidate: Candidate) -> bool:
    latest = candidate.round.decisions.first()
    return latest is not None and latest.items.filter(candidate=candidate, chosen=True).exists()


def check_fund(round_: EvaluationRound, cost: int, without: CommissionedEvaluation | None = None) -> None:
    """Refused when the fund does not reach; the round's row is held, and the database checks once more."""
    others = round_.evaluations.exclude(pk=without.pk if without else 0)
    left = round_.fund - (others.aggregate(total=Sum("committed"))["total"] or 0)
    if cost > left:
        sentence = _("The fund has £%(left)s left, £%(cost)s would be needed. Agree a lower cost or stop another.")
        raise Invalid({"cost": [sentence % {"left": f"{left:,}", "cost": f"{cost:,}"}]})


@transaction.atomic
def change(
    *, evaluation: CommissionedEvaluation, values: Mapping[str, Any], version: int | None = None, by: Any
) -> None:
    """Change what was agreed while the evaluation is not finished."""
    _hold(evaluation, version, by)
    cleaned = _cleaned({**{name: getattr(evaluation, name) for name in FIELDS}, **values})
    if cleaned["cost"] < (promised := _payments(evaluation)):
        sentence = _("The milestones pay £%(sum)s together. Change them first.")
        raise Invalid({"cost": [sentence % {"sum": f"{promised:,}"}]})
    check_fund(evaluation.round, cleaned["cost"], without=evaluation)
    before = _trail({name: getattr(evaluation, name) for name in FIELDS})
    _save(evaluation, committed=cleaned["cost"], **cleaned)
    audit.record(by=by, verb="commissioned_evaluation.change", target=evaluation, before=before, after=_trail(cleaned))


@transaction.atomic
def add_milestone(
    *,
    evaluation: CommissionedEvaluation,
    title: str,
    due_on: dt.date | None,
    payment: Any = 0,
    version: int | None = None,
    by: Any,
) -> Milestone:
    """A step of the evaluation with its day and what is paid for it; the payments stay within the cost."""
    _hold(evaluation, version, by)
    errors: dict[str, list[str]] = {}
    try:
        title = words(
            title, "title", _("The milestone"), limit=160, required=_("Say what is to be done."), one_line=True
        )
    except Invalid as error:
        errors |= error.errors
    amount = whole(payment or 0, 0, MOST_FUND)
    if due_on is None:
        errors["due_on"] = [_("Enter the day by which it is due.")]
    if amount is None:
        errors["payment"] = [_("Enter the payment in whole pounds, for example 20,000.")]
    elif (left := evaluation.cost - _payments(evaluation)) < amount:
        sentence = _("£%(left)s of the cost is not yet promised for other milestones. Enter at most that.")
        errors["payment"] = [sentence % {"left": f"{left:,}"}]
    if evaluation.milestones.count() >= MOST_MILESTONES:
        errors[""] = [_("At most %(most)s milestones.") % {"most": MOST_MILESTONES}]
    if errors or due_on is None or amount is None:
        raise Invalid(errors)
    made = Milestone.objects.create(evaluation=evaluation, title=title, due_on=due_on, payment=amount)
    _save(evaluation)
    after = {"milestone": made.pk, "due_on": due_on.isoformat(), "payment": amount}
    audit.record(by=by, verb="commissioned_evaluation.add_milestone", target=evaluation, after=after)
    return made


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: Any) -> None:
    """Take out a milestone that is not done."""
    evaluation = milestone.evaluation
    _hold(evaluation, None, by)
    if milestone.done_on is not None:
        raise Conflict(_("This milestone is done. Take that back first."))
    before = {"milestone": milestone.pk, "payment": milestone.payment}
    if Milestone.objects.filter(pk=milestone.pk, done_on=None).delete()[0]:
        _save(evaluation)
        audit.record(by=by, verb="commissioned_evaluation.remove_milestone", target=evaluation, before=before)


@transaction.atomic
def settle_milestone(*, milestone: Milestone, done: bool, day: dt.date | None = None, by: Any) -> None:
    """Note that a milestone is done, and paid; or take that back."""
    evaluation = milestone.evaluation
    _hold(evaluation, None, by)
    hold_row(milestone)
    if (milestone.done_on is not None) == done:
        return
    milestone.done_on, milestone.done_by = (day or timezone.localdate(), by) if done else (None, None)
    milestone.save(update_fields=["done_on", "done_by"])
    _save(evaluation)
    after = {"milestone": milestone.pk, "done": done}
    audit.record(by=by, verb="commissioned_evaluation.milestone", target=evaluation, after=after)


@transaction.atomic
def move(*, evaluation: CommissionedEvaluation, step: str, version: int | None = None, by: Any) -> None:
    """Note that it has started, or that its report is here."""
    _hold(evaluation, version, by)
    COMMISSION.move(evaluation, step, by=by, changes={"version": evaluation.version + 1})


@transaction.atomic
def stop(*, evaluation: CommissionedEvaluation, reason: str, version: int | None = None, by: Any) -> None:
    """End it without a result; what was not paid goes back to the fund."""
    _hold(evaluation, version, by)
    reason = words(reason, "reason", _("The reason"), limit=2000, required=_("Say why it is stopped. It is kept."))
    paid = spent(evaluation)
    now = timezone.now()
    changes = {"version": evaluation.version + 1, "committed": paid, "outcome": reason, "finished_at": now}
    COMMISSION.move(evaluation, "stop", by=by, reason=reason, changes=changes, after={"committed": paid})


@transaction.atomic
def finish(
    *, evaluation: CommissionedEvaluation, values: Mapping[str, Any], version: int | None = None, by: Any
) -> EvidenceLink:
    """Record the result: it becomes an independent evaluation of the example, which is then rated anew.

    `values`: title, url, year, design, result, emmie, as in `evidence.link`.
    """
    _hold(evaluation, version, by)
    COMMISSION.check(evaluation, "finish", by)
    practice = evaluation.candidate.practice
    outcome = words(
        str(values.get("result") or ""), "result", _("The result"), limit=2000, required=_("Say what it found.")
    )
    link = _evidence(evaluation, values, outcome, by)
    changes = {"outcome": outcome, "report_url": link.url, "evidence": link, "finished_at": timezone.now()}
    COMMISSION.move(
        evaluation,
        "finish",
        by=by,
        changes={**changes, "version": evaluation.version + 1},
        after={"evidence": link.pk},
    )
    rate_again(
        practice=practice,
        reason=_("An independent evaluation has a result: %(ref)s.") % {"ref": evaluation.reference},
        by=by,
    )
    tell_authors(practice, "evaluation_result", by=by)
    return link


def _evidence(evaluation: CommissionedEvaluation, values: Mapping[str, Any], outcome: str, by: Any) -> EvidenceLink:
    return evidence_actions.link(
        practice=evaluation.candidate.practice,
        kind=EvidenceLink.Kind.INDEPENDENT,
        title=str(values.get("title") or ""),
        url=str(values.get("url") or ""),
        evaluator=evaluation.evaluator,
        year=values.get("year"),
        design=str(values.get("design") or evaluation.design),
        result=outcome,
        emmie=values.get("emmie"),
        by=by,
    )


def spent(evaluation: CommissionedEvaluation) -> int:
    """What was paid for its milestones so far."""
    return evaluation.milestones.exclude(done_on=None).aggregate(total=Sum("payment"))["total"] or 0


def _payments(evaluation: CommissionedEvaluation) -> int:
    return evaluation.milestones.aggregate(total=Sum("payment"))["total"] or 0


def _hold(evaluation: CommissionedEvaluation, version: int | None, by: Any) -> None:
    """The round first, then the evaluation: everybody takes the rows in this order."""
    insist(people.may_manage(by), _("VKPP administrators follow evaluations."))
    hold_row(evaluation.round)
    hold_row(evaluation)
    check_version(evaluation, version)
    if evaluation.state not in OPEN:
        label = COMMISSION.state(evaluation.state).label
        raise Conflict(_("This evaluation is over: it is now “%(state)s”.") % {"state": label})


def _save(evaluation: CommissionedEvaluation, **values: Any) -> None:
    for name, value in values.items():
        setattr(evaluation, name, value)
    evaluation.version += 1
    evaluation.save(update_fields=[*values, "version", "updated_at"])


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    found: dict[str, Any] = {name: values.get(name) for name in ("starts_on", "due_on")}
    texts = (
        ("evaluator", 160, _("The evaluator"), _("Enter which body evaluates.")),
        ("design", 300, _("The design"), ""),
    )
    for name, limit, label, required in texts:
        try:
            text = str(values.get(name) or "")
            found[name] = words(text, name, label, limit=limit, required=required, one_line=True)
        except Invalid as error:
            errors |= error.errors
    found["cost"] = whole(values.get("cost"), 1, MOST_FUND)
    if found["cost"] is None:
        errors["cost"] = [_("Enter the cost in whole pounds, for example 120,000.")]
    if found["starts_on"] and found["due_on"] and found["due_on"] < found["starts_on"]:
        errors["due_on"] = [_("The end cannot be before the start.")]
    if errors:
        raise Invalid(errors)
    return found


def _trail(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
