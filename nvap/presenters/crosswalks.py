"""The crosswalk to a framework as administrators look through it, link by link."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from nvap.models import Crosswalk, Framework

PER_PAGE = 50
SHOWN = ("open", "reviewed", "all")


def manage_page(framework: Framework, data: Mapping[str, str]) -> dict[str, Any]:
    """The links of one edition: those that nobody has reviewed, those that somebody has, or all."""
    known = list(framework.items.order_by("-edition").values_list("edition", flat=True).distinct())
    asked = data.get("edition", "")
    edition = asked if asked in known else (known[0] if known else "")
    show = data.get("show", "") if data.get("show") in SHOWN else "open"
    links = Crosswalk.objects.filter(item__framework=framework, item__edition=edition)
    counts = links.aggregate(all=Count("pk"), open=Count("pk", filter=Q(reviewed_at=None)))
    counts["reviewed"] = counts["all"] - counts["open"]
    found = {"open": links.filter(reviewed_at=None), "reviewed": links.exclude(reviewed_at=None), "all": links}[show]
    rows = found.select_related("item", "action", "reviewed_by").order_by("item__order", "action__code")
    return {
        "framework": framework,
        "edition": edition,
        "show": show,
        "counts": counts,
        "page": Paginator(rows, PER_PAGE).get_page(data.get("page")),
        "tabs": _tabs(framework, edition, show, counts),
        "editions": [
            {"label": one, "href": address(framework, one, show), "current": one == edition, "count": None}
            for one in known
        ],
    }


def _tabs(framework: Framework, edition: str, show: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    labels = {"open": _("Not reviewed"), "reviewed": _("Reviewed"), "all": _("All")}
    return [
        {"label": label, "href": address(framework, edition, one), "current": one == show, "count": counts[one]}
        for one, label in labels.items()
    ]


def address(framework: Framework, edition: str, show: str) -> str:
    """The page with this edition and tab."""
    here = reverse("nvap:manage-crosswalk", args=[framework.code])
    return f"{here}?{urlencode({'edition': edition, 'show': show})}"
