"""Peer reviews: the list, the year, the overview of each, and its plain steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from reviews.actions import asking
from reviews.forms.peer import ReasonForm
from reviews.peer_links import peer_page
from reviews.presenters import peer_calendar, peer_list, peer_overview
from reviews.presenters.peer_frame import frame
from reviews.views.peer_found import find_peer, insist_peers
from reviews.workflow import PEER
from vkpp.accounts.views.shared import insist, told_in
from vkpp.core.calendar_files import as_download
from vkpp.core.workflow import Step

ACTS: dict[str, Callable[..., Any]] = {
    "decline": asking.decline,
    "prepare": asking.prepare,
    "rescope": asking.rescope,
    "start": asking.start,
    "write": asking.write,
    "go_back": asking.go_back,
    "withdraw": asking.withdraw,
}
"""Steps that only need a click or a reason; the others have pages of their own."""


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The peer reviews that the person sees."""
    insist_peers(request)
    shown = peer_list.listing(request.user, request.GET.dict(), request.GET.get("page"))
    return render(request, "reviews/peer_list.html", shown)


@require_safe
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Fieldwork and what is due, month by month."""
    insist_peers(request)
    return render(
        request, "reviews/peer_calendar.html", peer_calendar.year_of(request.user, request.GET.get("year", ""))
    )


@require_safe
@login_required
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The same as a calendar file."""
    insist_peers(request)
    return as_download(peer_calendar.everything(request.user), "peer-reviews.ics")


@require_safe
@login_required
def overview(request: HttpRequest, reference: str) -> HttpResponse:
    """Where a review stands, and what comes next."""
    review = find_peer(request, reference)
    asking.look(review=review, by=request.user, page="overview")
    return render(request, "reviews/peer_overview.html", peer_overview.context(request.user, review))


@require_safe
@login_required
def days(request: HttpRequest, reference: str) -> HttpResponse:
    """The days of one review as a calendar file."""
    review = find_peer(request, reference)
    return as_download(peer_calendar.of_review(review), f"{review.reference}.ics")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """One step of the review: what it means, a reason where one is needed, and the button."""
    review = find_peer(request, reference)
    row = _row(action)
    insist(row.may(request.user, review), _("This step is for: %(who)s.") % {"who": row.who})
    form = ReasonForm(request.POST if request.method == "POST" else None, needed=row.needs_reason)
    if request.method == "POST" and form.is_valid():
        reason = {"reason": form.cleaned_data["reason"]} if row.needs_reason else {}
        with told_in(form):
            ACTS[action](review=review, by=request.user, **reason)
            messages.success(request, _("The review stands at “%(state)s” now.") % {"state": _state(row)})
            return redirect(peer_page(review))
    shown = {**frame(request.user, review, "overview"), "step": row, "form": form}
    return render(request, "reviews/peer_step.html", shown)


def _state(step: Step) -> Any:
    return PEER.state(step.target).label


def _row(action: str) -> Step:
    if action not in ACTS:
        raise Http404
    return PEER.step(action)
