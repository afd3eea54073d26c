"""The page of the bank: what a search found, as its template and its feed show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice import facets
from practice.facets import FACETS, Facet, Labels
from practice.filters import SORTS, Wanted
from practice.search import PAGE_SIZE, Found
from vkpp.core.templatetags.dates import nice_month

FIRST_SHOWN = 8
MANY_STRANDS = 4
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """A value of a facet as a tick box: how many examples it would give."""

    value: str
    label: str
    count: int
    checked: bool
    withheld: str = ""

    @property
    def shown(self) -> str:
        """The count as it is printed, or what stands instead of one that may not be told."""
        return self.withheld or f"{self.count:,}"


@dataclass(frozen=True)
class Group:
    """A facet beside the list: the options shown at once, and more that open on demand."""

    name: str
    label: str
    options: list[Option]
    more: list[Option]
    folded: bool

    @property
    def chosen(self) -> int:
        """How many of its values are chosen."""
        return sum(option.checked for option in (*self.options, *self.more))


@dataclass(frozen=True)
class Pager:
    """What `{% pages %}` needs to know of the page shown."""

    number: int
    num_pages: int

    @property
    def paginator(self) -> "Pager":
        """The pager itself: it knows how many pages there are."""
        return self

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after."""
        return self.number < self.num_pages

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1


def page(found: Found, rows: Sequence[Row], problems: Sequence[str]) -> dict[str, Any]:
    """Everything the template of the list shows."""
    wanted, labels = found.wanted, facets.labels()
    return {
        "found": found,
        "wanted": wanted,
        "problems": problems,
        "results": [result(row, labels) for row in rows],
        "count": count_words(found.total),
        "about": about(wanted, labels, found.meant),
        "groups": [group for facet in FACETS if (group := _group(facet, found, labels[facet.name])).options],
        "chips": chips(wanted, labels),
        "sorts": sorts(wanted),
        "query": wanted.changed().query(),
        "bank_url": reverse("practice:bank"),
        "clear": "?" + wanted.changed(chosen={}).query(),
        "page": Pager(wanted.page, found.pages),
        "first": (wanted.page - 1) * PAGE_SIZE + 1,
        "exactly": "?" + wanted.changed(exact=True).query(),
    }


def result(row: Row, labels: Mapping[str, Labels]) -> dict[str, Any]:
    """One example in the list: what a reader decides by. Title and summary are safe to show, the rest is plain text."""
    return {
        "href": reverse("practice:entry", args=[row["reference"]]),
        "title": marked(row.get("marked_title") or row["title"]),
        "summary": marked(row.get("marked_summary") or row["summary"]),
        "meta": " · ".join(_meta(row, labels["scale"])),
        "tags": _tags(row, labels),
        "stated": bool(row["stage"]),
        "stage": labels["stage"][row["stage"]] if row["stage"] else _("Evaluation not stated"),
        "review": _review(row),
    }


def _review(row: Row) -> str:
    if row["archived"]:
        return _("Archived")
    past = row["review_by"] < timezone.localdate()
    words = _("Past its review date, %(month)s") if past else _("Review by %(month)s")
    return words % {"month": nice_month(row["review_by"])}


def marked(text: str) -> SafeString:
    """Text from the database, safe to show, with <mark> around the words found."""
    safe = escape(text).replace("\x02", "<mark>").replace("\x03", "</mark>")
    return mark_safe(safe)  # noqa: S308 - escaped in the line above


def _meta(row: Row, scales: Labels) -> list[str]:
    lead, force = row["lead_organisation"], row["force_name"]
    parts = [lead or force]
    if force and lead and force.casefold() not in lead.casefold():
        parts.append(force)
    if row["scale"]:
        parts.append(scales[row["scale"]])
    if row["started"]:
        parts.append(_("since %(year)s") % {"year": row["started"][:4]})
    return [part for part in parts if part]


def _tags(row: Row, labels: Mapping[str, Labels]) -> list[tuple[str, str]]:
    """Words and colour: the rating first, then what kind it is and what it is about."""
    tags = [(labels["rating"][row["rating"] or "not_rated"], "navy" if row["rating"] else "plain")]
    tags += [(labels["category"][code], "plain") for code in row["categories"]]
    if row["serious_violence"]:
        tags.append((labels["focus"]["serious_violence"], "teal"))
    tags += [(labels["focus"].get(code, code), "teal") for code in row["strands"][:MANY_STRANDS]]
    if len(row["strands"]) > MANY_STRANDS:
        tags.append((_("and %(n)d more") % {"n": len(row["strands"]) - MANY_STRANDS}, "plain"))
    return tags


def count_words(total: int) -> str:
    """`14 examples`."""
    return ngettext("%(n)s example", "%(n)s examples", total) % {"n": f"{total:,}"}


def about(wanted: Wanted, labels: Mapping[str, Labels], meant: str = "") -> str:
    """What was asked for, after the count: for “county lines”, diversion, serious violence."""
    words = [_("“%(words)s”") % {"words": (meant or wanted.text).replace('"', "")}] if wanted.text else []
    for facet in FACETS:
        if values := wanted.chosen.get(facet.name):
            words += [_lower(labels[facet.name].get(value, value), facet) for value in values]
    return _("for %(what)s") % {"what": ", ".join(words)} if words else ""


def _lower(label: str, facet: Facet) -> str:
    """A label within a sentence: names of forces, actions and calls keep their capital, and so do abbreviations."""
    if facet.name in {"force", "action", "call"} or not label[1:2].islower():
        return label
    return label[0].lower() + label[1:]


def chips(wanted: Wanted, labels: Mapping[str, Labels]) -> list[dict[str, str]]:
    """Each chosen value with the address of the list without it."""
    return [
        {"label": labels[facet.name].get(value, value), "href": "?" + wanted.without(facet.name, value).query()}
        for facet in wanted.facets
        for value in wanted.chosen.get(facet.name, ())
    ]


def sorts(wanted: Wanted) -> list[dict[str, Any]]:
    """The orders to choose from; by relevance only when there are words."""
    return [
        {
            "label": label,
            "href": "?" + wanted.changed(sort=sort).query(),
            "current": sort == wanted.order,
        }
        for sort, label in SORTS.items()
        if sort != "relevance" or wanted.text
    ]


def _group(facet: Facet, found: Found, labels: Labels) -> Group:
    counts = found.counts.get(facet.name, {})
    chosen = found.wanted.chosen.get(facet.name, ())
    options = _options(facet, labels, counts, chosen)
    more: list[Option] = []
    if not facet.folded and not facet.every and len(options) > FIRST_SHOWN:
        often = sorted(options, key=lambda option: (not option.checked, -option.count))[:FIRST_SHOWN]
        options, more = [o for o in options if o in often], [o for o in options if o not in often]
    return Group(facet.name, str(facet.label), options, more, facet.folded)


def _options(facet: Facet, labels: Labels, counts: Mapping[str, int], chosen: Sequence[str]) -> list[Option]:
    return [
        Option(value, label, counts.get(value, 0), value in chosen)
        for value, label in labels.items()
        if facet.every or value in counts or value in chosen
    ]
