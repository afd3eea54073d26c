"""Recurrent themes: the page of all themes, the heat map, one theme, the learning points behind a figure, the search."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reviews import learning_filters, learning_search, people
from reviews.presenters import found, heat, points, theme, themes
from reviews.theme_tree import themes as tree
from vkpp.core import csv_files

View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """Only for who reads case reviews; others who are signed in are told who does."""

    @require_safe
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not people.may_read(request.user):
            raise PermissionDenied(
                _("Forces and national bodies read what was learned from case reviews. Ask for a role that does.")
            )
        return view(request, *args, **kwargs)

    return guarded


@for_readers
def all_themes(request: HttpRequest) -> HttpResponse:
    """How often reviews met each theme, and how that has moved."""
    wanted, problems = learning_filters.read(request.GET, without=("theme", "action"))
    context = themes.page(request.user, wanted) | {"problems": problems}
    return render(request, "reviews/theme_list.html", context)


@for_readers
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same figures to keep."""
    wanted, _problems = learning_filters.read(request.GET, without=("theme", "action"))
    return csv_files.response("recurrent-themes", themes.as_table(request.user, wanted))


@for_readers
def heat_map(request: HttpRequest) -> HttpResponse:
    """Themes × actions of the plan."""
    wanted, problems = learning_filters.read(request.GET, without=("theme", "action"))
    context = heat.page(request.user, wanted) | {"problems": problems}
    return render(request, "reviews/theme_heat.html", context)


@for_readers
def one_theme(request: HttpRequest, code: str) -> HttpResponse:
    """A theme of learning: how often, when and where it recurs."""
    node = tree().get(code)
    if node is None:
        raise Http404
    wanted, problems = learning_filters.read(request.GET, without=("theme", "action"))
    context = theme.page(request.user, node, wanted) | {"problems": problems}
    return render(request, "reviews/theme_page.html", context)


@for_readers
def learning_points(request: HttpRequest) -> HttpResponse:
    """The learning points that a figure counts."""
    wanted, problems = learning_filters.read(request.GET)
    context = points.page(request.user, wanted) | {"problems": problems}
    return render(request, "reviews/point_list.html", context)


@for_readers
def search(request: HttpRequest) -> HttpResponse:
    """Words in titles, summaries, documents and learning points."""
    wanted, problems = learning_filters.read(request.GET, without=("age", "by"))
    result = learning_search.find(request.user, wanted)
    context = found.page(request.user, result) | {"problems": problems}
    return render(request, "reviews/search.html", context)
