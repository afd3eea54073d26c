"""Booking a place at a learning event, cancelling it, and saying afterwards how it was."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice.actions import event_bookings, event_feedback
from practice.events import people
from practice.events.links import booking_page, event_page
from practice.events.vocab import BookingState
from practice.forms.event import BookForm, FeedbackForm
from practice.models import Booking, EventFeedback, LearningEvent
from practice.presenters import events as pages
from practice.views.events import find_event
from practice.views.staff import attempt, attempt_form
from vkpp.accounts.views.shared import insist, told_in

WRITING = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The bookings of who is signed in."""
    return render(request, "practice/event_mine.html", pages.mine(request.user))


@require_http_methods(WRITING)
@login_required
def book(request: HttpRequest, reference: str) -> HttpResponse:
    """Book a place, or change what one needs."""
    found = find_event(request, reference)
    insist(
        people.may_book(request.user), _("People of policing and government book places. Ask VKPP if you want to come.")
    )
    known = Booking.objects.visible_to(request.user).standing().filter(event=found, person_id=request.user.pk).first()
    form = BookForm(request.POST if request.method == "POST" else None, booking=known)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = event_bookings.book(event=found, by=request.user, **form.cleaned_data)
            messages.success(request, _told(made))
            return redirect(booking_page(found))
    context = {**pages.page(request.user, found), "form": form, "known": known}
    return render(request, "practice/event_book.html", context)


def _told(booking: Booking) -> str:
    if booking.state == BookingState.PLACED:
        return _("You have a place. We have sent you a confirmation with a calendar file.")
    return _("All places are taken: you are on the waiting list. We write to you when there is a place for you.")


def find_booking(request: HttpRequest, event: LearningEvent) -> Booking:
    """The booking of who is signed in."""
    own = Booking.objects.visible_to(request.user).standing().filter(person_id=request.user.pk)
    found: Booking = get_object_or_404(own.select_related("event", "person"), event=event)
    return found


@require_safe
@login_required
def booking(request: HttpRequest, reference: str) -> HttpResponse:
    """One's booking: what one has, how to join, what one told VKPP."""
    found = find_event(request, reference)
    own = find_booking(request, found)
    ahead = found.bookings.waiting().filter(booked_at__lt=own.booked_at).count() if own.state == "waiting" else 0
    return render(request, "practice/event_booking.html", {**pages.page(request.user, found), "place": ahead + 1})


@require_http_methods(WRITING)
@login_required
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Give one's place back, after a question."""
    own = find_booking(request, find_event(request, reference))
    if request.method != "POST":
        return render(
            request, "practice/event_booking_cancel.html", pages.page(request.user, find_event(request, reference))
        )
    done = _("Your booking is cancelled. You can book again while there are places.")
    attempt(request, lambda: event_bookings.cancel(booking=own, by=request.user), done)
    return redirect(event_page(own.event))


@require_http_methods(WRITING)
@login_required
def feedback(request: HttpRequest, reference: str) -> HttpResponse:
    """Say how it was."""
    found = find_event(request, reference)
    own = find_booking(request, found)
    said = EventFeedback.objects.filter(booking=own).first()
    form = FeedbackForm(request.POST if request.method == "POST" else None, said=said)
    if request.method == "POST" and form.is_valid():
        texts = {name: form.cleaned_data[name] for name in ("will_do", "text")}

        def give() -> None:
            event_feedback.give(booking=own, scores=form.scores(), by=request.user, **texts)

        if attempt_form(request, form, give, _("Thank you. Your feedback is kept without your name.")):
            return redirect(event_page(found))
    context = {**pages.page(request.user, found), "form": form, "said": said}
    return render(request, "practice/event_feedback.html", context)
