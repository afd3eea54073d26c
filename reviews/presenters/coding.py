"""The coding desk: one's own codings, what waits for somebody, and who codes a review."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from reviews import people
from reviews.agreement import meaning
from reviews.models import CaseReview, Coding, LearningPoint
from reviews.querysets import BY_TWO
from reviews.vocab import CaseState, CodingRole
from reviews.workflow import CASE
from vkpp.core import audit

PER_PAGE = 25
LABELS = {
    "mine": gettext_lazy("For you to code"),
    "compare": gettext_lazy("To bring together"),
    "assure": gettext_lazy("To quality-assure"),
    "assign": gettext_lazy("Waiting for coders"),
    "under_way": gettext_lazy("Being coded"),
    "done": gettext_lazy("Coded by you"),
}
EMPTY = {
    "mine": gettext_lazy("You have nothing to code. Reviews that are given to you stand here, the most urgent first."),
    "compare": gettext_lazy("No two codings wait to be brought together."),
    "assure": gettext_lazy("No agreed coding waits to be quality-assured."),
    "assign": gettext_lazy("No included review waits for coders. Reviews come here once they are screened."),
    "under_way": gettext_lazy("No review is being coded."),
    "done": gettext_lazy("Codings that you have finished stand here."),
}
WAITING = (
    ("compare", CaseState.COMPARING),
    ("assure", CaseState.CODED),
    ("assign", CaseState.INCLUDED),
    ("under_way", CaseState.CODING),
)
TABS = ("mine", *(name for name, _state in WAITING), "done")


def load() -> dict[int, int]:
    """How many codings each person has before them."""
    rows = Coding.objects.of_two().filter(done_at=None, review__state=CaseState.CODING)
    return dict(rows.values_list("coder").annotate(count=Count("pk")).values_list("coder", "count"))


def queue(user: Any, tab: str, page: str | None) -> dict[str, Any]:
    """A tab of the desk: reviews to code, to bring together, to assure, to give to coders."""
    tab = tab if tab in TABS else "mine"
    cases = CaseReview.objects.visible_to(user).select_related("type")
    counts = dict(cases.values_list("state").annotate(count=Count("pk")).order_by().values_list("state", "count"))
    mine = Coding.objects.filter(coder=user, role__in=BY_TWO, ended_at=None).select_related("review__type", "taxonomy")
    open_ones = mine.filter(done_at=None, review__state=CaseState.CODING)
    numbers = {name: counts.get(state, 0) for name, state in WAITING} | {"mine": open_ones.count()}
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": [_tab(name, tab, numbers.get(name)) for name in TABS],
        "heading": LABELS[tab],
        "empty": EMPTY[tab],
        "own_rows": tab in {"mine", "done"},
        "today": timezone.localdate(),
    }
    if tab == "mine":
        rows: Any = open_ones.annotate(count=Count("points", filter=Q(points__removed_at=None))).order_by(
            "due_on", "pk"
        )
    elif tab == "done":
        rows = mine.exclude(done_at=None).order_by("-done_at")
    else:
        rows = cases.filter(state=dict(WAITING)[tab]).order_by("screened_at", "pk")
    context["page"] = Paginator(rows, PER_PAGE).get_page(page)
    if tab in {"compare", "assure"}:
        _mark_own(user, context["page"].object_list)
    return context


def _tab(name: str, current: str, count: int | None) -> dict[str, Any]:
    return {"label": LABELS[name], "href": f"?tab={name}", "current": name == current, "count": count}


def _mark_own(user: Any, cases: Any) -> None:
    """Who coded a review cannot bring its codings together or assure them."""
    own = Coding.objects.of_two().filter(coder=user, review__in=[case.pk for case in cases])
    coded = set(own.values_list("review", flat=True))
    for case in cases:
        case.own = case.pk in coded


def case_page(user: Any, review: CaseReview) -> dict[str, Any]:
    """Who codes a review, how far they are, how well they agreed, and what comes next."""
    codings = list(review.codings.filter(ended_at=None).select_related("coder", "taxonomy"))
    by_role = {coding.role: coding for coding in codings}
    two = [by_role[role] for role in BY_TWO if role in by_role]
    agreements = list(review.agreements.order_by("-round"))
    steps = {step.action: step for step in CASE.available(review, user)}
    return {
        "review": review,
        "state": CASE.state(review.state),
        "two": two,
        "own": next((coding for coding in two if coding.coder_id == user.pk), None),
        "resolved": by_role.get(CodingRole.RESOLVED),
        "imported": by_role.get(CodingRole.IMPORTED),
        "agreements": [(one, meaning(one.alpha)) for one in agreements],
        "steps": steps,
        "resolves": review.state == CaseState.COMPARING and people.may_resolve(user, review),
        "points": _final_points(user, review),
        "history": _history(review),
    }


def _final_points(user: Any, review: CaseReview) -> list[Any]:
    rows = LearningPoint.objects.visible_to(user).filter(review=review, final=True)
    return list(rows.select_related("theme", "coding").prefetch_related("actions"))


def _history(review: CaseReview) -> list[dict[str, Any]]:
    """What happened to the coding, without what a coder wrote."""
    names = {"code", "hand_back", "compare", "resolve", "assure", "recode", "adopt"}
    labels = {
        f"case_review.{step.action}": CASE.state(step.target).label for step in CASE.steps if step.action in names
    }
    events = audit.events_about(review).filter(verb__in=labels)[:20]
    return [{"at": one.at, "by": one.actor_label, "title": labels[one.verb], "text": one.reason} for one in events]
