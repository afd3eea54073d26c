"""What is new since somebody was here last, on their home page: how much of each thing, each with its list."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import ngettext

from nvap.models import Response, Return
from practice.models import BankEntry
from reviews import people as reviews_people
from reviews.models import Briefing, CaseReview
from vkpp.accounts import visits
from vkpp.accounts.permissions import force_of


def since_last_time(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """The card; nothing on a first visit, and a sentence when nothing is new."""
    since = visits.before(request)
    if since is None:
        return None
    found = [*_practice(request.user, since), *_answers(request.user, since), *_reviews(request.user, since)]
    return {"since": since, "rows": found}


def _practice(user: Any, since: dt.datetime) -> list[dict[str, str]]:
    n = BankEntry.objects.visible_to(user).filter(published_at__gt=since).count()
    words = ngettext("%(n)s practice example published", "%(n)s practice examples published", n) % {"n": f"{n:,}"}
    return _row(n, words, f"{reverse('practice:bank')}?{urlencode({'sort': 'newest'})}")


def _answers(user: Any, since: dt.datetime) -> list[dict[str, str]]:
    """Answers of the person's own force that colleagues changed, in its newest return."""
    force = force_of(user)
    if force is None:
        return []
    rounds = Return.objects.visible_to(user).filter(force=force).select_related("round")
    ret = rounds.order_by("-pk").first()
    if ret is None:
        return []
    rows = Response.objects.visible_to(user).filter(ret=ret, updated_at__gt=since, version__gt=0)
    n = rows.exclude(updated_by=user.pk).exclude(updated_by=None).count()
    words = ngettext(
        "%(n)d answer of your return changed by a colleague", "%(n)d answers of your return changed by colleagues", n
    ) % {"n": n}
    return _row(n, words, reverse("nvap:return", args=[ret.round.code, force.code]))


def _reviews(user: Any, since: dt.datetime) -> list[dict[str, str]]:
    if not reviews_people.may_read(user):
        return []
    n = Briefing.objects.visible_to(user).filter(state="published", published_at__gt=since).count()
    words = ngettext("%(n)d briefing published", "%(n)d briefings published", n) % {"n": n}
    found = _row(n, words, reverse("reviews:briefings"))
    n = (
        CaseReview.objects.visible_to(user)
        .filter(screened_at__gt=since)
        .exclude(state__in=("sent", "excluded"))
        .count()
    )
    words = ngettext("%(n)d case review included", "%(n)d case reviews included", n) % {"n": n}
    return [*found, *_row(n, words, f"{reverse('reviews:cases')}?{urlencode({'sort': 'entered'})}")]


def _row(n: int, words: str, href: str) -> list[dict[str, str]]:
    return [{"words": words, "href": href}] if n else []
