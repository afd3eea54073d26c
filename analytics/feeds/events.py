"""What is said of each event: reference and addresses of the thing, never its content, and only to who may read it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse

from analytics import figures
from analytics.feeds.vocab import Event
from nvap.models import Round
from practice.models import BankEntry
from reviews import people as reviews_people
from reviews.briefing_links import briefing_page
from reviews.models import Briefing, CaseReview

Told = dict[str, str]


def _addresses(reference: str, page: str, api: str) -> Told:
    return {"reference": reference, "page": settings.SITE_URL + page, "api": settings.SITE_URL + api}


def _practice(user: Any, pk: int) -> Told | None:
    entry = BankEntry.objects.visible_to(user).filter(practice=pk).values_list("reference", flat=True).first()
    if entry is None:
        return None
    return _addresses(entry, reverse("practice:entry", args=[entry]), reverse("api:practice", args=[entry]))


def _removed(user: Any, pk: int) -> Told | None:
    """The reference alone: whoever holds a copy must delete it."""
    closed = BankEntry.objects.closed_to(user).filter(practice=pk)
    reference = closed.values_list("reference", flat=True).first()
    return {"reference": reference, "api": settings.SITE_URL + reverse("api:removed")} if reference else None


def _review(user: Any, pk: int) -> Told | None:
    review = CaseReview.objects.visible_to(user).filter(pk=pk).first() if reviews_people.may_read(user) else None
    if review is None:
        return None
    own = [review.reference]
    return _addresses(review.reference, reverse("reviews:case", args=own), reverse("api:case_review", args=own))


def _briefing(user: Any, pk: int) -> Told | None:
    briefing = Briefing.objects.visible_to(user).filter(pk=pk, state="published").first()
    if briefing is None:
        return None
    return _addresses(str(briefing.number), briefing_page(briefing), reverse("api:briefing", args=[briefing.number]))


def _round(user: Any, pk: int) -> Told | None:
    found = Round.objects.visible_to(user).filter(pk=pk).first() if figures.audience_of(user) else None
    if found is None:
        return None
    return _addresses(found.code, reverse("analytics:front"), f"{reverse('api:summaries')}?round={found.code}")


# Event → what the person's program is sent of the thing with this key, or None when it is not told.
TELL: dict[str, Callable[[Any, int], Told | None]] = {
    Event.PRACTICE_PUBLISHED: _practice,
    Event.PRACTICE_CHANGED: _practice,
    Event.PRACTICE_REMOVED: _removed,
    Event.REVIEW_ASSURED: _review,
    Event.BRIEFING_PUBLISHED: _briefing,
    Event.ROUND_PUBLISHED: _round,
}
