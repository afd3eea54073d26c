"""VKPP's desk: the returns of a round with how far they are and how late, filtered and sorted, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Case, Count, DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nvap.models import Extension, Query, Response, Return, Round
from nvap.vocab import QueryState, ReturnState, RoundState
from vkpp.core.asked import AskedOfList, Words
from vkpp.core.working_days import LONDON

PER_PAGE = 50
WITH_FORCE = ("not_started", "answering", "to_sign", "signed", "queried", "amending")
TABS: Mapping[str, str | Promise] = {
    "all": _("All"),
    "to_check": _("To check"),
    "with_force": _("With the force"),
    "accepted": _("Accepted"),
}
SORTS: Mapping[str, tuple[str | Promise, tuple[Any, ...]]] = {
    "force": (_("Force"), ("force__short_name",)),
    "late": (_("Late first"), ("-late", "force__short_name")),
    "answered": (_("Least answered"), ("answered", "force__short_name")),
    "queries": (_("Most queries"), ("-n_queries", "force__short_name")),
    "changed": (_("Changed last"), ("-updated_at", "force__short_name")),
}


@dataclass(frozen=True)
class Asked(AskedOfList):
    """What somebody asks of the desk; values that do not exist are passed over."""

    words: ClassVar[Words] = {
        "tab": TABS,
        "sort": SORTS,
        "state": ReturnState.values,
        "late": ["1"],
        "queries": ["1"],
    }

    round: str = ""
    tab: str = "all"
    q: str = ""
    state: str = ""
    region: str = ""
    late: str = ""
    queries: str = ""
    sort: str = ""

    def matching(self, user: Any, of: Round) -> "QuerySet[Any]":
        """The returns of the round that match the filters, whatever the tab."""
        found = annotated(Return.objects.visible_to(user).filter(round=of))
        if self.q:
            found = found.filter(Q(force__name__icontains=self.q) | Q(force__short_name__icontains=self.q))
        if self.state:
            found = found.filter(state=self.state)
        if self.region:
            found = found.filter(force__region=self.region)
        if self.late:
            found = found.filter(late=1)
        if self.queries:
            found = found.filter(Exists(_queries(state__in=[QueryState.OPEN, QueryState.ANSWERED])))
        return found

    def rows(self, user: Any, of: Round) -> "QuerySet[Any]":
        """Those of the tab, in order."""
        order = SORTS[self.sort or "force"][1]
        return self.matching(user, of).filter(in_tab(self.tab)).order_by(*order, "pk").select_related("force", "round")


def in_tab(tab: str) -> Q:
    """The condition of a tab."""
    return {
        "to_check": Q(state=ReturnState.SUBMITTED),
        "with_force": Q(state__in=WITH_FORCE),
        "accepted": Q(state=ReturnState.ACCEPTED),
        "all": Q(),
    }[tab]


def annotated(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Returns with `answered` of `actions`, `n_queries`, `n_answered` queries, when they are `due`, first `sent`, if `late`.

    One that came in time stays in time when it is sent again after queries or an amendment.
    """
    longer = Extension.objects.filter(round=OuterRef("round"), force=OuterRef("force")).order_by()
    until = longer.values("round").annotate(last=Max("until")).values("last")
    now = timezone.now()
    found: QuerySet[Any] = rows.annotate(
        answered=_count(Response.objects.filter(ret=OuterRef("pk"), complete=True)),
        actions=_count(Response.objects.filter(ret=OuterRef("pk"))),
        n_queries=_count(_queries(state__in=[QueryState.OPEN, QueryState.ANSWERED])),
        n_answered=_count(_queries(state=QueryState.ANSWERED)),
        due=Greatest(F("round__due_at"), Subquery(until, output_field=DateTimeField())),
        sent=Coalesce("first_submitted_at", "submitted_at"),
    ).annotate(
        late=Case(
            When(due__isnull=True, then=Value(0)),
            When(sent__isnull=True, due__lt=now, then=Value(1)),
            When(sent__gt=F("due"), then=Value(1)),
            default=Value(0),
        )
    )
    return found


def days_late(ret: Any) -> int:
    """How many days of London's calendar after the due date it was sent first, or is now; for rows as above."""
    if not ret.late:
        return 0
    return (timezone.localdate(ret.sent or timezone.now(), LONDON) - timezone.localdate(ret.due, LONDON)).days


def _queries(**wanted: Any) -> "QuerySet[Query]":
    return Query.objects.filter(response__ret=OuterRef("pk"), **wanted)


def _count(rows: "QuerySet[Any]") -> Coalesce:
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def rounds() -> "QuerySet[Round]":
    """Rounds that have returns, the latest first."""
    return Round.objects.exclude(state=RoundState.DRAFT)


def chosen(code: str) -> Round | None:
    """The round asked for, else the one that runs now, else the latest."""
    found = list(rounds())
    named = next((one for one in found if one.code == code), None)
    running = next((one for one in found if one.state == RoundState.RUNNING), None)
    return named or running or (found[0] if found else None)
