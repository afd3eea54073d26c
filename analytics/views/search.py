"""The search over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics.presenters import search as presenter


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Practice, events, actions, reviews, briefings and data that have the words: as much as the person may read."""
    return render(request, "analytics/search_page.html", presenter.page(request.user, request.GET))
