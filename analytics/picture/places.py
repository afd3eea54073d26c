"""Where: the regions in which answers name gaps, and the forces that have published practice, on the tile map."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from analytics.picture import said
from analytics.picture.said import Together
from analytics.picture.table import Picture
from analytics.presenters import practice_map
from analytics.vocab import Scope
from vkpp.accounts.models import Force

STEPS = (20, 30, 40)  # per cent of answers with a gap from which a tile is darker
PRACTICE_STEPS = (1, 2, 4)  # examples from which a tile is darker


@dataclass(frozen=True)
class Region:
    """A region's answers on all actions that may be told of it."""

    name: str
    forces: int
    together: Together

    @property
    def share(self) -> float | None:
        """Of its answers those that name a gap; nothing where too few actions may be told to speak for the region."""
        return self.together.share if 2 * self.together.told >= self.together.actions else None


def regions(picture: Picture) -> list[Region]:
    """Those with anything to tell first, most gaps first."""
    found: dict[str, dict[int, said.Said]] = defaultdict(dict)
    expected: dict[str, int] = {}
    for figure in picture.found:
        if figure.scope == Scope.REGION and (told := said.of(figure, picture.measure)) is not None:
            found[figure.place][figure.action] = told
            expected[figure.place] = figure.expected
    listed = [Region(name, expected[name], said.together(told, len(picture.rows))) for name, told in found.items()]
    return sorted(listed, key=lambda one: (one.share is None, -(one.share or 0), one.name))


def gap_map(listed: list[Region]) -> dict[str, Any]:
    """Each force's tile with the share of its region, never of the force itself."""
    shares = {one.name: one.share for one in listed}
    region_of = dict(Force.objects.filter(benchmarked=True).values_list("pk", "region"))
    values = {pk: percent(shares.get(region)) for pk, region in region_of.items()}
    rows, tiles = practice_map.grid(values)
    for tile in tiles:
        share = shares.get(tile["force"].region)
        tile["shade"] = sum(100 * share >= step for step in STEPS) if share is not None else 0
    return {"rows": rows, "listed": tiles}


def practice_map_of(picture: Picture) -> dict[str, Any]:
    """How many examples each force has in the bank, as the reader may read it."""
    counts = picture.supply.by_force
    codes = dict(Force.objects.filter(benchmarked=True).values_list("pk", "code"))
    rows, tiles = practice_map.grid({pk: str(counts.get(code, 0)) for pk, code in codes.items()})
    for tile in tiles:
        tile["shade"] = sum(counts.get(tile["force"].code, 0) >= step for step in PRACTICE_STEPS)
    return {"rows": rows, "listed": tiles}


def percent(share: float | None) -> str:
    """A share as it is printed; a dash for none."""
    return "–" if share is None else f"{round(100 * share)}%"
