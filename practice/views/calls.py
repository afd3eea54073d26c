"""Calls for practice as everybody sees them, and starting an example."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from practice.actions import authoring
from practice.models import Call
from practice.presenters import calls as presenter
from vkpp.core.exceptions import NotAllowed, PortalError


@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """Open, coming and closed calls."""
    return render(request, "practice/call_list.html", presenter.call_list(request.user))


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what it asks for, until when, and the way in."""
    found = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    return render(request, "practice/call_page.html", presenter.call_page(found, request.user))


def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start an example in a call. Reached by address, for example after sign-in, it shows the call first."""
    found = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    page = reverse("practice:call", args=[slug])
    if not request.user.is_authenticated:
        return redirect_to_login(page)
    if request.method != "POST":
        return redirect(page)
    try:
        practice = authoring.start_once(call=found, by=request.user)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.message) from refusal
    except PortalError as refusal:
        messages.error(request, refusal.message)
        return redirect(page)
    return redirect("practice:write", practice.reference)
