"""Scoring candidates: everybody for themselves, by each criterion, with a word why."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from practice.actions.held import check_no_interest
from practice.models import Candidate, CandidateScore, EvaluationRound
from practice.shortlist import people
from practice.shortlist.workflow import ROUND
from practice.shortlist_vocab import HIGHEST, CriterionSource, RoundState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist, words

LONGEST = 2000


@transaction.atomic
def score(
    *, candidate: Candidate, scores: Mapping[int, int | None], comments: Mapping[int, str] | None = None, by: Any
) -> None:
    """Give or change one's own scores: criterion → 0 to 4, or None for "cannot judge". Criteria not named stay."""
    insist(people.may_score(by), _("Candidates are scored by VKPP staff and evidence reviewers."))
    check_no_interest(by, candidate.practice)
    round_ = candidate.round
    hold_row(round_)
    hold_row(candidate)
    _check(candidate, round_, by)
    known = {row.pk: row for row in round_.criteria.filter(source=CriterionSource.SCORED)}
    said = _said(known, scores, dict(comments or {}))
    for criterion, (value, comment) in said.items():
        CandidateScore.objects.update_or_create(
            candidate=candidate, criterion_id=criterion, scorer=by, defaults={"score": value, "comment": comment}
        )
    after = {"candidate": candidate.pk, "scores": {str(pk): value for pk, (value, _comment) in said.items()}}
    audit.record(by=by, verb="evaluation_round.score_candidate", target=round_, after=after)


def _check(candidate: Candidate, round_: EvaluationRound, by: Any) -> None:
    if round_.state != RoundState.SCORING:
        raise Conflict(
            _("Scores are not asked for now: the round is “%(state)s”.") % {"state": ROUND.state(round_.state).label}
        )
    if candidate.removed_at is not None:
        raise Conflict(_("This example was taken out of the pool."))
    if not people.may_use(by, candidate.practice):
        raise Conflict(_("The owner of this example no longer permits contact with evaluators."))


def _said(
    known: Mapping[int, Any], scores: Mapping[int, int | None], comments: Mapping[int, str]
) -> dict[int, tuple[int | None, str]]:
    errors: dict[str, list[str]] = {}
    found: dict[int, tuple[int | None, str]] = {}
    for pk, value in scores.items():
        field = f"score-{pk}"
        if pk not in known:
            errors[field] = [_("This criterion is not scored by people in this round.")]
        elif value is not None and (isinstance(value, bool) or value not in range(HIGHEST + 1)):
            errors[field] = [_("%(label)s: choose 0 to 4, or “cannot judge”.") % {"label": known[pk].label}]
        else:
            try:
                comment = words(comments.get(pk, ""), f"comment-{pk}", _("The comment"), limit=LONGEST)
                found[pk] = (value, comment)
            except Invalid as error:
                errors |= error.errors
    if errors:
        raise Invalid(errors)
    if not found:
        raise Invalid({"": [_("Give at least one score.")]})
    return found
