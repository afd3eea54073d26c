"""The queue of triage: tabs, filters, order and pages, read from an address and written back to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from practice.models import Practice
from practice.querysets import UNSENT, PracticeQuerySet
from practice.vocab import PracticeState
from vkpp.core.asked import AskedOfList, Words

PER_PAGE = 25
COUNTED = 1000
TABS: Mapping[str, str | Promise] = {
    "to_triage": _("To triage"),
    "mine": _("Mine"),
    "returned": _("Returned"),
    "forward": _("Taken forward"),
    "not_forward": _("Not taken forward"),
    "all": _("All"),
}
SORTS: Mapping[str, tuple[str | Promise, tuple[str, str]]] = {
    "oldest": (_("Longest waiting"), ("submitted_at", "-pk")),
    "newest": (_("Newest"), ("-submitted_at", "pk")),
    "due": (_("Due first"), ("due_at", "pk")),
    "title": (_("Title"), ("title", "pk")),
}
SHOWN = (
    *("reference", "title", "state", "strands", "marking", "version", "submitted_at", "due_at"),
    *("call__title", "force__short_name", "claimed_by__display_name", "claimed_by__email"),
)


@dataclass(frozen=True)
class Asked(AskedOfList):
    """What somebody asks of the queue; values that do not exist are passed over."""

    words: ClassVar[Words] = {"tab": TABS, "sort": SORTS, "overdue": ["1"]}

    tab: str = "to_triage"
    q: str = ""
    call: str = ""
    strand: str = ""
    force: str = ""
    claimed: str = ""
    overdue: str = ""
    sort: str = ""

    @property
    def order(self) -> str:
        """The order in force."""
        return self.sort or ("oldest" if self.tab in {"to_triage", "mine"} else "newest")

    def rows(self, user: Any) -> PracticeQuerySet:
        """The examples of the tab that match, in order."""
        found = self.matching(user).filter(_tab(self.tab, user))
        return found.order_by(*SORTS[self.order][1]).select_related("call", "force", "claimed_by").only(*SHOWN)

    def matching(self, user: Any) -> PracticeQuerySet:
        """Every example sent in that matches the filters, whatever the tab."""
        found = Practice.objects.visible_to(user).exclude(state__in=UNSENT)
        if self.q:
            found = found.filter(Q(title__icontains=self.q) | Q(reference__iexact=self.q))
        if self.call:
            found = found.filter(call__slug=self.call)
        if self.strand:
            found = found.filter(strands__contains=[self.strand])
        if self.force:
            found = found.filter(force__code=self.force)
        if self.claimed:
            found = found.filter(_claimed(self.claimed, user))
        if self.overdue:
            found = found.overdue()
        return found

    def counts(self, user: Any) -> dict[str, int]:
        """How many match in each tab, counted no further than COUNTED + 1."""
        found = self.matching(user).order_by()
        return {tab: found.filter(_tab(tab, user))[: COUNTED + 1].count() for tab in TABS}


def _tab(tab: str, user: Any) -> Q:
    return {
        "to_triage": Q(state=PracticeState.SUBMITTED),
        "mine": Q(claimed_by=user, state__in=[PracticeState.SUBMITTED, PracticeState.RETURNED]),
        "returned": Q(state=PracticeState.RETURNED),
        "forward": Q(state__in=[PracticeState.TAKEN_FORWARD, PracticeState.DECIDED]),
        "not_forward": Q(state=PracticeState.NOT_TAKEN_FORWARD),
        "all": Q(),
    }[tab]


def _claimed(value: str, user: Any) -> Q:
    if value == "nobody":
        return Q(claimed_by=None)
    if value == "me":
        return Q(claimed_by=user)
    return Q(claimed_by=int(value)) if value.isdecimal() and len(value) < 10 else Q()


class QueuePaginator(Paginator):  # type: ignore[type-arg]  # Django's class takes no parameter at run time
    """Numbered pages over no more rows than are counted."""

    def __init__(self, rows: Any, number: int) -> None:
        super().__init__(rows, PER_PAGE)
        self.number = number

    @cached_property
    def count(self) -> int:
        """The number known from the tab, cut to COUNTED."""
        return min(self.number, COUNTED)


def words(number: int) -> str:
    """A number as counted: 1,000+ when there are more."""
    return f"{COUNTED:,}+" if number > COUNTED else f"{number:,}"
