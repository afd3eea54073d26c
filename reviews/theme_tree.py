"""The themes of learning as figures and filters know them: by code, over all published versions of the taxonomy."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviews.models import Theme
from reviews.vocab import TaxonomyState
from vkpp.core import remembered


@dataclass(frozen=True)
class Node:
    """A theme with the words of the newest version that has it. `earlier`: the version in use has it no more.

    `ids` are its rows, and those of all themes below it, in every published version: a point has one of them when it
    counts for the theme.
    """

    code: str
    label: str
    description: str
    parent: str
    depth: int
    earlier: bool
    ids: list[int] = field(default_factory=list)


@remembered.for_seconds(20)
def themes() -> Mapping[str, Node]:
    """Every theme by its code: those in use in their order, each parent before its children, then earlier ones."""
    rows = list(
        Theme.objects.exclude(taxonomy__state=TaxonomyState.DRAFT)
        .order_by("-taxonomy__number", "order", "id")
        .values_list("id", "code", "label", "description", "parent_id", "taxonomy__state")
    )
    by_id = {row[0]: row for row in rows}
    found: dict[str, Node] = {}
    for _pk, code, label, description, parent, state in rows:
        above = _above(by_id, parent)
        first = above[0] if above else ""
        node = Node(code, label, description, first, len(above), state != TaxonomyState.PUBLISHED)
        found.setdefault(code, node)
    for pk, code, _label, _description, parent, _state in rows:
        for name in (code, *_above(by_id, parent)):
            found[name].ids.append(pk)
    return {node.code: node for node in _ordered(found)}


def _above(by_id: Mapping[int, tuple[int, str, str, str, int | None, str]], parent: int | None) -> list[str]:
    """The codes of a theme's parent, of its parent, and so on."""
    codes: list[str] = []
    while parent is not None:
        row = by_id[parent]
        codes.append(row[1])
        parent = row[4]
    return codes


def _ordered(found: Mapping[str, Node]) -> list[Node]:
    """Parents before their children, whatever order they were given in."""
    below: dict[str, list[Node]] = {}
    for node in found.values():
        below.setdefault(node.parent, []).append(node)
    done: list[Node] = []
    waiting = sorted(below.get("", []), key=lambda node: node.earlier)
    while waiting:
        node = waiting.pop(0)
        done.append(node)
        waiting = below.get(node.code, []) + waiting
    return done


def children(code: str) -> list[Node]:
    """The themes right below one."""
    return [node for node in themes().values() if node.parent == code]
