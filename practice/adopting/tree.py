"""Who learned from whom: the adoptions of a practice as a tree whose root is the original."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from practice.models import Adoption

ABOVE = """
    WITH RECURSIVE above AS (
        SELECT id, source_id FROM practice_adoption WHERE id = %s
        UNION SELECT a.id, a.source_id FROM practice_adoption a JOIN above ON a.id = above.source_id
    ) SELECT id FROM above
"""


@dataclass(frozen=True)
class Node:
    """One force's adoption, and those that learned from it."""

    adoption: Adoption
    followers: list["Node"] = field(default_factory=list)


def grown(adoptions: Iterable[Adoption]) -> list[Node]:
    """The tree of these, each level in the order given. Whose source is not among them hangs at the root."""
    nodes = {adoption.pk: Node(adoption) for adoption in adoptions}
    roots: list[Node] = []
    for node in nodes.values():
        source = nodes.get(node.adoption.source_id or 0)
        (source.followers if source is not None else roots).append(node)
    return roots


def above(adoption: Adoption) -> set[int]:
    """The adoption itself and everything it learned from, directly or not."""
    return {row.pk for row in Adoption.objects.raw(ABOVE, [adoption.pk])}


def below(adoption: Adoption) -> set[int]:
    """The adoption itself and every one that learned from it, directly or not."""
    pairs = Adoption.objects.filter(practice=adoption.practice_id).values_list("pk", "source_id")
    followers: dict[int, list[int]] = {}
    for pk, source in pairs:
        if source is not None:
            followers.setdefault(source, []).append(pk)
    found, waiting = set(), [adoption.pk]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += followers.get(one, [])
    return found
