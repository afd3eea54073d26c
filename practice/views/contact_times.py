"""How long answers to contact requests take, for VKPP."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from practice.contacts import people, times
from practice.presenters import contact_times as pages
from vkpp.core import csv_files


@require_safe
@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Figures and a table, force by force."""
    period = _period(request)
    return render(request, "practice/contact_times.html", pages.page(times.report(period=period), period))


@require_safe
@login_required
def csv(request: HttpRequest) -> HttpResponse:
    """The table as a file."""
    return csv_files.response("contact-requests", pages.csv_rows(times.report(period=_period(request))))


def _period(request: HttpRequest) -> str:
    """The period asked for, of who may look."""
    if not people.oversees(request.user):
        raise Http404
    return pages.period_of(request.GET.get("period", ""))
