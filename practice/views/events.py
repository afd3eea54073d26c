"""Learning events for their readers: the list, one event, calendar files, regions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from practice.events import calendar, regions
from practice.events.vocab import BookingState, EventState
from practice.models import Booking, EventMaterial
from practice.models import LearningEvent as Event
from practice.presenters import events as pages
from practice.views.bank import public_page
from vkpp.core import serving
from vkpp.core.calendar_files import as_download


def find_event(request: HttpRequest, reference: str) -> Any:
    """The event of this address as far as the reader may see it, with how many booked."""
    rows = Event.objects.visible_to(request.user).annotate(**pages.counted())
    return get_object_or_404(rows, reference=reference)


@require_safe
@public_page
def events(request: HttpRequest) -> HttpResponse:
    """Events that lie ahead, or those behind us."""
    return render(request, "practice/event_list.html", pages.listed(request.user, request.GET))


@require_safe
@public_page
def event(request: HttpRequest, reference: str) -> HttpResponse:
    """One event. What it features is what this reader may read and its owner permits, asked anew each time."""
    return render(request, "practice/event_page.html", pages.page(request.user, find_event(request, reference)))


@require_safe
def event_calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """The event as a calendar file; with the link to join for who has a place."""
    found = find_event(request, reference)
    placed = Booking.objects.visible_to(request.user).filter(event=found, person_id=request.user.pk)
    joins = placed.filter(state=BookingState.PLACED).exists()
    return as_download([calendar.meeting(found, joins=joins)], f"{reference}.ics")


@require_safe
def all_events_calendar(request: HttpRequest) -> HttpResponse:
    """Every announced event that lies ahead, for calendars to subscribe to: the same for whoever asks."""
    ahead = Event.objects.exclude(state=EventState.DRAFT).upcoming()
    region = regions.find(request.GET.get("region", ""))
    shown = ahead.filter(region__in=[region.name, ""]) if region else ahead
    return as_download(calendar.meetings(shown), "learning-events.ics")


@require_safe
def material(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """A file or link handed out at the event."""
    found = EventMaterial.objects.visible_to(request.user).filter(event__reference=reference, pk=number).first()
    if found is None or (found.scan != EventMaterial.Scan.CLEAN):
        raise Http404
    if found.url:
        return redirect(found.url)
    return serving.served(found.file, name=found.name, content_type=found.content_type, size=found.size)


@require_safe
@public_page
def region_list(request: HttpRequest) -> HttpResponse:
    """The policing regions."""
    return render(request, "practice/region_list.html", {"rows": pages.all_regions()})


@require_safe
@public_page
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """One region: its events, its forces and their practice."""
    found = regions.find(slug)
    if found is None:
        raise Http404
    return render(request, "practice/region_page.html", pages.region(request.user, found))
