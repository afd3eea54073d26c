"""Whether shared levels may be told to a reader beside the figures the reader has: docs/adr/0016.

A force that shares its level takes itself out of every figure: who knows its answer can subtract it. What is left must
still be a figure that `disclosure` lets out. If not for one of them, no level on the action is told to this reader.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from analytics import figures
from analytics.figures import GROUP_ORDER, Audience
from analytics.matching.levels import Edition, Levels
from analytics.models import ThemeSummary
from analytics.vocab import Basis
from vkpp.accounts.models import Force
from vkpp.core import disclosure
from vkpp.core.disclosure import Cell

Row = Mapping[str, Any]


def safe(force: Force, measure: str, shared: Levels, own: Mapping[Edition, int]) -> bool:
    """Whether every figure that the force may see on the action stays one when the sharers' answers are known."""
    if not any(shared.values()):
        return True
    audience = figures.for_force(force)
    families: dict[tuple[int, str], list[Row]] = defaultdict(list)
    asked = [(edition.round.pk, edition.version) for edition in shared]
    for row in figures.on_every_basis(force, measure, asked):
        families[row["round_id"], row["basis"]].append(row)
    by_round = {edition.round.pk: edition for edition in shared}
    for (round_, _basis), rows in families.items():
        edition = by_round[round_]
        mine = str(own[edition]) if edition in own else None
        if not _stays(rows, audience.known, mine, shared[edition]):
            return False
    return all(_themes_stay(rows, audience.known, shared) for rows in _themes(audience, measure, shared))


def _stays(rows: Iterable[Row], known: Collection[int], own: str | None, told: Mapping[int, int]) -> bool:
    """The same figures shown as before, once those who told their level are taken out."""
    cells = [Cell(frozenset(row["contributors"]), row["distribution"]) for row in rows]
    before = disclosure.decide(cells, known=frozenset(known), own=own)
    shown = [cell for cell, decision in zip(cells, before, strict=True) if decision.shown]
    left = [rest for rest in (_without(cell, told) for cell in shown) if rest.contributors - frozenset(known)]
    return all(decision.shown for decision in disclosure.decide(left, known=frozenset(known), own=own))


def _without(cell: Cell, told: Mapping[int, int]) -> Cell:
    counts = dict(cell.levels)
    for force, level in told.items():
        if force in cell.contributors and counts.get(str(level)):
            counts[str(level)] -= 1
    return Cell(cell.contributors - frozenset(told), counts)


def _themes(audience: Audience, measure: str, shared: Levels) -> Iterable[list[Row]]:
    """The published figures of the action's theme, round by round."""
    asked = {edition.round.pk for edition in shared}
    actions = {edition.version for edition in shared}
    rows = ThemeSummary.objects.filter(round__in=asked, theme__actions__in=actions, measure=measure)
    found: dict[int, list[Row]] = defaultdict(list)
    groups = figures.of_audience(rows, audience, Basis.PUBLISHED).order_by(*GROUP_ORDER)
    for row in groups.values("round_id", "contributors"):
        found[row["round_id"]].append(row)
    return found.values()


def _themes_stay(rows: Iterable[Row], known: Collection[int], shared: Levels) -> bool:
    """Whoever shares one action is taken out of the whole theme: stricter than need be."""
    sharers = frozenset(force for scores in shared.values() for force in scores)
    groups = [frozenset(row["contributors"]) for row in rows]
    before = disclosure.release(groups, known=frozenset(known))
    left = [group - sharers for group, decision in zip(groups, before, strict=True) if decision.shown]
    left = [group for group in left if group - frozenset(known)]
    return all(decision.shown for decision in disclosure.release(left, known=frozenset(known)))
