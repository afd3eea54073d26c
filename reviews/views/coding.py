"""The coding desk and the coding of one review: who codes it, and the decisions about it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.actions import coding as actions
from reviews.actions import resolving
from reviews.coding_links import coding_page, compare_page, workbench
from reviews.forms.coding import AssignForm, ReplaceForm, WhyForm
from reviews.models import Coding
from reviews.presenters import coding as page
from reviews.querysets import BY_TWO
from reviews.views.found_coding import find_case, find_coding, for_coders
from reviews.workflow import CASE
from vkpp.accounts.views.shared import told, told_in


@require_safe
@for_coders
def queue(request: HttpRequest) -> HttpResponse:
    """What the person codes, and what waits for somebody."""
    shown = page.queue(request.user, request.GET.get("tab", ""), request.GET.get("page"))
    return render(request, "reviews/coding_queue.html", shown)


@require_safe
@for_coders
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Who codes a review, and what comes next."""
    review = find_case(request, reference)
    return render(request, "reviews/coding_case.html", page.case_page(request.user, review))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coders
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a review to two coders."""
    review = find_case(request, reference)
    form = AssignForm(request.POST or None, load=page.load())
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.assign(review=review, by=request.user, **form.cleaned_data)
            messages.success(request, _("The review is with its coders. They have been told."))
            return redirect(coding_page(review))
    possible = CASE.allows(review, "code", request.user)
    return render(request, "reviews/coding_assign.html", {"form": form, "review": review, "possible": possible})


@require_http_methods(["GET", "HEAD", "POST"])
@for_coders
def replace(request: HttpRequest, reference: str, role: str) -> HttpResponse:
    """Let somebody else code in the place of a coder."""
    review = find_case(request, reference)
    codings = Coding.objects.filter(review=review, role__in=BY_TWO, ended_at=None).select_related("review", "coder")
    coding = get_object_or_404(codings, role=role)
    form = ReplaceForm(request.POST or None, load=page.load())
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.replace(coding=coding, coder=form.cleaned_data["coder"], by=request.user)
            messages.success(request, _("Somebody else codes it now. Both have been told."))
            return redirect(coding_page(review))
    return render(request, "reviews/coding_replace.html", {"form": form, "review": review, "coding": coding})


@require_http_methods(["GET", "HEAD", "POST"])
@for_coders
def hand_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a review from its coders, after asking."""
    review = find_case(request, reference)
    if request.method == "POST":
        with told(request):
            actions.hand_back(review=review, by=request.user)
            messages.success(request, _("The review waits for other coders."))
        return redirect(coding_page(review))
    return render(request, "reviews/coding_hand_back.html", {"review": review})


@require_POST
@for_coders
def assure(request: HttpRequest, reference: str) -> HttpResponse:
    """The coding is sound: it counts from now on."""
    review = find_case(request, reference)
    with told(request):
        resolving.assure(review=review, by=request.user)
        messages.success(request, _("Quality-assured. Its learning points are in the figures now."))
    return redirect(coding_page(review))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coders
def recode(request: HttpRequest, reference: str) -> HttpResponse:
    """Have it coded anew, with the reason."""
    review = find_case(request, reference)
    form = WhyForm(request.POST or None, hint=_("It is kept with the review."))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            resolving.recode(review=review, by=request.user, **form.cleaned_data)
            messages.success(request, _("The review waits for two coders again."))
            return redirect(coding_page(review))
    possible = CASE.allows(review, "recode", request.user)
    return render(request, "reviews/coding_recode.html", {"form": form, "review": review, "possible": possible})


@require_POST
@for_coders
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with one's own finished coding."""
    coding = find_coding(request, pk)
    with told(request):
        actions.reopen(coding=coding, by=request.user)
        messages.success(request, _("You can go on."))
    return redirect(workbench(coding))


def after_done(request: HttpRequest, coding: Any) -> HttpResponse:
    """Where a coder goes who is done: to the comparison they now may read, or to their desk's review page."""
    coding.review.refresh_from_db(fields=["state"])
    both = coding.review.state == CASE.step("compare").target
    words = _("You are done, and so is the other coder.") if both else _("You are done. Thank you.")
    messages.success(request, words)
    return redirect(compare_page(coding.review) if both else coding_page(coding.review))
