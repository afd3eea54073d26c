"""The list of adoptions: of the own force, or for VKPP of all forces, with what waits for a result."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.adopting import people
from practice.adopting.links import adoption_page
from practice.adopting.vocab import BEGUN, GOOD, TOLD, AdoptionKind, AdoptionState
from practice.models import Adoption
from practice.presenters.adoption import tags_of, title_of
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_ids, force_of
from vkpp.accounts.roles import Permission

PER_PAGE = 30
SORTS = {"newest": "-id", "decided": "-decided_on", "force": "force__name"}
OPEN = (AdoptionState.PLANNED, AdoptionState.RUNNING)


def page(user: Any, data: Mapping[str, str]) -> dict[str, Any]:
    """Tabs with counts, the chosen force (for VKPP), and a page of rows."""
    everything = people.oversees(user)
    rows = Adoption.objects.visible_to(user)
    if not everything:
        rows = rows.filter(force__in=force_ids(user, Permission.BANK_READ_POLICE))
    force = Force.objects.filter(code=data.get("force", "")[:40].replace("\x00", "")).first() if everything else None
    rows = rows.filter(force=force) if force else rows
    tab = data.get("tab", "") if data.get("tab", "") in _tabs() else "open"
    sort = data.get("sort", "") if data.get("sort", "") in SORTS else "newest"
    counts = rows.aggregate(**{f"n_{name}": Count("pk", filter=_tab(name)) for name in _tabs()})
    due = set(rows.due(timezone.localdate()).values_list("pk", flat=True))
    shown = rows.filter(pk__in=due) if tab == "due" else rows.filter(_tab(tab))
    shown = shown.named_for(user).select_related("practice", "force").order_by(SORTS[sort], "-id")
    found = Paginator(shown, PER_PAGE).get_page(data.get("page"))
    asked = {"tab": tab, "force": force.code if force else "", "sort": sort}
    return {
        "page": found,
        "rows": [_row(one, due) for one in found],
        "tabs": _shown_tabs(asked, {**counts, "n_due": len(due)}),
        "sorts": [
            {"label": label, "href": f"?{_query(asked, sort=name)}", "current": name == sort}
            for name, label in _sort_words(everything).items()
        ],
        "asked": asked,
        "everything": everything,
        "force": force or force_of(user),
        "forces": Force.objects.filter(adoptions__isnull=False).distinct() if everything else [],
        "stats": _stats(rows) if everything else [],
        "writes": people.recording_force(user) is not None,
    }


def _tabs() -> dict[str, str]:
    return {
        "open": _("Planned and running"),
        "due": _("Result due"),
        "ended": _("Ended"),
        "against": _("Decided against"),
        "all": _("All"),
        "removed": _("Removed"),
    }


def _tab(tab: str) -> Q:
    there = Q(removed_at=None)
    states = {
        "open": there & Q(state__in=OPEN),
        "ended": there & Q(state=AdoptionState.ENDED),
        "against": there & Q(state=AdoptionState.REJECTED),
        "removed": ~there,
    }
    return states.get(tab, there)


def _shown_tabs(asked: Mapping[str, str], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """All tabs but that of removed records while there are none."""
    return [
        {
            "label": label,
            "href": f"?{_query(asked, tab=name)}",
            "current": name == asked["tab"],
            "count": counts[f"n_{name}"],
        }
        for name, label in _tabs().items()
        if name != "removed" or counts["n_removed"] or name == asked["tab"]
    ]


def _sort_words(everything: bool) -> dict[str, str]:
    words = {"newest": _("newest"), "decided": _("day of the decision")}
    return words | {"force": _("force")} if everything else words


def _query(asked: Mapping[str, str], **changes: str) -> str:
    wanted = {**asked, **changes}
    usual = {"tab": "open", "sort": "newest", "force": ""}
    return urlencode({name: value for name, value in wanted.items() if value != usual[name]})


def _row(adoption: Any, due: set[int]) -> dict[str, Any]:
    return {
        "adoption": adoption,
        "title": title_of(adoption),
        "url": adoption_page(adoption),
        "kind": AdoptionKind(adoption.kind).label,
        "tags": tags_of(adoption),
        "due": adoption.pk in due,
    }


def _stats(rows: Any) -> list[dict[str, Any]]:
    """For VKPP: how much is taken up, and what came of it."""
    taken = Q(state__in=BEGUN) | Q(result__in=TOLD)
    sums = rows.standing().aggregate(
        taken=Count("pk", filter=taken),
        forces=Count("force", filter=taken, distinct=True),
        practices=Count("practice", filter=taken, distinct=True),
        told=Count("pk", filter=~Q(result="")),
        good=Count("pk", filter=Q(result__in=GOOD)),
    )
    return [
        {
            "label": _("Taken up"),
            "value": sums["taken"],
            "note": ngettext("by %(forces)s force", "by %(forces)s forces", sums["forces"]) % sums,
        },
        {"label": _("Practice taken up"), "value": sums["practices"], "note": _("by at least one other force")},
        {"label": _("Works, wholly or in part"), "value": sums["good"], "note": _("of %(told)s with a result") % sums},
    ]
