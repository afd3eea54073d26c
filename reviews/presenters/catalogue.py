"""What the catalogue of case reviews shows."""

import re
from typing import Any

from django.core.paginator import Paginator
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nvap.models import Strand
from reviews import people
from reviews.case_links import case_page
from reviews.catalogue import FACETS, PER_PAGE, SORTS, Asked, Facet
from reviews.models import CaseReview
from reviews.workflow import CASE
from vkpp.core import partial_dates

STRANDS = 4
REMARK = re.compile(r"\s*\([^()]*\)$")


def context(user: Any, asked: Asked, page: str | None) -> dict[str, Any]:
    """Filters with their counts, and the reviews of a page."""
    shown = Paginator(asked.rows(user), PER_PAGE).get_page(page)
    total = shown.paginator.count
    strands = dict(Strand.objects.values_list("code", "label"))
    insider = people.may_code(user)
    return {
        "asked": asked,
        "page": shown,
        "count": ngettext("%(n)s review", "%(n)s reviews", total) % {"n": f"{total:,}"},
        "total": total,
        "results": [result(review, strands, insider) for review in shown],
        "groups": _groups(user, asked),
        "chips": _chips(asked),
        "sorts": [
            {"label": label, "href": f"?{asked.sorted_by(sort).query()}", "current": sort == asked.sort}
            for sort, (label, _order) in SORTS.items()
        ],
        "clear_url": reverse("reviews:cases"),
        "search_url": search_url(),
        "first": shown.start_index(),
    }


def search_url() -> str:
    """The full-text search over all reviews, where it is installed."""
    try:
        return reverse("reviews:search")
    except NoReverseMatch:
        return ""


def result(review: CaseReview, strands: dict[str, str], insider: bool) -> dict[str, Any]:
    """One review in the list."""
    state = CASE.state(review.state)
    label = state.label if insider else state.public_label
    tags = [{"text": label, "colour": state.colour}]
    tags += [{"text": strands.get(code, code), "colour": "teal"} for code in review.strands[:STRANDS]]
    left = len(review.strands) - STRANDS
    if left > 0:
        tags.append({"text": _("and %(n)d more") % {"n": left}, "colour": "plain"})
    return {
        "title": review.title,
        "href": case_page(review),
        "meta": " · ".join(meta(review)),
        "summary": review.summary[:300],
        "tags": tags,
        "facts": _facts(review),
    }


def meta(review: CaseReview) -> list[str]:
    """Reference, kind and who published it."""
    parts = [review.reference, short(review.type.label), review.partnership]
    return [part for part in parts if part]


def short(label: str) -> str:
    """A label without the remark in brackets behind it."""
    return REMARK.sub("", label)


def _facts(review: CaseReview) -> list[dict[str, Any]]:
    words = [
        partial_dates.words(review.published) if review.published else _("Day of publication not known"),
        review.get_outcome_display(),
        review.force.short_name if review.force else "",
    ]
    return [{"value": None, "text": text} for text in words if text]


def _groups(user: Any, asked: Asked) -> list[dict[str, Any]]:
    counts = asked.counts(user)
    groups = [_group(facet, counts[facet.name], asked) for facet in FACETS]
    return [group for group in groups if group["options"]]


def _group(facet: Facet, counts: dict[str, int], asked: Asked) -> dict[str, Any]:
    """The values of a filter: the most frequent at once, the rest on demand."""
    chosen = asked.chosen.get(facet.name, ())
    options: list[dict[str, Any]] = [
        {"value": value, "label": short(label), "count": counts.get(value, 0), "checked": value in chosen}
        for value, label in facet.labels().items()
        if value in counts or value in chosen
    ]
    often = sorted(options, key=lambda one: (not one["checked"], -one["count"]))[: facet.first]
    if facet.name == "year":
        often = [one for one in options if one["checked"]] or options[: facet.first]
    names = {one["value"] for one in often}
    return {
        "name": facet.name,
        "label": facet.label,
        "options": [one for one in options if one["value"] in names],
        "more": [one for one in options if one["value"] not in names],
    }


def _chips(asked: Asked) -> list[dict[str, str]]:
    found = []
    for facet in FACETS:
        values = asked.chosen.get(facet.name, ())
        labels = facet.labels() if values else {}
        found += [
            {"label": short(labels[value]), "href": f"?{asked.without(facet.name, value).query()}"} for value in values
        ]
    return found
