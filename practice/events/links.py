"""Addresses of learning events."""

from django.urls import reverse

from practice.models import LearningEvent


def event_page(event: LearningEvent) -> str:
    """Where an event is read and booked."""
    return reverse("practice:event", args=[event.reference])


def booking_page(event: LearningEvent) -> str:
    """The reader's booking of it."""
    return reverse("practice:event-booking", args=[event.reference])


def feedback_page(event: LearningEvent) -> str:
    """Where who was there says how it was."""
    return reverse("practice:event-feedback", args=[event.reference])


def calendar_file(event: LearningEvent) -> str:
    """The event as a calendar file."""
    return reverse("practice:event-calendar", args=[event.reference])
