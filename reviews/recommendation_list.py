"""Recommendations as a list: tabs, filters and order, read from an address and written back to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.models import Recommendation
from reviews.vocab import RecommendationState
from vkpp.core.asked import AskedOfList, Words

PER_PAGE = 25
WORKING = (RecommendationState.OPEN, RecommendationState.UNDER_WAY)
TABS: Mapping[str, str | Promise] = {
    "working": _("To do"),
    "done": _("Done"),
    "not_accepted": _("Not accepted"),
    "all": _("All"),
}
SOURCES: Mapping[str, str | Promise] = {"case": _("Case reviews"), "peer": _("Peer reviews")}


@dataclass(frozen=True)
class Asked(AskedOfList):
    """What somebody asks of the recommendations; values that do not exist are passed over."""

    words: ClassVar[Words] = {
        "tab": TABS,
        "source": SOURCES,
        "owner": ["me", "nobody"],
        "overdue": ["1"],
    }

    tab: str = "working"
    q: str = ""
    source: str = ""
    force: str = ""
    action: str = ""
    owner: str = ""
    review: str = ""
    overdue: str = ""

    def matching(self, user: Any) -> "QuerySet[Recommendation]":
        """Everything that matches the filters, whatever the tab."""
        found: QuerySet[Recommendation] = Recommendation.objects.visible_to(user)
        if self.q:
            found = found.filter(Q(text__icontains=self.q) | Q(reference__iexact=self.q) | Q(body__icontains=self.q))
        if self.source:
            found = found.filter(peer_review__isnull=self.source == "case")
        if self.force:
            found = found.filter(force__code=self.force)
        if self.action:
            found = found.filter(action__code=self.action)
        if self.review:
            found = found.filter(Q(review__reference=self.review) | Q(peer_review__reference=self.review))
        if self.owner:
            found = found.filter(Q(owner=user) if self.owner == "me" else Q(owner=None))
        return found.filter(overdue()) if self.overdue else found

    def rows(self, user: Any) -> "QuerySet[Recommendation]":
        """Those of the tab, the most urgent first."""
        needed = ("force", "action", "owner", "review", "peer_review")
        found = self.matching(user).filter(in_tab(self.tab)).select_related(*needed)
        return found.order_by(F("due_on").asc(nulls_last=True), "pk")


def overdue() -> Q:
    """Not closed, and past its day."""
    return Q(state__in=WORKING, due_on__lt=timezone.localdate())


def in_tab(tab: str) -> Q:
    """The condition of a tab."""
    return {"working": Q(state__in=WORKING), "all": Q()}.get(tab, Q(state=tab))
