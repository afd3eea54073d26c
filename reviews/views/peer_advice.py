"""Recommendations of a peer review while its team writes them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.actions import recommending
from reviews.fieldwork_links import findings_page
from reviews.forms.fieldwork import AdviceForm
from reviews.models import PeerReview, Recommendation
from reviews.presenters.peer_frame import frame
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import asked_action, find_worked_on
from vkpp.accounts.views.shared import told

BOTH = ["GET", "HEAD", "POST"]


def _find(request: HttpRequest, reference: str, advice: str) -> Recommendation:
    review = find_worked_on(request, reference)
    rows = Recommendation.objects.visible_to(request.user).filter(peer_review=review)
    found: Recommendation = get_object_or_404(rows, reference=advice)
    found.peer_review = review
    return found


@require_http_methods(BOTH)
@login_required
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """A new one; `?action=` and `?finding=` name what it begins with."""
    review = find_worked_on(request, reference)
    form = AdviceForm(request.POST or None, review=review, initial=_initial(request, review))
    if attempt(request, form, lambda: _create(request, review, form)) == SAVED:
        messages.success(request, _("The recommendation is kept. The force reads it with the report."))
        return redirect(findings_page(review))
    return _form(request, review, form, _("Add a recommendation"))


def _initial(request: HttpRequest, review: PeerReview) -> dict[str, Any]:
    pk = request.GET.get("finding", "")
    finding = review.findings.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() and len(pk) < 10 else None
    return {"finding": finding, "action": finding.action if finding is not None else asked_action(request, review)}


@require_http_methods(BOTH)
@login_required
def edit(request: HttpRequest, reference: str, advice: str) -> HttpResponse:
    """Change a recommendation that was not sent yet."""
    found = _find(request, reference, advice)
    review = found.peer_review
    assert review is not None
    form = AdviceForm(request.POST or None, review=review, advice=found)
    status = attempt(request, form, lambda: _change(request, found, form))
    if status == SAVED:
        messages.success(request, _("Saved."))
        return redirect(findings_page(review))
    return _form(request, review, form, _("Change the recommendation"), found, status)


def _create(request: HttpRequest, review: PeerReview, form: AdviceForm) -> Recommendation:
    return recommending.create(peer_review=review, by=request.user, **form.values())


def _change(request: HttpRequest, found: Recommendation, form: AdviceForm) -> Recommendation:
    version = form.cleaned_data["version"]
    return recommending.change(recommendation=found, values=form.values(), version=version, by=request.user)


def _form(
    request: HttpRequest, review: PeerReview, form: Any, heading: str, advice: Any = None, status: int = 200
) -> HttpResponse:
    shown = {**frame(request.user, review, "findings"), "form": form, "heading": heading, "advice": advice}
    return render(request, "reviews/fieldwork_form.html", {**shown, "back": findings_page(review)}, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, reference: str, advice: str) -> HttpResponse:
    """Take a recommendation back before it was sent."""
    found = _find(request, reference, advice)
    review = found.peer_review
    assert review is not None
    with told(request):
        recommending.remove(recommendation=found, by=request.user)
        messages.success(request, _("The recommendation is removed."))
    return redirect(findings_page(review))
