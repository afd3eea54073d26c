"""Putting the set together: ticking with the limits beside it, suggestions of a best set, what-if, comparing two."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import shortlist_pool, shortlist_suggesting
from practice.forms.shortlist_choice import SuggestForm, picked
from practice.models import EvaluationRound, Suggestion
from practice.presenters import shortlist_choice as pages
from practice.shortlist import board
from practice.shortlist.links import round_page, suggestion_page
from practice.views.shortlist_shared import find_round, for_managers, for_scorers, sent
from vkpp.accounts.views.overtaken import OVERTAKEN
from vkpp.accounts.views.shared import insist, told, told_in
from vkpp.core import jobs
from vkpp.core.kept import sent_version

WRITING = ["GET", "HEAD", "POST"]


@require_http_methods(WRITING)
@for_scorers
def select(request: HttpRequest, reference: str) -> HttpResponse:
    """The candidates to tick, and how the ticked set stands to each limit. Only “keep” stores anything.

    When a colleague was first, their set is shown beside the ticks; keeping again puts these in its place.
    """
    found = find_round(request, reference)
    insist(board.may_know(request.user, found), _("The set is put together once the scoring has ended."))
    chosen = picked(request.POST) if request.method == "POST" else None
    version = sent_version(request.POST)
    more: dict[str, Any] = {"version": found.version if version is None else version}
    if chosen is not None and request.POST.get("do") == "keep":
        with told(request):
            shortlist_pool.select(round_=found, chosen=chosen, version=version, by=request.user)
            messages.success(request, _("The set is kept."))
            return redirect(round_page(found, "select"))
        found.refresh_from_db()
        more = {"version": found.version, "refused": True}
    shown = pages.select(request.user, found, chosen) | more
    return render(request, "practice/shortlist_select.html", shown, status=OVERTAKEN if "refused" in more else 200)


@require_http_methods(WRITING)
@for_managers
def suggestions(request: HttpRequest, reference: str) -> HttpResponse:
    """What was suggested so far, and asking for another under terms of one's own."""
    found = find_round(request, reference)
    now = board.build(request.user, found)
    form = SuggestForm(sent(request), now=now)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made, job = shortlist_suggesting.ask(round_=found, by=request.user, **form.values())
            return redirect(jobs.address(job) if job else suggestion_page(made))
    context = pages.suggestions(request.user, now, form)
    return render(request, "practice/shortlist_suggestions.html", context)


@require_safe
@for_managers
def suggestion(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One suggested set, and why each candidate is in or out."""
    found = _find(request, find_round(request, reference), number)
    return render(request, "practice/shortlist_suggestion.html", pages.suggestion(request.user, found))


@require_POST
@for_managers
def take(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Tick the suggested set."""
    found = _find(request, find_round(request, reference), number)
    with told(request):
        chosen = (found.result or {}).get("chosen", [])
        shortlist_pool.select(round_=found.round, chosen=chosen, version=sent_version(request.POST), by=request.user)
        messages.success(request, _("The suggested set is ticked. Change it as you see fit."))
    return redirect(round_page(found.round, "select"))


@require_safe
@for_managers
def compare(request: HttpRequest, reference: str) -> HttpResponse:
    """Two sets side by side."""
    found = find_round(request, reference)
    names = [request.GET.get(name, "") for name in ("a", "b")]
    numbers = [int(name) for name in names if name.isdecimal() and len(name) < 6]
    sets = [_find(request, found, number) for number in numbers]
    if len(sets) != 2:
        messages.error(request, _("Choose two suggestions to compare."))
        return redirect(round_page(found, "suggestions"))
    return render(request, "practice/shortlist_compare.html", pages.compare(request.user, found, sets[0], sets[1]))


def _find(request: HttpRequest, round_: EvaluationRound, number: int) -> Suggestion:
    rows = Suggestion.objects.visible_to(request.user).select_related("round", "made_by")
    found: Suggestion = get_object_or_404(rows, round=round_, number=number)
    return found
