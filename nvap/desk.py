"""VKPP's desk: the returns of a round with how far they are and how late, filtered and sorted, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Case, Count, DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nvap.models import Extension, Query, Response, Return, Round
from nvap.vocab import QueryState, ReturnState, RoundState

PER_PAGE = 50
LONGEST = 100
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
class Asked:
    """What somebody asks of the desk; values that do not exist are passed over."""

    round: str = ""
    tab: str = "all"
    q: str = ""
    state: str = ""
    region: str = ""
    late: str = ""
    queries: str = ""
    sort: str = ""

    @classmethod
    def of(cls, data: Mapping[str, str]) -> Self:
        """Read an address."""
        given = {one.name: str(data.get(one.name, one.default))[:LONGEST].replace("\x00", "") for one in fields(cls)}
        asked = cls(**given)
        return replace(
            asked,
            tab=asked.tab if asked.tab in TABS else "all",
            sort=asked.sort if asked.sort in SORTS else "",
            state=asked.state if asked.state in ReturnState.values else "",
            late="1" if asked.late == "1" else "",
            queries="1" if asked.queries == "1" else "",
            q=asked.q.strip(),
        )

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any((self.q, self.state, self.region, self.late, self.queries))

    def query(self, **changes: str) -> str:
        """As a query string, from the first page."""
        asked = replace(self, **changes)
        return urlencode([(one.name, value) for one in fields(asked) if (value := getattr(asked, one.name))])

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
    """Returns with `answered` of `actions`, `n_queries`, `n_answered` queries, when they are `due`, and whether `late`."""
    longer = Extension.objects.filter(round=OuterRef("round"), force=OuterRef("force")).order_by()
    until = longer.values("round").annotate(last=Max("until")).values("last")
    now = timezone.now()
    found: QuerySet[Any] = rows.annotate(
        answered=_count(Response.objects.filter(ret=OuterRef("pk"), complete=True)),
        actions=_count(Response.objects.filter(ret=OuterRef("pk"))),
        n_queries=_count(_queries(state__in=[QueryState.OPEN, QueryState.ANSWERED])),
        n_answered=_count(_queries(state=QueryState.ANSWERED)),
        due=Greatest(F("round__due_at"), Subquery(until, output_field=DateTimeField())),
    ).annotate(
        late=Case(
            When(due__isnull=True, then=Value(0)),
            When(submitted_at__isnull=True, due__lt=now, then=Value(1)),
            When(submitted_at__gt=F("due"), then=Value(1)),
            default=Value(0),
        )
    )
    return found


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
