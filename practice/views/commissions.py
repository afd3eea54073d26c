"""Commissioned evaluations: the fund, agreeing one, following it to its result."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import commissioning
from practice.forms.commissions import CommissionForm, MilestoneForm, ResultForm
from practice.forms.shortlist import ReasonForm
from practice.presenters import commissions as pages
from practice.shortlist.links import commission_page
from practice.views.shortlist_shared import find_candidate, find_evaluation, find_round, for_managers, for_scorers, sent
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import told, told_in

WRITING = ["GET", "HEAD", "POST"]
FORM = "practice/commission_form.html"


@require_safe
@for_scorers
def money(request: HttpRequest, reference: str) -> HttpResponse:
    """The fund: what is committed, spent and left; the evaluations; what still waits for one."""
    found = find_round(request, reference)
    return render(request, "practice/shortlist_money.html", pages.money(request.user, found))


@require_http_methods(WRITING)
@for_managers
def new(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Agree the evaluation of a chosen example."""
    candidate = find_candidate(request, reference, pk)
    left = pages.left_of(candidate.round)
    form = CommissionForm(sent(request), left=left, cost=candidate.cost)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = commissioning.commission(candidate=candidate, values=form.values(), by=request.user)
            messages.success(request, _("Agreed. Add its milestones now."))
            return redirect(commission_page(made))
    return render(request, FORM, pages.agreeing(request.user, candidate, form))


@require_safe
@for_scorers
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One evaluation with its milestones."""
    found = find_evaluation(request, reference)
    return render(request, "practice/commission_page.html", pages.one(request.user, found, MilestoneForm()))


@require_http_methods(WRITING)
@for_managers
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what was agreed."""
    found = find_evaluation(request, reference)
    left = pages.left_of(found.round) + found.committed
    form = CommissionForm(sent(request), evaluation=found, left=left)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            version = form.cleaned_data["version"]
            commissioning.change(evaluation=found, values=form.values(), version=version, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(commission_page(found))
    shown = pages.asking(request.user, found, form, _("Change what was agreed"), _("Save"))
    return render(request, FORM, shown, status=status_of(form))


@require_POST
@for_managers
def add_milestone(request: HttpRequest, reference: str) -> HttpResponse:
    """A milestone more."""
    found = find_evaluation(request, reference)
    form = MilestoneForm(request.POST)
    if form.is_valid():
        with told_in(form):
            commissioning.add_milestone(evaluation=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("The milestone is added."))
            return redirect(commission_page(found))
    return render(request, "practice/commission_page.html", pages.one(request.user, found, form))


@require_POST
@for_managers
def milestone(request: HttpRequest, reference: str, pk: int, what: str) -> HttpResponse:
    """Done, not done after all, or taken out."""
    found = find_evaluation(request, reference)
    row = get_object_or_404(found.milestones.select_related("evaluation__round"), pk=pk)
    if what not in {"done", "undo", "remove"}:
        raise Http404
    with told(request):
        if what == "remove":
            commissioning.remove_milestone(milestone=row, by=request.user)
        else:
            commissioning.settle_milestone(milestone=row, done=what == "done", by=request.user)
        messages.success(request, _("Saved."))
    return redirect(f"{commission_page(found)}#milestones")


@require_POST
@for_managers
def step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """Note that it has started, or that its report is here."""
    found = find_evaluation(request, reference)
    if step not in {"start", "report"}:
        raise Http404
    with told(request):
        commissioning.move(evaluation=found, step=step, by=request.user)
        messages.success(request, _("Noted."))
    return redirect(commission_page(found))


@require_http_methods(WRITING)
@for_managers
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """End it without a result."""
    found = find_evaluation(request, reference)
    form = ReasonForm(sent(request), initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            commissioning.stop(evaluation=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Stopped. What was not paid is back in the fund."))
            return redirect(commission_page(found))
    title = _("Stop the evaluation")
    return render(request, FORM, pages.asking(request.user, found, form, title, title, warning=True))


@require_http_methods(WRITING)
@for_managers
def finish(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what it found."""
    found = find_evaluation(request, reference)
    form = ResultForm(sent(request), evaluation=found)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            version = form.cleaned_data["version"]
            commissioning.finish(evaluation=found, values=form.values(), version=version, by=request.user)
            messages.success(request, _("The result is evidence of the example now, which is rated anew."))
            return redirect(commission_page(found))
    return render(request, FORM, pages.asking(request.user, found, form, _("Record the result"), _("Record")))
