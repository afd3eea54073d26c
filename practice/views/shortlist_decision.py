"""The decision about a round: writing it, reading it, its minutes on paper."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practice.actions import shortlist_deciding
from practice.forms.shortlist_decision import DecideForm
from practice.models import ShortlistDecision
from practice.presenters import shortlist_decision as pages
from practice.shortlist import board, minutes
from practice.shortlist.links import round_page
from practice.shortlist.workflow import ROUND
from practice.views.shortlist_shared import find_round, for_managers, for_scorers, sent
from vkpp.accounts.views.shared import told_in


@require_http_methods(["GET", "HEAD", "POST"])
@for_managers
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the minutes, and say why a limit may be passed over."""
    found = find_round(request, reference)
    if not ROUND.allows(found, "decide", request.user):
        messages.error(request, _("The round is not to be decided now."))
        return redirect(round_page(found))
    now = board.build(request.user, found)
    form = DecideForm(sent(request), now=now)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            shortlist_deciding.decide(round_=found, by=request.user, **form.values())
            messages.success(request, _("Decided. The owners of the chosen examples are told."))
            return redirect(round_page(found, "decision"))
    return render(request, "practice/shortlist_decide.html", pages.deciding(request.user, now, form))


@require_safe
@for_scorers
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    """What was decided, the latest decision first."""
    found = find_round(request, reference)
    rows = list(ShortlistDecision.objects.visible_to(request.user).filter(round=found).select_related("decided_by"))
    if not rows:
        messages.info(request, _("Nothing is decided yet."))
        return redirect(round_page(found))
    return render(request, "practice/shortlist_decision.html", pages.decided(request.user, found, rows))


@require_safe
@for_scorers
def minutes_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The minutes as a tagged PDF."""
    found = find_round(request, reference)
    rows = ShortlistDecision.objects.visible_to(request.user).select_related("decided_by", "round")
    row = get_object_or_404(rows, round=found, number=number)
    response = HttpResponse(minutes.made(request.user, row), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.reference}-minutes-{number}.pdf"'
    return response
