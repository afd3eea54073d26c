"""What somebody asks of recurrent themes, of learning points and of the search over reviews: read from an address."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.facets import Facet, Labels, Lists, short
from practice.filters import Wanted as Asked
from practice.filters import chosen_values, page_number, words_typed
from reviews.theme_tree import themes
from reviews.vocab import AgeBand, CaseState, Level, Outcome, PointKind
from vkpp.core import remembered

LISTS = """
    SELECT 'type', code, label FROM (SELECT * FROM reviews_reviewtype ORDER BY "order", code) AS type
    UNION ALL SELECT 'strand', code, label FROM (SELECT * FROM nvap_strand ORDER BY "order", code) AS strand
    UNION ALL SELECT 'region', region, region FROM (
        SELECT DISTINCT region FROM accounts_force WHERE region <> '' ORDER BY region) AS region
    UNION ALL SELECT 'force', code, name FROM (SELECT code, name FROM accounts_force ORDER BY name) AS police
    UNION ALL SELECT 'harm', code, label FROM (SELECT * FROM reviews_harmtype ORDER BY label) AS harm
    UNION ALL SELECT 'action', code, code || ' ' || title FROM (SELECT * FROM nvap_action ORDER BY code) AS action
"""
FIRST_YEAR = 2010


@remembered.for_seconds(20)
def _lists() -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LISTS)
        for name, code, label in cursor.fetchall():
            lists.setdefault(name, {})[code] = label
    lists["theme"] = {node.code: node.label for node in themes().values()}
    return lists


def _words(choices: Iterable[tuple[str, str | Promise]]) -> dict[str, str]:
    return {code: str(label) for code, label in choices}


def _years(_lists: Lists) -> Labels:
    years = [str(year) for year in range(timezone.localdate().year, FIRST_YEAR - 1, -1)]
    return {**{year: year for year in years}, "none": _("Not known")}


def _quarters(_lists: Lists) -> Labels:
    years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
    return {f"{year}-Q{quarter}": quarter_words(f"{year}-Q{quarter}") for year in years for quarter in (4, 3, 2, 1)}


def quarter_words(stored: str) -> str:
    """`2021-Q2` as people read it: Apr to Jun 2021."""
    months = {
        "1": _("Jan to Mar %(year)s"),
        "2": _("Apr to Jun %(year)s"),
        "3": _("Jul to Sep %(year)s"),
        "4": _("Oct to Dec %(year)s"),
    }
    return months[stored[-1]] % {"year": stored[:4]}


def _outcomes(_lists: Lists) -> Labels:
    return {**_words(Outcome.choices), "none": _("Not stated")}


def _strands(lists: Lists) -> Labels:
    return {code: short(label) for code, label in lists.get("strand", {}).items()}


def _forces(lists: Lists) -> Labels:
    return {**lists.get("force", {}), "none": _("No force given")}


TYPE = Facet("type", gettext_lazy("Kind of review"), lambda lists: lists.get("type", {}))
STRAND = Facet("strand", gettext_lazy("Strand"), _strands)
YEAR = Facet("year", gettext_lazy("Year published"), _years)
REGION = Facet("region", gettext_lazy("Region"), lambda lists: lists.get("region", {}), folded=True)
FORCE = Facet("force", gettext_lazy("Force"), _forces, folded=True)
OUTCOME = Facet("outcome", gettext_lazy("Outcome"), _outcomes, folded=True)
HARM = Facet("harm", gettext_lazy("Kind of harm"), lambda lists: lists.get("harm", {}), folded=True)
AGE = Facet(
    "age",
    gettext_lazy("Age at the incident"),
    lambda _lists: {**_words(AgeBand.choices), "none": _("Not stated")},
    folded=True,
)
QUARTER = Facet("quarter", gettext_lazy("Quarter published"), _quarters)
STATE = Facet("state", gettext_lazy("State"), lambda _lists: _words(CaseState.choices), folded=True)
LEVEL = Facet("level", gettext_lazy("Level"), lambda _lists: _words(Level.choices))
KIND = Facet("kind", gettext_lazy("Problem or good practice"), lambda _lists: _words(PointKind.choices))
THEME = Facet("theme", gettext_lazy("Theme"), lambda lists: lists.get("theme", {}))
ACTION = Facet("action", gettext_lazy("Action of the plan"), lambda lists: lists.get("action", {}))
BY = Facet("by", gettext_lazy("Period"), lambda _lists: {"quarter": _("by quarter")})

OF_REVIEWS = (TYPE, STRAND, YEAR, QUARTER, REGION, FORCE, OUTCOME, HARM, AGE, STATE)
OF_POINTS = (THEME, ACTION, LEVEL, KIND)
FACETS = (*OF_POINTS, *OF_REVIEWS, BY)
ONE_ONLY = {"theme", "action", "level", "kind", "by"}
SORTS: Mapping[str, str | Promise] = {"relevance": gettext_lazy("most relevant"), "newest": gettext_lazy("newest")}


@dataclass(frozen=True)
class Wanted(Asked):
    """A question about learning. `chosen` maps a facet to its values; of theme, action, level and kind there is one."""

    facets: ClassVar[Sequence[Facet]] = FACETS

    def one(self, name: str) -> str:
        """The only value of a facet, or nothing."""
        return next(iter(self.chosen.get(name, ())), "")

    def about(self) -> tuple[str, str, str, str]:
        """Theme, action, level and kind of the points asked for."""
        return self.one("theme"), self.one("action"), self.one("level"), self.one("kind")

    def having(self, **values: str) -> "Wanted":
        """The same question with other values of some facets; an empty one takes the facet away."""
        chosen = {**self.chosen, **{name: (value,) if value else () for name, value in values.items()}}
        return self.changed(chosen={name: some for name, some in chosen.items() if some})


def read(params: QueryDict, *, without: Iterable[str] = ()) -> tuple[Wanted, list[str]]:
    """The question that an address asks, and a sentence for each part of it that was left out and why."""
    problems: list[str] = []
    text = words_typed(params, problems)
    facets = [facet for facet in FACETS if facet.name not in set(without) and facet.name in params]
    chosen = chosen_values(params, facets, labels() if facets else {}, problems)
    chosen = {name: values[:1] if name in ONE_ONLY else values for name, values in chosen.items()}
    sort = params.get("sort", "")
    return Wanted(text, chosen, sort if sort in SORTS else "", page_number(params, problems)), problems


def labels() -> dict[str, Labels]:
    """For each facet the words for its values, in the order they are shown."""
    lists = _lists()
    return {facet.name: facet.words(lists) for facet in FACETS}
