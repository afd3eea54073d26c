"""What the force said of itself last, beside each action of the scope: from the latest return whose signature holds."""

from typing import Any

from django.urls import reverse

from nvap.form_spec import spec
from nvap.models import Return, SubmittedAnswer
from nvap.presenters import answer_sheet
from reviews.models import EvidenceRequest, PeerReview
from reviews.peer_links import request_page
from reviews.presenters.peer_frame import Stand, frame
from reviews.workflow import EVIDENCE_REQUEST


def context(user: Any, review: PeerReview) -> dict[str, Any]:
    """A part for each action of the scope, in order."""
    stand = Stand(user, review)
    ret = latest(review.force_id)
    answers = _answers(review, ret) if ret is not None else {}
    asked = _asked(user, review)
    return {
        **frame(user, review, "standing", stand),
        "ret": ret,
        "signed": ret.signed if ret is not None else None,
        "version_url": _version_url(user, ret) if ret is not None else "",
        "parts": [
            {
                "action": scope.action,
                "question": scope.question,
                "answer": answers.get(scope.action_id),
                "asked": asked.get(scope.action_id, []),
            }
            for scope in review.scopes.select_related("action")
        ],
    }


def latest(force_id: int) -> Return | None:
    """The force's latest return with a signature that holds."""
    rows = Return.objects.filter(force=force_id, signed__isnull=False)
    found: Return | None = (
        rows.select_related("round__form", "signed__sign_off", "force").order_by("-round__opens_at").first()
    )
    return found


def _answers(review: PeerReview, ret: Return) -> dict[int, dict[str, Any]]:
    """What was signed on each action of the scope, whatever version of the plan it answers."""
    wanted = review.scopes.values("action")
    rows = SubmittedAnswer.objects.filter(submission=ret.signed_id, action_version__action__in=wanted)
    form = spec(ret.round.form)
    return {
        row.action_version.action_id: {
            "levels": [
                {"label": form.questions[code].label, "level": level}
                for code, level in zip(form.summarised, answer_sheet.levels(form, row.answers), strict=True)
                if level
            ],
            "not_applicable": row.not_applicable,
            "has_gap": row.has_gap,
            "has_practice": row.has_practice,
            "sections": answer_sheet.sections(form, row.action_version.code, row.answers),
        }
        for row in rows.select_related("action_version")
    }


def _asked(user: Any, review: PeerReview) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    rows = EvidenceRequest.objects.visible_to(user).filter(review=review, action__isnull=False)
    for request in rows:
        request.review = review
        row = {"text": request.text, "href": request_page(request), "state": EVIDENCE_REQUEST.state(request.state)}
        found.setdefault(request.action_id, []).append(row)
    return found


def _version_url(user: Any, ret: Return) -> str:
    """The whole signed version, for who may read returns of the force."""
    if ret.signed is None or not Return.objects.visible_to(user).filter(pk=ret.pk).exists():
        return ""
    return reverse("nvap:version", args=[ret.round.code, ret.force.code, ret.signed.number])
