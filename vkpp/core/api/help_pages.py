"""Pages for people who write programs: what each kind of problem means."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vkpp.core.api import problems


@require_safe
def all_problems(request: HttpRequest) -> HttpResponse:
    """Every kind of problem the API can answer with."""
    return render(request, "api/problems.html", {"problems": problems.PROBLEMS})


@require_safe
def one_problem(request: HttpRequest, code: str) -> HttpResponse:
    """What one kind of problem means and what to do: where the `type` of a problem leads."""
    if code not in problems.BY_CODE:
        raise Http404
    return render(request, "api/problem.html", {"problem": problems.BY_CODE[code]})
