"""The register as a list: filters and order, read from an address and written back to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.models import Collection, Overlap
from analytics.register.vocab import CollectionState
from analytics.register.workflow import OPEN
from vkpp.core.asked import AskedOfList, Words

PER_PAGE = 50
NONE = "none"
SORTS: Mapping[str, tuple[str | Promise, tuple[Any, ...]]] = {
    "name": (_("name"), ("name", "pk")),
    "owner": (_("owner"), ("owner", "name", "pk")),
    "hours": (_("most hours"), (F("burden_hours").desc(nulls_last=True), "name", "pk")),
    "overlaps": (_("most overlaps"), ("-open_overlaps", "name", "pk")),
    "changed": (_("last changed"), ("-updated_at", "-pk")),
}


class Counted(Func):
    """The number of rows of a subquery."""

    function = "count"
    template = "count(*)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Asked(AskedOfList):
    """What somebody asks of the register; values that do not exist find nothing or are passed over."""

    words: ClassVar[Words] = {
        "state": [*CollectionState.values, "all"],
        "known": ["yes", "no"],
        "sort": SORTS,
    }

    q: str = ""
    owner: str = ""
    rhythm: str = ""
    basis: str = ""
    strand: str = ""
    state: str = CollectionState.IN_USE.value
    known: str = ""
    sort: str = "name"

    def matching(self, user: Any) -> "QuerySet[Collection]":
        """The collections that pass the filters."""
        found: QuerySet[Collection] = Collection.objects.visible_to(user)
        if self.q:
            words = Q(search=SearchQuery(self.q, config="english", search_type="websearch"))
            items = Q(items__text__icontains=self.q, items__removed_at=None)
            named = Q(name__icontains=self.q) | Q(owner__icontains=self.q)
            found = found.filter(pk__in=Collection.objects.filter(words | items | named).values("pk"))
        if self.state != "all":
            found = found.filter(state=self.state)
        if self.owner:
            found = found.filter(owner=self.owner)
        if self.rhythm:
            found = found.filter(rhythm="" if self.rhythm == NONE else self.rhythm)
        if self.basis:
            found = found.filter(basis="" if self.basis == NONE else self.basis)
        if self.strand:
            found = found.filter(strands__contains=[self.strand])
        return found.filter(sample=self.known == "no") if self.known else found

    def rows(self, user: Any) -> "QuerySet[Collection]":
        """Those that match, in order, with how many overlaps wait for a decision."""
        return with_overlaps(self.matching(user), user).order_by(*SORTS[self.sort][1])


def with_overlaps(rows: "QuerySet[Collection]", user: Any) -> "QuerySet[Collection]":
    """The collections with `open_overlaps`: pairs that nobody has settled."""
    about = Q(first__collection=OuterRef("pk")) | Q(other_item__collection=OuterRef("pk"))
    waiting = Overlap.objects.visible_to(user).filter(about, state__in=OPEN).order_by()
    return rows.annotate(open_overlaps=Coalesce(Subquery(waiting.annotate(n=Counted()).values("n")), 0))


def totals(rows: "QuerySet[Collection]") -> dict[str, Any]:
    """How many collections, for how many the hours are known, and the hours of one force and of all."""
    return rows.order_by().aggregate(
        collections=Count("pk"),
        known=Count("burden_hours"),
        hours=Sum("burden_hours"),
        known_all=Count("pk", filter=Q(burden_hours__isnull=False, forces_asked__isnull=False)),
        hours_all=Sum(F("burden_hours") * F("forces_asked")),
    )
