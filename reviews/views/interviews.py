"""Conversations of a review team: the plan, one of them, and its steps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.actions import asking, interviews
from reviews.fieldwork_links import interview_page, interviews_page
from reviews.forms.fieldwork import InterviewForm
from reviews.models import Interview
from reviews.presenters import fieldwork as page
from reviews.presenters.peer_frame import frame
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import find_worked_on
from vkpp.accounts.views.shared import told

BOTH = ["GET", "HEAD", "POST"]
DONE = {
    "hold": gettext_lazy("Marked as held."),
    "cancel": gettext_lazy("Cancelled. You can plan it again below."),
    "reopen": gettext_lazy("Planned again."),
}


def _find(request: HttpRequest, reference: str, pk: int) -> Interview:
    review = find_worked_on(request, reference)
    found: Interview = get_object_or_404(Interview.objects.visible_to(request.user).filter(review=review), pk=pk)
    found.review = review
    return found


@require_safe
@login_required
def listing(request: HttpRequest, reference: str) -> HttpResponse:
    """The plan of conversations, day by day."""
    review = find_worked_on(request, reference)
    asking.look(review=review, by=request.user, page="interviews")
    return render(request, "reviews/peer_interviews.html", page.interviews(request.user, review))


@require_http_methods(BOTH)
@login_required
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """Plan a conversation."""
    review = find_worked_on(request, reference)
    form = InterviewForm(request.POST or None, review=review)
    if attempt(request, form, lambda: interviews.plan(review=review, values=form.values(), by=request.user)) == SAVED:
        messages.success(request, _("The conversation is planned."))
        return redirect(interviews_page(review))
    heading = _("Plan a conversation")
    shown = {**frame(request.user, review, "interviews"), "form": form, "heading": heading}
    return render(request, "reviews/fieldwork_form.html", {**shown, "back": interviews_page(review)})


@require_http_methods(BOTH)
@login_required
def one(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One conversation: change it, read and write its notes."""
    found = _find(request, reference, pk)
    asking.look(review=found.review, by=request.user, page="interview")
    form = InterviewForm(request.POST or None, review=found.review, interview=found)
    status = attempt(request, form, lambda: _change(request, found, form))
    if status == SAVED:
        messages.success(request, _("Saved."))
        return redirect(interview_page(found))
    return render(request, "reviews/peer_interview.html", page.interview(request.user, found, form), status=status)


def _change(request: HttpRequest, found: Interview, form: InterviewForm) -> Interview:
    version = form.cleaned_data["version"]
    return interviews.change(interview=found, values=form.values(), version=version, by=request.user)


@require_POST
@login_required
def step(request: HttpRequest, reference: str, pk: int, action: str) -> HttpResponse:
    """It was held, it will not be held, or it is planned again."""
    found = _find(request, reference, pk)
    with told(request):
        interviews.step(interview=found, action=action, by=request.user)
        messages.success(request, DONE[action])
    return redirect(interview_page(found))
