"""The improvement plan as a list: tabs, filters and order, read from an address and written back to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nvap.models import ImprovementAction
from nvap.vocab import ImprovementSource, ImprovementState
from vkpp.core.asked import AskedOfList, Words

PER_PAGE = 25
WORKING = (ImprovementState.OPEN, ImprovementState.UNDER_WAY)
TABS: Mapping[str, str | Promise] = {"working": _("To do"), "done": _("Done"), "dropped": _("Dropped"), "all": _("All")}


@dataclass(frozen=True)
class Asked(AskedOfList):
    """What somebody asks of the improvement plan; values that do not exist are passed over."""

    words: ClassVar[Words] = {"tab": TABS, "source": ImprovementSource.values, "overdue": ["1"]}

    tab: str = "working"
    q: str = ""
    force: str = ""
    source: str = ""
    owner: str = ""
    overdue: str = ""

    def matching(self, user: Any) -> "QuerySet[ImprovementAction]":
        """Everything that matches the filters, whatever the tab."""
        found = ImprovementAction.objects.visible_to(user)
        if self.q:
            found = found.filter(Q(title__icontains=self.q) | Q(reference__iexact=self.q))
        if self.force:
            found = found.filter(force__code=self.force)
        if self.source:
            found = found.filter(source=self.source)
        if self.owner:
            found = found.filter(_owner(self.owner, user))
        return found.filter(overdue()) if self.overdue else found

    def rows(self, user: Any) -> "QuerySet[ImprovementAction]":
        """Those of the tab, the most urgent first."""
        found = self.matching(user).filter(in_tab(self.tab)).select_related("force", "action", "owner", "accountable")
        steps = {"n_steps": Count("steps"), "n_done": Count("steps", filter=Q(steps__done_at__isnull=False))}
        return found.annotate(**steps).order_by(F("due_on").asc(nulls_last=True), "pk")


def overdue() -> Q:
    """Not finished, and past its day."""
    return Q(state__in=WORKING, due_on__lt=timezone.localdate())


def in_tab(tab: str) -> Q:
    """The condition of a tab."""
    return {"working": Q(state__in=WORKING), "all": Q()}.get(tab, Q(state=tab))


def _owner(value: str, user: Any) -> Q:
    if value == "nobody":
        return Q(owner=None)
    if value == "me":
        return Q(owner=user) | Q(accountable=user)
    return Q(owner=int(value)) if value.isascii() and value.isdigit() and len(value) < 10 else Q()
