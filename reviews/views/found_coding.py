"""How the pages of coding find what they are about, and for whom they exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from reviews import people
from reviews.actions.sending import look
from reviews.models import CaseReview, Coding

View = Callable[..., HttpResponse]


def for_coders(view: View) -> View:
    """Only for VKPP staff who screen and code; for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not people.may_code(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def find_case(request: HttpRequest, reference: str) -> CaseReview:
    """The review of this address; opening a sensitive one is logged."""
    rows = CaseReview.objects.visible_to(request.user).select_related("type", "force")
    review: CaseReview = get_object_or_404(rows, reference=reference)
    look(review=review, by=request.user)
    return review


def find_coding(request: HttpRequest, pk: int) -> Coding:
    """One's own coding; somebody else's is not there, whether it is finished or not."""
    rows = Coding.objects.visible_to(request.user).filter(coder=request.user.pk)
    coding: Coding = get_object_or_404(rows.select_related("review__type", "taxonomy"), pk=pk)
    look(review=coding.review, by=request.user)
    return coding
