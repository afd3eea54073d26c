"""Where practice is missing: strands × categories of what a reader may read in the bank, counted from its index."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from nvap.models import Strand
from practice import bank_index, facets
from practice.facets import Labels
from practice.querysets import reader_groups
from practice.reporting.asked import Asked

LITTLE = 2
"""So many examples or fewer are little practice."""


@dataclass(frozen=True)
class Row:
    """A strand: its code and label, and for each category how many examples; `total` each example once."""

    code: str
    label: str
    counts: Sequence[int]
    total: int


@dataclass(frozen=True)
class Gaps:
    """The table. `filters` are the values of other facets that it is narrowed by."""

    categories: Labels
    rows: Sequence[Row]
    filters: tuple[tuple[str, str], ...]

    @property
    def pairs(self) -> int:
        """How many pairs of a strand and a category there are."""
        return sum(len(row.counts) for row in self.rows)

    @property
    def none(self) -> int:
        """How many of them have no example at all."""
        return sum(not n for row in self.rows for n in row.counts)

    @property
    def little(self) -> int:
        """How many have a few only."""
        return sum(0 < n <= LITTLE for row in self.rows for n in row.counts)

    def href(self, strand: str, category: str = "") -> str:
        """The list of the examples behind a figure."""
        chosen = (("focus", strand), *((("category", category),) if category else ()), *self.filters)
        return f"{reverse('practice:bank')}?{urlencode(chosen)}"


def find(user: Any, asked: Asked) -> Gaps:
    """What the bank has of each strand and category now, narrowed to the call, and for staff to the force, asked about."""
    labels = facets.labels()
    categories = {code: str(label) for code, label in labels["category"].items()}
    offered = Strand.objects.filter(selectable=True).values_list("code", flat=True)
    strands = {code: str(labels["focus"][code]) for code in offered}
    filters = [("call", asked.call.slug)] if asked.call else []
    filters += [("force", asked.force.code)] if asked.force else []
    index = bank_index.current()
    with index.lock:
        among = index.visible(reader_groups(user))
        for facet, value in filters:
            among = among & index.having(facet, [value])
        of = {code: among & index.having("category", [code]) for code in categories}
        rows = []
        for code, label in strands.items():
            here = index.having("focus", [code])
            counts = [here.intersection_cardinality(of[category]) for category in categories]
            rows.append(Row(code, label, counts, here.intersection_cardinality(among)))
    return Gaps(categories, rows, tuple(filters))
