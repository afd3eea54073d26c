"""The page of the search over reviews: each review with the passages that have the words."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.listing import Pager, marked
from reviews import learning_passages, querysets
from reviews.learning_filters import (
    ACTION,
    FORCE,
    HARM,
    OUTCOME,
    REGION,
    SORTS,
    STATE,
    STRAND,
    THEME,
    TYPE,
    YEAR,
    labels,
)
from reviews.learning_search import PAGE_SIZE, Found
from reviews.models import CaseReview
from reviews.presenters.learning import chips, group, select
from reviews.presenters.points import OF_REVIEW, review

BESIDE = (TYPE, STRAND, YEAR, REGION, FORCE, OUTCOME, HARM)
SUMMARY = "MaxFragments=1, MaxWords=40, MinWords=20, ShortWord=0, "


def page(user: Any, found: Found) -> dict[str, Any]:
    """Everything that the page shows."""
    wanted, words = found.wanted, labels()
    beside = (*BESIDE, STATE) if querysets.codes(user) else BESIDE
    groups = [group(user, wanted, facet, found.counts, words) for facet in beside]
    return {
        "wanted": wanted,
        "found": found,
        "count": ngettext("%(n)s review", "%(n)s reviews", found.total) % {"n": f"{found.total:,}"},
        "results": results(user, found),
        "groups": [one for one in groups if one.options],
        "selects": [select(wanted, facet, words) for facet in (THEME, ACTION)],
        "chips": chips(wanted, words),
        "clear": "?" + wanted.changed(chosen={}).query(),
        "query": wanted.changed().query(),
        "sorts": [
            {"label": label, "href": "?" + wanted.changed(sort=sort).query(), "current": sort == wanted.order}
            for sort, label in SORTS.items()
            if sort != "relevance" or wanted.text
        ],
        "page": Pager(wanted.page, found.pages),
        "first": (wanted.page - 1) * PAGE_SIZE + 1,
    }


def results(user: Any, found: Found, *, passages: bool = True) -> list[dict[str, Any]]:
    """This page's reviews as the person may see them, in order, with words marked, and where the words stand."""
    rows = CaseReview.objects.visible_to(user).filter(pk__in=found.ids)
    marks: dict[str, Any] = {}
    if found.question.groups:
        marks = {
            "marked_title": learning_passages.marked("title", found.question, "HighlightAll=true, "),
            "marked_summary": learning_passages.marked("summary", found.question, SUMMARY),
        }
    by_id = {row["id"]: row for row in rows.values(*OF_REVIEW, "summary", **marks)}
    seen = [pk for pk in found.ids if pk in by_id]
    if not passages:
        return [_result(by_id[pk], [], []) for pk in seen]
    points = learning_passages.of_points(found.question, seen)
    pages = learning_passages.of_pages(found.question, seen, sensitive=querysets.codes(user))
    return [_result(by_id[pk], points.get(pk, []), pages.get(pk, [])) for pk in seen]


def _result(
    row: Mapping[str, Any], points: Sequence[Mapping[str, Any]], pages: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    passages = [{"where": _("Learning point"), "url": "", "text": marked(one["text"])} for one in points]
    passages += [
        {
            "where": _("%(name)s, page %(number)s") % {"name": one["name"], "number": one["number"]},
            "url": f"{reverse('reviews:document-text', args=[row['reference'], one['document']])}?page={one['number']}",
            "text": marked(one["text"]),
        }
        for one in pages
    ]
    return {
        **review(row),
        "title": marked(row.get("marked_title") or row["title"]),
        "summary": marked(row.get("marked_summary") or row["summary"][:300]),
        "passages": passages,
    }
