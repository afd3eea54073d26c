"""Rating: what I am asked to rate, one example with its evidence and ratings, and the rubric."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice import agreement, rubric, rules
from practice.actions import evidence, rating, triage
from practice.forms.rating import EvidenceForm, InterestForm, RatingForm, SettleForm, groups, refused_ratings
from practice.forms.triage import CommentForm
from practice.links import rating_page
from practice.models import Comment, EvidenceLink, Practice, Rating
from practice.presenters import rating as page
from practice.presenters.staff import sub_navigation
from practice.querysets import FOR_RATERS
from practice.views.staff import attempt, attempt_form, for_raters, for_staff, insist_no_interest
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission

AMONG_RATERS = (Comment.Audience.STAFF.value, Comment.Audience.RATERS.value)


def example_to_rate(request: HttpRequest, reference: str) -> Practice:
    """An example that was taken forward, as far as this person may see it."""
    rows = Practice.objects.visible_to(request.user).filter(state__in=FOR_RATERS)
    practice: Practice = get_object_or_404(rows.select_related("call", "form", "force", "owner"), reference=reference)
    return practice


@require_safe
@for_raters
def rating_list(request: HttpRequest) -> HttpResponse:
    """What I am asked to rate, what I rated, and all that waits for ratings."""
    return render(request, "practice/rating_list.html", page.list_context(request))


@require_safe
@for_raters
def example(request: HttpRequest, reference: str) -> HttpResponse:
    """One example with its evidence, and the ratings that this person may see."""
    practice = example_to_rate(request, reference)
    triage.look(practice=practice, by=request.user)
    return render(request, "practice/rating_example.html", page.context(request.user, practice))


@for_raters
def rate(request: HttpRequest, reference: str) -> HttpResponse:
    """Give or change one's own rating."""
    practice = example_to_rate(request, reference)
    triage.look(practice=practice, by=request.user)
    mine = Rating.objects.filter(practice=practice, rater=request.user.pk, round=practice.rating_round).first()
    form = RatingForm(request.POST or None, rating=mine)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("overall", "rationale")}
        scores = rubric.scores(form.cleaned_data)
        if attempt_form(
            request,
            form,
            lambda: rating.rate(practice=practice, scores=scores, by=request.user, **values),
            _("Your rating is saved."),
        ):
            return redirect(rating_page(practice))
    return render(request, "practice/rating_rate.html", page.rate_context(request.user, practice, form, mine))


@for_raters
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """Remark on the example to staff, or to staff and raters."""
    practice = example_to_rate(request, reference)
    insist_no_interest(request, practice)
    form = CommentForm(request.POST or None, audiences=AMONG_RATERS)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "audience": form.cleaned_data["audience"] or "staff"}
        if attempt_form(
            request, form, lambda: triage.comment(practice=practice, by=request.user, **values), _("Comment added.")
        ):
            return redirect(f"{rating_page(practice)}#comments")
    return render(request, "practice/rating_comment.html", {"form": form, "practice": practice})


@for_raters
def interest(request: HttpRequest, reference: str) -> HttpResponse:
    """Declare an interest and step aside."""
    practice = example_to_rate(request, reference)
    form = InterestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = _("Your interest is recorded. Staff will ask somebody else.")
        if attempt_form(
            request, form, lambda: rating.declare_conflict(practice=practice, reason=reason, by=request.user), done
        ):
            return redirect("practice:rating")
    return render(request, "practice/rating_interest.html", {"practice": practice, "form": form})


@for_raters
def settle(request: HttpRequest, reference: str) -> HttpResponse:
    """Settle ratings that differ."""
    practice = example_to_rate(request, reference)
    if not nationally(request.user, Permission.PRACTICE_MODERATE):
        raise PermissionDenied(_("Ratings are settled by VKPP administrators."))
    insist_no_interest(request, practice)
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if attempt_form(
            request, form, lambda: rating.moderate(practice=practice, by=request.user, **values), _("Settled.")
        ):
            return redirect(rating_page(practice))
    given = Rating.objects.visible_to(request.user).filter(practice=practice, round=practice.rating_round)
    context = {
        "practice": practice,
        "form": form,
        "overall": groups(form, ["overall"], refused_ratings(practice, rules.evidence_missing)),
        "ratings": given.select_related("rater").order_by("at"),
    }
    return render(request, "practice/rating_settle.html", context)


@for_raters
def link_evidence(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a study, evaluation or What Works item."""
    practice = example_to_rate(request, reference)
    form = EvidenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        if attempt_form(
            request, form, lambda: evidence.link(practice=practice, by=request.user, **values), _("Evidence linked.")
        ):
            return redirect(f"{rating_page(practice)}#evidence")
    return render(request, "practice/rating_evidence.html", {"practice": practice, "form": form})


@require_POST
@for_raters
def unlink_evidence(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Remove a link to evidence."""
    practice = example_to_rate(request, reference)
    row = get_object_or_404(EvidenceLink.objects.select_related("practice"), practice=practice, pk=pk)
    attempt(request, lambda: evidence.unlink(evidence=row, by=request.user), _("The link is removed."))
    return redirect(f"{rating_page(practice)}#evidence")


@require_safe
@for_staff
def raters_agree(request: HttpRequest) -> HttpResponse:
    """How far raters agree, over everything that was rated twice."""
    context = {"agreement": agreement.measured(), "sub": sub_navigation(request.user, "agreement")}
    return render(request, "practice/rating_agreement.html", context)
