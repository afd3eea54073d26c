"""Judgements, findings and recommendations of a review team, action by action."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import self_assessment
from reviews.actions import asking, judging, peer_findings
from reviews.fieldwork_links import action_page
from reviews.forms.fieldwork import FindingForm, JudgementForm
from reviews.models import Judgement, PeerFinding, PeerReview, PeerScope
from reviews.presenters import peer_findings as page
from reviews.presenters.peer_frame import frame
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import asked_action, find_worked_on
from vkpp.accounts.views.shared import told

BOTH = ["GET", "HEAD", "POST"]


def scope_of(review: PeerReview, code: str) -> PeerScope:
    """The action of this address in the scope of the review."""
    rows = PeerScope.objects.filter(review=review).select_related("action")
    found: PeerScope = get_object_or_404(rows, action__code=code)
    return found


def _find(request: HttpRequest, reference: str, pk: int) -> PeerFinding:
    review = find_worked_on(request, reference)
    rows = PeerFinding.objects.visible_to(request.user).filter(review=review).select_related("action")
    found: PeerFinding = get_object_or_404(rows, pk=pk)
    found.review = review
    return found


@require_safe
@login_required
def picture(request: HttpRequest, reference: str) -> HttpResponse:
    """The picture of strength."""
    review = find_worked_on(request, reference)
    asking.look(review=review, by=request.user, page="findings")
    return render(request, "reviews/peer_findings.html", page.picture(request.user, review))


@require_http_methods(BOTH)
@login_required
def one(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """One action: the judgement can be saved here."""
    review = find_worked_on(request, reference)
    scope = scope_of(review, code)
    asking.look(review=review, by=request.user, page=f"findings {code}")
    judgement = Judgement.objects.filter(review=review, action=scope.action).first()
    form = JudgementForm(request.POST or None, levels=self_assessment.level_words(), judgement=judgement)
    status = attempt(request, form, lambda: _judge(request, review, scope, form))
    if status == SAVED:
        messages.success(request, _("The judgement is saved."))
        return redirect(action_page(review, scope.action))
    return render(request, "reviews/peer_action.html", page.one(request.user, review, scope, form), status=status)


def _judge(request: HttpRequest, review: PeerReview, scope: PeerScope, form: JudgementForm) -> Any:
    version = form.cleaned_data["version"]
    return judging.judge(review=review, action=scope.action, values=form.values(), version=version, by=request.user)


@require_http_methods(BOTH)
@login_required
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """A new finding; `?action=` names the action it begins with."""
    review = find_worked_on(request, reference)
    form = FindingForm(request.POST or None, review=review, initial={"action": asked_action(request, review)})
    if attempt(request, form, lambda: peer_findings.add(review=review, values=form.values(), by=request.user)) == SAVED:
        messages.success(request, _("The finding is kept."))
        return redirect(action_page(review, form.cleaned_data["action"]))
    return _form(request, review, form, _("Add a finding"))


@require_http_methods(BOTH)
@login_required
def edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Change a finding."""
    finding = _find(request, reference, pk)
    form = FindingForm(request.POST or None, review=finding.review, finding=finding)
    status = attempt(request, form, lambda: _change(request, finding, form))
    if status == SAVED:
        messages.success(request, _("Saved."))
        return redirect(action_page(finding.review, finding.action))
    return _form(request, finding.review, form, _("Change the finding"), finding, status)


def _change(request: HttpRequest, finding: PeerFinding, form: FindingForm) -> PeerFinding:
    version = form.cleaned_data["version"]
    return peer_findings.change(finding=finding, values=form.values(), version=version, by=request.user)


def _form(
    request: HttpRequest, review: PeerReview, form: Any, heading: str, finding: Any = None, status: int = 200
) -> HttpResponse:
    action = finding.action if finding is not None else review.scopes.select_related("action")[0].action
    shown = {**frame(request.user, review, "findings"), "form": form, "heading": heading}
    shown |= {"back": action_page(review, action), "finding": finding}
    return render(request, "reviews/fieldwork_form.html", shown, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a finding out of the report."""
    finding = _find(request, reference, pk)
    with told(request):
        peer_findings.remove(finding=finding, by=request.user)
        messages.success(request, _("The finding is removed. You can bring it back on the page Findings."))
    return redirect(action_page(finding.review, finding.action))


@require_POST
@login_required
def restore(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Bring a finding back."""
    finding = _find(request, reference, pk)
    with told(request):
        peer_findings.restore(finding=finding, by=request.user)
        messages.success(request, _("The finding is back."))
    return redirect(action_page(finding.review, finding.action))
