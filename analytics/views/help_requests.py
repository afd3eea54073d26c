"""Requests for help: the list, one request, its steps and messages."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics.actions import helping
from analytics.forms.helping import MessageForm, ResultForm, StepForm
from analytics.matching import people
from analytics.matching.links import request_page
from analytics.matching.workflow import HELP
from analytics.models import HelpRequest
from analytics.presenters import help_requests as pages
from vkpp.accounts.views.shared import insist, told_in
from vkpp.core.workflow import Step

WRITING = ["GET", "HEAD", "POST"]
DOES: dict[str, Any] = {
    "agree": helping.agree,
    "decline": helping.decline,
    "withdraw": helping.withdraw,
    "try": helping.note_tried,
    "close": helping.note_result,
    "resume": helping.resume,
}


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Requests of both sides."""
    if not people.meets(request.user):
        raise Http404
    return render(
        request, "analytics/help_list.html", pages.listing(request.user, request.GET, request.GET.get("page"))
    )


@require_safe
@login_required
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One request with everything that was said."""
    found = find_request(request, reference)
    helping.look(request=found, by=request.user)
    context = {**pages.one(request.user, found), "form": MessageForm()}
    return render(request, "analytics/help_request.html", context)


@require_POST
@login_required
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """A message to the other side."""
    found = find_request(request, reference)
    form = MessageForm(request.POST)
    if form.is_valid():
        with told_in(form):
            helping.write(request=found, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Your message is sent."))
            return redirect(request_page(found))
    return render(request, "analytics/help_request.html", {**pages.one(request.user, found), "form": form})


@require_http_methods(WRITING)
@login_required
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """A step of the request, with the words it needs."""
    found = find_request(request, reference)
    row = _row(request, found, action)
    data = request.POST if request.method == "POST" else None
    form = ResultForm(data, request=found) if action == "close" else StepForm(data, request=found, step=action)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            DOES[action](request=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved.") if action == "resume" else _("Saved. The other force is told."))
            return redirect(request_page(found))
    context = {"form": form, "step": row, "asked": found, "back": request_page(found)}
    return render(request, "analytics/help_step.html", context)


def _row(request: HttpRequest, found: HelpRequest, action: str) -> Step:
    if action not in DOES:
        raise Http404
    row = HELP.step(action)
    insist(row.may(request.user, found), _("“%(step)s” is for the %(who)s.") % {"step": row.label, "who": row.who})
    return row


def find_request(request: HttpRequest, reference: str) -> HelpRequest:
    """The request of this address, for both sides and VKPP."""
    rows = HelpRequest.objects.visible_to(request.user).select_related(*pages.ONE)
    found: HelpRequest = get_object_or_404(rows, reference=reference)
    return found
