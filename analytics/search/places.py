"""How each kind of thing is found: practice and reviews by their own searches, plan, events and briefings in texts."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchRank, SearchVector
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.search import kinds, register_and_data
from analytics.search.kinds import Hit, Hits, Kind
from analytics.search.texts import ENGLISH, a_page, asked, headed
from nvap.actions import toolkits
from nvap.models import ActionVersion, PlanVersion
from practice import facets, listing
from practice import filters as practice_filters
from practice import search as practice_search
from practice.collecting import reading as collected
from practice.events.links import event_page
from practice.events.vocab import EventState
from practice.listing import marked
from practice.models import LearningEvent, PracticeCollection
from reviews import briefing_links, learning_filters, learning_search
from reviews import people as reviews_people
from reviews.models import Briefing
from reviews.presenters import found as review_presenter
from vkpp.core.templatetags.dates import nice_date


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
    query = asked(words)
    rows = ActionVersion.objects.visible_to(user).filter(plan=plan).select_related("theme")
    guided = toolkits.shown().filter(search=query).values("action_version")
    own = SearchVector("code", "title", weight="A", config=ENGLISH) + SearchVector(
        "statement", "theme__title", weight="B", config=ENGLISH
    )
    found = rows.alias(words=own).filter(models.Q(words=query) | models.Q(pk__in=guided))
    total, shown = a_page(found.alias(rank=SearchRank("words", query)).order_by("-rank", "order"), page, size)
    return Hits(
        total,
        [
            Hit(
                reverse("nvap:action", args=[plan.code, one.code]),
                marked(f"{one.code} {one.title}"),
                marked(one.headline or one.statement),
                one.theme.title,
            )
            for one in headed(shown, "statement", query)
        ],
    )


def collections(user: Any, words: str, page: int, size: int) -> Hits:
    """Published collections of practice: title and introduction."""
    total, shown = a_page(collected.search(user, words), page, size)
    return Hits(
        total,
        [
            Hit(reverse("practice:collection", args=[one.slug]), marked(one.title), marked(one.headline or one.intro))
            for one in headed(shown, "intro", asked(words))
        ],
    )


def events(user: Any, words: str, page: int, size: int) -> Hits:
    """Announced learning events, also past ones: title, what is done there, town and region."""
    query = asked(words)
    rows = LearningEvent.objects.visible_to(user).exclude(state=EventState.DRAFT).filter(search=query)
    total, shown = a_page(rows.order_by(SearchRank(F("search"), query).desc(), "-starts_at", "pk"), page, size)
    return Hits(
        total,
        [
            Hit(event_page(one), marked(one.title), marked(one.headline or one.description), _when_and_where(one))
            for one in headed(shown, "description", query)
        ],
    )


def _when_and_where(event: LearningEvent) -> str:
    parts = [nice_date(event.starts_at), event.place or _("online")]
    if event.state != EventState.PUBLISHED:
        parts.append(str(EventState(event.state).label))
    return " · ".join(parts)


def briefings(user: Any, words: str, page: int, size: int) -> Hits:
    """Briefings: title and summary."""
    query = asked(words)
    found = Briefing.objects.visible_to(user).filter(state="published", search=query)
    total, shown = a_page(found.order_by(SearchRank(F("search"), query).desc(), "-number"), page, size)
    return Hits(
        total,
        [
            Hit(
                briefing_links.briefing_page(one),
                marked(one.title),
                marked(one.headline or one.summary),
                _("Briefing %(number)s, %(day)s") % {"number": one.number, "day": nice_date(one.published_at)},
            )
            for one in headed(shown, "summary", query)
        ],
        more=_more("reviews:briefings", words),
    )


def register() -> None:
    """Offer them all to the search."""
    kinds.register(Kind("practice", gettext_lazy("Practice examples"), practice, lambda _user: True))
    kinds.register(
        Kind(
            *("practice_collections", gettext_lazy("Collections of practice"), collections, lambda _user: True),
            texts=PracticeCollection,
        )
    )
    kinds.register(Kind("events", gettext_lazy("Learning events"), events, lambda _user: True, texts=LearningEvent))
    kinds.register(Kind("actions", gettext_lazy("Actions of the plan"), actions, _signed_in))
    kinds.register(Kind("reviews", gettext_lazy("Case reviews"), reviews, reviews_people.may_read))
    kinds.register(Kind("briefings", gettext_lazy("Briefings"), briefings, reviews_people.may_read, texts=Briefing))
    register_and_data.register()
