"""Forces that took up practice of others on an action and say that it works for them, wholly or in part."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from practice.adopting.vocab import GOOD
from practice.models import Adoption


def on_action(user: Any, code: str) -> "Counter[int]":
    """Force → how many such adoptions it shares with this person, of practice that this person may read."""
    rows = Adoption.objects.shared_with(user, actions__contains=[code]).filter(result__in=GOOD)
    return Counter(rows.order_by().values_list("force_id", flat=True))


def forces(user: Any, codes: Iterable[str]) -> dict[str, set[str]]:
    """Code of the action → codes of the forces that have such an adoption."""
    wanted = set(codes)
    rows = Adoption.objects.shared_with(user).filter(
        result__in=GOOD, practice__bank_entry__actions__overlap=sorted(wanted)
    )
    found: dict[str, set[str]] = {code: set() for code in wanted}
    for force, actions in rows.values_list("force__code", "practice__bank_entry__actions"):
        for code in wanted.intersection(actions):
            found[code].add(force)
    return found
