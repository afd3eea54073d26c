"""The catalogue of data sets, one data set, and taking it away."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from rest_framework.exceptions import ValidationError

from analytics.actions import exporting
from analytics.datasets import dataset, making
from analytics.datasets.dataset import DataSet
from analytics.datasets.files import FORMATS
from analytics.presenters import datasets as presenter
from vkpp.core import csv_files, jobs


@require_safe
@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """The data sets this person may take."""
    return render(request, "analytics/data_list.html", presenter.catalogue(request.user))


@require_safe
@login_required
def data_set(request: HttpRequest, code: str) -> HttpResponse:
    """One data set: what it is, its columns, its first rows."""
    found = _find(request, code)
    asked = presenter.given(request.GET)
    exporting.look(data_set=found, query=asked.urlencode(), by=request.user)
    context = presenter.page(request.user, found, asked)
    return render(request, "analytics/data_page.html", context, status=400 if context["errors"] else 200)


@require_safe
@login_required
def dictionary(request: HttpRequest, code: str) -> HttpResponse:
    """Its data dictionary as a file."""
    found = _find(request, code)
    return csv_files.response(f"{found.code.replace('_', '-')}-columns", presenter.dictionary(found))


@require_POST
@login_required
def export(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take it away: at once while it is short, made by a worker when it is long."""
    found, kind = _find(request, code), FORMATS.get(request.POST.get("format", ""))
    if kind is None:
        return redirect(presenter.address(found))
    try:
        source = found.source(request.user, request.GET)
    except ValidationError:
        return redirect(f"{presenter.address(found)}?{request.GET.urlencode()}")
    if presenter.long_file(kind, source):
        job = exporting.start(data_set=found, kind=kind, query=request.GET.urlencode(), by=request.user)
        return redirect(jobs.address(job))
    return making.streamed(found, kind, source, request.GET, request.user)


def _find(request: HttpRequest, code: str) -> DataSet:
    found = dataset.find(request.user, code)
    if found is None:
        raise Http404
    return found
