"""National actions and change proposals: read by everybody who is signed in, kept by VKPP."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nvap.actions import national as actions
from nvap.forms.national import MilestoneForm, NationalForm, ProposalDecisionForm, ProposalForm, ReportForm
from nvap.models import ChangeProposal, Milestone, NationalAction
from nvap.presenters import national as presenter
from nvap.views.managing import for_editors, for_managers
from vkpp.accounts.views.shared import told, told_in


def _national(request: HttpRequest, reference: str) -> NationalAction:
    rows = NationalAction.objects.visible_to(request.user).select_related("action")
    found: NationalAction = get_object_or_404(rows, reference=reference)
    return found


def _proposal(request: HttpRequest, reference: str) -> ChangeProposal:
    rows = ChangeProposal.objects.visible_to(request.user).select_related("plan", "action", "proposed_by", "decided_by")
    found: ChangeProposal = get_object_or_404(rows, reference=reference)
    return found


@require_safe
@login_required
def action_list(request: HttpRequest) -> HttpResponse:
    """What is done nationally."""
    return render(request, "nvap/national_list.html", presenter.action_list(request.user))


@require_safe
@login_required
def action(request: HttpRequest, reference: str) -> HttpResponse:
    """One national action with its milestones and progress."""
    context = presenter.action_page(request.user, _national(request, reference))
    return render(request, "nvap/national_page.html", context)


@for_managers
def create(request: HttpRequest) -> HttpResponse:
    """A new national action."""
    form = NationalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = actions.create(values=form.cleaned_data, by=request.user)
            return redirect("nvap:national-action", made.reference)
    return render(request, "nvap/national_form.html", {"form": form, "title": _("New national action")})


@for_managers
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Word a national action anew."""
    found = _national(request, reference)
    form = NationalForm(request.POST or None, initial=NationalForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            version = form.cleaned_data["version"] or 0
            actions.change(national=found, values=form.cleaned_data, version=version, by=request.user)
            return redirect("nvap:national-action", reference)
    return render(request, "nvap/national_form.html", {"form": form, "row": found, "title": _("Change")})


@for_editors
def milestone(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a milestone."""
    found = _national(request, reference)
    form = MilestoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.add_milestone(national=found, by=request.user, **form.cleaned_data)
            return redirect("nvap:national-action", reference)
    return render(request, "nvap/national_form.html", {"form": form, "row": found, "title": _("Add a milestone")})


@require_POST
@for_editors
def milestone_done(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """A milestone is reached."""
    found = get_object_or_404(Milestone, national_action=_national(request, reference), pk=pk)
    with told(request):
        actions.finish_milestone(milestone=found, by=request.user)
        messages.success(request, _("The milestone is marked as done."))
    return redirect("nvap:national-action", reference)


@for_editors
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Say how far it is."""
    found = _national(request, reference)
    form = ReportForm(request.POST or None, initial={"state": found.state})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.report(national=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("The report was added."))
            return redirect("nvap:national-action", reference)
    return render(request, "nvap/national_form.html", {"form": form, "row": found, "title": _("Report progress")})


@require_safe
@login_required
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Proposals to change the plan, those to be decided first."""
    return render(request, "nvap/proposal_list.html", presenter.proposal_list(request.user))


@require_safe
@login_required
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """One proposal with its evidence and decision."""
    context = presenter.proposal_page(request.user, _proposal(request, reference))
    return render(request, "nvap/proposal_page.html", context)


@login_required
def propose(request: HttpRequest) -> HttpResponse:
    """Propose to change the plan."""
    if not actions.may_propose(request.user):
        raise PermissionDenied(_("Changes are proposed by VKPP staff, NVAP leads and chief officers."))
    form = ProposalForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = actions.propose(by=request.user, **form.values())
            messages.success(request, _("Thank you. VKPP decides about the proposal, and gives the reason here."))
            return redirect("nvap:proposal", made.reference)
    return render(request, "nvap/proposal_form.html", {"form": form, "title": _("Propose a change to the plan")})


@for_managers
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Accept or decline a proposal."""
    found = _proposal(request, reference)
    form = ProposalDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.decide(proposal=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("The decision is recorded."))
            return redirect("nvap:proposal", reference)
    return render(request, "nvap/proposal_form.html", {"form": form, "row": found, "title": _("Decide")})


@require_POST
@for_managers
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """An accepted change is in the plan."""
    found = _proposal(request, reference)
    with told(request):
        actions.done(proposal=found, by=request.user)
        messages.success(request, _("Marked as in the plan."))
    return redirect("nvap:proposal", reference)
