"""Where: the regions in which answers name gaps, and the forces that have published practice, on the tile map."""

from dataclasses import dataclass
from typing import Any

from analytics.picture import said
from analytics.picture.said import Together
from analytics.picture.table import Picture
from vkpp.accounts import forces, tiles

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
    told = picture.told
    listed = [
        Region(name, told.expected[name], said.together(known, len(picture.rows)))
        for name, known in told.regions.items()
    ]
    return sorted(listed, key=lambda one: (one.share is None, -(one.share or 0), one.name))


def maps(picture: Picture, listed: list[Region]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Each force's tile with the share of its region, never of the force itself; and with its published examples."""
    mapped = [force for force in forces.listed() if force.benchmarked and force.tile_row is not None]
    shares, counts = {one.name: one.share for one in listed}, picture.supply.by_force
    gaps = tiles.grid({force.pk: percent(shares.get(force.region)) for force in mapped}, forces=mapped)
    for tile in gaps[1]:
        share = shares.get(tile["force"].region)
        tile["shade"] = sum(100 * share >= step for step in STEPS) if share is not None else 0
    practice = tiles.grid({force.pk: str(counts.get(force.code, 0)) for force in mapped}, forces=mapped)
    for tile in practice[1]:
        tile["shade"] = sum(counts.get(tile["force"].code, 0) >= step for step in PRACTICE_STEPS)
    return {"rows": gaps[0], "listed": gaps[1]}, {"rows": practice[0], "listed": practice[1]}


def percent(share: float | None) -> str:
    """A share as it is printed; a dash for none."""
    return "–" if share is None else f"{round(100 * share)}%"
