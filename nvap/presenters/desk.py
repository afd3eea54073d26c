"""What VKPP's desk of returns shows."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nvap import desk
from nvap.links import reading_page
from nvap.workflow import RETURN, RETURN_STATES
from vkpp.accounts.models import Force


def context(user: Any, asked: desk.Asked, page_number: str | None) -> dict[str, Any]:
    """Tabs, filters and the rows of a page; an empty one while no round has begun."""
    of = desk.chosen(asked.round)
    if of is None:
        return {"round": None, "asked": asked}
    found = asked.matching(user, of)
    counts = {tab: found.filter(desk.in_tab(tab)).count() for tab in desk.TABS}
    page = Paginator(asked.rows(user, of), desk.PER_PAGE).get_page(page_number)
    filters = _filters(asked)
    here = reverse("nvap:desk")
    return {
        "round": of,
        "asked": asked,
        "page": page,
        "rows": [_row(ret) for ret in page],
        "total": counts[asked.tab],
        "tabs": [
            {"label": label, "href": f"?{asked.query(tab=tab)}", "current": tab == asked.tab, "count": counts[tab]}
            for tab, label in desk.TABS.items()
        ],
        "filters": filters,
        "chips": _chips(asked, filters),
        "clear_url": f"{here}?{desk.Asked(round=of.code, tab=asked.tab, sort=asked.sort).query()}",
        "sorts": [
            {"label": label, "href": f"?{asked.query(sort=code)}", "current": code == (asked.sort or "force")}
            for code, (label, _order) in desk.SORTS.items()
        ],
        "rounds": [(one.code, one.title) for one in desk.rounds()],
    }


def _row(ret: Any) -> dict[str, Any]:
    return {
        "force": ret.force.short_name,
        "region": ret.force.region,
        "href": reading_page(ret),
        "state": RETURN.state(ret.state),
        "answered": ret.answered,
        "actions": ret.actions,
        "queries": ret.n_queries,
        "waiting": ret.n_answered,
        "late": bool(ret.late),
        "lateness": _lateness(ret),
        "submitted_at": ret.submitted_at,
        "updated_at": ret.updated_at if ret.started_at else None,
    }


def _lateness(ret: Any) -> str:
    if not ret.late:
        return ""
    days = desk.days_late(ret)
    if ret.sent is not None:
        came = ngettext("Came %(n)s day late", "Came %(n)s days late", days)
        return came % {"n": days} if days else _("Came late")
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days} if days else _("Late since today")


def _filters(asked: desk.Asked) -> list[dict[str, Any]]:
    regions = Force.objects.filter(benchmarked=True).exclude(region="").order_by("region")
    names = list(regions.values_list("region", flat=True).distinct())
    return [
        {
            "name": "state",
            "label": _("State"),
            "value": asked.state,
            "options": [(state.code, state.label) for state in RETURN_STATES],
        },
        {"name": "region", "label": _("Region"), "value": asked.region, "options": [(name, name) for name in names]},
    ]


def _chips(asked: desk.Asked, filters: list[dict[str, Any]]) -> list[dict[str, str]]:
    chips = [(asked.q, {"q": ""})] if asked.q else []
    for one in filters:
        if one["value"]:
            label = dict(one["options"]).get(one["value"], one["value"])
            chips.append((f"{one['label']}: {label}", {one["name"]: ""}))
    chips += [(_("Late"), {"late": ""})] if asked.late else []
    chips += [(_("With queries"), {"queries": ""})] if asked.queries else []
    return [{"label": label, "href": f"?{asked.query(**without)}"} for label, without in chips]
