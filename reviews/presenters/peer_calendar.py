"""The days of peer reviews: by month on a page, and as calendar files."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.models import PeerReview
from reviews.peer_links import peer_page
from reviews.vocab import PEER_CLOSED
from vkpp.core.calendar_files import Day
from vkpp.core.working_days import LONDON


def year_of(user: Any, year: str) -> dict[str, Any]:
    """A year of fieldwork and of what is due, month by month, of the reviews the person sees."""
    today = timezone.localdate(timezone=LONDON)
    shown = (
        int(year) if len(year) == 4 and year.isascii() and year.isdigit() and "2000" <= year <= "2100" else today.year
    )
    months: dict[int, list[dict[str, Any]]] = {}
    for review in _reviews(user):
        for entry in entries(review):
            if entry["day"].year == shown:
                months.setdefault(entry["day"].month, []).append(entry)
    return {
        "year": shown,
        "before": shown - 1,
        "after": shown + 1,
        "months": [
            {
                "first": dt.date(shown, month, 1),
                "now": (shown, month) == (today.year, today.month),
                "entries": sorted(months[month], key=lambda entry: (entry["day"], entry["review"].pk)),
            }
            for month in sorted(months)
        ],
        "file_url": reverse("reviews:peer-calendar-file"),
    }


def entries(review: PeerReview) -> list[dict[str, Any]]:
    """What has a day in one review: what it is, from when until when."""
    days = (
        ("fieldwork", _("Fieldwork"), review.fieldwork_from, review.fieldwork_to, "orange"),
        ("report", _("Draft report due"), review.report_due_on, None, "navy"),
        ("comments", _("Factual comments due"), review.comments_due_on, None, "teal"),
        ("follow-up", _("Follow-up"), review.follow_up_on, None, "green"),
    )
    return [
        {
            "code": code,
            "what": what,
            "colour": colour,
            "day": first,
            "until": last if last != first else None,
            "review": review,
            "href": peer_page(review),
        }
        for code, what, first, last, colour in days
        if first is not None
    ]


def of_review(review: PeerReview) -> list[Day]:
    """The days of one review for a calendar file: reference and force, never what it is about."""
    address = settings.SITE_URL + peer_page(review)
    return [
        Day(
            uid=f"{review.reference}-{entry['code']}",
            title=f"{entry['what']}: {review.force.short_name} ({review.reference})",
            first=entry["day"],
            last=entry["until"] or entry["day"],
            link=address,
            changed=review.updated_at,
        )
        for entry in entries(review)
    ]


def everything(user: Any) -> list[Day]:
    """The days of all reviews that the person sees."""
    return [day for review in _reviews(user) for day in of_review(review)]


def _reviews(user: Any) -> Any:
    rows = PeerReview.objects.visible_to(user).exclude(state__in=PEER_CLOSED)
    return rows.select_related("force").order_by("id")
