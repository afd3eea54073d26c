"""Where practice is: the map of all forces, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from practice import filters
from practice.presenters import force_page
from practice.presenters import practice_map as map_page
from practice.views.bank import public_page
from vkpp.accounts.models import Force
from vkpp.core import home


@require_safe
@public_page
def practice_map(request: HttpRequest) -> HttpResponse:
    """How many examples each force has, of those that this reader may read and the filters leave."""
    wanted, problems = filters.read(request.GET)
    shown = map_page.page(request.user, wanted, problems, request.GET.get("order", ""))
    return render(request, "practice/map_page.html", shown)


@require_safe
@public_page
def force(request: HttpRequest, code: str) -> HttpResponse:
    """A force as this reader may know it. Other apps add to it through the place `force_page`."""
    found = get_object_or_404(Force, code=code)
    context = force_page.page(request.user, found)
    context["more"] = home.rendered("force_page", request, found)
    context["beside"] = home.rendered("force_page_aside", request, found)
    return render(request, "practice/force_page.html", context)
