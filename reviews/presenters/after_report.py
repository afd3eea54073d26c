"""What the pages after the report show: calibration, follow-up, feedback."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nvap.links import improvement_page
from nvap.models import MeasureValue
from nvap.people import sees_small_numbers
from nvap.presenters import measures
from reviews import people, self_assessment
from reviews.actions.following_up import may_see_calibration, private_until
from reviews.forms.after_report import FeedbackForm, FollowUpForm
from reviews.models import PeerFeedback, PeerReport, PeerReview
from reviews.presenters.peer_findings import LEVELS, STRENGTHS, pips
from reviews.presenters.peer_frame import Stand, frame
from reviews.vocab import PEER_OVER, ReportKind
from reviews.workflow import PEER, RECOMMENDATION

MOST_MEASURES = 3


def calibration(user: Any, review: PeerReview) -> dict[str, Any]:
    """Action by action: what the force said of itself, how the team sees it, what stands behind it, and measures."""
    stand = Stand(user, review)
    shown = {**frame(user, review, "calibration", stand), "opens": private_until(review)}
    if not may_see_calibration(user, review):
        return {**shown, "closed": True}
    final = PeerReport.objects.filter(review=review, kind=ReportKind.FINAL).latest("number")
    assessed = final.content.get("assessed") or {}
    counted = _measures(user, review, whole=sees_small_numbers(user, review.force))
    rows = [_row(row, assessed.get("said", {}).get(row["code"]), counted) for row in final.content["picture"]]
    return {
        **shown,
        "closed": False,
        "assessed": assessed,
        "levels": sorted(self_assessment.level_words().items()),
        "rows": rows,
        "higher": sum(row["step"] > 0 for row in rows if row["step"] is not None),
        "lower": sum(row["step"] < 0 for row in rows if row["step"] is not None),
        "same": sum(row["step"] == 0 for row in rows if row["step"] is not None),
        "may_share": stand.asks and review.calibration_shared_at is None,
    }


def _row(judged: dict[str, Any], said: dict[str, Any] | None, counted: dict[str, list[Any]]) -> dict[str, Any]:
    own = said["level"] if said else None
    step = own - judged["level"] if own is not None and judged["level"] is not None else None
    return {
        **judged,
        "own": own,
        "own_label": said["label"] if said else "",
        "own_pips": pips(own, LEVELS - 1),
        "level_pips": pips(judged["level"], LEVELS - 1),
        "evidence_pips": pips(judged["evidence"], STRENGTHS - 1),
        "step": step,
        "words": _words(step),
        "colour": "grey" if step is None else "green" if step == 0 else "orange" if step > 0 else "blue",
        "measures": counted.get(judged["code"], [])[:MOST_MEASURES],
    }


def _words(step: int | None) -> str:
    """The difference in words; no judgement in them."""
    if step is None:
        return _("Not comparable")
    if step == 0:
        return _("The same")
    if step > 0:
        return ngettext("%(n)s step higher than the team", "%(n)s steps higher than the team", step) % {"n": step}
    return ngettext("%(n)s step lower than the team", "%(n)s steps lower than the team", -step) % {"n": -step}


def _measures(user: Any, review: PeerReview, *, whole: bool) -> dict[str, list[Any]]:
    """The latest figure of each measure of the actions in scope, by the action's code."""
    rows = MeasureValue.objects.visible_to(user).filter(force=review.force)
    rows = rows.filter(definition__action__peer_scopes__review=review).judged().select_related("definition__action")
    found: dict[str, dict[str, Any]] = {}
    for value in rows.order_by("-period_to", "-period_from", "-definition__version"):
        of_action = found.setdefault(value.definition.action.code, {})
        if value.definition.code not in of_action:
            of_action[value.definition.code] = measures.row(value, None, whole=whole)
    return {code: list(by_measure.values()) for code, by_measure in found.items()}


def follow_up(user: Any, review: PeerReview, form: FollowUpForm | None, feedback: FeedbackForm) -> dict[str, Any]:
    """Recommendations as they stand, what follow-ups found, and what the force says about the review."""
    stand = Stand(user, review)
    rows = list(review.recommendations.select_related("action", "owner", "improvement").order_by("id"))
    given = PeerFeedback.objects.filter(review=review).select_related("person")
    own = next((row for row in given if row.person_id == user.pk), None)
    return {
        **frame(user, review, "follow_up", stand),
        "recommendations": [_recommendation(row) for row in rows],
        "done": sum(row.state == "done" for row in rows),
        "follow_ups": review.follow_ups.select_related("made_by"),
        "form": form,
        "may_write": stand.leads and review.state in PEER_OVER,
        "may_close": PEER.allows(review, "follow_up", user) and review.follow_ups.exists(),
        "feedback": [row for row in given if stand.works or stand.reads_for_force],
        "own_feedback": own,
        "feedback_form": feedback if people.may_ask(user, review) else None,
    }


def _recommendation(row: Any) -> dict[str, Any]:
    state = RECOMMENDATION.state(row.state)
    return {"row": row, "state": state, "plan_url": improvement_page(row.improvement) if row.improvement else ""}
