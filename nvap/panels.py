"""What waits in returns and improvement plans, on the home page and in the header."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nvap import people, work
from nvap.actions.reminding import DAILY as _DAILY  # noqa: F401 - importing it registers what it does for the outbox
from nvap.links import improvement_page, queries_page, sign_page
from nvap.models import Gap, Query, Response, Return
from nvap.presenters.tasks import noted
from nvap.vocab import GapState, ImprovementState, QueryState
from nvap.workflow import IMPROVEMENT
from vkpp.accounts.permissions import can, nationally
from vkpp.accounts.roles import Permission
from vkpp.core import home, panels
from vkpp.core.navigation import NavItem
from vkpp.core.working_days import LONDON

CARD = "_components/work_list.html"
SHOWN = 5
NEAR = 14


def signed_in(request: HttpRequest) -> bool:
    """Everybody with an account reads the plan."""
    return bool(request.user.is_authenticated)


def register() -> None:
    """Put the panels on the home page."""
    panels.register("home", panels.Panel(CARD, to_sign, order=5))
    panels.register("home", panels.Panel(CARD, mine, order=10))
    panels.register("home", panels.Panel(CARD, queries, order=12))
    panels.register("home", panels.Panel(CARD, returns_to_check, order=14))
    panels.register("home", panels.Panel(CARD, improvements, order=16))
    panels.register("nvap_answer_actions", panels.Panel("nvap/answer_gaps.html", gaps, order=10))
    panels.register("nvap_reading_actions", panels.Panel("nvap/answer_gaps.html", gaps, order=10))
    panels.register("nvap_return", panels.Panel("nvap/return_beside.html", beside, order=10))
    plan = NavItem(gettext_lazy("Improvement plan"), "nvap:improvements", order=30, shown=_improves)
    home.register_link(plan)
    home.register_link(NavItem(gettext_lazy("Returns of all forces"), "nvap:desk", order=31, shown=_checks))


def _improves(request: HttpRequest) -> bool:
    return can(request.user, Permission.RETURN_READ_FORCE) or _checks(request)


def _checks(request: HttpRequest) -> bool:
    return nationally(request.user, Permission.RETURN_CHECK)


def to_sign(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Returns that wait for my signature."""
    items = work.to_sign(request.user) if can(request.user, Permission.RETURN_SIGN) else []
    return _card(_("To sign"), items) if items else None


def mine(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Returns I lead, and actions assigned to me."""
    if not can(request.user, Permission.RETURN_ANSWER):
        return None
    led = work.leading(request.user)
    keys = {item.key for item in led}
    items = led + [item for item in work.assigned(request.user) if item.key not in keys]
    return _card(_("Your returns"), items, _("Nothing of a return waits for you."))


def queries(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Queries I should answer, or mine that were answered."""
    find: Callable[[Any], work.Items] = work.answered_queries if _checks(request) else work.asked
    items = find(request.user)
    title = _("Queries answered") if _checks(request) else _("Queries to answer")
    return _card(title, items, more_href=work.queries_url(), more=_("All queries")) if items else None


def returns_to_check(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Returns that forces have sent."""
    if not _checks(request):
        return None
    items = work.to_check(request.user)
    more = {"more_href": reverse("nvap:desk"), "more": _("Returns of all forces")}
    return _card(_("Returns to check"), items, _("No return waits to be checked."), **more)


def improvements(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Improvement actions of mine that are overdue."""
    items = work.overdue(work.improvements(request.user), timezone.localdate())
    more = {"more_href": reverse("nvap:improvements") + "?overdue=1", "more": _("All that is overdue")}
    return _card(_("Overdue improvement actions"), items, **more) if items else None


def gaps(request: HttpRequest, response: Response) -> dict[str, Any] | None:
    """The open gaps of an answer, each with its improvement action or the button that makes one."""
    task = noted(response)
    if task is not None and not task.gaps:
        return None
    rows = list(response.gaps.filter(state=GapState.OPEN).prefetch_related("improvements"))
    if not rows:
        return None
    ret = response.ret
    makes = can(request.user, Permission.IMPROVEMENT_MANAGE_FORCE, ret) or people.may_answer(request.user, response)
    shown = [_gap(gap, request.user, makes) for gap in rows]
    shown = [row for row in shown if row["improvement"] or row["make_url"]]
    return {"rows": shown} if shown else None


def _gap(gap: Gap, user: Any, makes: bool) -> dict[str, Any]:
    known = next((one for one in gap.improvements.all() if one.state != ImprovementState.DROPPED), None)
    reads = known is not None and (
        people.may_work_on_improvement(user, known)
        or can(user, Permission.RETURN_READ_FORCE, known)
        or nationally(user, Permission.RETURN_CHECK)
    )
    return {
        "text": gap.text,
        "improvement": known,
        "state": IMPROVEMENT.state(known.state) if known else None,
        "url": improvement_page(known) if known and reads else "",
        "make_url": reverse("nvap:improvement-from-gap", args=[gap.pk]) if makes and known is None else "",
    }


def beside(request: HttpRequest, ret: Return) -> dict[str, Any] | None:
    """The signature of a return and its queries, for who may see them."""
    whole = people.may_read_whole(request.user, ret)
    waiting = Query.objects.visible_to(request.user).filter(response__ret=ret).exclude(state=QueryState.CLOSED).count()
    if not whole and not waiting:
        return None
    last = ret.sign_offs.order_by("-signed_at").first() if whole else None
    return {
        "last": last,
        "holding": ret.signed_id is not None,
        "waiting": waiting,
        "queries_url": queries_page(ret),
        "sign_url": sign_page(ret) if whole else "",
    }


def _card(title: str, items: work.Items, empty: str = "", **more: str) -> dict[str, Any]:
    return {
        "title": title,
        "items": [_row(item) for item in items[:SHOWN]],
        "total": len(items),
        "empty": empty,
        **more,
    }


def _row(item: work.Item) -> dict[str, Any]:
    left = item.days_left(timezone.localdate(timezone=LONDON))
    return {
        "title": item.title,
        "href": item.link,
        "meta": item.meta,
        "status": _status(left),
        "colour": "red" if left is not None and left < 0 else "yellow",
    }


def _status(left: int | None) -> str:
    """How near it is, in words; none while there is time."""
    if left is None or left > NEAR:
        return ""
    if left < 0:
        return _("Overdue")
    return ngettext("Due in %(n)s day", "Due in %(n)s days", left) % {"n": left} if left else _("Due today")
