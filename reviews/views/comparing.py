"""Bringing two codings together: both side by side, taking points, joining them, agreeing."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import people
from reviews.actions import resolving
from reviews.coding_links import coding_page, compare_page
from reviews.forms.coding import PointForm
from reviews.models import CaseReview, Coding, LearningPoint
from reviews.presenters import comparing as page
from reviews.presenters.workbench import documents_of
from reviews.querysets import BY_TWO
from reviews.views.found_coding import find_case, for_coders
from vkpp.accounts.views.shared import told, told_in


def _both(request: HttpRequest, reference: str) -> CaseReview:
    """The review, once both coders are done; before that there is nothing to compare for anybody."""
    review = find_case(request, reference)
    seen = Coding.objects.visible_to(request.user).filter(review=review, role__in=BY_TWO, ended_at=None)
    if not review.agreements.exists() or seen.exclude(done_at=None).count() != len(BY_TWO):
        raise Http404
    return review


def _chosen(request: HttpRequest, review: CaseReview, chosen: Iterable[Any]) -> list[LearningPoint]:
    """The points that were chosen, of those that the person sees; refused for who coded the review."""
    if not people.may_resolve(request.user, review):
        raise PermissionDenied(
            _("Codings are brought together by a third person: you have coded this review yourself.")
        )
    numbers = [int(text) for text in map(str, chosen) if text.isdecimal() and len(text) < 12]
    seen = LearningPoint.objects.visible_to(request.user).filter(review=review, pk__in=numbers)
    return list(seen.select_related("coding__review", "theme", "page").prefetch_related("actions"))


@require_safe
@for_coders
def compare(request: HttpRequest, reference: str) -> HttpResponse:
    """Both codings side by side."""
    return render(request, "reviews/coding_compare.html", page.page(request.user, _both(request, reference)))


@require_POST
@for_coders
def take(request: HttpRequest, reference: str) -> HttpResponse:
    """Take points into the agreed coding as they are."""
    review = _both(request, reference)
    with told(request):
        taken = resolving.take(
            review=review, points=_chosen(request, review, request.POST.getlist("point")), by=request.user
        )
        words = ngettext("Taken into the agreed coding.", "%(count)s points taken into the agreed coding.", len(taken))
        messages.success(request, words % {"count": len(taken)})
    return redirect(f"{compare_page(review)}#agreed")


@require_http_methods(["GET", "HEAD", "POST"])
@for_coders
def join(request: HttpRequest, reference: str, first: int, second: int = 0) -> HttpResponse:
    """Make one point of two, or take one with changes."""
    review = _both(request, reference)
    points = _chosen(request, review, filter(None, (first, second)))
    if not points:
        raise Http404
    coding = points[0].coding
    if request.method == "POST":
        form = PointForm(request.POST, coding=coding, documents=documents_of(coding))
        if form.is_valid():
            with told_in(form), form.asking():
                resolving.take(review=review, points=points, values=form.values(), by=request.user)
                messages.success(request, _("Taken into the agreed coding as one point."))
                return redirect(f"{compare_page(review)}#agreed")
    else:
        form = PointForm(coding=coding, documents=documents_of(coding), initial=page.joined(points))
    return render(request, "reviews/coding_join.html", {"form": form, "review": review, "points": points})


@require_http_methods(["GET", "HEAD", "POST"])
@for_coders
def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """Agree the coding, after looking at what was not taken."""
    review = _both(request, reference)
    if request.method == "POST":
        with told(request):
            resolving.agree(review=review, by=request.user)
            messages.success(request, _("The coding is agreed. Now a person who did not code it assures its quality."))
            return redirect(coding_page(review))
        return redirect(compare_page(review))
    return render(request, "reviews/coding_agree.html", page.page(request.user, review))
