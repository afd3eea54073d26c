"""What a review team asked a force for: all of it as a list, and each with what came."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Evidence
from nvap.vocab import EvidenceKind, ScanState
from reviews import people
from reviews.actions.evidence_requests import ASKED_IN
from reviews.forms.peer_evidence import AssignForm, RequestForm
from reviews.models import EvidenceRequest, PeerReview, Supplied
from reviews.peer_links import piece_page, request_page
from reviews.presenters.peer_frame import Stand, frame
from reviews.vocab import RequestState
from reviews.workflow import EVIDENCE_REQUEST
from vkpp.core import audit, virus
from vkpp.core.working_days import LONDON

GIVEN_IN = (RequestState.OPEN, RequestState.SUPPLIED, RequestState.NOT_HELD)
COLOURS = {ScanState.CLEAN: "green", ScanState.WAITING: "yellow", ScanState.INFECTED: "red"}
EVENTS = {
    "evidence_request.make": gettext_lazy("Asked for"),
    "evidence_request.change": gettext_lazy("Request changed"),
    "evidence_request.assign": gettext_lazy("Given to somebody to find"),
    "evidence_request.supply": gettext_lazy("Evidence given"),
    "evidence_request.taken_back": gettext_lazy("A piece taken back"),
    "evidence_request.take_back": gettext_lazy("Taken back: open again"),
    "evidence_request.not_held": gettext_lazy("The force does not have it"),
    "evidence_request.accept": gettext_lazy("Looked at"),
    "evidence_request.ask_again": gettext_lazy("Asked again"),
    "evidence_request.cancel": gettext_lazy("No longer needed"),
}


def listing(user: Any, review: PeerReview, data: Mapping[str, str]) -> dict[str, Any]:
    """Everything the team asked for, by state, what is due first."""
    stand = Stand(user, review)
    rows = EvidenceRequest.objects.visible_to(user).filter(review=review)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    state = data.get("state", "")
    state = state if state in RequestState.values else ""
    shown = rows.filter(state=state) if state else rows
    shown = shown.select_related("action", "assignee").annotate(n_pieces=Count("supplied"))
    requests = list(shown.order_by(F("due_on").asc(nulls_last=True), "pk"))
    for row in requests:
        row.review = review
    return {
        **frame(user, review, "evidence", stand),
        "rows": [_row(row) for row in requests],
        "tabs": _tabs(state, counts),
        "asked_state": state,
        "asks": stand.works and review.state in ASKED_IN,
    }


def _row(request: Any) -> dict[str, Any]:
    return {
        "request": request,
        "href": request_page(request),
        "state": EVIDENCE_REQUEST.state(request.state),
        "overdue": is_late(request),
        "pieces": request.n_pieces,
    }


def is_late(request: EvidenceRequest) -> bool:
    """Still open after its day."""
    due, today = request.due_on, timezone.localdate(timezone=LONDON)
    return request.state == RequestState.OPEN and due is not None and due < today


def _tabs(state: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    words = [("", _("All"), sum(counts.values()))]
    words += [(code, str(EVIDENCE_REQUEST.state(code).label), counts.get(code, 0)) for code in RequestState.values]
    return [
        {
            "label": label,
            "href": f"?{urlencode({'state': code})}" if code else "?",
            "current": code == state,
            "count": n,
        }
        for code, label, n in words
        if n or code in {"", state}
    ]


def one(user: Any, request: EvidenceRequest, **forms: Any) -> dict[str, Any]:
    """One request with what came, and what the person may do; `forms` replaces forms that were sent and refused."""
    review = request.review
    stand = Stand(user, review)
    answers = people.may_answer_request(user, request) and review.state in ASKED_IN
    judges = stand.works and review.state in ASKED_IN
    gives = answers and request.state in GIVEN_IN
    pieces = list(request.supplied.select_related("evidence", "by"))
    for piece in pieces:
        piece.request = request
    possible = {step.action for step in EVIDENCE_REQUEST.available(request, user)} if answers or judges else set()
    shown: dict[str, Any] = {
        **frame(user, review, "evidence", stand),
        "request_": request,
        "request_state": EVIDENCE_REQUEST.state(request.state),
        "overdue": is_late(request),
        "pieces": [_piece(piece, takes=answers and request.state == RequestState.SUPPLIED) for piece in pieces],
        "possible": possible,
        "gives": gives,
        "reusable": reusable(user, request) if gives else [],
        "assign_form": AssignForm(request=request) if stand.asks and review.state in ASKED_IN else None,
        "judges": judges,
        "real_scanner": virus.configured(),
        "events": events(request),
    }
    return {**shown, "errors": [], "typed": {"url": "", "title": ""}, **forms}


def _piece(supplied: Supplied, *, takes: bool) -> dict[str, Any]:
    piece = supplied.evidence
    clean = piece.kind == EvidenceKind.FILE and piece.scan == ScanState.CLEAN and piece.removed_at is None
    return {
        "supplied": supplied,
        "piece": piece,
        "href": piece_page(supplied) if clean else piece.url,
        "colour": COLOURS[ScanState(piece.scan)],
        "gone": piece.removed_at is not None,
        "takes": takes,
    }


def reusable(user: Any, request: EvidenceRequest) -> list[Evidence]:
    """What the force has in its library and has not given here."""
    rows = Evidence.objects.visible_to(user).filter(force=request.review.force_id)
    return list(rows.exclude(scan=ScanState.INFECTED).exclude(supplied__request=request).order_by("title", "pk")[:500])


def events(request: EvidenceRequest) -> list[dict[str, Any]]:
    """What happened to one request."""
    rows = audit.events_about(request).filter(verb__in=EVENTS)[:40]
    return [{"title": EVENTS[row.verb], "by": row.actor_label, "at": row.at, "text": row.reason} for row in rows]


def making(user: Any, review: PeerReview, form: RequestForm, request: EvidenceRequest | None = None) -> dict[str, Any]:
    """The page where a request is written or changed."""
    return {**frame(user, review, "evidence"), "form": form, "request_": request}
