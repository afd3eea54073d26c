"""The front page of reviews: where learning, briefings and peer reviews start."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """What each part is for, as far as the person may use it."""
    return render(request, "reviews/front.html")
