"""Lists of queries, and one query as a thread."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions.queries import may_write
from nvap.forms.queries import MessageForm, QueryChangeForm
from nvap.links import answer_page, reading_answer_page
from nvap.models import Query, Response, Return
from nvap.presenters.reading import query_rows
from nvap.vocab import QueryState
from nvap.workflow import QUERY
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission

PER_PAGE = 30
TABS = ("open", "answered", "closed", "all")


def listing(user: Any, data: Mapping[str, str], page: str | None, ret: Return | None = None) -> dict[str, Any]:
    """Queries by state, narrowed to mine, overdue ones or a force; of one return when it is given."""
    staff = nationally(user, Permission.RETURN_CHECK)
    today = timezone.localdate()
    asked = {name: data.get(name, "")[:60].replace("\x00", "") for name in ("tab", "mine", "overdue", "force")}
    asked["tab"] = asked["tab"] if asked["tab"] in TABS else "answered" if staff and ret is None else "open"
    rows = Query.objects.visible_to(user)
    if ret is not None:
        rows = rows.filter(response__ret=ret)
    if asked["mine"]:
        rows = rows.filter(Q(raised_by=user) if staff else Q(assignee=user))
    if asked["overdue"]:
        rows = rows.overdue(today)
    if asked["force"]:
        rows = rows.filter(response__ret__force__code=asked["force"])
    counts = {tab: rows.filter(_tab(tab)).count() for tab in TABS}
    shown = rows.filter(_tab(asked["tab"])).order_by(F("due_on").asc(nulls_last=True), "pk")
    shown = shown.select_related("response__ret__force", "response__ret__round", "response__action_version", "assignee")
    found = Paginator(shown, PER_PAGE).get_page(page)
    return {
        "asked": asked,
        "ret": ret,
        "staff": staff,
        "page": found,
        "rows": [row | {"overdue": _late(row["query"], today)} for row in query_rows(found)],
        "tabs": _tabs(asked, counts),
        "narrowed": any(asked[name] for name in ("mine", "overdue", "force")),
        "forces": _forces(user) if staff and ret is None else [],
        "here": reverse("nvap:return-queries", args=[ret.round.code, ret.force.code])
        if ret
        else reverse("nvap:queries"),
    }


def _tab(tab: str) -> Q:
    return Q() if tab == "all" else Q(state=tab)


def _late(query: Query, today: Any) -> bool:
    return query.state == QueryState.OPEN and query.due_on is not None and query.due_on < today


def _tabs(asked: dict[str, str], counts: dict[str, int]) -> list[dict[str, Any]]:
    words = {"open": _("Open"), "answered": _("Answered"), "closed": _("Closed"), "all": _("All")}
    kept = {name: value for name, value in asked.items() if value}
    return [
        {
            "label": words[tab],
            "href": f"?{urlencode(kept | {'tab': tab})}",
            "current": tab == asked["tab"],
            "count": counts[tab],
        }
        for tab in TABS
    ]


def _forces(user: Any) -> list[tuple[str, str]]:
    seen = Query.objects.visible_to(user).values("response__ret__force")
    return list(Force.objects.filter(pk__in=seen).order_by("short_name").values_list("code", "short_name"))


def thread(user: Any, query: Query) -> dict[str, Any]:
    """One query: what it is about, the messages, and what the person may do."""
    response = query.response
    ret = response.ret
    checks = people.may_check(user, ret)
    possible = {step.action for step in QUERY.available(query, user)}
    return {
        "query": query,
        "ret": ret,
        "action": response.action_version,
        "state": QUERY.state(query.state),
        "overdue": _late(query, timezone.localdate()),
        "answer_url": reading_answer_page(response) if checks else _answer_url(user, response),
        "list_url": reverse("nvap:queries"),
        "messages_": [{"by": row.by, "at": row.at, "text": row.text} for row in query.messages.select_related("by")],
        "possible": possible,
        "writes": possible or (may_write(query, user) and query.state != QueryState.CLOSED),
        "form": MessageForm(label=_label(possible)),
        "change_form": QueryChangeForm(query=query, checks=checks) if checks or people.may_lead(user, ret) else None,
    }


def _answer_url(user: Any, response: Response) -> str:
    """The page of the answer; empty for who was only given the query."""
    seen = Response.objects.visible_to(user).filter(pk=response.pk).exists()
    return answer_page(response.ret, response.action_version.code) if seen else ""


def _label(possible: set[str]) -> str:
    if "answer" in possible:
        return _("Your answer")
    return _("Your question or remark") if possible else _("Your message")
