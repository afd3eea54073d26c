"""What the home page shows staff of coding: what is theirs to code, and what waits for a third person."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews import people
from reviews.coding_links import coding_page, compare_page, queue_page, workbench
from reviews.models import CaseReview, Coding
from reviews.querysets import BY_TWO, IN_CATALOGUE
from reviews.vocab import CaseState
from vkpp.core import panels
from vkpp.core.templatetags.dates import nice_date

SHOWN = 4
CARD = "_components/work_list.html"


def register() -> None:
    """Put the card on the home page, and the way to coding beside a review."""
    panels.register("home", panels.Panel(CARD, to_code, order=61))
    panels.register("reviews_case_aside", panels.Panel("reviews/coding_beside.html", of_case, order=20))


def to_code(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """One's own codings, the most urgent first; then codings that one may bring together."""
    user = request.user
    if not people.may_code(user):
        return None
    own = Coding.objects.filter(coder=user.pk, role__in=BY_TWO, ended_at=None, review__state=CaseState.CODING)
    mine = own.filter(done_at=None).select_related("review").order_by("due_on", "pk")
    coded = Coding.objects.of_two().filter(coder=user.pk).values("review")
    waiting = CaseReview.objects.filter(state=CaseState.COMPARING).exclude(pk__in=coded).order_by("pk")
    items = [_to_code(one) for one in mine[:SHOWN]]
    items += [
        {"title": one.title, "href": compare_page(one), "status": _("Bring together"), "colour": "orange"}
        for one in waiting[: SHOWN - len(items)]
    ]
    total = mine.count() + waiting.count()
    if not total:
        return None
    more = {"more_href": queue_page() if total > SHOWN else "", "more": _("All of it")}
    return {"title": _("Case reviews to code"), "total": total, "items": items, **more}


def of_case(request: HttpRequest, review: CaseReview) -> dict[str, Any] | None:
    """How far the coding of a review is, for staff."""
    user = request.user
    if not people.may_code(user) or review.state not in IN_CATALOGUE:
        return None
    two = Coding.objects.of_two().filter(review=review).select_related("coder")
    mine = next((one for one in two if one.coder_id == user.pk and one.done_at is None), None)
    names = ", ".join(str(one.coder) for one in two)
    return {
        "words": _("Coded by %(names)s.") % {"names": names} if names else _("Not given to two coders."),
        "bench": workbench(mine) if mine and review.state == CaseState.CODING else "",
        "assign": reverse("reviews:coding-assign", args=[review.reference]) if review.state == "included" else "",
        "href": coding_page(review),
    }


def _to_code(coding: Coding) -> dict[str, Any]:
    late = coding.due_on is not None and coding.due_on < timezone.localdate()
    due = _("due %(day)s") % {"day": nice_date(coding.due_on)} if coding.due_on else ""
    status = {"status": _("Overdue"), "colour": "red"} if late else {"status": _("To code"), "colour": "blue"}
    return {"title": coding.review.title, "href": workbench(coding), "meta": due, **status}
