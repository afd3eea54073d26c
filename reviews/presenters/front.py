"""The front page of reviews: its parts, as far as the person may use each, and the work that waits for them.

An area whose pages are not installed is left out. Areas add their work to the panel place `reviews_front`, and what
stands beside it to `reviews_front_aside`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews import people
from reviews.models import CaseReview
from reviews.vocab import CaseState

May = Callable[[Any], bool]
Text = str | Promise


def _codes(user: Any) -> bool:
    return people.may_code(user)


@dataclass(frozen=True)
class Link:
    """A page inside a part, and who is shown it."""

    route: str
    label: Text
    shown: May = people.may_read


@dataclass(frozen=True)
class Part:
    """A part of reviews: its first page, what it is for, and further pages."""

    route: str
    title: Text
    text: Text
    shown: May = people.may_read
    links: tuple[Link, ...] = ()


PARTS = (
    Part(
        "reviews:cases",
        _("Case reviews"),
        _("Published reviews in which police were involved before: what they are about, their documents and learning."),
        links=(Link("reviews:screening", _("To screen"), _codes), Link("reviews:coding-queue", _("Coding"), _codes)),
    ),
    Part(
        "reviews:themes",
        _("Recurrent themes"),
        _(
            "What comes up again and again: over time, by kind of review, strand and age, and for each action of the plan."
        ),
        links=(
            Link("reviews:theme-heat", _("Themes and actions")),
            Link("reviews:search", _("Search all reviews")),
            Link("reviews:taxonomy", _("The themes and what they mean"), _codes),
        ),
    ),
    Part(
        "reviews:briefings",
        _("Briefings"),
        _("What the reviews of a period say to policing, in a few pages, with the actions it concerns."),
        links=(Link("reviews:recommendations", _("Recommendations")),),
    ),
    Part(
        "reviews:peers",
        _("Peer reviews"),
        _(
            "Colleagues from policing, academia and the voluntary sector look at a force with it: supportive, no inspection."
        ),
        people.meets_peer_reviews,
        links=(
            Link("reviews:peer-new", _("Ask for a peer review"), people.may_ask_for_own),
            Link("reviews:peer-calendar", _("Days by month"), people.meets_peer_reviews),
        ),
    ),
)


def context(user: Any) -> dict[str, Any]:
    """The parts this person may use."""
    return {
        "parts": [_part(part, user) for part in PARTS if part.shown(user) and _address(part.route)],
        "send_url": reverse("reviews:send"),
        "sent_url": reverse("reviews:sent"),
    }


def _part(part: Part, user: Any) -> dict[str, Any]:
    return {"title": part.title, "text": part.text, "href": _address(part.route), "links": list(_links(part, user))}


def _links(part: Part, user: Any) -> Iterator[dict[str, Any]]:
    for link in part.links:
        address = _address(link.route)
        if address and link.shown(user):
            yield {"label": link.label, "href": address, "count": _count(link.route, user)}


def _count(route: str, user: Any) -> int | None:
    if route != "reviews:screening":
        return None
    return CaseReview.objects.visible_to(user).filter(state=CaseState.SENT).count()


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
