"""Screening: what waits, and the decision on one review."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import people
from reviews.actions import screening, sending
from reviews.case_links import case_page
from reviews.forms.cases import ExcludeForm, IncludeForm
from reviews.models import CaseReview
from reviews.presenters import sent as page
from reviews.views.cases import find_case
from vkpp.accounts.views.shared import told, told_in

DONE = {
    "include": gettext_lazy("%(reference)s is included. It can be given to two coders."),
    "exclude": gettext_lazy("%(reference)s is not included. Who sent it in has been told."),
}
STEPS: dict[str, tuple[Callable[..., None], object]] = {
    "reconsider": (screening.reconsider, gettext_lazy("It waits to be screened again.")),
    "adopt": (screening.adopt, gettext_lazy("Its own coding is used. A colleague can quality-assure it.")),
}


def _staff(request: HttpRequest) -> None:
    if not people.may_code(request.user):
        raise Http404


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """What waits to be screened, and what was decided."""
    _staff(request)
    data = request.GET.dict()
    return render(request, "reviews/screening_list.html", page.queue(request.user, data, data.get("page")))


@require_http_methods(["GET", "POST"])
@login_required
def screen(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide on one review: included, or not and why."""
    _staff(request)
    review = find_case(request, reference)
    act = request.POST.get("act", "")
    include = IncludeForm(request.POST if act == "include" else None, review=review)
    exclude = ExcludeForm(request.POST if act == "exclude" else None)
    form: forms.Form = exclude if act == "exclude" else include
    if act in DONE and form.is_valid():
        with told_in(form):
            _decide(request, review, form, act)
            messages.success(request, DONE[act] % {"reference": review.reference})
            return redirect(case_page(review))
    sending.look(review=review, by=request.user, what="screening")
    shown = page.to_screen(request.user, review)
    return render(
        request, "reviews/screening_page.html", shown | {"include": include, "exclude": exclude, "form": form}
    )


def _decide(request: HttpRequest, review: CaseReview, form: forms.Form, act: str) -> None:
    data = form.cleaned_data
    if act == "include":
        values = {name: data[name] for name in IncludeForm.ASKED}
        screening.include(review=review, values=values, reason=data["reason"], by=request.user)
        return
    twin = CaseReview.objects.visible_to(request.user).filter(reference__iexact=data["duplicate_of"].strip())
    screening.exclude(
        review=review,
        exclusion=data["exclusion"],
        reason=data["reason"],
        duplicate_of=twin.select_related("duplicate_of").first(),
        by=request.user,
    )


@require_POST
@login_required
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Screen it again, or use the coding it came with."""
    _staff(request)
    review = find_case(request, reference)
    do, done = STEPS[action]
    with told(request):
        do(review=review, by=request.user)
        messages.success(request, str(done))
    return redirect(case_page(review))
