"""After the report: calibration, follow-up, feedback."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import people
from reviews.actions import asking, following_up
from reviews.fieldwork_links import calibration_page, follow_up_page
from reviews.forms.after_report import FeedbackForm, FollowUpForm
from reviews.models import PeerFeedback, PeerReview
from reviews.presenters import after_report as page
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import find_shared
from reviews.vocab import PEER_OVER
from vkpp.accounts.views.shared import insist, told

BOTH = ["GET", "HEAD", "POST"]


def _find(request: HttpRequest, reference: str) -> PeerReview:
    """A review whose final report is there."""
    review = find_shared(request, reference)
    if review.state not in PEER_OVER:
        raise Http404
    return review


@require_safe
@login_required
def calibration(request: HttpRequest, reference: str) -> HttpResponse:
    """Self-assessment beside judgement, evidence and measures: the force first, VKPP later."""
    review = _find(request, reference)
    asking.look(review=review, by=request.user, page="calibration")
    return render(request, "reviews/peer_calibration.html", page.calibration(request.user, review))


@require_POST
@login_required
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """The force lets VKPP see it."""
    review = _find(request, reference)
    with told(request):
        following_up.share_calibration(review=review, by=request.user)
        messages.success(request, _("VKPP sees this page now."))
    return redirect(calibration_page(review))


@require_http_methods(BOTH)
@login_required
def follow_up(request: HttpRequest, reference: str) -> HttpResponse:
    """What has moved; the team's lead and VKPP write down a follow-up here."""
    review = _find(request, reference)
    form = None
    if people.may_lead_team(request.user, review):
        rows = list(review.recommendations.order_by("id"))
        form = FollowUpForm(request.POST or None, recommendations=rows)
    elif request.method == "POST":
        insist(False, _("The team's lead or VKPP staff write down the follow-up."))
    if form is not None and attempt(request, form, lambda: _follow_up(request, review, form)) == SAVED:
        messages.success(request, _("The follow-up is kept. When nothing more is to be done, close the review."))
        return redirect(follow_up_page(review))
    asking.look(review=review, by=request.user, page="follow-up")
    shown = page.follow_up(request.user, review, form, FeedbackForm(given=_given(request, review)))
    return render(request, "reviews/peer_follow_up.html", shown)


def _follow_up(request: HttpRequest, review: PeerReview, form: FollowUpForm) -> None:
    following_up.follow_up(review=review, by=request.user, **form.values())


def _given(request: HttpRequest, review: PeerReview) -> PeerFeedback | None:
    return PeerFeedback.objects.filter(review=review, person=request.user.pk).first()


@require_POST
@login_required
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """The follow-up is done."""
    review = _find(request, reference)
    with told(request):
        following_up.close(review=review, by=request.user)
        messages.success(request, _("The review is over. What is still open stays in the improvement plan."))
    return redirect(follow_up_page(review))


@require_POST
@login_required
def feedback(request: HttpRequest, reference: str) -> HttpResponse:
    """How the review was for the force."""
    review = _find(request, reference)
    insist(people.may_ask(request.user, review), _("The force's NVAP lead or chief officer says how it was."))
    form = FeedbackForm(request.POST, given=_given(request, review))
    if attempt(request, form, lambda: _feedback(request, review, form)) == SAVED:
        messages.success(request, _("Thank you. The team reads it."))
        return redirect(follow_up_page(review))
    shown = page.follow_up(request.user, review, None, form)
    return render(request, "reviews/peer_follow_up.html", {**shown, "wrong": form})


def _feedback(request: HttpRequest, review: PeerReview, form: FeedbackForm) -> None:
    following_up.feedback(review=review, by=request.user, **form.cleaned_data)
