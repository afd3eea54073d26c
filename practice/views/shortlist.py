"""Rounds: the list, one round, its terms and its steps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice.actions import shortlist_rounds as actions
from practice.forms.shortlist import CriteriaForm, ReasonForm, RoundForm, RulesForm
from practice.presenters import shortlist as pages
from practice.shortlist.links import round_page
from practice.shortlist.workflow import ROUND
from practice.views.shortlist_shared import find_round, for_managers, for_scorers, sent
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import told_in

WRITING = ["GET", "HEAD", "POST"]


@require_safe
@for_scorers
def listing(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first."""
    return render(request, "practice/shortlist_list.html", pages.listing(request.user))


@require_http_methods(WRITING)
@for_managers
def new(request: HttpRequest) -> HttpResponse:
    """Set a round up."""
    form = RoundForm(sent(request))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made, _new = actions.create(values=form.values(), by=request.user)
            messages.success(request, _("The round is set up. Now fill its pool."))
            return redirect(round_page(made))
    return render(request, "practice/shortlist_form.html", {"form": form, "round": None})


@require_safe
@for_scorers
def front(request: HttpRequest, reference: str) -> HttpResponse:
    """Where a round stands and what is to be done."""
    return render(request, "practice/shortlist_round.html", pages.front(request.user, find_round(request, reference)))


@require_http_methods(WRITING)
@for_managers
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what the round says."""
    found = find_round(request, reference)
    form = RoundForm(sent(request), round_=found)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            version = form.cleaned_data["version"]
            actions.change(round_=found, values=form.values(), version=version, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(round_page(found))
    return render(request, "practice/shortlist_form.html", {"form": form, "round": found}, status=status_of(form))


@require_http_methods(WRITING)
@for_managers
def step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """A step of the round: looked at first, with a reason where one is needed."""
    found = find_round(request, reference)
    row = next((row for row in ROUND.steps if row.action == step and step != "decide"), None)
    if row is None:
        raise Http404
    form = ReasonForm(sent(request), initial={"version": found.version}, needed=row.needs_reason)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.move(round_=found, step=step, by=request.user, **form.cleaned_data)
            messages.success(request, _("Done: %(step)s.") % {"step": row.label})
            return redirect(round_page(found))
    return render(request, "practice/shortlist_step.html", {"form": form, "round": found, "step": row})


@require_http_methods(WRITING)
@for_scorers
def terms(request: HttpRequest, reference: str) -> HttpResponse:
    """Criteria and weights, with what a change of them would do; and the further limits."""
    found = find_round(request, reference)
    form = CriteriaForm(sent(request), round_=found)
    if request.method == "POST" and request.POST.get("do") == "keep" and form.is_valid():
        with told_in(form):
            actions.set_criteria(round_=found, rows=form.rows(), version=form.cleaned_data["version"], by=request.user)
            messages.success(request, _("The criteria are saved."))
            return redirect(round_page(found, "terms"))
    context = pages.terms(request.user, found, form, RulesForm(round_=found))
    return render(request, "practice/shortlist_terms.html", context, status=status_of(form))


@require_http_methods(WRITING)
@for_managers
def limits(request: HttpRequest, reference: str) -> HttpResponse:
    """The further limits on the set."""
    found = find_round(request, reference)
    form = RulesForm(sent(request), round_=found)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.set_rules(round_=found, rows=form.rows(), version=form.cleaned_data["version"], by=request.user)
            messages.success(request, _("The limits are saved."))
            return redirect(round_page(found, "terms"))
    return render(request, "practice/shortlist_limits.html", {"form": form, "round": found}, status=status_of(form))
