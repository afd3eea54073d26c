"""Briefings for their readers: the list, one briefing, its PDF, subscribing, feedback, and proposing a change of the plan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap.actions.national import may_propose
from nvap.models import Action
from reviews import briefing_content, briefing_pdf, people
from reviews.actions import briefing_parts, reading_briefings
from reviews.briefing_links import briefing_page
from reviews.forms.briefing import FeedbackForm, ProposalForm
from reviews.models import Briefing
from reviews.presenters import briefings as page
from vkpp.accounts.views.shared import told, told_in

BOTH = ["GET", "POST"]


def find(request: HttpRequest, number: int) -> Briefing:
    """The briefing of this address, for who may see it."""
    rows = Briefing.objects.visible_to(request.user).select_related("author", "reviewer", "published_by")
    found: Briefing = get_object_or_404(rows, number=number)
    return found


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Published briefings; for staff also those in the making."""
    if not people.may_read(request.user):
        raise Http404
    return render(request, "reviews/briefing_list.html", page.listing(request.user, request.GET.dict()))


@require_safe
@login_required
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One briefing as it is read; before it is published, as it would be."""
    found = find(request, number)
    reading_briefings.opened(briefing=found, by=request.user)
    return render(request, "reviews/briefing_page.html", page.reading(request.user, found))


@require_safe
@login_required
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The same as tagged PDF."""
    found = find(request, number)
    reading_briefings.opened(briefing=found, by=request.user)
    made = briefing_pdf.made(found, briefing_content.of(found, request.user))
    headers = {"Content-Disposition": f'inline; filename="{briefing_pdf.name(found)}"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@require_POST
@login_required
def subscribe(request: HttpRequest) -> HttpResponse:
    """Be told of new briefings by mail, or no longer."""
    if not people.may_read(request.user):
        raise Http404
    with told(request):
        if request.POST.get("do") == "unsubscribe":
            reading_briefings.unsubscribe(by=request.user)
            messages.success(request, _("You get no more mails about briefings."))
        else:
            reading_briefings.subscribe(by=request.user)
            messages.success(request, _("You get a mail when a briefing is published."))
    return redirect("reviews:briefings")


@require_POST
@login_required
def feedback(request: HttpRequest, number: int) -> HttpResponse:
    """Say how useful it was."""
    found = find(request, number)
    form = FeedbackForm(request.POST)
    if form.is_valid():
        with told_in(form):
            reading_briefings.feedback(briefing=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Thank you. Your feedback is kept; you can change it at any time."))
            return redirect(f"{briefing_page(found)}#feedback")
    return render(request, "reviews/briefing_page.html", page.reading(request.user, found, form))


@require_http_methods(BOTH)
@login_required
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Propose to change the plan because of what the briefing shows."""
    found = find(request, number)
    if not may_propose(request.user):
        raise PermissionDenied(_("Changes are proposed by VKPP staff, NVAP leads and chief officers."))
    form = ProposalForm(request.POST or None, user=request.user, initial=_start(request, found))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = briefing_parts.propose(briefing=found, by=request.user, **form.cleaned_data)
            messages.success(request, _("Thank you. VKPP decides about the proposal, and gives the reason here."))
            return redirect("nvap:proposal", made.reference)
    return render(request, "reviews/briefing_propose.html", {"form": form, "briefing": found})


def _start(request: HttpRequest, briefing: Briefing) -> dict[str, object]:
    """What the briefing says about the action already."""
    action = Action.objects.filter(code=request.GET.get("action", "")[:12].replace("\x00", "")).first()
    named = briefing.actions.filter(action=action).first() if action else None
    if named is None:
        return {"action": action}
    title = _("Change %(action)s") % {"action": named.action}
    return {"action": action, "title": title[:160], "proposal": named.why}
