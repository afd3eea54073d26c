"""How each kind of thing is found: practice and reviews by their own searches, plan and briefings in their texts."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.search import kinds
from analytics.search.kinds import Hit, Hits, Kind
from nvap.models import ActionVersion, PlanVersion, Toolkit
from practice import facets, listing
from practice import filters as practice_filters
from practice import search as practice_search
from practice.collecting import reading as collected
from practice.listing import marked
from reviews import briefing_links, learning_filters, learning_search
from reviews import people as reviews_people
from reviews.models import Briefing
from reviews.presenters import found as review_presenter
from vkpp.core.templatetags.dates import nice_date

ENGLISH = "english"
GUIDANCE = ("meaning", "aims", "good_looks_like", "steps", "measures", "organisational_impact", "external_impact")


def _signed_in(user: Any) -> bool:
    return bool(user.is_authenticated)


def _more(name: str, words: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': words})}"


# ---- practice and reviews ----------------------------------------------------------------------------------------------
def practice(user: Any, words: str, page: int, size: int) -> Hits:
    """Published examples that the person may read, as the bank finds them."""
    wanted = practice_filters.Wanted(words, page=page)
    found = practice_search.find(user, wanted, size=size or 1, count=False, loosen=True)
    labels = facets.labels() if size else {}
    results = [listing.result(row, labels) for row in practice_search.rows(user, found)] if size else []
    rows = [Hit(one["href"], one["title"], one["summary"], one["meta"]) for one in results]
    note = _("Showing results for “%(words)s”.") % {"words": found.meant} if found.meant else ""
    return Hits(found.total, rows, note, _more("practice:bank", words))


def reviews(user: Any, words: str, page: int, size: int) -> Hits:
    """Case reviews: titles, summaries, pages of documents and agreed learning points."""
    found = learning_search.find(user, learning_filters.Wanted(words, page=page), size=size or 1, count=False)
    results = review_presenter.results(user, found, passages=False) if size else []
    rows = [Hit(one["url"], one["title"], one["summary"], f"{one['reference']} · {one['meta']}") for one in results]
    note = _("No review has all of these words. These have some of them.") if found.loosened else ""
    return Hits(found.total, rows, note, _more("reviews:search", words))


# ---- what is few -------------------------------------------------------------------------------------------------------
def actions(user: Any, words: str, page: int, size: int) -> Hits:
    """Actions of the plan in force: number, wording, theme, and the guidance beside them."""
    plan = PlanVersion.objects.in_force().first()
    if plan is None:
        return Hits()
    query = _query(words)
    toolkits = Toolkit.objects.filter(state="published").alias(words=SearchVector(*GUIDANCE, config=ENGLISH))
    rows = ActionVersion.objects.visible_to(user).filter(plan=plan).select_related("theme")
    guided = toolkits.filter(words=query).values("action_version")
    own = SearchVector("code", "title", weight="A", config=ENGLISH) + SearchVector(
        "statement", "theme__title", weight="B", config=ENGLISH
    )
    found = rows.alias(words=own).filter(models.Q(words=query) | models.Q(pk__in=guided))
    total, shown = _page(found.alias(rank=SearchRank("words", query)).order_by("-rank", "order"), page, size)
    return Hits(
        total,
        [
            Hit(
                reverse("nvap:action", args=[plan.code, one.code]),
                marked(f"{one.code} {one.title}"),
                marked(one.headline or one.statement),
                one.theme.title,
            )
            for one in _headed(shown, "statement", query)
        ],
    )


def collections(user: Any, words: str, page: int, size: int) -> Hits:
    """Published collections of practice: title and introduction."""
    total, shown = _page(collected.search(user, words), page, size)
    return Hits(
        total,
        [
            Hit(reverse("practice:collection", args=[one.slug]), marked(one.title), marked(one.headline or one.intro))
            for one in _headed(shown, "intro", _query(words))
        ],
    )


def briefings(user: Any, words: str, page: int, size: int) -> Hits:
    """Briefings: title and summary."""
    query = _query(words)
    own = SearchVector("title", weight="A", config=ENGLISH) + SearchVector("summary", weight="B", config=ENGLISH)
    found = Briefing.objects.visible_to(user).filter(state="published").alias(words=own).filter(words=query)
    total, shown = _page(found.alias(rank=SearchRank("words", query)).order_by("-rank", "-number"), page, size)
    return Hits(
        total,
        [
            Hit(
                briefing_links.briefing_page(one),
                marked(one.title),
                marked(one.headline or one.summary),
                _("Briefing %(number)s, %(day)s") % {"number": one.number, "day": nice_date(one.published_at)},
            )
            for one in _headed(shown, "summary", query)
        ],
        more=_more("reviews:briefings", words),
    )


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config=ENGLISH, search_type="websearch")


def _page(rows: "models.QuerySet[Any]", page: int, size: int) -> tuple[int, Sequence[Any]]:
    """How many there are, and the page asked for; the last one where there are fewer."""
    if not size:
        return rows.count(), []
    counted = rows.annotate(all_found=models.Window(models.Count("*")))
    if shown := list(counted[(page - 1) * size : page * size]):
        return shown[0].all_found, shown
    total = rows.count() if page > 1 else 0
    return total, list(rows[(total - 1) // size * size :]) if total else []


def _headed(rows: Sequence[Any], column: str, query: SearchQuery) -> Sequence[Any]:
    """The rows of a page, in order, each with the part of a text in which the words stand as `listing.marked` reads it."""
    headline = SearchHeadline(
        *(column, query), config=ENGLISH, start_sel="\x02", stop_sel="\x03", max_words=36, min_words=18, max_fragments=1
    )
    texts = {one.pk: one for one in rows}
    if texts:
        model = type(rows[0])
        for pk, text in model._default_manager.filter(pk__in=texts).values_list("pk", headline):
            texts[pk].headline = text
    return rows


def register() -> None:
    """Offer them all to the search."""
    kinds.register(Kind("practice", gettext_lazy("Practice examples"), practice, lambda _user: True))
    kinds.register(
        Kind("practice_collections", gettext_lazy("Collections of practice"), collections, lambda _user: True)
    )
    kinds.register(Kind("actions", gettext_lazy("Actions of the plan"), actions, _signed_in))
    kinds.register(Kind("reviews", gettext_lazy("Case reviews"), reviews, reviews_people.may_read))
    kinds.register(Kind("briefings", gettext_lazy("Briefings"), briefings, reviews_people.may_read))
