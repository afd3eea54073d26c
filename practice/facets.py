"""The facets of the bank: by what a reader narrows the list, with the words for each value."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from practice.vocab import Category, RatingValue, Scale, Stage
from vkpp.core import remembered

Labels = Mapping[str, str]
REMARK = re.compile(r"\s*\([^()]*\)$")

LISTS = """
    SELECT 'focus', code, label FROM (SELECT code, label FROM nvap_strand ORDER BY "order", code) AS strand
    UNION ALL SELECT 'action', code, code || ' ' || title FROM (SELECT * FROM nvap_action ORDER BY code) AS action
    UNION ALL SELECT kind, code, label FROM (SELECT * FROM practice_term ORDER BY "order", label) AS term
    UNION ALL SELECT 'force', code, name FROM (SELECT code, name FROM accounts_force ORDER BY name) AS police
    UNION ALL SELECT 'call', slug, title FROM (
        SELECT slug, title FROM practice_call WHERE state = 'announced' ORDER BY opens_at DESC) AS call
"""


Lists = Mapping[str, Mapping[str, str]]


@remembered.for_seconds(20)
def _lists() -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LISTS)
        for name, code, label in cursor.fetchall():
            lists.setdefault(name, {})[code] = label
    return lists


def _listed(name: str) -> Callable[[Lists], Labels]:
    return lambda lists: lists.get(name, {})


def _words(choices: Iterable[tuple[str, str | Promise]]) -> dict[str, str]:
    return {code: str(label) for code, label in choices}


def _ratings(_lists: Lists) -> Labels:
    return {**_words(RatingValue.choices), "not_rated": _("Not yet rated")}


def _stages(_lists: Lists) -> Labels:
    best_first = [(stage.value, stage.label) for stage in reversed(Stage)]
    return {**_words(best_first), "not_stated": _("Not stated")}


def _focus(lists: Lists) -> Labels:
    strands = {code: short(label) for code, label in lists.get("focus", {}).items()}
    return {"serious_violence": _("Serious violence"), **strands}


def short(strand: str) -> str:
    """A strand's label without what it is filed under and without the remark in brackets."""
    words = REMARK.sub("", strand.rpartition(": ")[2])
    return words[:1].upper() + words[1:]


def _upkeep(_lists: Lists) -> Labels:
    return {"current": _("Current"), "stale": _("Past its review date"), "archived": _("Archived")}


def _forces(lists: Lists) -> Labels:
    return {**lists.get("force", {}), "other": _("Other organisations")}


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list. `name` is the parameter of the address; `folded` ones open on demand.

    `every` shows values that no example has, too: they tell what the bank could know and does not. `words` makes the
    labels by value from the lists that staff keep.
    """

    name: str
    label: str | Promise
    words: Callable[[Lists], Labels]
    folded: bool = False
    every: bool = False

    def labels(self) -> Labels:
        """The words for its values; for several facets ask `labels()` of the module."""
        return self.words(_lists())


FACETS: tuple[Facet, ...] = (
    Facet("category", gettext_lazy("Category"), lambda _lists: _words(Category.choices), every=True),
    Facet("rating", gettext_lazy("Does it work?"), _ratings, every=True),
    Facet("stage", gettext_lazy("Evidence"), _stages, every=True),
    Facet("focus", gettext_lazy("Focus"), _focus),
    Facet("scale", gettext_lazy("Scale"), lambda _lists: _words(Scale.choices), folded=True),
    Facet("force", gettext_lazy("Force"), _forces, folded=True),
    Facet("topic", gettext_lazy("Topic"), _listed("topic"), folded=True),
    Facet("target", gettext_lazy("Target group"), _listed("target_group"), folded=True),
    Facet("action", gettext_lazy("Action of the plan"), _listed("action"), folded=True),
    Facet("call", gettext_lazy("Call"), _listed("call"), folded=True),
    Facet("upkeep", gettext_lazy("Still so?"), _upkeep, folded=True),
)
BY_NAME = {facet.name: facet for facet in FACETS}


# Language → the lists that labels were made of, and the labels.
_made: dict[str | None, tuple[Lists, dict[str, Labels]]] = {}


def labels() -> dict[str, Labels]:
    """For each facet the words for its values, in the order they are shown, in the reader's language."""
    lists, language = _lists(), get_language()
    known = _made.get(language)
    if known is None or known[0] is not lists:
        known = lists, {facet.name: facet.words(lists) for facet in FACETS}
        _made[language] = known
    return known[1]
