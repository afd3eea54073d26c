"""The decision about a round: the set, the minutes, and a reason for each limit that is passed over. Kept as it was."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.links import author_page
from practice.mails import authors
from practice.models import DecisionItem, EvaluationRound, Practice, ShortlistDecision
from practice.shortlist import board, explaining, people
from practice.shortlist.board import Board
from practice.shortlist.terms import Measured
from practice.shortlist.workflow import ROUND
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.notify import notify

LONGEST = 10_000


@transaction.atomic
def decide(
    *,
    round_: EvaluationRound,
    minutes: str,
    present: str = "",
    overrides: Mapping[str, str] | None = None,
    reasons: Mapping[int, str] | None = None,
    chosen: Collection[int] | None = None,
    version: int | None = None,
    by: Any,
) -> ShortlistDecision:
    """Decide on the selected set (or on `chosen`). `overrides`: code of a limit that does not hold → why it may.

    `reasons`: candidate → why it is in or out, where the minutes want to say it.
    """
    insist(people.may_manage(by), _("VKPP administrators decide."))
    hold_row(round_)
    check_version(round_, version)
    ROUND.check(round_, "decide", by)
    _check_no_interest(round_, by)
    now = board.build(by, round_)
    picked = now.selected() if chosen is None else set(chosen)
    if picked - {line.candidate.pk for line in now.lines}:
        raise Conflict(_("Some of the chosen are no longer candidates. Look at the set again."))
    said = _said(now, picked, minutes, present, overrides or {})
    ROUND.move(round_, "decide", by=by, changes={"version": round_.version + 1}, after={"chosen": sorted(picked)})
    round_.candidates.in_pool().exclude(pk__in=picked).update(selected=False)
    round_.candidates.filter(pk__in=picked).update(selected=True)
    decision = _keep(round_, now, picked, said, dict(reasons or {}), by)
    _tell_authors([line.candidate.practice_id for line in now.lines if line.candidate.pk in picked], by)
    return decision


def _check_no_interest(round_: EvaluationRound, by: Any) -> None:
    if count := people.kept_away(by, round_):
        raise Conflict(
            ngettext(
                "You have an interest in %(n)s of the candidates. Somebody else has to decide.",
                "You have an interest in %(n)s of the candidates. Somebody else has to decide.",
                count,
            )
            % {"n": count}
        )


def _said(
    now: Board, picked: Collection[int], minutes: str, present: str, overrides: Mapping[str, str]
) -> dict[str, Any]:
    """The words of the decision, refused when a limit does not hold and nobody says why."""
    errors: dict[str, list[str]] = {}
    if not picked:
        errors[""] = [_("Choose at least one candidate first.")]
    required = _("Write what was said and why: the minutes are what remains of the decision.")
    found: dict[str, Any] = {}
    texts = (
        ("minutes", minutes, _("The minutes"), LONGEST, required),
        ("present", present, _("Who took part"), 500, ""),
    )
    for name, text, label, limit, needed in texts:
        try:
            found[name] = words(text, name, label, limit=limit, required=needed)
        except Invalid as error:
            errors |= error.errors
    rows = []
    for row in now.measured(picked):
        why = ""
        if not row.met:
            try:
                why = _why(row, overrides)
            except Invalid as error:
                errors |= error.errors
        rows.append({**explaining.frozen(row), "override": why})
    if errors:
        raise Invalid(errors)
    return {**found, "limits": rows}


def _why(row: Measured, overrides: Mapping[str, str]) -> str:
    code = row.limit.code
    field = f"override-{code}"
    if row.limit.code == "fund":
        raise Invalid({field: [_("The fund does not reach: %(said)s. Take an example out.") % {"said": row.said}]})
    if row.limit.code == "unpriced":
        raise Invalid({field: [_("Estimate the cost of each chosen example first.")]})
    needed = _("%(limit)s: %(said)s. Change the set, or say why it may be so.")
    values = {"limit": row.limit.label, "said": row.said}
    return words(overrides.get(code, ""), field, _("The reason"), limit=2000, required=needed % values)


def _keep(
    round_: EvaluationRound,
    now: Board,
    picked: Collection[int],
    said: Mapping[str, Any],
    reasons: dict[int, str],
    by: Any,
) -> ShortlistDecision:
    decision = ShortlistDecision.objects.create(
        round=round_, number=round_.decisions.count() + 1, fund=round_.fund, decided_by=by, **said
    )
    DecisionItem.objects.bulk_create(
        DecisionItem(
            decision=decision,
            candidate=line.candidate,
            chosen=line.candidate.pk in picked,
            points=line.points,
            cost=line.candidate.cost,
            reason=words(
                reasons.get(line.candidate.pk, ""), f"reason-{line.candidate.pk}", _("The reason"), limit=2000
            ),
        )
        for line in now.lines
    )
    return decision


def _tell_authors(practices: Collection[int], by: Any) -> None:
    for practice in Practice.objects.filter(pk__in=practices).select_related("owner").order_by("pk"):
        for author in authors(practice):
            notify(
                to=author,
                kind="shortlist_chosen",
                context={"practice": practice, "by": by},
                link=author_page(practice),
                about=practice,
            )
