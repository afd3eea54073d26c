"""The force's latest self-assessment beside each action of a peer review."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviews.actions import asking
from reviews.presenters import peer_standing
from reviews.views.peer_found import find_shared


@require_safe
@login_required
def standing(request: HttpRequest, reference: str) -> HttpResponse:
    """What the force said of itself last, action by action."""
    review = find_shared(request, reference)
    asking.look(review=review, by=request.user, page="self-assessment")
    return render(request, "reviews/peer_standing.html", peer_standing.context(request.user, review))
