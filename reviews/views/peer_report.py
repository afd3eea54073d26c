"""The report of a peer review: written by the team, sent as a draft, checked by the force, sent as final; page and PDF."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import peer_document
from reviews.actions import asking, peer_findings, peer_reporting
from reviews.actions.team_work import WRITING
from reviews.fieldwork_links import report_page
from reviews.forms.peer import ReasonForm
from reviews.models import PeerFinding, PeerReport
from reviews.presenters import peer_report_page as page
from reviews.presenters.peer_frame import Stand, frame
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import find_peer, find_shared, find_worked_on
from reviews.workflow import PEER
from vkpp.accounts.views.shared import insist, told

BOTH = ["GET", "HEAD", "POST"]
SENT = {
    "send_draft": gettext_lazy("The draft is with the force. Its leads and chief officers are told."),
    "finish": gettext_lazy("The final report is with the force; its recommendations stand in the improvement plan."),
}


def find_report(request: HttpRequest, reference: str, number: int) -> PeerReport:
    """A version of the report as it was sent, for who may read it."""
    find_peer(request, reference)
    rows = PeerReport.objects.visible_to(request.user).filter(review__reference=reference)
    found: PeerReport = get_object_or_404(rows.select_related("review__force", "review__plan"), number=number)
    return found


@require_safe
@login_required
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """The team while it writes: its own text. Otherwise, and for the force: the version that was sent last."""
    review = find_shared(request, reference)
    stand = Stand(request.user, review)
    asking.look(review=review, by=request.user, page="report")
    if stand.works and review.state in WRITING:
        return render(request, "reviews/peer_report.html", page.working(request.user, review))
    latest = PeerReport.objects.visible_to(request.user).filter(review=review).first()
    if latest is None:
        raise Http404
    return render(request, "reviews/peer_report_sent.html", page.sent(request.user, review, latest, stand))


@require_safe
@login_required
def version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One version as it was sent."""
    found = find_report(request, reference, number)
    asking.look(review=found.review, by=request.user, page=f"report {number}")
    return render(request, "reviews/peer_report_sent.html", page.sent(request.user, found.review, found))


@require_safe
@login_required
def document(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One version as a tagged PDF."""
    found = find_report(request, reference, number)
    asking.look(review=found.review, by=request.user, page=f"report {number} as PDF")
    response = HttpResponse(peer_document.made(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{peer_document.name(found)}"'
    return response


@require_POST
@login_required
def send(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Send the draft to the force, or the final report."""
    review = find_worked_on(request, reference)
    with told(request):
        if action == "send_draft":
            peer_reporting.send_draft(review=review, content_hash=request.POST.get("hash"), by=request.user)
        else:
            peer_reporting.finish(review=review, by=request.user)
        messages.success(request, SENT[action])
    return redirect(report_page(review))


@require_http_methods(BOTH)
@login_required
def redraft(request: HttpRequest, reference: str) -> HttpResponse:
    """Work on the draft again, with a reason that the force reads."""
    review = find_worked_on(request, reference)
    row = PEER.step("redraft")
    insist(row.may(request.user, review), _("This step is for: %(who)s.") % {"who": row.who})
    form = ReasonForm(request.POST or None)
    if attempt(request, form, lambda: _redraft(review, form, request.user)) == SAVED:
        messages.success(request, _("You can work on the report again. The force keeps the version it has."))
        return redirect(report_page(review))
    shown: dict[str, Any] = {**frame(request.user, review, "report"), "form": form, "back": report_page(review)}
    shown |= {"heading": row.label, "save": row.label}
    return render(request, "reviews/fieldwork_form.html", shown)


def _redraft(review: Any, form: ReasonForm, by: Any) -> None:
    peer_reporting.redraft(review=review, reason=form.cleaned_data["reason"], by=by)


@require_POST
@login_required
def make_draft(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Of a promising practice in the final report an example in the practice bank."""
    review = find_shared(request, reference)
    rows = PeerFinding.objects.filter(review=review, kind="promising", removed_at=None).select_related("action")
    finding = get_object_or_404(rows, pk=pk)
    finding.review = review
    with told(request):
        practice = peer_findings.make_draft(finding=finding, by=request.user)
        messages.success(request, _("This is the example. Complete it and send it to VKPP."))
        return redirect("practice:example", practice.reference)
    return redirect(report_page(review))
