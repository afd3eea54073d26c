"""One force: its published practice, what it is about, and what other parts of the portal say of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from practice.presenters import force_page
from practice.views.bank import public_page
from vkpp.accounts.models import Force
from vkpp.core import home


@require_safe
@public_page
def force(request: HttpRequest, code: str) -> HttpResponse:
    """A force as this reader may know it. Other apps add to it through the place `force_page`."""
    found = get_object_or_404(Force, code=code)
    context = force_page.page(request.user, found)
    context["more"] = home.rendered("force_page", request, found)
    context["beside"] = home.rendered("force_page_aside", request, found)
    return render(request, "practice/force_page.html", context)
