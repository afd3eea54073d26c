"""Recommendations: the list, one of them, writing one of a case review, and the work on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap.forms.improvement import WordsForm
from reviews import people
from reviews.actions import recommending
from reviews.briefing_links import recommendation_page
from reviews.forms.recommendation import RecommendationForm, asked_about
from reviews.models import CaseReview, LearningPoint, Recommendation
from reviews.presenters import recommendations as page
from reviews.recommendation_list import Asked
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import insist, told, told_in

BOTH = ["GET", "POST"]
NEEDED = ("force", "action", "owner", "review__type", "peer_review", "improvement__force", "point")
STEPS = {
    "begin": gettext_lazy("Begun."),
    "finish": gettext_lazy("Marked as done."),
    "refuse": gettext_lazy("Marked as not accepted. The reason is kept."),
    "resume": gettext_lazy("Taken up again."),
}


def _find(request: HttpRequest, reference: str) -> Recommendation:
    rows = Recommendation.objects.visible_to(request.user).select_related(*NEEDED)
    found: Recommendation = get_object_or_404(rows, reference=reference)
    return found


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The recommendations that the person may see; who has no role and owns none has no such page."""
    reads = people.may_read(request.user) or can(request.user, Permission.PEER_REVIEWS_TAKE_PART)
    if not (reads or Recommendation.objects.visible_to(request.user).exists()):
        raise Http404
    asked = Asked.of(request.GET.dict())
    shown = page.listing(request.user, asked, request.GET.get("page"))
    return render(request, "reviews/recommendation_list.html", shown)


@require_safe
@login_required
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One recommendation."""
    found = _find(request, reference)
    recommending.look(recommendation=found, by=request.user)
    return render(request, "reviews/recommendation_page.html", page.context(request.user, found))


@require_http_methods(BOTH)
@login_required
def new(request: HttpRequest, review: str) -> HttpResponse:
    """A new recommendation of a case review, perhaps from one of its learning points."""
    case = get_object_or_404(CaseReview.objects.visible_to(request.user), reference=review)
    insist(people.may_code(request.user), _("Recommendations of case reviews are written by VKPP staff."))
    point = _point(request, case)
    form = RecommendationForm(request.POST or None, point=point)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            with asked_about(form):
                made = recommending.create(
                    review=case, point=point, keep=request.POST.getlist("keep"), by=request.user, **form.values()
                )
            messages.success(request, _("%(reference)s is made.") % {"reference": made.reference})
            return redirect(recommendation_page(made))
    shown = {"form": form, "review": case, "point": point, "one": None, "now": None}
    return render(request, "reviews/recommendation_form.html", shown)


def _point(request: HttpRequest, case: CaseReview) -> LearningPoint | None:
    value = request.GET.get("point", "")
    if not (value.isascii() and value.isdigit() and len(value) < 15):
        return None
    found: LearningPoint = get_object_or_404(LearningPoint.objects.visible_to(request.user), review=case, pk=value)
    return found


@require_http_methods(BOTH)
@login_required
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what it says, until it stands in a force's improvement plan; the team of a peer review has its own pages."""
    found = _find(request, reference)
    if found.review is None:
        raise Http404
    insist(people.may_code(request.user), _("Recommendations of case reviews are written by VKPP staff."))
    form = RecommendationForm(request.POST or None, recommendation=found)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        with told_in(form):
            with asked_about(form):
                sent = {"values": form.values(), "version": version, "keep": request.POST.getlist("keep")}
                recommending.change(recommendation=found, by=request.user, **sent)
            messages.success(request, _("Saved."))
            return redirect(recommendation_page(found))
    shown = {"form": form, "one": found, "review": found.review, "point": found.point}
    return render(request, "reviews/recommendation_form.html", shown, status=status_of(form))


@require_POST
@login_required
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """Say how far it is."""
    found = _find(request, reference)
    with told(request):
        recommending.report(recommendation=found, text=request.POST.get("text", ""), by=request.user)
        messages.success(request, _("Your report is kept."))
    return redirect(recommendation_page(found))


@require_POST
@login_required
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Begin, finish, refuse or take up again."""
    found = _find(request, reference)
    if action not in STEPS:
        raise Http404
    form = WordsForm(request.POST, label="")
    reason = form.cleaned_data["text"] if form.is_valid() else ""
    with told(request):
        recommending.step(recommendation=found, action=action, by=request.user, reason=reason)
        messages.success(request, STEPS[action])
    return redirect(recommendation_page(found))


@require_POST
@login_required
def remove(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back one that nobody has begun."""
    found = _find(request, reference)
    with told(request):
        recommending.remove(recommendation=found, by=request.user)
        messages.success(request, _("%(reference)s is removed.") % {"reference": reference})
        return redirect("reviews:recommendations")
    return redirect(recommendation_page(found))
