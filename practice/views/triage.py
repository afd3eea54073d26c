"""The triage queue, the record of one example, and what staff do with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from practice import people, queue
from practice.actions import triage
from practice.forms.triage import CommentForm, MarkingForm, ReasonForm
from practice.links import triage_record
from practice.models import Practice
from practice.presenters import triage_queue as queue_page
from practice.presenters import triage_record as record_page
from practice.views.staff import attempt, attempt_form, for_staff
from practice.workflow import PRACTICE
from vkpp.accounts.models import User

WITH_REASON = ("return", "not_take_forward")
DONE = {
    "return": gettext_lazy("Returned to the authors with your questions."),
    "take_forward": gettext_lazy("Taken forward. It now waits for ratings."),
    "not_take_forward": gettext_lazy("Not taken forward. The authors have been told."),
    "reopen": gettext_lazy("It waits for triage again."),
    "republish": gettext_lazy("The change is published."),
}


def _example(request: HttpRequest, reference: str) -> Practice:
    rows = Practice.objects.visible_to(request.user).select_related("call", "form", "force", "owner", "claimed_by")
    practice: Practice = get_object_or_404(rows, reference=reference)
    return practice


@require_safe
@for_staff
def triage_queue(request: HttpRequest) -> HttpResponse:
    """What waits, by tab, filter and order; all of it in the address."""
    asked = queue.Asked.of(request.GET.dict())
    return render(
        request, "practice/triage_queue.html", queue_page.context(request.user, asked, request.GET.get("page"))
    )


@require_safe
@for_staff
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """One example as it was sent, with its checks, talk and history; opening a sensitive one is logged."""
    practice = _example(request, reference)
    triage.look(practice=practice, by=request.user)
    return render(request, "practice/triage_record.html", record_page.context(request.user, practice))


@require_POST
@for_staff
def claim(request: HttpRequest, reference: str) -> HttpResponse:
    """Take it on."""
    practice = _example(request, reference)
    attempt(request, lambda: triage.claim(practice=practice, by=request.user), _("You have claimed it."))
    return redirect(triage_record(practice))


@require_POST
@for_staff
def unclaim(request: HttpRequest, reference: str) -> HttpResponse:
    """Put it back."""
    practice = _example(request, reference)
    attempt(request, lambda: triage.unclaim(practice=practice, by=request.user), _("It is open to everybody again."))
    return redirect(triage_record(practice))


@require_POST
@for_staff
def hand_over(request: HttpRequest, reference: str) -> HttpResponse:
    """Give it to a colleague, or take it over."""
    practice = _example(request, reference)
    chosen = request.POST.get("to", "")
    to = people.triage_staff().filter(pk=chosen).first() if chosen.isdecimal() else None
    if to is None:
        messages.error(request, _("Choose who should take it on."))
        return redirect(triage_record(practice))
    done = _("%(reference)s is now with %(who)s.") % {"reference": practice.reference, "who": to}
    attempt(request, lambda: triage.hand_over(practice=practice, to=to, by=request.user), done)
    return redirect(triage_record(practice))


@require_POST
@for_staff
def check(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Record what a check found."""
    practice = _example(request, reference)
    result, note = request.POST.get("result", ""), request.POST.get("note", "")
    attempt(
        request,
        lambda: triage.check(practice=practice, kind=kind, result=result, note=note, by=request.user),
        _("The check is recorded."),
    )
    return redirect(f"{triage_record(practice)}#checks")


@for_staff
def mark(request: HttpRequest, reference: str) -> HttpResponse:
    """Set the security marking."""
    practice = _example(request, reference)
    form = MarkingForm(request.POST or None, initial={"marking": practice.marking})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt_form(
            request, form, lambda: triage.mark(practice=practice, by=request.user, **values), _("The marking is set.")
        ):
            return redirect(triage_record(practice))
    return render(request, "practice/triage_mark.html", {"form": form, "practice": practice})


@for_staff
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """Remark on the example; a form of its own when the one on the record was refused."""
    practice = _example(request, reference)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "audience": form.cleaned_data["audience"] or "staff"}
        if attempt_form(
            request, form, lambda: triage.comment(practice=practice, by=request.user, **values), _("Comment added.")
        ):
            return redirect(f"{triage_record(practice)}#comments")
    return render(request, "practice/triage_comment.html", {"form": form, "practice": practice})


@for_staff
def decide(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Send the example on its way: at once, or after asking for the reason."""
    practice = _example(request, reference)
    step = PRACTICE.step(action)
    if action not in WITH_REASON:
        if request.method == "POST":
            attempt(request, _deed(practice, action, request.user, ""), str(DONE[action]))
        return redirect(triage_record(practice))
    form = ReasonForm(request.POST or None, action=action)
    if request.method == "POST" and form.is_valid():
        act = _deed(practice, action, request.user, form.cleaned_data["reason"])
        if attempt_form(request, form, act, str(DONE[action])):
            return redirect(triage_record(practice))
    possible = PRACTICE.allows(practice, action, request.user)
    context = {"form": form, "practice": practice, "step": step, "possible": possible}
    return render(request, "practice/triage_decide.html", context)


def _deed(practice: Practice, action: str, by: User | Any, reason: str) -> Any:
    """The action of a step, ready to be done."""
    deeds = {
        "return": lambda: triage.return_to_author(practice=practice, questions=reason, by=by),
        "take_forward": lambda: triage.take_forward(practice=practice, by=by),
        "not_take_forward": lambda: triage.not_take_forward(practice=practice, reason=reason, by=by),
        "reopen": lambda: triage.reopen(practice=practice, reason=reason, by=by),
        "republish": lambda: triage.republish(practice=practice, by=by),
    }
    return deeds[action]


@require_safe
@for_staff
def compare(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Two examples side by side."""
    practice, second = _example(request, reference), _example(request, other)
    for opened in (practice, second):
        triage.look(practice=opened, by=request.user)
    return render(request, "practice/triage_compare.html", record_page.comparison(practice, second))
