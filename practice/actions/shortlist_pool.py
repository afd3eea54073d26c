"""The pool of a round: which examples are candidates, what evaluating them would cost, which are in the set so far."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.actions.shortlist_rounds import MOST_FUND, whole
from practice.models import Candidate, EvaluationRound, Practice
from practice.shortlist import people, pool
from practice.shortlist.workflow import ROUND
from practice.shortlist_vocab import RoundState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words

BEFORE_DECISION = (RoundState.PREPARING, RoundState.SCORING, RoundState.DECIDING)
LONGEST = 2000


@transaction.atomic
def add(*, round_: EvaluationRound, practices: Iterable[Practice], why: str = "", by: Any) -> list[Candidate]:
    """Put examples into the pool. One that was taken out comes back; one that is there stays as it is."""
    _hold(round_, by)
    why = words(why, "why", _("The reason"), limit=LONGEST)
    wanted = list(practices)
    fit = set(pool.fit(by).filter(practice__in=[practice.pk for practice in wanted]).values_list("practice", flat=True))
    if refused := sorted(practice.reference for practice in wanted if practice.pk not in fit):
        sentence = _(
            "%(refs)s cannot be a candidate: it must be in the bank, not yet independently evaluated, and its owner "
            "must permit contact with evaluators."
        )
        raise Invalid({"practices": [sentence % {"refs": ", ".join(refused)}]})
    return [row for practice in wanted if (row := _added(round_, practice, why, by)) is not None]


def _added(round_: EvaluationRound, practice: Practice, why: str, by: Any) -> Candidate | None:
    row, new = Candidate.objects.get_or_create(round=round_, practice=practice, defaults={"why": why, "added_by": by})
    if not new and row.removed_at is None:
        return None
    if not new:
        row.removed_at, row.removed_by, row.removed_why, row.why = None, None, "", why or row.why
        row.save(update_fields=["removed_at", "removed_by", "removed_why", "why"])
    audit.record(by=by, verb="evaluation_round.add", target=round_, after={"candidate": row.pk}, reason=why)
    return row


@transaction.atomic
def remove(*, candidate: Candidate, why: str, by: Any) -> None:
    """Take an example out of the pool, with the reason; its scores stay."""
    _hold(candidate.round, by)
    why = words(why, "why", _("The reason"), limit=LONGEST, required=_("Say why it is taken out. It is kept."))
    hold_row(candidate)
    if candidate.removed_at is not None:
        return
    candidate.removed_at, candidate.removed_by, candidate.removed_why = timezone.now(), by, why
    candidate.selected = False
    candidate.save(update_fields=["removed_at", "removed_by", "removed_why", "selected"])
    audit.record(
        by=by, verb="evaluation_round.remove", target=candidate.round, before={"candidate": candidate.pk}, reason=why
    )


@transaction.atomic
def estimate(*, candidate: Candidate, cost: Any, note: str = "", by: Any) -> None:
    """What evaluating the example would cost, in pounds; empty: not known."""
    _hold(candidate.round, by)
    if not people.may_use(by, candidate.practice):
        raise Conflict(_("The owner of this example no longer permits contact with evaluators."))
    note = words(note, "note", _("The note"), limit=300, one_line=True)
    empty = cost in (None, "")
    value = None if empty else whole(cost, 1, MOST_FUND)
    if not empty and value is None:
        raise Invalid({"cost": [_("Enter the cost in whole pounds, for example 120,000.")]})
    hold_row(candidate)
    before = {"candidate": candidate.pk, "cost": candidate.cost}
    candidate.cost, candidate.cost_note = value, note
    candidate.cost_at, candidate.cost_by = (None, None) if empty else (timezone.now(), by)
    candidate.save(update_fields=["cost", "cost_note", "cost_at", "cost_by"])
    after = {"candidate": candidate.pk, "cost": value}
    audit.record(by=by, verb="evaluation_round.estimate", target=candidate.round, before=before, after=after)


@transaction.atomic
def select(*, round_: EvaluationRound, chosen: Collection[int], version: int | None = None, by: Any) -> None:
    """Keep which candidates are in the set so far; whether it meets the limits is asked when it is decided.

    What the person does not see, for an interest or because its owner closed it for now, stays as it is.
    """
    insist(by is None or people.may_manage(by), _("VKPP administrators put the set together."))
    hold_row(round_)
    check_version(round_, version)
    if round_.state not in BEFORE_DECISION:
        raise Conflict(_("The round is decided: it is now “%(state)s”.") % {"state": ROUND.state(round_.state).label})
    rows = Candidate.objects.visible_to(by) if by is not None else Candidate.objects.all()
    seen = rows.in_pool().filter(round=round_)
    known = set(seen.values_list("pk", flat=True))
    if unknown := set(chosen) - known:
        sentence = ngettext(
            "%(n)s of these is no longer a candidate. Look at the page again.",
            "%(n)s of these are no longer candidates. Look at the page again.",
            len(unknown),
        )
        raise Conflict(sentence % {"n": len(unknown)})
    before = sorted(round_.candidates.filter(selected=True).values_list("pk", flat=True))
    Candidate.objects.filter(pk__in=known).update(selected=False)
    Candidate.objects.filter(pk__in=chosen).update(selected=True)
    round_.version += 1
    round_.save(update_fields=["version", "updated_at"])
    after = {"chosen": sorted({*chosen, *before} - (known - set(chosen)))}
    audit.record(by=by, verb="evaluation_round.select", target=round_, before={"chosen": before}, after=after)


def _hold(round_: EvaluationRound, by: Any) -> None:
    insist(by is None or people.may_manage(by), _("VKPP administrators keep the pool."))
    hold_row(round_)
    if round_.state not in BEFORE_DECISION:
        raise Conflict(_("The round is decided: it is now “%(state)s”.") % {"state": ROUND.state(round_.state).label})
