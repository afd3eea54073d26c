"""Reading the theory of change of an example from the database."""

from typing import Any

from practice.models import TheoryBox, TheoryLink
from practice.theory.shape import Box, Theory
from practice.theory.vocab import ARROW, RANK, Kind


def load(practice: Any) -> Theory:
    """The theory of an example that the caller may read; empty when nobody wrote one. Read once per saved version."""
    known: tuple[int, Theory] | None = practice.__dict__.get("_theory")
    if known is None or known[0] != practice.version:
        known = practice.__dict__["_theory"] = (practice.version, _read(practice))
    return known[1]


def _read(practice: Any) -> Theory:
    rows = list(TheoryBox.objects.filter(theory=practice.pk).order_by("order", "pk"))
    if not rows:
        return Theory()
    keys = {row.pk: row.key for row in rows}
    links = {
        pk: (keys[source], keys[target])
        for pk, source, target in TheoryLink.objects.filter(theory=practice.pk).values_list("pk", "source", "target")
    }
    place = {row.key: number for number, row in enumerate(rows)}
    leads: dict[str, list[str]] = {}
    for source, target in sorted(links.values(), key=lambda link: (RANK[link[1]], place[link[1]])):
        leads.setdefault(source, []).append(target)
    order = {kind.value: number for number, kind in enumerate(Kind)}
    rows.sort(key=lambda row: order[row.kind])
    return Theory(
        tuple(Box(row.key, row.text, tuple(leads.get(row.key, ())), _about(row, keys, links)) for row in rows)
    )


def _about(row: TheoryBox, keys: dict[int, str], links: dict[int, tuple[str, str]]) -> str:
    if row.about_box_id is not None:
        return keys[row.about_box_id]
    return ARROW.join(links[row.about_link_id]) if row.about_link_id is not None else ""
