"""Peer reviews as a list, and by month."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import people
from reviews.models import EvidenceRequest, PeerReview
from reviews.peer_links import peer_page, request_page
from reviews.vocab import PEER_CLOSED, PEER_OVER, RequestState
from reviews.workflow import EVIDENCE_REQUEST, PEER
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission

PER_PAGE = 30
SORTS: Mapping[str, tuple[Any, ...]] = {
    "new": ("-id",),
    "fieldwork": (F("fieldwork_from").asc(nulls_last=True), "-id"),
    "force": ("force__short_name", "-id"),
}


def listing(user: Any, data: Mapping[str, str], page: str | None) -> dict[str, Any]:
    """The reviews a person sees, by where they stand; staff narrow them to a force, a manager or a word."""
    asked = _asked(data)
    rows = _matching(PeerReview.objects.visible_to(user), asked, user)
    counts = rows.aggregate(**{tab: Count("pk", filter=_tab(tab)) for tab in _words()})
    shown = rows.filter(_tab(asked["tab"])).select_related("force", "manager").order_by(*SORTS[asked["sort"]])
    shown = shown.annotate(n_actions=Count("scopes", distinct=True))
    found = Paginator(shown, PER_PAGE).get_page(page)
    staff = nationally(user, Permission.PEER_REVIEWS_MANAGE)
    return {
        "asked": asked,
        "staff": staff,
        "page": found,
        "rows": [_row(review) for review in found],
        "tabs": _tabs(asked, counts),
        "narrowed": any(asked[name] for name in ("q", "force", "mine")),
        "clear_url": f"?{urlencode({'tab': asked['tab']})}",
        "sorts": [("new", _("Newest first")), ("fieldwork", _("Fieldwork")), ("force", _("Force"))],
        "forces": _forces(user) if staff else [],
        "may_ask": people.may_ask_for_own(user),
        "wanted": _wanted(user),
        "calendar_url": reverse("reviews:peer-calendar"),
    }


def _asked(data: Mapping[str, str]) -> dict[str, str]:
    asked = {name: data.get(name, "")[:60].replace("\x00", "") for name in ("tab", "q", "force", "mine", "sort")}
    asked["tab"] = asked["tab"] if asked["tab"] in _words() else "current"
    asked["sort"] = asked["sort"] if asked["sort"] in SORTS else "new"
    asked["q"] = asked["q"].strip()
    return asked


def _words() -> dict[str, str]:
    return {"current": _("Under way"), "over": _("Final reports"), "closed": _("Not held"), "all": _("All")}


def _tab(tab: str) -> Q:
    if tab == "all":
        return Q()
    if tab == "current":
        return ~Q(state__in=[*PEER_OVER, *PEER_CLOSED])
    return Q(state__in=PEER_OVER if tab == "over" else PEER_CLOSED)


def _matching(rows: Any, asked: dict[str, str], user: Any) -> Any:
    if asked["q"]:
        rows = rows.filter(Q(title__icontains=asked["q"]) | Q(reference__icontains=asked["q"]))
    if asked["force"]:
        rows = rows.filter(force__code=asked["force"])
    if asked["mine"]:
        on_team = Q(pk__in=user.peer_memberships.filter(ended_at=None).values("review"))
        rows = rows.filter(Q(manager=user) | on_team)
    return rows


def _row(review: Any) -> dict[str, Any]:
    return {
        "review": review,
        "href": peer_page(review),
        "state": PEER.state(review.state),
        "actions": review.n_actions,
    }


def _tabs(asked: dict[str, str], counts: dict[str, int]) -> list[dict[str, Any]]:
    kept = {name: value for name, value in asked.items() if value}
    return [
        {
            "label": label,
            "href": f"?{urlencode(kept | {'tab': tab})}",
            "current": tab == asked["tab"],
            "count": counts[tab],
        }
        for tab, label in _words().items()
    ]


def _forces(user: Any) -> list[tuple[str, str]]:
    seen = PeerReview.objects.visible_to(user).values("force")
    return list(Force.objects.filter(pk__in=seen).order_by("short_name").values_list("code", "short_name"))


def _wanted(user: Any) -> list[dict[str, Any]]:
    """What the person was asked to find for a review team."""
    rows = EvidenceRequest.objects.visible_to(user).filter(assignee=user, state=RequestState.OPEN)
    today = timezone.localdate()
    return [
        {
            "title": str(row),
            "href": request_page(row),
            "meta": row.review.reference,
            "due": row.due_on,
            "overdue": row.due_on is not None and row.due_on < today,
            "state": EVIDENCE_REQUEST.state(row.state),
        }
        for row in rows.select_related("review")[:PER_PAGE]
    ]
