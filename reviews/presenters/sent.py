"""What somebody sent in, and the queue of what waits to be screened."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews import cleaning, duplicates, people
from reviews.case_links import case_page, screening_page
from reviews.models import CaseReview
from reviews.presenters.cases import facts, state_of
from reviews.presenters.documents import rows as documents
from reviews.querysets import IN_CATALOGUE
from reviews.vocab import CaseState
from vkpp.core import partial_dates

PER_PAGE = 25
TABS = {
    "sent": gettext_lazy("To screen"),
    "included": gettext_lazy("Included"),
    "excluded": gettext_lazy("Not included"),
    "all": gettext_lazy("All"),
}
STATES: Mapping[str, Q] = {
    "sent": Q(state=CaseState.SENT),
    "included": Q(state__in=IN_CATALOGUE),
    "excluded": Q(state=CaseState.EXCLUDED),
    "all": Q(),
}


def context(user: Any, page: str | None) -> dict[str, Any]:
    """The person's own, newest first."""
    mine = CaseReview.objects.visible_to(user).filter(sent_by=user).select_related("type").order_by("-sent_at", "-pk")
    shown = Paginator(mine, PER_PAGE).get_page(page)
    rows = [
        {"review": review, "href": case_page(review), "state": state_of(review, user), "reason": review.decision_reason}
        for review in shown
    ]
    return {"page": shown, "rows": rows, "reads": people.may_read(user)}


def queue(user: Any, data: Mapping[str, str], page: str | None) -> dict[str, Any]:
    """Reviews by where screening stands; those that wait longest first."""
    tab = data.get("tab", "")
    tab = tab if tab in TABS else "sent"
    q = data.get("q", "")[:100].replace("\x00", "").strip()
    found = CaseReview.objects.visible_to(user)
    if q:
        found = found.filter(Q(title__icontains=q) | Q(partnership__icontains=q) | Q(reference__iexact=q))
    shown = Paginator(_ordered(found, tab), PER_PAGE).get_page(page)
    return {
        "tab": tab,
        "q": q,
        "page": shown,
        "rows": [_queued(review, user) for review in shown],
        "tabs": [
            {
                "label": label,
                "href": f"?tab={name}",
                "current": name == tab,
                "count": found.filter(STATES[name]).count(),
            }
            for name, label in TABS.items()
        ],
    }


def _ordered(found: "QuerySet[CaseReview]", tab: str) -> "QuerySet[CaseReview]":
    rows = found.filter(STATES[tab]).select_related("type", "sent_by", "screened_by")
    return rows.order_by("sent_at", "pk") if tab == "sent" else rows.order_by("-screened_at", "-pk")


def _queued(review: CaseReview, user: Any) -> dict[str, Any]:
    waits = review.state == CaseState.SENT
    return {
        "review": review,
        "href": screening_page(review) if waits else case_page(review),
        "published": partial_dates.words(review.published),
        "state": state_of(review, user),
        "police": review.get_police_before_display(),
        "why": review.get_exclusion_display() if review.exclusion else "",
    }


def to_screen(user: Any, review: CaseReview) -> dict[str, Any]:
    """Everything that a decision on one review rests on."""
    texts = {name: getattr(review, name) for name in ("summary", "source_url")}
    return {
        "review": review,
        "state": state_of(review, user),
        **facts(review),
        "texts": [{"key": cleaning.LABELS[name], "value": value} for name, value in texts.items() if value],
        "documents": documents(review, user),
        "similar": duplicates.of(review, user),
        "sender": review.sent_by or _("The portal, from a file"),
    }
