"""The team of a peer review: putting it together, declaring interests, waiving a conflict."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import people
from reviews.actions import team as actions
from reviews.forms.peer import DeclareForm, MemberForm, ReasonForm
from reviews.models import PeerReview, TeamMember
from reviews.peer_links import peer_page, team_page
from reviews.presenters import peer_team
from reviews.presenters.peer_frame import frame
from reviews.views.peer_found import find_peer
from vkpp.accounts.views.shared import insist, told, told_in

WRITING = ["GET", "HEAD", "POST"]


def _member(review: PeerReview, pk: int) -> TeamMember:
    member: TeamMember = get_object_or_404(review.team.filter(ended_at=None).select_related("person"), pk=pk)
    member.review = review
    return member


@require_safe
@login_required
def team(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is on the team, and who is missing."""
    review = find_peer(request, reference)
    return render(request, "reviews/peer_team.html", peer_team.context(request.user, review))


@require_http_methods(WRITING)
@login_required
def add(request: HttpRequest, reference: str) -> HttpResponse:
    """Put somebody on the team."""
    review = find_peer(request, reference)
    insist(people.may_arrange(request.user, review), _("VKPP staff who do not belong to the force choose the team."))
    form = MemberForm(request.POST if request.method == "POST" else None, review=review)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            member = actions.add(review=review, by=request.user, **form.cleaned_data)
            words = _("%(person)s is on the team and is asked to declare their interests.")
            messages.success(request, words % {"person": member.person})
            return redirect(team_page(review))
    return render(request, "reviews/peer_team_add.html", {**frame(request.user, review, "team"), "form": form})


@require_http_methods(WRITING)
@login_required
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """End somebody's place, with a reason."""
    review = find_peer(request, reference)
    insist(people.may_arrange(request.user, review), _("VKPP staff who do not belong to the force choose the team."))
    member = _member(review, pk)
    hint = _("It is kept with the team.")
    form = ReasonForm(request.POST if request.method == "POST" else None, hint=hint)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.remove(member=member, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("%(person)s is no longer on the team.") % {"person": member.person})
            return redirect(team_page(review))
    shown = {**frame(request.user, review, "team"), "form": form, "member": member}
    return render(request, "reviews/peer_team_remove.html", shown)


@require_POST
@login_required
def lead(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Choose who leads the team."""
    review = find_peer(request, reference)
    member = _member(review, pk)
    with told(request):
        actions.lead(member=member, by=request.user)
        messages.success(request, _("%(person)s leads the team.") % {"person": member.person})
    return redirect(team_page(review))


@require_http_methods(WRITING)
@login_required
def declare(request: HttpRequest, reference: str) -> HttpResponse:
    """A member says what connects them to the force."""
    review = find_peer(request, reference)
    member = people.member(request.user, review)
    if member is None:
        raise Http404
    member.review = review
    form = DeclareForm(request.POST if request.method == "POST" else None, now=member)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.declare(member=member, by=request.user, **form.cleaned_data)
            messages.success(request, _("Thank you. Your declaration is kept with the team."))
            return redirect(peer_page(review))
    shown = {**frame(request.user, review, "team"), "form": form, "member": member}
    return render(request, "reviews/peer_declare.html", shown)


@require_http_methods(WRITING)
@login_required
def waive(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Let somebody with a declared conflict take part."""
    review = find_peer(request, reference)
    insist(people.may_waive(request.user, review), _("A VKPP administrator waives a conflict of interest."))
    member = _member(review, pk)
    hint = _("Say what keeps the conflict from swaying the review. It is kept with the team.")
    form = ReasonForm(request.POST if request.method == "POST" else None, hint=hint)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.waive(member=member, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("The conflict is waived. %(person)s is told.") % {"person": member.person})
            return redirect(team_page(review))
    shown = {**frame(request.user, review, "team"), "form": form, "member": member}
    return render(request, "reviews/peer_waive.html", shown)
