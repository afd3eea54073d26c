"""The bank for its readers: the list with its search, one published example, its PDF, and the feed."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import decorator_from_middleware
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from practice import downloads, filters, listing, pdf, people, places, reading, search
from practice.actions import bank as actions
from practice.feed import atom
from practice.models import BankEntry, Publication
from practice.upkeep import standing as upkeep
from vkpp.core import home
from vkpp.core.models import Marking
from vkpp.core.nonces import same_each_time

_if_changed = decorator_from_middleware(ConditionalGetMiddleware)


def public_page(view: Any) -> Any:
    """For who is not signed in: the page may be kept but is asked for again each time, and answered "not modified".

    A permission taken back must be gone at once, so nothing is ever shown from a store without asking.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_personal = bool(request.COOKIES) or "Authorization" in request.headers
        shown: HttpResponse = (view if is_personal else same_each_time(view))(request, *args, **kwargs)
        if not is_personal and not shown.cookies:
            shown.headers.setdefault("Cache-Control", "no-cache")
        return shown

    return _if_changed(asked)


@require_safe
@public_page
def bank(request: HttpRequest) -> HttpResponse:
    """The list of what this reader may read, searched and narrowed."""
    wanted, problems = filters.read(request.GET)
    found = search.find(request.user, wanted, loosen=True)
    rows = search.rows(request.user, found)
    context = listing.page(found, rows, problems)
    more = {"may_start": people.may_start(request.user), "places": places.links(request)}
    return render(request, "practice/bank_list.html", context | more)


@require_safe
@public_page
def feed(request: HttpRequest) -> HttpResponse:
    """The newest examples open to everybody that a search finds, as Atom."""
    return HttpResponse(atom(filters.read(request.GET)[0]), content_type="application/atom+xml; charset=utf-8")


def _entry(request: HttpRequest, reference: str) -> BankEntry:
    entries = BankEntry.objects.visible_to(request.user).select_related("publication", "practice")
    entry: BankEntry = get_object_or_404(entries, practice__reference=reference)
    _mark_as_now(entry.publication, entry)
    upkeep.as_now(entry.publication, entry)
    if entry.practice.marking == Marking.OFFICIAL_SENSITIVE:
        actions.look(practice=entry.practice, by=request.user)
    return entry


def _mark_as_now(publication: Publication, entry: BankEntry) -> None:
    """A snapshot is shown under the marking in force, which staff may have raised since."""
    publication.content["marking"] = entry.practice.marking


@require_safe
@public_page
def entry(request: HttpRequest, reference: str) -> HttpResponse:
    """One published example. What is not open to this reader does not exist for them."""
    found = _entry(request, reference)
    context = {
        "entry": found,
        "reading": reading.read(found.publication),
        "archived_for": upkeep.reason(found),
        "related": reading.related(request.user, found),
        "earlier": reading.earlier(request.user, found),
        "more": home.rendered("practice_entry", request, found),
        "beside": home.rendered("practice_entry_aside", request, found),
    }
    return render(request, "practice/entry_page.html", context)


@require_safe
def earlier(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What was published before, for who works on the example."""
    found = _entry(request, reference)
    old = next((row for row in reading.earlier(request.user, found) if row.number == number), None)
    if old is None:
        raise Http404
    _mark_as_now(old, found)
    context = {"entry": found, "reading": reading.read(old), "related": [], "earlier": [], "old": old}
    return render(request, "practice/entry_page.html", context)


@require_safe
@public_page
def entry_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The example to print or pass on, with its marking and the day it was printed."""
    found = _entry(request, reference)
    made = pdf.entry(reading.read(found.publication), contact=request.user.is_authenticated)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{reference}-{slugify(found.title)[:60]}.pdf"'
    return response


@require_safe
def entry_file(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """A file of the example as it is published."""
    found = downloads.published(request.user, reference, number)
    if found is None:
        raise Http404
    if found.practice.marking == Marking.OFFICIAL_SENSITIVE:
        actions.look(practice=found.practice, by=request.user)
    return downloads.served(found)
