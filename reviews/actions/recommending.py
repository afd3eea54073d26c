"""Recommendations: made of a review, put into the plan of the force they are for, worked on, reported on and closed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.models import Action
from reviews import people, references
from reviews.actions import recommendation_plan as plan
from reviews.actions.team_work import WRITING
from reviews.asking import LooksPersonal
from reviews.models import CaseReview, LearningPoint, PeerFinding, PeerReview, Recommendation, RecommendationProgress
from reviews.vocab import RECOMMENDATION_CLOSED, CaseState, RecommendationState
from reviews.workflow import RECOMMENDATION
from vkpp.accounts.models import Force, User
from vkpp.accounts.permissions import memberships
from vkpp.core import audit, personal_data
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.models import Marking
from vkpp.core.references import take

FIELDS = ("text", "action", "force", "body", "owner", "due_on")


@transaction.atomic
def create(
    *,
    review: CaseReview | None = None,
    peer_review: PeerReview | None = None,
    finding: PeerFinding | None = None,
    point: LearningPoint | None = None,
    action: Action | None = None,
    text: str,
    force: Force | None = None,
    body: str = "",
    owner: User | None = None,
    due_on: dt.date | None = None,
    keep: Iterable[str] = (),
    by: Any,
) -> Recommendation:
    """A new recommendation of a case review or of a peer review; that of a peer review is for the force reviewed.

    One of a quality-assured case review for a force stands in its improvement plan at once. Those of a peer review get
    there with the final report: call `into_plan` for each. `keep`: fingerprints of likely personal data in the text of
    one of a case review that may stay; the texts of a peer review are looked at with its report.
    """
    made = Recommendation(review=review, peer_review=peer_review, finding=finding, point=point, created_by=by)
    _check_source(made)
    _check_writer(made, by)
    _put(made, {"text": text, "action": action, "force": force, "body": body, "owner": owner, "due_on": due_on})
    _ask_about_personal_data(made, "", keep)
    made.marking = Marking.OFFICIAL_SENSITIVE if peer_review is not None else review.marking if review else ""
    made.reference = take(references.RECOMMENDATION)
    made.save()
    audit.record(by=by, verb="recommendation.create", target=made, after=_stored(made))
    if review is not None:
        plan.enter(made, by)
        plan.tell_owner(made, None, by)
    return made


@transaction.atomic
def change(
    *,
    recommendation: Recommendation,
    values: Mapping[str, Any],
    version: int | None,
    keep: Iterable[str] = (),
    by: Any,
) -> Recommendation:
    """Change what it says, for whom and until when (`values`: some of FIELDS), until it stands in a force's plan."""
    _check_writer(recommendation, by)
    hold_row(recommendation)
    _check_not_in_plan(recommendation, _("Its owner and date are changed there."))
    before = _stored(recommendation)
    owner = recommendation.owner
    _put(recommendation, values)
    after = _stored(recommendation)
    changed = [name for name in FIELDS if after[name] != before[name]]
    if not changed:
        return recommendation
    _ask_about_personal_data(recommendation, before["text"], keep)
    check_version(recommendation, version, lambda: before)
    recommendation.version += 1
    recommendation.save()
    audit.record(
        by=by,
        verb="recommendation.change",
        target=recommendation,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    if recommendation.review_id is not None:
        plan.enter(recommendation, by)
        plan.tell_owner(recommendation, owner, by)
    return recommendation


@transaction.atomic
def remove(*, recommendation: Recommendation, by: Any) -> None:
    """Take back one that nobody has begun; its words stay in the trail."""
    _check_writer(recommendation, by)
    hold_row(recommendation)
    _check_not_in_plan(recommendation, _("Drop it there."))
    if recommendation.state != RecommendationState.OPEN or recommendation.progress.exists():
        raise Conflict(_("Somebody has worked on it already. Mark it as not accepted instead."))
    audit.record(by=by, verb="recommendation.remove", target=recommendation, before=_stored(recommendation))
    recommendation.removed_at = timezone.now()
    recommendation.save(update_fields=["removed_at", "updated_at"])


@transaction.atomic
def into_plan(*, recommendation: Recommendation, by: Any) -> None:
    """Put one for a force into its improvement plan; done twice it is there once. A peer review calls it at its end."""
    hold_row(recommendation)
    plan.enter(recommendation, by)
    plan.tell_owner(recommendation, None, by)


def look(*, recommendation: Recommendation, by: Any) -> None:
    """Log that somebody read one that is OFFICIAL-SENSITIVE."""
    if recommendation.marking == Marking.OFFICIAL_SENSITIVE:
        audit.record(by=by, verb="recommendation.look", target=recommendation)


@transaction.atomic
def report(*, recommendation: Recommendation, text: str, by: Any) -> RecommendationProgress:
    """Say how far it is; the first report begins the work."""
    _check_worker(recommendation, by)
    hold_row(recommendation)
    _check_not_in_plan(recommendation, _("Report on it there."))
    if recommendation.state in RECOMMENDATION_CLOSED:
        raise Conflict(
            _("It is “%(state)s”. Take it up again first.") % {"state": recommendation.get_state_display()},
            {"state": recommendation.state},
        )
    text = words(text, "text", _("The report"), required=_("Say how far it is."))
    made = RecommendationProgress.objects.create(recommendation=recommendation, text=text, by=by)
    audit.record(by=by, verb="recommendation.report", target=recommendation, after={"progress": made.pk})
    if recommendation.state == RecommendationState.OPEN:
        _move(recommendation, "begin", by)
    return made


@transaction.atomic
def step(*, recommendation: Recommendation, action: str, by: Any, reason: str = "") -> None:
    """Begin it, finish it, refuse it with a reason, or take it up again."""
    hold_row(recommendation)
    _check_not_in_plan(recommendation, _("Its state follows what the force does there."))
    _move(recommendation, action, by, words(reason, "reason", _("The reason"), limit=2000))


def _move(recommendation: Recommendation, action: str, by: Any, reason: str = "") -> None:
    closed = RECOMMENDATION.step(action).target in RECOMMENDATION_CLOSED
    changes = {
        "version": F("version") + 1,
        "updated_at": timezone.now(),
        "closed_at": timezone.now() if closed else None,
    }
    RECOMMENDATION.move(recommendation, action, by=by, reason=reason, changes=changes)
    recommendation.refresh_from_db(fields=["version"])


def _check_source(made: Recommendation) -> None:
    """It comes of one review; its finding or learning point belongs to that review."""
    if (made.review is None) == (made.peer_review is None):
        raise Invalid({"": [_("A recommendation comes of one case review or of one peer review.")]})
    if made.review is not None and made.review.state != CaseState.ASSURED:
        raise Conflict(
            _("Have the review coded and quality-assured first: recommendations come of what was learned."),
            {"state": made.review.state},
        )
    if made.point is not None and made.point.review_id != made.review_id:
        raise Invalid({"point": [_("This learning point belongs to another review.")]})
    if made.finding is not None and made.finding.review_id != made.peer_review_id:
        raise Invalid({"finding": [_("This finding belongs to another review.")]})


def _check_writer(recommendation: Recommendation, by: Any) -> None:
    """VKPP staff write those of case reviews, the team those of its peer review until the report is sent."""
    if recommendation.peer_review is None:
        insist(people.may_code(by), _("Recommendations of case reviews are written by VKPP staff."))
        return
    allowed = by is None or people.may_work_on(by, recommendation.peer_review)
    insist(allowed, _("Recommendations of a peer review are written by its team."))
    if recommendation.peer_review.state not in WRITING:
        raise Conflict(_("Recommendations are written during fieldwork and while the report is being written."))


def _check_worker(recommendation: Recommendation, by: Any) -> None:
    allowed = people.may_work_on_recommendation(by, recommendation)
    insist(allowed, _("Only its owner, the lead of the force it is for, or VKPP staff work on it."))


def _check_not_in_plan(recommendation: Recommendation, then: str) -> None:
    if recommendation.improvement is not None:
        sentence = _("It stands in the improvement plan of %(force)s as %(reference)s.") % {
            "force": recommendation.improvement.force.short_name,
            "reference": recommendation.improvement.reference,
        }
        raise Conflict(f"{sentence} {then}", {"improvement": recommendation.improvement.reference})


def _put(recommendation: Recommendation, values: Mapping[str, Any]) -> None:
    """Set the fields named; Invalid with a sentence beside each that cannot be stored."""
    errors: dict[str, list[str]] = {}
    cleaned = dict(values)
    for name, label, limit, required in (
        ("text", _("The recommendation"), 5000, _("Write what should be done.")),
        ("body", _("To whom"), 160, ""),
    ):
        if name in values:
            try:
                cleaned[name] = words(
                    values[name] or "", name, label, limit=limit, required=required, one_line=name == "body"
                )
            except Invalid as refusal:
                errors |= refusal.errors
    for name in FIELDS:
        if name in cleaned and name not in errors:
            setattr(recommendation, name, cleaned[name])
    _settle_whom(recommendation, errors)
    if errors:
        raise Invalid(errors)


def _ask_about_personal_data(recommendation: Recommendation, before: str, keep: Iterable[str]) -> None:
    """What looks like personal data, was not there before and has not been looked at, is asked about."""
    if recommendation.review is None:
        return
    known = {one.fingerprint for one in personal_data.find({"text": before})} | set(keep)
    if asked := personal_data.undecided(personal_data.find({"text": recommendation.text}), known):
        raise LooksPersonal(asked)


def _settle_whom(recommendation: Recommendation, errors: dict[str, list[str]]) -> None:
    """That of a peer review is for the force reviewed; every other for a force or for a named body, and not for both."""
    if recommendation.peer_review is not None:
        recommendation.force, recommendation.body = recommendation.peer_review.force, ""
    elif recommendation.force is None and not recommendation.body:
        errors.setdefault("force", [_("Choose the force it is for, or name another body.")])
    elif recommendation.force is not None and recommendation.body:
        errors.setdefault("body", [_("Choose a force or name another body, not both.")])
    owner, force = recommendation.owner, recommendation.force
    if owner is not None and force is not None and not any(held.force_id == force.pk for held in memberships(owner)):
        sentence = _("%(who)s has no role in %(force)s. Choose somebody of the force.")
        errors["owner"] = [sentence % {"who": owner, "force": force.short_name}]


def _stored(recommendation: Recommendation) -> dict[str, Any]:
    """The fields as they stand, for comparing and for the trail."""
    return {
        "text": recommendation.text,
        "action": recommendation.action_id,
        "force": recommendation.force_id,
        "body": recommendation.body,
        "owner": recommendation.owner_id,
        "due_on": recommendation.due_on.isoformat() if recommendation.due_on else None,
    }
