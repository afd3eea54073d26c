"""Factual accuracy: the force comments on paragraphs of the draft, the team answers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews import people
from reviews.actions import factual
from reviews.fieldwork_links import report_page, version_page
from reviews.forms.after_report import AnswerForm, CommentForm
from reviews.models import FactualComment, PeerReport
from reviews.presenters.peer_frame import frame
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import find_shared
from reviews.views.peer_report import find_report
from vkpp.accounts.views.shared import insist, told

BOTH = ["GET", "HEAD", "POST"]


def _paragraph(report: PeerReport, wanted: str) -> dict[str, Any] | None:
    return next((one for one in report.content["paragraphs"] if one["id"] == wanted), None)


def _find(request: HttpRequest, reference: str, pk: int) -> FactualComment:
    review = find_shared(request, reference)
    rows = FactualComment.objects.filter(report__review=review, removed_at=None).select_related("report", "by")
    found: FactualComment = get_object_or_404(rows, pk=pk)
    found.report.review = review
    return found


@require_http_methods(BOTH)
@login_required
def new(request: HttpRequest, reference: str, number: int, paragraph: str) -> HttpResponse:
    """Comment on a paragraph."""
    report = find_report(request, reference, number)
    insist(people.may_ask(request.user, report.review), _("The force's NVAP lead or chief officer comments."))
    form = CommentForm(request.POST or None)
    text: Any = lambda: form.cleaned_data["text"]  # noqa: E731 - read only once the form is valid
    made = attempt(
        request,
        form,
        lambda: factual.comment(report=report, paragraph=paragraph, text=text(), by=request.user),
    )
    if made == SAVED:
        messages.success(request, _("Your comment is with the team when you say that you are done."))
        return redirect(f"{version_page(report)}#{paragraph}")
    return _form(request, report, form, paragraph, _("Comment on this paragraph"))


@require_http_methods(BOTH)
@login_required
def edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Change a comment that the team has not answered."""
    comment = _find(request, reference, pk)
    report = comment.report
    insist(people.may_ask(request.user, report.review), _("The force's NVAP lead or chief officer comments."))
    form = CommentForm(request.POST or None, comment=comment)
    status = attempt(request, form, lambda: _change(request, comment, form))
    if status == SAVED:
        messages.success(request, _("Saved."))
        return redirect(f"{version_page(report)}#{comment.paragraph}")
    return _form(request, report, form, comment.paragraph, _("Change your comment"), status)


def _change(request: HttpRequest, comment: FactualComment, form: CommentForm) -> None:
    data = form.cleaned_data
    factual.change(comment=comment, text=data["text"], version=data["version"], by=request.user)


@require_POST
@login_required
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a comment back."""
    comment = _find(request, reference, pk)
    with told(request):
        factual.remove(comment=comment, by=request.user)
        messages.success(request, _("Your comment is taken back."))
    return redirect(f"{version_page(comment.report)}#{comment.paragraph}")


@require_POST
@login_required
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """The force has said all it has to say."""
    review = find_shared(request, reference)
    with told(request):
        factual.done(review=review, by=request.user)
        messages.success(request, _("The team is told that you have checked the draft."))
    return redirect(report_page(review))


@require_http_methods(BOTH)
@login_required
def answer(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The team accepts a comment, or says why not."""
    comment = _find(request, reference, pk)
    report = comment.report
    insist(people.may_work_on(request.user, report.review), _("The team of the review answers comments."))
    form = AnswerForm(request.POST or None, comment=comment)
    status = attempt(request, form, lambda: _answer(request, comment, form))
    if status == SAVED:
        messages.success(request, _("The comment is answered."))
        return redirect(f"{version_page(report)}#{comment.paragraph}")
    return _form(request, report, form, comment.paragraph, _("Answer the comment"), status, comment)


def _answer(request: HttpRequest, comment: FactualComment, form: AnswerForm) -> None:
    data = form.cleaned_data
    values = {"state": data["state"], "reply": data["reply"], "version": data["version"]}
    factual.answer(comment=comment, by=request.user, **values)


def _form(
    request: HttpRequest, report: PeerReport, form: Any, paragraph: str, heading: str, status: int = 200, on: Any = None
) -> HttpResponse:
    """The paragraph with the comment or its answer under it."""
    shown = {**frame(request.user, report.review, "report"), "form": form, "heading": heading, "comment": on}
    shown |= {"paragraph": _paragraph(report, paragraph), "back": f"{version_page(report)}#{paragraph}"}
    return render(request, "reviews/fieldwork_form.html", shown, status=status)
