"""Scope and terms of reference: read, drafted by VKPP, agreed by the force, and every version before."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews import people
from reviews.actions import scoping
from reviews.forms.peer import TermsForm
from reviews.models import PeerReview
from reviews.peer_links import scope_page
from reviews.presenters import peer_scope
from reviews.presenters.peer_frame import frame
from reviews.views.peer_found import find_peer
from vkpp.accounts.views.shared import insist, told, told_in
from vkpp.core.exceptions import Conflict


@require_safe
@login_required
def scope(request: HttpRequest, reference: str) -> HttpResponse:
    """What is looked at, under which terms."""
    review = find_peer(request, reference)
    return render(request, "reviews/peer_scope.html", peer_scope.context(request.user, review))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Draft them; a second button also asks the force to agree."""
    review = find_peer(request, reference)
    insist(people.may_arrange(request.user, review), _("VKPP staff who do not belong to the force draft these."))
    form = TermsForm(request.POST if request.method == "POST" else None, review=review)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            try:
                _save(request, review, form)
            except Conflict as refusal:
                return _overtaken(request, reference, form, refusal)
            return redirect(scope_page(review))
    return _editing(request, review, form)


def _editing(request: HttpRequest, review: PeerReview, form: TermsForm, **more: Any) -> HttpResponse:
    rows = peer_scope.choices(review, request.POST if request.method == "POST" else None)
    shown = {**frame(request.user, review, "scope"), "form": form, "choices": rows, "rows": [], **more}
    if request.method != "POST" and not review.terms:
        form.initial["terms"] = peer_scope.FIRST_TERMS
    return render(request, "reviews/peer_scope_edit.html", shown, status=409 if more else 200)


def _overtaken(request: HttpRequest, reference: str, form: TermsForm, refusal: Conflict) -> HttpResponse:
    """Both texts; saving again goes on from the version that is there now."""
    review = find_peer(request, reference)
    sent = {"terms": form.cleaned_data["terms"], "scope": peer_scope.chosen(review, request.POST)}
    form.data = {**form.data.dict(), "version": str(review.version)}  # type: ignore[attr-defined]  # what was sent
    form.add_error(None, refusal.message)
    return _editing(request, review, form, rows=peer_scope.conflict(review, **sent))


def _save(request: HttpRequest, review: PeerReview, form: TermsForm) -> None:
    send = request.POST.get("act") == "send"
    scoping.change(
        review=review,
        questions=peer_scope.chosen(review, request.POST),
        terms=form.cleaned_data["terms"],
        version=form.cleaned_data["version"],
        by=request.user,
        send=send,
    )
    messages.success(request, _("Saved, and the force is asked to agree.") if send else _("Saved."))


@require_POST
@login_required
def agree(request: HttpRequest, reference: str) -> HttpResponse:
    """The force agrees what it has read."""
    review = find_peer(request, reference)
    number = request.POST.get("terms_version", "")
    read = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else None
    with told(request):
        scoping.agree(review=review, terms_version=read, by=request.user)
        messages.success(request, _("Scope and terms are agreed. VKPP has been told."))
    return redirect(scope_page(review))


@require_safe
@login_required
def version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One version as it stood, with what changed in it."""
    review = find_peer(request, reference)
    row = get_object_or_404(review.terms_versions.select_related("made_by", "agreed_by"), number=number)
    shown = {**frame(request.user, review, "scope"), **peer_scope.version(review, row)}
    return render(request, "reviews/peer_scope_version.html", shown)
