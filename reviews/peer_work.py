"""What waits for a person in peer reviews: for the home page and the front page of reviews.

The pages of fieldwork add theirs to SOURCES: a function that takes the person and yields items.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from nvap.telling import roles_with
from reviews import people
from reviews.actions.evidence_requests import ASKED_IN
from reviews.actions.team import CHANGES_IN
from reviews.models import EvidenceRequest, PeerReview
from reviews.peer_links import declare_page, evidence_page, peer_page, request_page, scope_page, team_page
from reviews.vocab import Interest, PeerState, RequestState
from vkpp.accounts.permissions import can, force_ids, nationally
from vkpp.accounts.roles import Permission


@dataclass(frozen=True)
class Item:
    """One thing that waits: its words, where it is done, and until when."""

    title: str
    link: str
    meta: str
    due: dt.date | None = None


Source = Callable[[Any], Iterator[Item]]


def everything(person: Any) -> list[Item]:
    """All that waits for the person in peer reviews, what is due first on top."""
    if not people.meets_peer_reviews(person):
        return []
    items = [item for source in SOURCES for item in source(person)]
    return sorted(items, key=lambda item: (item.due is None, item.due or dt.date.max))


def to_declare(person: Any) -> Iterator[Item]:
    """Teams on which the person has not declared their interests."""
    if not can(person, Permission.PEER_REVIEWS_TAKE_PART):
        return
    mine = person.peer_memberships.filter(ended_at=None, interest=Interest.UNDECLARED, review__state__in=CHANGES_IN)
    for member in mine.select_related("review__force"):
        yield _of(member.review, _("Declare your interests"), declare_page(member.review))


def to_agree(person: Any) -> Iterator[Item]:
    """Scope and terms that the force has not agreed."""
    forces = force_ids(person, Permission.PEER_REVIEWS_MANAGE_FORCE)
    if not forces:
        return
    rows = PeerReview.objects.filter(force__in=forces, state=PeerState.SCOPING, terms_agreed_at=None)
    for review in rows.exclude(terms="").select_related("force"):
        yield _of(review, _("Read scope and terms, and agree them"), scope_page(review))


def to_find(person: Any) -> Iterator[Item]:
    """Evidence the person was asked to find, and for lead and chief officers what nobody is there to find."""
    led = force_ids(person, Permission.PEER_REVIEWS_MANAGE_FORCE)
    there = roles_with(Permission.RETURN_ANSWER).filter(user=OuterRef("assignee"), force=OuterRef("review__force"))
    wanted = Q(assignee=person) | (Q(review__force__in=led) & ~Exists(there))
    rows = EvidenceRequest.objects.visible_to(person).filter(
        wanted, state=RequestState.OPEN, review__state__in=ASKED_IN
    )
    for request in rows.select_related("review__force").order_by(F("due_on").asc(nulls_last=True), "pk").distinct():
        yield Item(
            _("Evidence: %(text)s") % {"text": request}, request_page(request), _meta(request.review), request.due_on
        )


def to_look_at(person: Any) -> Iterator[Item]:
    """Evidence that came for a review whose team the person leads or looks after."""
    if not can(person, Permission.PEER_REVIEWS_TAKE_PART):
        return
    rows = PeerReview.objects.worked_on_by(person).filter(
        Q(manager=person) | Q(team__person=person, team__lead=True, team__ended_at=None),
        state__in=ASKED_IN,
        requests__state__in=[RequestState.SUPPLIED, RequestState.NOT_HELD],
    )
    for review in rows.select_related("force").order_by("pk").distinct():
        yield _of(review, _("Evidence has come: look at it"), evidence_page(review))


def to_decide(person: Any) -> Iterator[Item]:
    """For the national team: new requests, and what the person looks after and can take on."""
    if not nationally(person, Permission.PEER_REVIEWS_MANAGE):
        return
    rows = PeerReview.objects.visible_to(person).select_related("force").order_by("pk")
    mine = Q(state=PeerState.SCOPING, manager=person) & (Q(terms="") | Q(terms_agreed_at__isnull=False))
    for review in rows.filter(Q(state=PeerState.REQUESTED) | mine):
        if review.state == PeerState.REQUESTED:
            yield _of(review, _("Decide about the request"), peer_page(review))
        elif review.terms_agreed_at is None:
            yield _of(review, _("Draft scope and terms"), scope_page(review))
        else:
            yield _of(review, _("The terms are agreed: go on with preparing"), peer_page(review))
    if not nationally(person, Permission.PEER_REVIEWS_WAIVE):
        return
    torn = rows.filter(
        team__interest=Interest.CONFLICT,
        team__waived_at=None,
        team__ended_at=None,
        state__in=CHANGES_IN,
    )
    for review in torn.distinct():
        yield _of(review, _("Decide about a conflict of interest"), team_page(review))


SOURCES: list[Source] = [to_declare, to_agree, to_find, to_decide, to_look_at]


def _of(review: PeerReview, title: str, link: str, due: dt.date | None = None) -> Item:
    return Item(title, link, _meta(review), due)


def _meta(review: PeerReview) -> str:
    return f"{review.reference}, {review.force.short_name}"
