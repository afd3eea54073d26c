"""Rating: ask people to rate, rate, step aside, settle differences."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import deadlines, judgement, people, rules
from practice.actions.held import check_no_interest, check_triage, hold, words
from practice.links import rating_page
from practice.mails import tell
from practice.models import Assignment, ConflictOfInterest, Moderation, Practice, Rating
from practice.vocab import RUBRIC, PracticeState, RatingValue
from practice.workflow import PRACTICE
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

HIGHEST = 4


@transaction.atomic
def assign(
    *, practice: Practice, raters: Iterable[Any], by: Any, due_at: dt.datetime | None = None
) -> list[Assignment]:
    """Ask people to rate the example by `due_at`. Asking somebody again changes nothing; one let off is asked anew."""
    check_triage(by)
    hold(practice)
    _check_being_rated(practice)
    raters = list(raters)
    if not raters:
        raise Invalid({"raters": [_("Choose at least one rater.")]})
    if refused := [str(person) for person in raters if not people.may_rate(person, practice)]:
        raise Invalid(
            {
                "raters": [
                    _("%(who)s cannot rate %(reference)s: no rater, or has an interest in it. Choose somebody else.")
                    % {"who": ", ".join(refused), "reference": practice.reference}
                ]
            }
        )
    due = due_at or practice.due_at or deadlines.rating_due()
    return [row for person in raters if (row := _assign(practice, person, due, by)) is not None]


def _assign(practice: Practice, person: Any, due: dt.datetime, by: Any) -> Assignment | None:
    """The new or renewed assignment, or None when the person has it already."""
    row, created = Assignment.objects.select_for_update().get_or_create(
        practice=practice,
        rater=person,
        round=practice.rating_round,
        defaults={"assigned_by": by, "due_at": due},
    )
    if not created and row.ended_at is None:
        return None
    if not created:
        row.ended_at, row.reminded_at, row.due_at, row.assigned_by = None, None, due, by
        row.save(update_fields=["ended_at", "reminded_at", "due_at", "assigned_by"])
    audit.record(by=by, verb="rating.assign", target=practice, after={"rater": person.pk, "round": row.round})
    if person.pk != by.pk:
        tell(person, practice, "practice_assigned", by=by, link=rating_page(practice), due_at=due)
    return row


@transaction.atomic
def unassign(*, practice: Practice, rater: Any, by: Any) -> None:
    """Let somebody off who was asked to rate."""
    check_triage(by)
    hold(practice)
    if _end_assignments(practice, rater):
        audit.record(by=by, verb="rating.unassign", target=practice, before={"rater": rater.pk})


@transaction.atomic
def rate(*, practice: Practice, overall: str, scores: Mapping[str, int | None], rationale: str, by: Any) -> Rating:
    """Give or change one's own rating. A missing score is an abstention: the rater cannot judge that dimension."""
    if not nationally(by, Permission.PRACTICE_RATE):
        raise NotAllowed(_("Rating is for VKPP staff and evidence reviewers."))
    hold(practice)
    check_no_interest(by, practice)
    _check_being_rated(practice)
    if practice.moderations.filter(round=practice.rating_round).exists():
        raise Conflict(_("The ratings of %(reference)s were settled already.") % {"reference": practice.reference})
    rationale = _checked(practice, overall, scores, rationale)
    row = Rating.objects.filter(practice=practice, round=practice.rating_round, rater=by).first()
    before = {} if row is None else {"overall": row.overall, "scores": row.scores}
    row = row or Rating(practice=practice, round=practice.rating_round, rater=by)
    row.overall, row.rationale, row.of_version = overall, rationale, practice.version
    row.scores = {dimension: scores.get(dimension) for dimension in RUBRIC}
    row.save()
    after = {"overall": overall, "scores": row.scores, "round": row.round, "of_version": row.of_version}
    audit.record(by=by, verb="rating.rate", target=row, before=before, after=after)
    return row


def _checked(practice: Practice, overall: str, scores: Mapping[str, int | None], rationale: str) -> str:
    errors: dict[str, list[str]] = {}
    if overall not in RatingValue.values:
        errors["overall"] = [_("Choose an overall rating.")]
    else:
        errors |= rules.evidence_missing(practice, overall)
    for dimension, score in scores.items():
        if dimension not in RUBRIC:
            errors[dimension] = [_("“%(name)s” is not part of the rubric.") % {"name": dimension[:40]}]
        elif score is not None and (isinstance(score, bool) or score not in range(HIGHEST + 1)):
            errors[dimension] = [_("Choose a level from 0 to 4, or “cannot judge”.")]
    try:
        rationale = words(rationale, "rationale", _("The rationale"), required=_("Say why you rate it so."))
    except Invalid as error:
        errors |= error.errors
    if errors:
        raise Invalid(errors)
    return rationale


@transaction.atomic
def declare_conflict(*, practice: Practice, reason: str, by: Any) -> None:
    """Step aside: an interest in the example is declared, assignments end, and staff are told to ask somebody else."""
    if not (nationally(by, Permission.PRACTICE_RATE) or nationally(by, Permission.PRACTICE_TRIAGE)):
        raise NotAllowed(_("Only raters and VKPP staff declare an interest."))
    reason = words(reason, "reason", _("The reason"), limit=1000, required=_("Say what your interest is."))
    hold(practice)
    _row, created = ConflictOfInterest.objects.get_or_create(practice=practice, person=by, defaults={"reason": reason})
    if not created:
        return
    people.forget(practice)
    audit.record(by=by, verb="rating.declare_conflict", target=practice, after={"person": by.pk}, reason=reason)
    for assignment in _end_assignments(practice, by):
        asker = assignment.assigned_by
        if asker.pk != by.pk:
            tell(asker, practice, "practice_recused", by=by, link=rating_page(practice))


@transaction.atomic
def moderate(*, practice: Practice, overall: str, rationale: str, by: Any) -> Moderation:
    """Settle ratings that differ; after that nobody changes theirs in this round."""
    if not nationally(by, Permission.PRACTICE_MODERATE):
        raise NotAllowed(_("Ratings are settled by VKPP administrators."))
    hold(practice)
    check_no_interest(by, practice)
    _check_being_rated(practice)
    given = judgement.of(practice)
    if given.moderation is not None:
        raise Conflict(
            _("%(who)s has settled it already: “%(rating)s”.")
            % {"who": given.moderation.by, "rating": given.moderation.get_overall_display()}
        )
    if not given.disagrees:
        raise Invalid({"overall": [_("The raters do not differ, so there is nothing to settle.")]})
    rationale = _checked(practice, overall, {}, rationale)
    row = Moderation.objects.create(
        practice=practice, round=practice.rating_round, overall=overall, rationale=rationale, by=by
    )
    after = {"overall": overall, "round": row.round}
    audit.record(by=by, verb="rating.moderate", target=row, after=after, reason=rationale)
    return row


def _end_assignments(practice: Practice, person: Any) -> list[Assignment]:
    """End what the person was asked in this round; gives the rows that were open."""
    rows = Assignment.objects.filter(practice=practice, rater=person, round=practice.rating_round, ended_at=None)
    ended = list(rows.select_related("assigned_by"))
    rows.update(ended_at=timezone.now())
    return ended


def _check_being_rated(practice: Practice) -> None:
    if practice.state != PracticeState.TAKEN_FORWARD:
        raise Conflict(
            _("%(reference)s is not being rated: it is now “%(state)s”.")
            % {"reference": practice.reference, "state": PRACTICE.state(practice.state).label},
            {"state": practice.state},
        )
