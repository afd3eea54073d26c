"""Recommendations as a list: tabs, filters and order, read from an address and written back to one."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.models import Recommendation
from reviews.vocab import RecommendationState

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
class Asked:
    """What somebody asks of the recommendations; values that do not exist are passed over."""

    tab: str = "working"
    q: str = ""
    source: str = ""
    force: str = ""
    action: str = ""
    owner: str = ""
    review: str = ""
    overdue: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Self:
        """Read an address."""
        asked = cls(**{one.name: str(data.get(one.name, one.default))[:100].replace("\x00", "") for one in fields(cls)})
        return replace(
            asked,
            tab=asked.tab if asked.tab in TABS else "working",
            source=asked.source if asked.source in SOURCES else "",
            owner=asked.owner if asked.owner in {"me", "nobody"} else "",
            overdue="1" if asked.overdue == "1" else "",
            q=asked.q.strip(),
        )

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(getattr(self, one.name) for one in fields(self) if one.name != "tab")

    def query(self, **changes: str) -> str:
        """As a query string, from the first page."""
        asked = replace(self, **changes)
        return urlencode([(one.name, value) for one in fields(asked) if (value := getattr(asked, one.name))])

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
