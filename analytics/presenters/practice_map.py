"""Published practice on one action, force by force, on the tile map: whom to ask."""

from collections import Counter
from typing import Any

from practice.models import BankEntry
from vkpp.accounts import tiles as tile_map
from vkpp.accounts.models import Force

STEPS = (0, 1, 2, 4)  # from how many examples a tile is darker


def tiles(user: Any, action_code: str, own: Force | None = None) -> dict[str, Any]:
    """Rows of the map as a table, with what this reader may read in the practice bank."""
    entries = (
        BankEntry.objects.visible_to(user).listed().filter(actions__contains=[action_code], force_id__isnull=False)
    )
    counts = Counter(entries.values_list("force_id", flat=True))
    rows, listed = tile_map.grid({pk: str(count) for pk, count in counts.items()}, own)
    for row in rows:
        for tile in row:
            if tile:
                tile["shade"] = sum(counts.get(tile["force"].pk, 0) >= step for step in STEPS[1:])
    return {"rows": rows, "listed": listed, "total": sum(counts.values()), "forces": len(counts)}
