"""A force asks for a peer review; VKPP takes it on and says who looks after it and when."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nvap.models import PlanVersion
from reviews import people
from reviews.actions import asking
from reviews.forms.peer import ArrangeForm, AskForm
from reviews.models import PeerReview
from reviews.peer_links import peer_page, scope_page
from reviews.presenters.peer_frame import frame
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import find_peer, insist_peers
from reviews.vocab import PeerState
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_ids
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.shared import insist, told_in

WRITING = ["GET", "HEAD", "POST"]


@require_http_methods(WRITING)
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Ask for a review of the own force."""
    insist_peers(request)
    insist(people.may_ask_for_own(request.user), _("The NVAP lead or a chief officer asks for a peer review."))
    force = _own_force(request.user)
    form = AskForm(_sent(request), plan=_plan())
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            review = asking.ask(force=force, values={**form.cleaned_data, "plan": _plan()}, by=request.user)
            messages.success(request, _("Your request is with VKPP: %(ref)s.") % {"ref": review.reference})
            return redirect(peer_page(review))
    return render(request, "reviews/peer_ask.html", {"form": form, "force": force, "review": None})


@require_http_methods(WRITING)
@login_required
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change the request while VKPP has not decided."""
    review = find_peer(request, reference)
    insist(people.may_ask(request.user, review), _("The force's NVAP lead or a chief officer changes the request."))
    form = AskForm(_sent(request), plan=review.plan, review=review)
    status = attempt(request, form, lambda: _changed(request, review, form.cleaned_data))
    if status == SAVED:
        messages.success(request, _("The request is changed."))
        return redirect(peer_page(review))
    shown = {"form": form, "force": review.force, "review": review}
    return render(request, "reviews/peer_ask.html", shown, status=status)


def _changed(request: HttpRequest, review: PeerReview, typed: dict[str, Any]) -> None:
    values = {**typed, "plan": review.plan}
    asking.change_request(review=review, values=values, version=typed["version"], by=request.user)


@require_http_methods(WRITING)
@login_required
def arrange(request: HttpRequest, reference: str) -> HttpResponse:
    """Who of VKPP looks after it, and the days; for a request also taking it on."""
    review = find_peer(request, reference)
    insist(people.may_arrange(request.user, review), _("VKPP staff who do not belong to the force do this."))
    asked = review.state in {PeerState.REQUESTED, PeerState.DECLINED}
    form = ArrangeForm(_sent(request), review=review, only_manager=asked)
    status = attempt(request, form, lambda: _arranged(request, review, form.cleaned_data, asked=asked))
    if status == SAVED:
        return redirect(scope_page(review) if asked else peer_page(review))
    shown = {**frame(request.user, review, "overview"), "form": form, "asked": asked}
    return render(request, "reviews/peer_arrange.html", shown, status=status)


def _arranged(request: HttpRequest, review: PeerReview, values: dict[str, Any], *, asked: bool) -> None:
    if asked:
        asking.accept(review=review, manager=values["manager"], by=request.user)
        messages.success(request, _("The request is accepted. Draft scope and terms next."))
        return
    asking.arrange(review=review, values=values, version=values["version"], by=request.user)
    messages.success(request, _("Saved. The force and the team are told when days have changed."))


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _own_force(user: Any) -> Force:
    """The force for which the person may ask."""
    force = Force.objects.filter(pk__in=force_ids(user, Permission.PEER_REVIEWS_MANAGE_FORCE)).first()
    if force is None:
        raise Http404
    return force


def _plan() -> PlanVersion:
    """The plan that counts now."""
    plan: PlanVersion | None = PlanVersion.objects.in_force().first()
    if plan is None:
        raise Http404
    return plan
