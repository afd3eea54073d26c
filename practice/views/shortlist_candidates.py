"""The pool of a round and its candidates: put in, take out, estimate, score, step aside."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import rating, shortlist_pool, shortlist_scoring
from practice.forms.shortlist_candidates import CostForm, InterestForm, PoolFilter, RemoveForm, ScoreForm
from practice.models import BankEntry
from practice.presenters import shortlist_candidates as pages
from practice.shortlist.links import candidate_page, round_page
from practice.views.shortlist_shared import find_candidate, find_round, for_managers, for_scorers, sent
from vkpp.accounts.views.shared import told, told_in

WRITING = ["GET", "HEAD", "POST"]


@require_safe
@for_managers
def pool(request: HttpRequest, reference: str) -> HttpResponse:
    """Examples that may be put in, and those that were taken out."""
    found = find_round(request, reference)
    form = PoolFilter(request.GET)
    return render(request, "practice/shortlist_pool.html", pages.pool(request.user, found, form, request.GET))


@require_POST
@for_managers
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Put the ticked examples in."""
    found = find_round(request, reference)
    named = [reference for reference in request.POST.getlist("pick") if "\x00" not in reference]
    rows = BankEntry.objects.visible_to(request.user).filter(reference__in=named).order_by("pk")
    ticked = [row.practice for row in rows.select_related("practice")]
    if not ticked:
        messages.error(request, _("Tick the examples that you want to put in."))
        return redirect(round_page(found, "pool"))
    with told(request):
        why = request.POST.get("why", "")
        made = shortlist_pool.add(round_=found, practices=ticked, why=why, by=request.user)
        words = ngettext("%(n)s example is in the pool now.", "%(n)s examples are in the pool now.", len(made))
        messages.success(request, words % {"n": len(made)})
    return redirect(round_page(found, "pool"))


@require_safe
@for_scorers
def candidates(request: HttpRequest, reference: str) -> HttpResponse:
    """All candidates, with their points where these may be known."""
    found = find_round(request, reference)
    return render(request, "practice/shortlist_candidates.html", pages.candidates(request.user, found, request.GET))


@require_http_methods(WRITING)
@for_scorers
def candidate(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One candidate: what it is, one's own scores, and what others said."""
    found = find_candidate(request, reference, pk)
    form = ScoreForm(sent(request), candidate=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            shortlist_scoring.score(candidate=found, by=request.user, **form.values())
            messages.success(request, _("Your scores are saved."))
            return redirect(pages.next_to_score(request.user, found))
    return render(request, "practice/shortlist_candidate.html", pages.one(request.user, found, form))


@require_http_methods(WRITING)
@for_managers
def cost(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """What evaluating it would cost."""
    found = find_candidate(request, reference, pk)
    form = CostForm(sent(request), candidate=found)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            shortlist_pool.estimate(candidate=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("The estimate is saved."))
            return redirect(candidate_page(found))
    return render(request, "practice/shortlist_candidate_form.html", pages.asking(request.user, found, form, "cost"))


@require_http_methods(WRITING)
@for_managers
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take it out of the pool."""
    found = find_candidate(request, reference, pk)
    form = RemoveForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            shortlist_pool.remove(candidate=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Taken out. You can put it back on the page of the pool."))
            return redirect(round_page(found.round, "pool"))
    return render(request, "practice/shortlist_candidate_form.html", pages.asking(request.user, found, form, "remove"))


@require_http_methods(WRITING)
@for_scorers
def interest(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Declare an interest and step aside."""
    found = find_candidate(request, reference, pk)
    form = InterestForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            rating.declare_conflict(practice=found.practice, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your interest is recorded. You no longer see this example in the round."))
            return redirect(round_page(found.round, "candidates"))
    return render(
        request, "practice/shortlist_candidate_form.html", pages.asking(request.user, found, form, "interest")
    )
