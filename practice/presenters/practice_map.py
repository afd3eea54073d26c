"""The practice map: how many examples a search finds of each force, on equal tiles and as tables."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from practice import facets, listing, search
from practice.filters import Wanted
from practice.search import Crossed, Found
from vkpp.accounts import tiles
from vkpp.accounts.models import Force

BY = ("category", "rating")
OTHER = "other"
FIXED = {"name": gettext_lazy("Force"), "region": gettext_lazy("Region"), "total": gettext_lazy("Examples")}
TEXTS = ("name", "region")


class _Links:
    """Addresses of the list of one force, all other filters kept, and of its page: each worked out once for all."""

    ANY = "-"

    def __init__(self, wanted: Wanted) -> None:
        query = wanted.changed(chosen={**wanted.chosen, "force": (self.ANY,)}, sort="").query()
        self.lists = f"{reverse('practice:bank')}?{query}"
        self.pages = reverse("practice:force", args=[self.ANY])

    def listed(self, code: str) -> str:
        """The list."""
        return self.lists.replace(f"force={self.ANY}", f"force={code}")

    def page(self, code: str) -> str:
        """The page."""
        return self.pages.replace(f"/{self.ANY}/", f"/{code}/")


def page(user: Any, wanted: Wanted, problems: Sequence[str], order: str = "") -> dict[str, Any]:
    """Everything the template of the map shows. The filters are those of the list, and so is the address.

    `order`: the column by which the table is sorted: name, region, total, or facet.value as `rating.works`.
    """
    found = search.find(user, wanted, size=1, loosen=True)
    crossed = search.crossed(user, found.wanted, "force", BY)
    forces = list(Force.objects.order_by("name"))
    totals = {code: total for code, (total, _by) in crossed.items()}
    columns, links = _columns(), _Links(found.wanted)
    query = wanted.changed(sort="").query()
    order = order if order in {*FIXED, *(_key(facet, value) for facet, value, _label in columns)} else "name"
    rows = [_row(force, crossed, links, columns) for force in forces if force.tile_row is not None]
    return {
        **listing.page(found, [], problems),
        "bank_url": reverse("practice:map"),
        "list_href": f"{reverse('practice:bank')}?{query}" if query else reverse("practice:bank"),
        "tiles": _tiles(forces, totals, found, links),
        "legend": _legend(tiles.steps(_placed(forces, totals))),
        "regions": _regions(forces, totals),
        "order": order,
        "fixed": [_heading(key, label, order, found) for key, label in FIXED.items()],
        "columns": [_heading(_key(facet, value), label, order, found) for facet, value, label in columns],
        "spans": [(facets.BY_NAME[facet].label, sum(name == facet for name, *_rest in columns)) for facet in BY],
        "rows": _sorted(rows, order, columns),
        "beneath": [_row(force, crossed, links, columns) for force in forces if force.tile_row is None]
        + [_other(crossed, links, columns)],
        "with_some": sum(bool(totals.get(force.code)) for force in forces),
        "forces": len(forces),
    }


def _placed(forces: Sequence[Force], totals: Mapping[str, int]) -> list[int]:
    return [totals.get(force.code, 0) for force in forces if force.tile_row is not None]


def _tiles(forces: Sequence[Force], totals: Mapping[str, int], found: Found, links: _Links) -> dict[str, Any]:
    """The tiles, darker with more examples; each leads to the list of its force."""
    placed = [force for force in forces if force.tile_row is not None]
    steps = tiles.steps(_placed(forces, totals))
    chosen = found.wanted.chosen.get("force", ())
    rows, listed = tiles.grid({force.pk: f"{totals.get(force.code, 0):,}" for force in placed}, forces=placed)
    for tile in listed:
        code = tile["force"].code
        tile["shade"] = _shade(totals.get(code, 0), steps)
        tile["own"] = code in chosen
        tile["href"] = links.listed(code)
    return {"rows": rows, "listed": listed}


def _shade(count: int, steps: Sequence[int]) -> int:
    """The darkest shade is for the last step; none for nought."""
    passed = sum(count >= step for step in steps)
    return passed and passed + tiles.SHADES - len(steps)


def _legend(steps: Sequence[int]) -> list[dict[str, Any]]:
    """Each shade with the numbers that it stands for."""
    shades = [{"shade": 0, "words": _("none")}]
    for place, step in enumerate(steps):
        last = steps[place + 1] - 1 if place + 1 < len(steps) else None
        words = _("%(step)s and more") % {"step": f"{step:,}"} if last is None else f"{step:,}–{last:,}"
        shade = place + 1 + tiles.SHADES - len(steps)
        shades.append({"shade": shade, "words": f"{step:,}" if last == step else words})
    return shades


def _columns() -> list[tuple[str, str, str]]:
    """Facet, value and heading of each column after the total."""
    labels = facets.labels()
    return [(facet, value, label) for facet in BY for value, label in labels[facet].items()]


def _key(facet: str, value: str) -> str:
    return f"{facet}.{value}"


def _heading(key: str, label: Any, order: str, found: Found) -> dict[str, Any]:
    """A heading of the table: its link sorts by it, numbers from the most, words from A."""
    asked = found.wanted.changed(sort="").query()
    direction = "ascending" if key in TEXTS else "descending"
    href = "?" + "&".join(filter(None, (asked, urlencode({"order": key}))))
    return {"label": label, "href": f"{href}#by-force", "sorted": direction if key == order else ""}


def _sorted(
    rows: Sequence[dict[str, Any]], order: str, columns: Sequence[tuple[str, str, str]]
) -> Sequence[dict[str, Any]]:
    """By name as they come; else by the column, those that are equal by name."""
    if order in TEXTS:
        return sorted(rows, key=lambda row: row[order]) if order != "name" else rows
    if order == "total":
        return sorted(rows, key=lambda row: -row["total"])
    place = [_key(facet, value) for facet, value, _label in columns].index(order)
    return sorted(rows, key=lambda row: -row["cells"][place])


def _row(force: Force, crossed: Crossed, links: _Links, columns: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    cells = _cells(force.code, crossed, columns)
    return {
        "name": force.short_name,
        "url": links.page(force.code),
        "region": force.region,
        "list": links.listed(force.code),
        **cells,
    }


def _other(crossed: Crossed, links: _Links, columns: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    cells = _cells(OTHER, crossed, columns)
    name = facets.BY_NAME["force"].labels()[OTHER]
    return {"name": name, "url": "", "region": "", "list": links.listed(OTHER), **cells}


def _cells(code: str, crossed: Crossed, columns: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    total, by = crossed.get(code, (0, {}))
    return {"total": total, "cells": [by.get(facet, {}).get(value, 0) for facet, value, _label in columns]}


def _regions(forces: Sequence[Force], totals: Mapping[str, int]) -> list[dict[str, Any]]:
    """Each region with its examples and how many of its forces have any, most first."""
    examples: Counter[str] = Counter()
    some: Counter[str] = Counter()
    size = Counter(force.region for force in forces)
    for force in forces:
        examples[force.region] += totals.get(force.code, 0)
        some[force.region] += bool(totals.get(force.code))
    listed = sorted(size, key=lambda region: (-examples[region], region))
    return [{"name": region, "count": examples[region], "of": _of(some[region], size[region])} for region in listed]


def _of(some: int, size: int) -> str:
    return ngettext("%(some)d of %(n)d force", "%(some)d of %(n)d forces", size) % {"some": some, "n": size}
