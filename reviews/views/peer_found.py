"""How pages of peer reviews find what they are about; the pages of fieldwork use it too."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from reviews import people
from reviews.models import EvidenceRequest, PeerReview
from vkpp.accounts.views.shared import insist

NEEDED = ("force", "plan", "manager", "requested_by", "terms_agreed_by")


def find_peer(request: HttpRequest, reference: str) -> PeerReview:
    """The peer review of this address, for who may see any of it."""
    rows = PeerReview.objects.visible_to(request.user).select_related(*NEEDED)
    review: PeerReview = get_object_or_404(rows, reference=reference)
    return review


def find_worked_on(request: HttpRequest, reference: str) -> PeerReview:
    """The same for the cleared team and the national team; the others who see the review are told who may."""
    review = find_peer(request, reference)
    insist(people.may_work_on(request.user, review), _("This page is for the team of the review."))
    return review


def find_shared(request: HttpRequest, reference: str) -> PeerReview:
    """The same for the force and the cleared team; members who have not declared are told what to do first."""
    review = find_peer(request, reference)
    allowed = people.may_ask(request.user, review) or people.may_work_on(request.user, review)
    insist(allowed, _("Declare your interests first: what the force gives is for the cleared team."))
    return review


def find_request(request: HttpRequest, reference: str, pk: int) -> EvidenceRequest:
    """A request for evidence: for the cleared team, the force's leads, and who was asked to find it."""
    rows = EvidenceRequest.objects.visible_to(request.user).filter(review__reference=reference)
    rows = rows.select_related("action", "assignee", "made_by", *(f"review__{name}" for name in NEEDED))
    found: EvidenceRequest = get_object_or_404(rows, pk=pk)
    return found


def asked_action(request: HttpRequest, review: PeerReview) -> int | None:
    """The action of the review that `?action=` names; nothing when there is none of that code."""
    codes: dict[str, int] = dict(review.scopes.values_list("action__code", "action"))
    return codes.get(request.GET.get("action", ""))


def insist_peers(request: HttpRequest) -> None:
    """Peer reviews do not exist for people whom they never concern."""
    if not people.meets_peer_reviews(request.user):
        raise Http404
