"""What a reader asks of the bank: words, facet values, order and page, read from an address and written back to one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice.facets import BY_NAME, FACETS, Facet, Labels, labels

LONGEST = 200
SORTS: Mapping[str, str | Promise] = {
    "relevance": gettext_lazy("most relevant"),
    "newest": gettext_lazy("newest"),
    "title": gettext_lazy("title"),
    "review": gettext_lazy("review due"),
}
KNOWN = {*BY_NAME, "q", "exact", "sort", "page"}


@dataclass(frozen=True)
class Wanted:
    """A search of the bank. `chosen` maps a facet to its values; `exact` takes the words as they are typed."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    exact: bool = False

    facets: ClassVar[Sequence[Facet]] = FACETS

    @property
    def order(self) -> str:
        """The order in force: asked for, or most relevant for words and newest without."""
        if self.sort in SORTS and (self.sort != "relevance" or self.text):
            return self.sort
        return "relevance" if self.text else "newest"

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for at all."""
        return bool(self.text or self.chosen)

    def query(self) -> str:
        """The search as a query string; the same search always gives the same one."""
        pairs: list[tuple[str, str]] = [("q", self.text)] if self.text else []
        pairs += [(facet.name, value) for facet in self.facets for value in self.chosen.get(facet.name, ())]
        pairs += [("exact", "1")] if self.exact else []
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode(pairs)

    def changed(self, **changes: Any) -> Self:
        """The same search with something else, from its first page."""
        return replace(self, **{"page": 1, **changes})

    def without(self, facet: str, value: str) -> Self:
        """The same search without one value of one facet."""
        left = tuple(other for other in self.chosen.get(facet, ()) if other != value)
        chosen = {name: values for name, values in {**self.chosen, facet: left}.items() if values}
        return self.changed(chosen=chosen)


def read(params: QueryDict, words: Mapping[str, Labels] | None = None) -> tuple[Wanted, list[str]]:
    """The search that an address asks for, and a sentence for each part of it that was left out and why.

    `words` are the values there are, if the caller has them already.
    """
    problems: list[str] = []
    text = words_typed(params, problems)
    if words is None:
        words = labels() if BY_NAME.keys() & params.keys() else {}
    wanted = Wanted(
        text=text,
        chosen=chosen_values(params, FACETS, words, problems),
        sort=_sort(params, problems),
        page=page_number(params, problems),
        exact=params.get("exact") == "1",
    )
    return wanted, problems


def from_query(query: str, words: Mapping[str, Labels] | None = None) -> Wanted:
    """The search that a stored query string stands for."""
    return read(QueryDict(query), words)[0]


def words_typed(params: QueryDict, problems: list[str]) -> str:
    """What is searched for."""
    text = " ".join(params.get("q", "").replace("\x00", " ").split())
    if len(text) > LONGEST:
        text = text[:LONGEST]
        problems.append(_("Only the first %(n)d characters were searched for.") % {"n": LONGEST})
    return text


def chosen_values(
    params: QueryDict, facets: Sequence[Facet], words: Mapping[str, Labels], problems: list[str]
) -> dict[str, tuple[str, ...]]:
    """The values chosen in each facet, of those there are."""
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in facets:
        asked = [value for value in dict.fromkeys(params.getlist(facet.name)) if value]
        known = words.get(facet.name, {})
        if values := tuple(value for value in asked if value in known):
            chosen[facet.name] = values
        problems += [
            _("The filter “%(facet)s: %(value)s” was left out: there is no such value.")
            % {"facet": facet.label, "value": value[:60]}
            for value in asked
            if value not in known
        ]
    return chosen


def _sort(params: QueryDict, problems: list[str]) -> str:
    sort = params.get("sort", "")
    if sort and sort not in SORTS:
        problems.append(_("The list cannot be sorted by “%(sort)s”.") % {"sort": sort[:60]})
        return ""
    return sort


def page_number(params: QueryDict, problems: list[str]) -> int:
    """The page asked for; the first when there is no such number."""
    raw = params.get("page", "")
    if raw and not (raw.isascii() and raw.isdigit() and len(raw) < 9 and int(raw) > 0):
        problems.append(_("There is no page “%(page)s”; this is the first.") % {"page": raw[:60]})
        return 1
    return int(raw or 1)
