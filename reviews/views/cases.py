"""The catalogue of case reviews, one of them, changing it, and what somebody sent in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reviews import people
from reviews.actions import editing, sending
from reviews.case_links import case_page, documents_page
from reviews.catalogue import Asked
from reviews.forms.cases import LONG, MORE, SHORT, CaseForm
from reviews.models import CaseReview
from reviews.presenters import cases as page
from reviews.presenters import catalogue, sent
from reviews.presenters.case_form import questions
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import insist, told_in
from vkpp.core import home, kept
from vkpp.core.keeping import keeps_text

BOTH = ["GET", "POST"]


def find_case(request: HttpRequest, reference: str) -> CaseReview:
    """The review of an address, or 404 for who may not see it."""
    rows = CaseReview.objects.visible_to(request.user)
    rows = rows.select_related("type", "force", "sent_by", "screened_by", "duplicate_of")
    review: CaseReview = get_object_or_404(rows, reference=reference)
    return review


@require_safe
@login_required
def catalogue_list(request: HttpRequest) -> HttpResponse:
    """The reviews that were included, narrowed and sorted."""
    if not (people.may_read(request.user) or people.may_code(request.user)):
        raise Http404
    shown = catalogue.context(request.user, Asked.of(request.GET), request.GET.get("page"))
    return render(request, "reviews/case_list.html", shown)


@require_safe
@login_required
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """One review; opening a sensitive one is logged. Other parts of the portal add to it."""
    review = find_case(request, reference)
    sending.look(review=review, by=request.user)
    more = {place: home.rendered(f"reviews_case_{place}", request, review) for place in ("page", "aside")}
    return render(request, "reviews/case_page.html", page.context(request.user, review) | more)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What the person sent in, and what became of it."""
    return render(request, "reviews/case_sent.html", sent.context(request.user, request.GET.get("page")))


@keeps_text
@require_http_methods(BOTH)
def send(request: HttpRequest) -> HttpResponse:
    """Send one in. The portal asks first when it looks known, or when a text looks personal."""
    form = CaseForm(request.POST or None, names=(*SHORT, *MORE), initial=_typed(kept.get(request)))
    asked: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        with told_in(form), questions(asked):
            review = sending.send(
                values=form.values(),
                by=request.user,
                kept=request.POST.getlist("kept"),
                although_similar=request.POST.get("although_similar") == "1",
            )
            kept.drop(request)
            messages.success(request, _("%(reference)s is sent. Thank you.") % {"reference": review.reference})
            return redirect(documents_page(review))
    return render(request, "reviews/case_form.html", {"form": form, "asked": asked} | _along(request))


def _along(request: HttpRequest) -> dict[str, Any]:
    """What goes along in the form: whose it is, and what was answered to the portal's questions so far."""
    return {
        "author": kept.author_mark(request.user),
        "kept_marks": request.POST.getlist("kept"),
        "although": request.POST.get("although_similar") == "1",
    }


def _typed(left: kept.Kept | None) -> dict[str, Any]:
    """What waited for the person while they signed in again."""
    if left is None:
        return {}
    typed: dict[str, Any] = {name: values[-1] for name, values in left.values.items() if values}
    typed |= {name: left.values.get(name, []) for name in ("strands", "harm_types")}
    return typed if left.version is None else typed | {"version": left.version}


@keeps_text
@require_http_methods(BOTH)
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change it; when somebody else did meanwhile, both are shown."""
    review = find_case(request, reference)
    insist(
        people.may_change(request.user, review), _("VKPP staff change this, and who sent it in until it is screened.")
    )
    names = LONG if people.may_code(request.user) else (*SHORT, *MORE)
    waited = None if request.method == "POST" else kept.get(request)
    form = CaseForm(request.POST or None, names=names, review=review, initial=_typed(waited))
    asked: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        with told_in(form), questions(asked):
            _save(request, review, form)
            kept.drop(request)
            messages.success(request, _("Saved."))
            return redirect(case_page(review))
    shown = {"form": form, "asked": asked, "review": review} | _along(request)
    return render(request, "reviews/case_form.html", shown, status=status_of(form))


def _save(request: HttpRequest, review: CaseReview, form: CaseForm) -> None:
    version = form.cleaned_data["version"]
    marks = request.POST.getlist("kept")
    editing.change(review=review, values=form.values(), version=version, kept=marks, by=request.user)
