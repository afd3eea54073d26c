"""The list of evaluators and its pages: VKPP changes them, their own people propose changes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import evaluators as actions
from practice.forms.introductions import BodyForm, DecideForm, PersonForm
from practice.introductions import people
from practice.introductions.links import body_page
from practice.introductions.workflow import BODY
from practice.models import BodyMember, BodyProposal, EvaluatorBody
from practice.presenters import evaluators as pages
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import insist, told, told_in

WRITING = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Who evaluates, narrowed by interest."""
    if not people.reads_list(request.user):
        raise Http404
    context = pages.listing(request.user, request.GET, request.GET.get("page"))
    return render(request, "practice/evaluator_list.html", context)


@require_safe
@login_required
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One body."""
    return render(request, "practice/evaluator_page.html", pages.one(request.user, _find(request, slug)))


@require_http_methods(WRITING)
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A body is added to the list."""
    if not people.reads_list(request.user):
        raise Http404
    insist(people.manages(request.user), actions.SENTENCE)
    form = BodyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in actions.FIELDS}
        with told_in(form):
            body = actions.add(values=values, by=request.user)
            messages.success(request, _("The page is ready. Nobody else sees it until you put it on the list."))
            return redirect(body_page(body))
    return render(request, "practice/evaluator_form.html", {"form": form, "body": None, "own": False})


@require_http_methods(WRITING)
@login_required
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """VKPP changes a page."""
    body = _kept(request, slug)
    form = BodyForm(request.POST if request.method == "POST" else None, body=body)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in actions.FIELDS}
        with told_in(form):
            actions.change(body=body, values=values, version=form.cleaned_data["version"], by=request.user)
            messages.success(request, _("The page is changed."))
            return redirect(body_page(body))
    shown = {"form": form, "body": body, "own": False}
    return render(request, "practice/evaluator_form.html", shown, status=status_of(form))


@require_http_methods(WRITING)
@login_required
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """The body's own people propose changes."""
    body = _find(request, slug)
    insist(people.is_of(request.user, body), _("The evaluator’s own people propose changes to their page."))
    form = BodyForm(request.POST if request.method == "POST" else None, body=body, own=True)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in actions.PROPOSED}
        with told_in(form):
            actions.propose(body=body, values=values, note=form.cleaned_data["note"], by=request.user)
            messages.success(request, _("VKPP has your changes, and tells you what becomes of them."))
            return redirect(body_page(body))
    return render(request, "practice/evaluator_form.html", {"form": form, "body": body, "own": True})


@require_http_methods(WRITING)
@login_required
def proposal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """VKPP compares a page with what its people would like it to say, and decides."""
    body = _kept(request, slug)
    found = get_object_or_404(BodyProposal.objects.select_related("body", "made_by"), body=body, pk=pk)
    form = DecideForm(request.POST if request.method == "POST" else None, proposal=found)
    if request.method == "POST" and form.is_valid():
        accept, reason = form.cleaned_data["accept"] == "yes", form.cleaned_data["reason"]
        with told_in(form):
            actions.decide(proposal=found, accept=accept, reason=reason, by=request.user)
            messages.success(request, _("Decided. They are told."))
            return redirect(body_page(body))
    context = {"form": form, "proposal": found, "body": body, "rows": pages.differences(found)}
    return render(request, "practice/evaluator_proposal.html", context)


@require_http_methods(WRITING)
@login_required
def body_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs to the body."""
    body = _kept(request, slug)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            member = actions.add_person(body=body, email=form.cleaned_data["email"], by=request.user)
            messages.success(request, _("%(person)s belongs to it now.") % {"person": member.user})
            return redirect("practice:evaluator-people", slug)
    members = body.members.filter(ended_at=None).select_related("user")
    return render(request, "practice/evaluator_people.html", {"form": form, "body": body, "members": members})


@require_POST
@login_required
def end_person(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Somebody no longer belongs to the body."""
    body = _kept(request, slug)
    member = get_object_or_404(BodyMember.objects.select_related("body", "user"), body=body, pk=pk)
    with told(request):
        actions.end_person(member=member, by=request.user)
        messages.success(request, _("%(person)s no longer belongs to it.") % {"person": member.user})
    return redirect("practice:evaluator-people", slug)


@require_http_methods(WRITING)
@login_required
def step(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """Put on the list, or take off it."""
    body = _kept(request, slug)
    row = next((row for row in BODY.steps if row.action == action), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        with told(request):
            actions.move(body=body, action=action, by=request.user)
            messages.success(request, _("Done: %(step)s.") % {"step": row.label})
        return redirect(body_page(body))
    return render(request, "practice/evaluator_step.html", {"body": body, "step": row})


def _find(request: HttpRequest, slug: str) -> EvaluatorBody:
    found: EvaluatorBody = get_object_or_404(EvaluatorBody.objects.visible_to(request.user), slug=slug)
    return found


def _kept(request: HttpRequest, slug: str) -> EvaluatorBody:
    """The body, for who keeps the list."""
    body = _find(request, slug)
    insist(people.manages(request.user), actions.SENTENCE)
    return body
