"""What the pages of recurrent themes share: filters with counts, chosen filters, links from a figure to its list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from practice.facets import Facet, Labels
from practice.listing import FIRST_SHOWN, Group, Option
from reviews import small_numbers
from reviews.learning import Counted, facet_counts
from reviews.learning_filters import (
    ACTION,
    AGE,
    FORCE,
    HARM,
    KIND,
    LEVEL,
    OUTCOME,
    REGION,
    STRAND,
    THEME,
    TYPE,
    YEAR,
    Wanted,
    labels,
)

BESIDE = (TYPE, STRAND, YEAR, REGION, FORCE, OUTCOME, HARM, AGE)
FEW = "<5"


def filters(
    user: Any, counted: Counted, choices: Sequence[Facet] = (LEVEL, KIND), asked: Wanted | None = None
) -> dict[str, Any]:
    """The filters beside a page of figures: facets with counts, and lists to choose one value from.

    `asked` is what the address says, where the page itself says more.
    """
    wanted, words = asked or counted.wanted, labels()
    counts = facet_counts(user, counted, [facet.name for facet in BESIDE])
    return {
        "wanted": wanted,
        "groups": [made for facet in BESIDE if (made := group(user, wanted, facet, counts, words)).options],
        "selects": [select(wanted, facet, words) for facet in choices],
        "chips": chips(wanted, words),
        "hidden": [(name, wanted.one(name)) for name in ("by",) if wanted.one(name)],
        "query": wanted.changed().query(),
        "clear": "?" + wanted.changed(chosen={}).query(),
        "people": small_numbers.telling(user, wanted).people,
    }


def group(
    user: Any, wanted: Wanted, facet: Facet, counts: Mapping[str, Mapping[str, int]], words: Mapping[str, Labels]
) -> Group:
    """One facet with its values; those that no review has are left out. Counts of people are told as such."""
    found, chosen = counts[facet.name], wanted.chosen.get(facet.name, ())
    values = [value for value in words[facet.name] if value in found or value in chosen]
    telling = small_numbers.by_age(user) if facet is AGE else small_numbers.telling(user, wanted)
    told = telling.row([found.get(value, 0) for value in values])
    options = [
        Option(value, words[facet.name][value], count or 0, value in chosen, FEW if count is None else "")
        for value, count in zip(values, told, strict=True)
    ]
    more: list[Option] = []
    if not facet.folded and len(options) > FIRST_SHOWN:
        often = sorted(options, key=lambda option: (not option.checked, -option.count))[:FIRST_SHOWN]
        options, more = [one for one in options if one in often], [one for one in options if one not in often]
    return Group(facet.name, str(facet.label), options, more, facet.folded)


def select(wanted: Wanted, facet: Facet, words: Mapping[str, Labels]) -> dict[str, Any]:
    """A facet of which one value is chosen from a list."""
    chosen = wanted.one(facet.name)
    empty = {
        LEVEL.name: _("Both levels"),
        KIND.name: _("Both"),
        THEME.name: _("All themes"),
        ACTION.name: _("All actions"),
    }
    options = [{"value": "", "label": empty.get(facet.name, _("All")), "chosen": not chosen}]
    options += [
        {"value": value, "label": label, "chosen": value == chosen} for value, label in words[facet.name].items()
    ]
    return {"name": facet.name, "label": facet.label, "options": options}


def chips(wanted: Wanted, words: Mapping[str, Labels]) -> list[dict[str, str]]:
    """Each chosen value with the address of the page without it."""
    return [
        {
            "label": words[facet.name].get(value, value),
            "href": "?" + wanted.without(facet.name, value).query(),
        }
        for facet in wanted.facets
        if facet.name != "by"
        for value in wanted.chosen.get(facet.name, ())
    ]


def points_address(wanted: Wanted, **values: str) -> str:
    """The list of learning points behind a figure: the question with these values."""
    query = wanted.having(**{"by": "", **values}).query()
    return f"{reverse('reviews:learning-points')}{'?' + query if query else ''}"


class Lists:
    """Addresses of many lists that differ in a few values: what they share is written once."""

    def __init__(self, wanted: Wanted, *varied: str) -> None:
        query = wanted.having(**dict.fromkeys((*varied, "by"), "")).query()
        self.start = f"{reverse('reviews:learning-points')}?{query + '&' if query else ''}"

    def to(self, **values: str) -> str:
        """The list with these values, which are codes and need no quoting."""
        return self.start + "&".join(f"{name}={value}" for name, value in values.items())


def theme_address(wanted: Wanted, code: str) -> str:
    """The page of a theme, with the filters kept."""
    query = wanted.having(theme="").query()
    return f"{reverse('reviews:theme', args=[code])}{'?' + query if query else ''}"


def with_query(name: str, wanted: Wanted, **values: str) -> str:
    """Another page of figures with the same filters."""
    query = wanted.having(**values).query()
    return f"{reverse(name)}{'?' + query if query else ''}"


def percent(part: int | None, whole: int | None) -> int | None:
    """A share in whole percent; None where one of the two is withheld, or nothing is counted."""
    return None if part is None or not whole else round(100 * part / whole)
