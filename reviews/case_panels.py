"""What the home page shows staff of the screening of case reviews."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from reviews import people
from reviews.case_links import screening_page
from reviews.models import CaseReview
from reviews.vocab import CaseState
from vkpp.core import panels

SHOWN = 4
CARD = "_components/work_list.html"


def register() -> None:
    """Put the card on the home page."""
    panels.register("home", panels.Panel(CARD, to_screen, order=60))


def to_screen(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Reviews that wait to be screened, the longest first."""
    if not people.may_code(request.user):
        return None
    waiting = CaseReview.objects.visible_to(request.user).filter(state=CaseState.SENT).select_related("type")
    total = waiting.count()
    return {
        "title": _("Case reviews to screen"),
        "total": total,
        "items": [
            {"title": review.title, "href": screening_page(review), "meta": f"{review.reference}, {review.type.code}"}
            for review in waiting.order_by("sent_at", "pk")[:SHOWN]
        ],
        "empty": _("No review waits to be screened."),
        "more_href": reverse("reviews:screening") if total > SHOWN else "",
        "more": _("All that wait"),
    }
