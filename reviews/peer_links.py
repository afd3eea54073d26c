"""The addresses of peer reviews and of what belongs to them."""

from django.urls import reverse

from reviews.models import EvidenceRequest, PeerReview, Supplied


def peer_page(review: PeerReview) -> str:
    """The overview of a peer review."""
    return reverse("reviews:peer", args=[review.reference])


def scope_page(review: PeerReview) -> str:
    """Scope and terms of reference."""
    return reverse("reviews:peer-scope", args=[review.reference])


def team_page(review: PeerReview) -> str:
    """Where the team of a peer review is put together."""
    return reverse("reviews:peer-team", args=[review.reference])


def declare_page(review: PeerReview) -> str:
    """Where a member declares what connects them to the force."""
    return reverse("reviews:peer-declare", args=[review.reference])


def evidence_page(review: PeerReview) -> str:
    """Everything the team has asked for."""
    return reverse("reviews:peer-evidence", args=[review.reference])


def request_page(request: EvidenceRequest) -> str:
    """One request for evidence, where the force supplies it."""
    return reverse("reviews:peer-request", args=[request.review.reference, request.pk])


def piece_page(supplied: Supplied) -> str:
    """A supplied file as a download."""
    request = supplied.request
    return reverse("reviews:peer-piece", args=[request.review.reference, request.pk, supplied.pk])
