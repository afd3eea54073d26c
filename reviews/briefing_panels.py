"""Recommendations and briefings on other pages: the case review, an answer of a return, the home page, the front page."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nvap.models import Response
from reviews import people
from reviews.actions import reading_briefings as _reading  # noqa: F401 - registers what it does for the outbox
from reviews.actions import reminding as _reminding  # noqa: F401 - as above
from reviews.briefing_links import briefing_page, recommendation_page
from reviews.models import Briefing, CaseReview, Recommendation
from reviews.presenters import recommendations as page
from reviews.recommendation_list import WORKING
from reviews.vocab import BriefingState
from vkpp.core import panels
from vkpp.core.templatetags.dates import nice_date

CARD = "_components/work_list.html"
BESIDE = "reviews/recommendation_beside.html"
SHOWN = 5
NEWEST = 3


def register() -> None:
    """Put the panels in their places."""
    panels.register("reviews_case_page", panels.Panel("reviews/recommendation_case.html", of_case, order=40))
    panels.register("nvap_answer_aside", panels.Panel(BESIDE, beside_answer, order=50))
    panels.register("nvap_reading_actions", panels.Panel(BESIDE, beside_answer, order=50))
    panels.register("home", panels.Panel(CARD, owned, order=62))
    panels.register("home", panels.Panel(CARD, to_review, order=64))
    panels.register("reviews_front_aside", panels.Panel("reviews/briefing_newest.html", newest, order=10))


def of_case(request: HttpRequest, review: CaseReview) -> dict[str, Any] | None:
    """The recommendations of a case review, and for staff the way to add one."""
    needed = ("force", "action", "owner", "review", "peer_review")
    found = Recommendation.objects.visible_to(request.user).filter(review=review).select_related(*needed)
    rows = page.rows(found)
    adds = people.may_code(request.user) and review.state == "assured"
    if not rows and not adds:
        return None
    return {"rows": rows, "add_url": reverse("reviews:recommendation-new", args=[review.reference]) if adds else ""}


def beside_answer(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """The force's open recommendations that cite the action which the answer is about."""
    assert isinstance(thing, Response)
    about = {"force": thing.ret.force_id, "action": thing.action_version.action_id, "state__in": WORKING}
    if not Recommendation.objects.filter(
        **about
    ).exists():  # of most actions none, and who may read which is long to ask
        return None
    found = Recommendation.objects.visible_to(request.user).filter(**about)
    rows = list(found.select_related("force", "action", "owner", "review", "peer_review")[: SHOWN + 1])
    if not rows:
        return None
    more = (
        reverse("reviews:recommendations") + f"?force={thing.ret.force.code}&action={thing.action_version.action.code}"
    )
    return {"rows": page.rows(rows[:SHOWN]), "more": more if len(rows) > SHOWN else ""}


def owned(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Recommendations I own that stand in no improvement plan; those in a plan are on its own card."""
    mine = Recommendation.objects.visible_to(request.user)
    mine = mine.filter(owner=request.user.pk, state__in=WORKING, improvement=None)
    rows = list(mine.order_by("due_on", "pk")[: SHOWN + 1])
    if not rows:
        return None
    return {
        "title": _("Recommendations I see to"),
        "total": mine.count() if len(rows) > SHOWN else len(rows),
        "items": [_item(one) for one in rows[:SHOWN]],
        "empty": "",
        "more_href": reverse("reviews:recommendations") + "?owner=me",
        "more": _("All of mine"),
    }


def _item(one: Recommendation) -> dict[str, str]:
    late = page.is_overdue(one)
    due = _("due %(day)s") % {"day": nice_date(one.due_on)} if one.due_on else ""
    return {
        "title": one.text[:120],
        "href": recommendation_page(one),
        "meta": ", ".join(part for part in (one.reference, due) if part),
        "status": _("Overdue") if late else "",
        "colour": "red",
    }


def to_review(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Briefings that wait for me to publish or return them."""
    if not people.may_write_briefings(request.user):
        return None
    waiting = Briefing.objects.visible_to(request.user).filter(state=BriefingState.REVIEW, reviewer=request.user.pk)
    items = [
        {
            "title": one.title,
            "href": briefing_page(one),
            "meta": _("Briefing %(n)s, by %(who)s") % {"n": one.number, "who": one.author},
        }
        for one in waiting.select_related("author")
    ]
    if not items:
        return None
    title = ngettext("Briefing to review", "Briefings to review", len(items))
    return {"title": title, "items": items, "total": len(items), "empty": "", "more_href": "", "more": ""}


def newest(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The newest briefings."""
    found = Briefing.objects.visible_to(request.user).filter(state=BriefingState.PUBLISHED)
    rows = list(found.order_by("-number")[:NEWEST])
    return {"rows": [{"one": row, "href": briefing_page(row)} for row in rows]} if rows else None
