"""The catalogue of case reviews as a list: filters with counts, order and page, read from an address and written back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Case, Count, F, Func, QuerySet, Value, When
from django.db.models.functions import Coalesce, Left
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Strand
from reviews.models import CaseReview, HarmType, ReviewType
from reviews.vocab import AgeBand, CaseState, Outcome
from reviews.workflow import CASE
from vkpp.accounts.models import Force

PER_PAGE = 20
LONGEST = 200
NONE = "none"
Labels = Mapping[str, str]
SORTS: Mapping[str, tuple[str | Promise, tuple[Any, ...]]] = {
    "newest": (gettext_lazy("newest"), (F("published").desc(), "-pk")),
    "oldest": (gettext_lazy("oldest"), (Case(When(published="", then=1), default=0), "published", "pk")),
    "title": (gettext_lazy("title"), ("title", "pk")),
    "entered": (gettext_lazy("last sent in"), ("-sent_at", "-pk")),
}


class Unnest(Func):
    """Each member of an array as a row."""

    function = "unnest"
    set_returning = True


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list: its parameter, its words, what it groups by, and the words of its values."""

    name: str
    label: str | Promise
    by: Any
    labels: Callable[[], Labels]
    array: str = ""
    first: int = 8


def _choices(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {code: str(label) for code, label in choices}


def _unknown(known: Labels) -> Labels:
    return {**known, NONE: _("Not known")}


def _states() -> Labels:
    """What readers are told: whether the learning is there yet."""
    return {code: str(CASE.state(code).public_label) for code in (CaseState.ASSURED, CaseState.INCLUDED)}


FACETS: tuple[Facet, ...] = (
    Facet(
        "state",
        gettext_lazy("Learning"),
        Case(
            When(state=CaseState.ASSURED, then=Value(CaseState.ASSURED.value)), default=Value(CaseState.INCLUDED.value)
        ),
        _states,
    ),
    Facet(
        "type",
        gettext_lazy("Kind of review"),
        F("type__code"),
        lambda: dict(ReviewType.objects.values_list("code", "label")),
    ),
    Facet(
        "strand",
        gettext_lazy("Strand"),
        Unnest(F("strands")),
        lambda: dict(Strand.objects.values_list("code", "label")),
        array="strands",
    ),
    Facet(
        "outcome",
        gettext_lazy("Outcome"),
        Case(When(outcome="", then=Value(NONE)), default=F("outcome")),
        lambda: _unknown(_choices(Outcome.choices)),
    ),
    Facet(
        "age",
        gettext_lazy("Age of the person"),
        Case(When(age_band="", then=Value(NONE)), default=F("age_band")),
        lambda: _unknown(_choices(AgeBand.choices)),
    ),
    Facet(
        "year",
        gettext_lazy("Published"),
        Case(When(published="", then=Value(NONE)), default=Left("published", 4)),
        lambda: {**{str(year): str(year) for year in range(2040, 1989, -1)}, NONE: _("Not known")},
        first=6,
    ),
    Facet(
        "harm",
        gettext_lazy("Kind of harm"),
        Unnest(F("harm_types")),
        lambda: dict(HarmType.objects.values_list("code", "label")),
        array="harm_types",
    ),
    Facet(
        "force",
        gettext_lazy("Police force"),
        Coalesce("force__code", Value(NONE)),
        lambda: {**dict(Force.objects.values_list("code", "short_name")), NONE: _("No single force")},
    ),
)


@dataclass(frozen=True)
class Asked:
    """What somebody asks of the catalogue; values that do not exist are passed over."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "newest"

    @classmethod
    def of(cls, params: QueryDict) -> Self:
        """Read an address."""
        chosen: dict[str, tuple[str, ...]] = {}
        for facet in FACETS:
            values = [value for value in dict.fromkeys(params.getlist(facet.name)) if value]
            if values:
                known = facet.labels()
                if left := tuple(value for value in values if value in known):
                    chosen[facet.name] = left
        text = " ".join(params.get("q", "").replace("\x00", " ").split())[:LONGEST]
        sort = params.get("sort", "")
        return cls(q=text, chosen=chosen, sort=sort if sort in SORTS else "newest")

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.q or self.chosen)

    def query(self) -> str:
        """As a query string, from the first page."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(facet.name, value) for facet in FACETS for value in self.chosen.get(facet.name, ())]
        return urlencode([*pairs, *([("sort", self.sort)] if self.sort != "newest" else [])])

    def sorted_by(self, sort: str) -> Self:
        """The same in another order."""
        return replace(self, sort=sort)

    def without(self, name: str, value: str) -> Self:
        """The same without one value of a filter."""
        left = tuple(other for other in self.chosen.get(name, ()) if other != value)
        return replace(self, chosen={key: values for key, values in {**self.chosen, name: left}.items() if values})

    def found(self, user: Any, *, but: str = "") -> "QuerySet[CaseReview]":
        """The reviews of the catalogue that match; `but` leaves one filter out, to count its values."""
        rows: Any = CaseReview.objects.visible_to(user).in_catalogue()
        if self.q:
            rows = rows.with_words(self.q)
        for facet in FACETS:
            values = self.chosen.get(facet.name)
            if values and facet.name != but:
                rows = narrowed(rows, facet, values)
        found: QuerySet[CaseReview] = rows
        return found

    def rows(self, user: Any) -> "QuerySet[CaseReview]":
        """Those that match, in order."""
        return self.found(user).select_related("type", "force").order_by(*SORTS[self.sort][1])

    def counts(self, user: Any) -> dict[str, dict[str, int]]:
        """For each filter, how many reviews each value would give beside the other filters."""
        return {facet.name: self._counted(user, facet) for facet in FACETS}

    def _counted(self, user: Any, facet: Facet) -> dict[str, int]:
        rows = self.found(user, but=facet.name).order_by()
        return dict(rows.annotate(value=facet.by).values("value").annotate(n=Count("pk")).values_list("value", "n"))


def narrowed(rows: "QuerySet[CaseReview]", facet: Facet, values: Iterable[str]) -> "QuerySet[CaseReview]":
    """The rows that have any of the values."""
    if facet.array:
        return rows.filter(**{f"{facet.array}__overlap": list(values)})
    return rows.alias(**{f"of_{facet.name}": facet.by}).filter(**{f"of_{facet.name}__in": list(values)})
