"""Learning points behind a figure, gathered under the reviews they come from; and a theme's page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.listing import Pager
from reviews import learning, small_numbers
from reviews.learning import Counted
from reviews.learning_filters import ACTION, KIND, LEVEL, THEME, Wanted
from reviews.models import CaseReview, LearningPoint
from reviews.presenters.learning import filters, with_query
from reviews.theme_tree import Node, themes
from reviews.vocab import Level, PointKind
from vkpp.core import partial_dates
from vkpp.core.disclosure import PEOPLE_MINIMUM

PAGE_SIZE = 10
SHOWN_AT_ONCE = 4
SHOWN = ("id", "review_id", "text", "quote", "page_number", "level", "kind", "recommendation", "theme__code")
OF_REVIEW = ("id", "reference", "title", "partnership", "published", "type__label", "force__name", "marking")


def page(user: Any, wanted: Wanted) -> dict[str, Any]:
    """The list: reviews, newest first, each with those of its points that were asked for."""
    counted = learning.find(user, wanted)
    with counted.index.lock:
        found = counted.reviews()
        number = counted.points()
        withheld = few_people(user, counted)
        pages = max(1, -(-len(found) // PAGE_SIZE))
        at = min(wanted.page, pages)
        ids = [] if withheld else counted.index.newest.slice(found, (at - 1) * PAGE_SIZE, PAGE_SIZE)
    shown = points_of(user, wanted, ids)
    return filters(user, counted, (THEME, ACTION, LEVEL, KIND)) | {
        "withheld": withheld,
        "reviews": reviews(user, ids, shown),
        "count": _count_words(number, len(found)),
        "page": Pager(at, pages),
        "found": len(found),
        "back": with_query("reviews:themes", wanted.having(theme="", action="")),
    }


def few_people(user: Any, counted: Counted) -> bool:
    """Whether a list by age is about fewer people than may be told, or would tell such a figure by what is left."""
    chosen = counted.wanted.chosen.get("age", ())
    if not small_numbers.telling(user, counted.wanted).people:
        return False
    without = learning.find(user, counted.wanted.having(age=""))
    bands = {value: without.reviews() & members for value, members in without.index.values["age"].items()}
    told = small_numbers.by_age(user).row([len(members) for members in bands.values()])
    hidden = {band for band, count in zip(bands, told, strict=True) if count is None}
    return bool(hidden & set(chosen)) or 0 < counted.count() < PEOPLE_MINIMUM


def points_of(user: Any, wanted: Wanted, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The counted points of these reviews that a question asks for, as the person may see them."""
    if not ids:
        return []
    theme, action, level, kind = wanted.about()
    asked = Q(review_id__in=ids)
    if theme:
        asked &= Q(theme_id__in=themes()[theme].ids)
    asked &= Q(level=level) if level else Q()
    asked &= Q(kind=kind) if kind else Q()
    points = LearningPoint.objects.visible_to(user).counted().filter(asked)
    if action:
        points = points.filter(point_actions__action__code=action)
    rows = points.order_by("review_id", "order", "id").values(*SHOWN)
    found: list[dict[str, Any]] = list(rows.annotate(codes=ArrayAgg("actions__code", distinct=True, default=[])))
    return found


def reviews(user: Any, ids: Sequence[int], points: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The reviews in this order, as far as the person sees them, each with its points."""
    rows = CaseReview.objects.visible_to(user).filter(pk__in=ids).values(*OF_REVIEW) if ids else ()
    by_id = {row["id"]: row for row in rows}
    nodes = themes() if ids else {}
    below: dict[int, list[dict[str, Any]]] = {}
    for point in points:
        below.setdefault(point["review_id"], []).append(shown(point, nodes))
    return [
        review(by_id[pk]) | {"points": (own := below.get(pk, [])), "more": len(own) - SHOWN_AT_ONCE}
        for pk in ids
        if pk in by_id
    ]


def review(row: Mapping[str, Any]) -> dict[str, Any]:
    """A review as lists name it."""
    about = (row["type__label"], row["partnership"] or row["force__name"], partial_dates.words(row["published"]))
    return {
        "reference": row["reference"],
        "title": row["title"],
        "url": reverse("reviews:case", args=[row["reference"]]),
        "meta": " · ".join(part for part in about if part),
        "marking": row["marking"],
    }


def shown(point: Mapping[str, Any], nodes: Mapping[str, Node]) -> dict[str, Any]:
    """A learning point as lists show it."""
    node = nodes.get(point["theme__code"])
    return {
        "id": point["id"],
        "text": point["text"],
        "quote": point["quote"],
        "place": _("page %(number)s") % {"number": point["page_number"]} if point["page_number"] else "",
        "recommendation": point["recommendation"],
        "level": Level(point["level"]).label,
        "good": point["kind"] == PointKind.GOOD,
        "kind": PointKind(point["kind"]).label,
        "theme": node.label if node else point["theme__code"],
        "theme_url": reverse("reviews:theme", args=[point["theme__code"]]),
        "codes": [code for code in point["codes"] if code],
    }


def _count_words(points: int, found: int) -> str:
    of_points = ngettext("%(n)s learning point", "%(n)s learning points", points) % {"n": f"{points:,}"}
    of_reviews = ngettext("%(n)s review", "%(n)s reviews", found) % {"n": f"{found:,}"}
    return _("%(points)s from %(reviews)s") % {"points": of_points, "reviews": of_reviews}
