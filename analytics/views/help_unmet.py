"""Gaps that nobody helps with."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from analytics.matching import people, unmet
from analytics.presenters import help_unmet as pages
from vkpp.core import csv_files


@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The actions on which most forces lack something and least is there to help."""
    picture = _found(request)
    if picture is None:
        return render(request, "analytics/insight_empty.html")
    return render(request, "analytics/help_unmet.html", pages.page(picture))


@require_safe
@login_required
def csv(request: HttpRequest) -> HttpResponse:
    """The table of that page as a file."""
    picture = _found(request)
    rows = pages.csv_rows(picture) if picture is not None else iter(())
    return csv_files.response("unmet-gaps", rows)


def _found(request: HttpRequest) -> unmet.Picture | None:
    if not people.reads_unmet(request.user):
        raise Http404
    return unmet.find(request.user)
