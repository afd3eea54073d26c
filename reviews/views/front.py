"""The front page of reviews: where learning, briefings and peer reviews start."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviews.presenters import front as page
from vkpp.core import home


@require_safe
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """What each part is for, as far as the person may use it, and the work that waits there."""
    panels = {"work": home.rendered("reviews_front", request), "aside": home.rendered("reviews_front_aside", request)}
    return render(request, "reviews/front.html", page.context(request.user) | panels)
