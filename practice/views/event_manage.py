"""Arranging learning events: for VKPP staff."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import event_bookings, event_practice, events
from practice.events import people, results
from practice.events.links import event_page
from practice.events.workflow import EVENT
from practice.forms.event import FIELD_OF, EventForm, StepForm
from practice.models import Booking, LearningEvent
from practice.presenters import event_manage as pages
from practice.presenters import events as readers
from practice.views.events import find_event
from practice.views.staff import attempt, attempt_form
from vkpp.accounts.views.overtaken import status_of
from vkpp.core import csv_files
from vkpp.core.exceptions import Invalid
from vkpp.core.workflow import Step

View = Callable[..., HttpResponse]
WRITING = ["GET", "HEAD", "POST"]
DOES: dict[str, Any] = {
    "publish": events.publish,
    "cancel": events.cancel,
    "reinstate": events.reinstate,
    "finish": events.finish,
}


def for_organisers(view: View) -> View:
    """Only for who arranges events; for everybody else there is no such page."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not people.arranges(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(WRITING)
@for_organisers
def create(request: HttpRequest) -> HttpResponse:
    """A new event."""
    form = EventForm(request.POST if request.method == "POST" else None)
    made: list[LearningEvent] = []
    if request.method == "POST" and form.is_valid():
        values = form.values()

        def save() -> None:
            made.append(events.create(values=values, by=request.user))

        if _saved(request, form, save, _("The event is prepared. Nobody else sees it before you announce it.")):
            return redirect("practice:event-practice", made[0].reference)
    return render(request, "practice/event_form.html", {"form": form})


@require_http_methods(WRITING)
@for_organisers
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what an event says."""
    found = find_event(request, reference)
    form = EventForm(request.POST if request.method == "POST" else None, event=found)
    if request.method == "POST" and form.is_valid():
        values, version = form.values(), form.cleaned_data.get("version")

        def save() -> None:
            events.change(event=found, values=values, version=version, by=request.user)

        if _saved(request, form, save, _("The event is changed.")):
            return redirect(event_page(found))
        found = find_event(request, reference)
    return render(request, "practice/event_form.html", {"form": form, "event": found}, status=status_of(form))


def _saved(request: HttpRequest, form: EventForm, save: Callable[[], None], done: str) -> bool:
    """Save it when the form has no mistake; the action's sentences go next to the fields they are about."""

    def act() -> None:
        try:
            save()
        except Invalid as refusal:
            errors = {FIELD_OF.get(name, name): texts for name, texts in refusal.errors.items()}
            raise Invalid(errors) from refusal

    return form.is_valid() and attempt_form(request, form, act, done)


@require_http_methods(WRITING)
@for_organisers
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Announce, cancel, reinstate or close, after a question."""
    found = find_event(request, reference)
    row: Step = EVENT.step(action)
    form = StepForm(request.POST if request.method == "POST" else None, event=found, needs_reason=row.needs_reason)
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            DOES[action](event=found, by=request.user, **form.cleaned_data)

        if attempt_form(request, form, act, _("Done: %(step)s.") % {"step": row.label}):
            return redirect(event_page(found))
    context = {"form": form, "event": found, "step": row, "when": readers.when(found)}
    context["booked"] = Booking.objects.filter(event=found).standing().count()
    return render(request, "practice/event_step.html", context)


@require_http_methods(WRITING)
@for_organisers
def featured(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose what the event is about: add, take away, move up."""
    found = find_event(request, reference)
    if request.method == "POST":
        references = _arranged(list(found.featured.values_list("practice__reference", flat=True)), request)

        def act() -> None:
            event_practice.feature(event=found, references=references, by=request.user)

        attempt(request, act, _("What the event features is changed."))
        return redirect(request.get_full_path())
    return render(
        request, "practice/event_practice.html", pages.chosen(request.user, found, request.GET.get("q", "")[:100])
    )


def _arranged(references: list[str], request: HttpRequest) -> list[str]:
    """The list after the button that was pressed."""
    if add := request.POST.get("add"):
        return [*references, add]
    if (drop := request.POST.get("drop")) in references:
        references.remove(str(drop))
    if (up := request.POST.get("up")) in references[1:]:
        at = references.index(str(up))
        references[at - 1], references[at] = references[at], references[at - 1]
    return references


@require_safe
@for_organisers
def participants(request: HttpRequest, reference: str) -> HttpResponse:
    """Who booked, with what they need: opening it is logged."""
    found = find_event(request, reference)
    event_bookings.look(event=found, by=request.user)
    return render(request, "practice/event_people.html", pages.participants(found))


@require_safe
@for_organisers
def participants_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """The same as a file, for the door; logged as well."""
    found = find_event(request, reference)
    event_bookings.look(event=found, by=request.user)
    answer = csv_files.response(f"{reference}-participants-OFFICIAL-SENSITIVE", pages.as_table(found))
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@for_organisers
def attendance(request: HttpRequest, reference: str) -> HttpResponse:
    """Note who came: what was changed since the page was opened, so that two people may share the list."""
    found = find_event(request, reference)
    came, was = _numbers(request, "came"), _numbers(request, "was")
    attempt(
        request,
        lambda: event_bookings.mark_attendance(event=found, came=came, was=was, by=request.user),
        lambda number: _("Noted: %(number)s came.") % {"number": number},
    )
    return redirect("practice:event-people", reference)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {int(number) for number in request.POST.getlist(name) if number.isascii() and number.isdigit()}


@require_http_methods(WRITING)
@for_organisers
def cancel_booking(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Cancel somebody's booking, after a question."""
    found = find_event(request, reference)
    rows = Booking.objects.filter(event=found).select_related("person", "event")
    booking = get_object_or_404(rows, pk=number)
    if request.method != "POST":
        return render(request, "practice/event_people_cancel.html", {"event": found, "booking": booking})
    done = _("The booking of %(name)s is cancelled.") % {"name": booking.person.display_name}
    attempt(request, lambda: event_bookings.cancel(booking=booking, by=request.user), done)
    return redirect("practice:event-people", reference)


@require_safe
@for_organisers
def feedback_results(request: HttpRequest, reference: str) -> HttpResponse:
    """What people said, without their names."""
    found = find_event(request, reference)
    context = {"event": found, "when": readers.when(found), **results.whole(found)}
    return render(request, "practice/event_results.html", context)
