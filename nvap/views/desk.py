"""VKPP's desk of returns."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nvap.desk import Asked
from nvap.presenters import desk as page
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission


@require_safe
@login_required
def returns(request: HttpRequest) -> HttpResponse:
    """Every force's return of a round: how far, how late, what waits; for staff only."""
    if not nationally(request.user, Permission.RETURN_CHECK):
        raise Http404
    asked = Asked.of(request.GET.dict())
    return render(request, "nvap/desk.html", page.context(request.user, asked, request.GET.get("page")))
