"""Forces on a map of equal tiles: each where `tile_row` and `tile_col` place it, with a value of the caller's."""

from collections.abc import Sequence
from typing import Any

from vkpp.accounts.models import Force

SHADES = 3
Rows = list[list[dict[str, Any] | None]]


def grid(
    values: dict[int, str], own: Force | None = None, *, forces: Sequence[Force] | None = None
) -> tuple[Rows, list[Any]]:
    """Forces placed by tile row and column (None: an empty place), and the same as a list by name."""
    if forces is None:
        forces = list(Force.objects.filter(benchmarked=True, tile_row__isnull=False).order_by("name"))
    if not forces:
        return [], []
    made: dict[tuple[int, int], dict[str, Any]] = {
        (force.tile_row or 0, force.tile_col or 0): {
            "force": force,
            "value": values.get(force.pk, "0"),
            "own": own is not None and force.pk == own.pk,
            "shade": 0,
        }
        for force in forces
    }
    rows = range(min(row for row, _col in made), max(row for row, _col in made) + 1)
    cols = range(min(col for _row, col in made), max(col for _row, col in made) + 1)
    ordered = sorted(made.values(), key=lambda tile: str(tile["force"].name))
    return [[made.get((row, col)) for col in cols] for row in rows], ordered


def steps(counts: Sequence[int]) -> list[int]:
    """From which counts a tile is darker: thirds of the different counts there are but nought. Few counts, few steps."""
    some = sorted({count for count in counts if count})
    return sorted({some[len(some) * third // SHADES] for third in range(SHADES)}) if some else []
