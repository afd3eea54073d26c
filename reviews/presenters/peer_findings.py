"""What the pages of judgements and findings show: the picture of strength, and all there is on one action."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nvap.models import Action
from reviews import peer_report, self_assessment
from reviews.actions.team_work import WRITING
from reviews.fieldwork_links import action_page
from reviews.models import FieldNote, Judgement, PeerFinding, PeerReview, PeerScope, Supplied
from reviews.presenters.peer_frame import frame
from reviews.vocab import EvidenceStrength

LEVELS = 5
STRENGTHS = len(EvidenceStrength)


def picture(user: Any, review: PeerReview) -> dict[str, Any]:
    """A row per action: how the team sees it, how much stands behind it, and how many findings of each kind."""
    rows = peer_report.picture(review)
    for row in rows:
        row["href"] = reverse("reviews:peer-action", args=[review.reference, row["code"]])
    done = sum(bool(row["level"] is not None or any(row[kind] for kind in peer_report.ORDER)) for row in rows)
    return {
        **frame(user, review, "findings"),
        "rows": with_pips(rows),
        "done": done,
        "may_write": review.state in WRITING,
        "removed": PeerFinding.objects.visible_to(user).filter(review=review, removed_at__isnull=False),
        "recommendations": review.recommendations.select_related("action", "improvement").order_by("id"),
    }


def with_pips(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Levels also as filled and empty places, which repeat the words."""
    return [
        {
            **row,
            "level_pips": pips(row["level"], LEVELS - 1),
            "evidence_pips": pips(row["evidence"], STRENGTHS - 1),
        }
        for row in rows
    ]


def pips(value: int | None, most: int) -> list[bool]:
    """Which of `most` places are filled; none at all without a value."""
    return [] if value is None else [place < value for place in range(most)]


def one(user: Any, review: PeerReview, scope: PeerScope, form: Any) -> dict[str, Any]:
    """One action: what the force asks, says and has given; what the team noted, judges, finds and recommends."""
    action = scope.action
    findings = PeerFinding.objects.visible_to(user).filter(review=review, action=action, removed_at=None)
    assessed = self_assessment.latest(review.force_id)
    return {
        **frame(user, review, "findings"),
        "scope": scope,
        "action": action,
        "form": form,
        "judgement": Judgement.objects.visible_to(user).filter(review=review, action=action).first(),
        "findings": [_finding(row) for row in _ordered(findings)],
        "recommendations": review.recommendations.filter(action=action).select_related("owner"),
        "notes": FieldNote.objects.visible_to(user)
        .filter(review=review, action=action, removed_at=None)
        .select_related("by", "interview"),
        "pieces": Supplied.objects.filter(request__review=review, request__action=action).select_related(
            "evidence", "request__review"
        ),
        "said": assessed.said.get(action.code) if assessed else None,
        "assessed": assessed,
        "standing_url": reverse("reviews:peer-standing", args=[review.reference]),
        "may_write": review.state in WRITING,
        **_neighbours(review, action),
    }


def _ordered(findings: Any) -> list[PeerFinding]:
    rows = findings.prefetch_related("pieces__evidence", "interviews")
    return sorted(rows, key=lambda row: (peer_report.ORDER[row.kind], row.order, row.pk))


def _finding(row: PeerFinding) -> dict[str, Any]:
    shown_by = [piece.evidence.title for piece in row.pieces.all()] + [talk.whom for talk in row.interviews.all()]
    return {"finding": row, "colour": peer_report.COLOURS[row.kind], "shown_by": shown_by}


def _neighbours(review: PeerReview, action: Action) -> dict[str, Any]:
    """The action before and after in the scope."""
    actions = [scope.action for scope in review.scopes.select_related("action")]
    place = next(at for at, one_ in enumerate(actions) if one_.pk == action.pk)
    before = actions[place - 1] if place else None
    after = actions[place + 1] if place + 1 < len(actions) else None
    return {
        "newer_url": action_page(review, before) if before else "",
        "newer_label": before.code if before else "",
        "older_url": action_page(review, after) if after else "",
        "older_label": after.code if after else "",
        "position": _("%(n)s of %(m)s") % {"n": place + 1, "m": len(actions)},
    }
