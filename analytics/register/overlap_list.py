"""Overlaps as a list: tabs and a filter, read from an address and written back to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.models import Overlap
from analytics.register.vocab import OverlapState
from analytics.register.workflow import AGREED
from vkpp.core.asked import AskedOfList, Words

PER_PAGE = 25
NEEDED = ("first__collection", "other_item__collection", "decided_by")
TABS: Mapping[str, tuple[str | Promise, Q]] = {
    "found": (_("To decide"), Q(state=OverlapState.FOUND)),
    "asked": (_("Owners asked"), Q(state=OverlapState.ASKED)),
    "agreed": (_("To carry out"), Q(state__in=AGREED)),
    "settled": (_("Settled"), Q(state__in=[OverlapState.KEPT, OverlapState.DONE])),
    "all": (_("All"), Q()),
}


@dataclass(frozen=True)
class Asked(AskedOfList):
    """What somebody asks of the overlaps."""

    words: ClassVar[Words] = {"tab": TABS}

    tab: str = "found"
    collection: str = ""
    q: str = ""

    def matching(self, user: Any) -> "QuerySet[Overlap]":
        """Everything that passes the filters, whatever the tab."""
        found: QuerySet[Overlap] = Overlap.objects.visible_to(user)
        if self.collection:
            found = found.filter(
                Q(first__collection__code=self.collection) | Q(other_item__collection__code=self.collection)
            )
        if self.q:
            found = found.filter(
                Q(first_text__icontains=self.q) | Q(other_text__icontains=self.q) | Q(reference__iexact=self.q)
            )
        return found

    def rows(self, user: Any) -> "QuerySet[Overlap]":
        """Those of the tab, the most alike first."""
        return self.matching(user).filter(TABS[self.tab][1]).select_related(*NEEDED).order_by("-similarity", "pk")
