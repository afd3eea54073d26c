"""The frame around every page of a peer review: what somebody is to it, and the tabs they see.

shown = peer_frame.frame(request.user, review, "evidence")   # for templates/reviews/peer_frame.html
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews import people
from reviews.models import PeerReview, TeamMember
from reviews.querysets import REPORTED
from reviews.vocab import PEER_OVER, PeerState
from reviews.workflow import PEER
from vkpp.accounts.permissions import can, nationally
from vkpp.accounts.roles import Permission

WITH_TEAM = (PeerState.PREPARING, PeerState.FIELDWORK, PeerState.DRAFTING, *REPORTED)
"""States in which a team works, or has worked."""
ON_SITE = (PeerState.FIELDWORK, PeerState.DRAFTING, *REPORTED)
"""States in which there are findings to work on."""


class Stand:
    """What one person is to one peer review; each question is asked once."""

    def __init__(self, user: Any, review: PeerReview) -> None:
        self.user, self.review = user, review

    @cached_property
    def place(self) -> TeamMember | None:
        """Their place on the team now, declared or not."""
        return people.member(self.user, self.review)

    @cached_property
    def reads_for_force(self) -> bool:
        """Lead or chief officer of the reviewed force."""
        return can(self.user, Permission.PEER_REVIEWS_READ_FORCE, self.review)

    @cached_property
    def sees(self) -> bool:
        """Whether they see the review itself, and not only a request for evidence that was given to them."""
        manages = nationally(self.user, Permission.PEER_REVIEWS_MANAGE)
        return manages or self.reads_for_force or self.place is not None

    @cached_property
    def asks(self) -> bool:
        """May agree terms and answer the team for the force."""
        return people.may_ask(self.user, self.review)

    @cached_property
    def arranges(self) -> bool:
        """Of the national team and not of the force."""
        return people.may_arrange(self.user, self.review)

    @cached_property
    def works(self) -> bool:
        """Of the cleared team, or of the national team: sees notes, judgements and drafts."""
        cleared = people.is_cleared(self.place) and not people.belongs(self.user, self.review)
        return cleared or self.arranges

    @cached_property
    def leads(self) -> bool:
        """The team's lead, or the national team."""
        return self.arranges or bool(self.works and self.place and self.place.lead)


def everybody(stand: Stand) -> bool:
    """Whoever sees the review itself."""
    return stand.sees


def both_sides(stand: Stand) -> bool:
    """The force and the cleared team."""
    return stand.works or stand.reads_for_force


def team_once_agreed(stand: Stand) -> bool:
    """The cleared team from the day the terms are agreed."""
    return stand.works and stand.review.state in WITH_TEAM


def team_on_site(stand: Stand) -> bool:
    """The cleared team from the first day of fieldwork."""
    return stand.works and stand.review.state in ON_SITE


def report_readers(stand: Stand) -> bool:
    """The team while it writes; the force once something was sent to it, also while the team works on it again."""
    if team_on_site(stand):
        return True
    review = stand.review
    return stand.reads_for_force and review.state in ON_SITE and (review.state in REPORTED or review.reports.exists())


def both_at_the_end(stand: Stand) -> bool:
    """Both sides once the final report is there."""
    return both_sides(stand) and stand.review.state in PEER_OVER


@dataclass(frozen=True)
class Tab:
    """A page of a peer review: its words, its address (which takes the reference), its group, and who sees it."""

    code: str
    label: str | Promise
    url_name: str
    group: str | Promise
    shown: Callable[[Stand], bool]


REVIEW, FIELD, REPORT = _("The review"), _("Fieldwork"), _("Report and after")
TABS = (
    Tab("overview", _("Overview"), "reviews:peer", REVIEW, everybody),
    Tab("scope", _("Scope and terms"), "reviews:peer-scope", REVIEW, everybody),
    Tab("team", _("Team"), "reviews:peer-team", REVIEW, everybody),
    Tab("evidence", _("Evidence"), "reviews:peer-evidence", REVIEW, both_sides),
    Tab("standing", _("Self-assessment"), "reviews:peer-standing", REVIEW, both_sides),
    Tab("interviews", _("Interviews"), "reviews:peer-interviews", FIELD, team_once_agreed),
    Tab("notes", _("Notes"), "reviews:peer-notes", FIELD, team_once_agreed),
    Tab("findings", _("Findings"), "reviews:peer-findings", FIELD, team_on_site),
    Tab("report", _("Report"), "reviews:peer-report", REPORT, report_readers),
    Tab("calibration", _("Calibration"), "reviews:peer-calibration", REPORT, both_at_the_end),
    Tab("follow_up", _("Follow-up"), "reviews:peer-follow-up", REPORT, both_at_the_end),
)


def frame(user: Any, review: PeerReview, current: str, stand: Stand | None = None) -> dict[str, Any]:
    """Heading, state and the tabs of this person; `current` is the code of the tab they are on."""
    stand = stand or Stand(user, review)
    return {
        "review": review,
        "stand": stand,
        "state": PEER.state(review.state),
        "tab": next(tab for tab in TABS if tab.code == current),
        "groups": _groups(stand, current),
        "overview_url": reverse("reviews:peer", args=[review.reference]) if stand.sees else "",
    }


def _groups(stand: Stand, current: str) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for tab in TABS:
        if tab.shown(stand) and (href := address_of(tab.url_name, stand.review)):
            item = {"label": tab.label, "href": href, "current": tab.code == current}
            groups.setdefault(str(tab.group), []).append(item)
    if not groups:
        own = {"label": _("What I was asked for"), "href": reverse("reviews:peers"), "current": False}
        groups[""] = [own]
    return [{"title": title, "items": items} for title, items in groups.items()]


def address_of(url_name: str, review: PeerReview) -> str:
    """Where the tab leads; empty while the page does not exist."""
    try:
        return reverse(url_name, args=[review.reference])
    except NoReverseMatch:
        return ""
