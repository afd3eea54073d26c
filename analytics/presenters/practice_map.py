"""Published practice on one action, force by force, on the tile map: whom to ask."""

from collections import Counter
from typing import Any

from practice.models import BankEntry
from vkpp.accounts.models import Force

STEPS = (0, 1, 2, 4)  # from how many examples a tile is darker


def tiles(user: Any, action_code: str, own: Force | None = None) -> dict[str, Any]:
    """Rows of the map as a table, with what this reader may read in the practice bank."""
    entries = BankEntry.objects.visible_to(user).filter(actions__contains=[action_code], force_id__isnull=False)
    counts = Counter(entries.values_list("force_id", flat=True))
    rows, listed = grid({pk: str(count) for pk, count in counts.items()}, own)
    for row in rows:
        for tile in row:
            if tile:
                tile["shade"] = sum(counts.get(tile["force"].pk, 0) >= step for step in STEPS[1:])
    return {"rows": rows, "listed": listed, "total": sum(counts.values()), "forces": len(counts)}


def grid(
    values: dict[int, str], own: Force | None = None, *, forces: list[Force] | None = None
) -> tuple[list[list[dict[str, Any] | None]], list[Any]]:
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
