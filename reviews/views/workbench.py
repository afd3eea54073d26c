"""The workbench of a coder: reading page by page, noting learning points, being done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reviews.actions import coding as codings
from reviews.actions import points as actions
from reviews.coding_links import workbench
from reviews.forms.coding import DoneForm, PointForm
from reviews.models import Coding, LearningPoint
from reviews.presenters import workbench as page
from reviews.views.attempts import SAVED, attempt
from reviews.views.coding import after_done
from reviews.views.found_coding import find_coding, for_coders
from vkpp.accounts.views.shared import told, told_in


def _point(coding: Coding, pk: int, *, removed: bool = False) -> LearningPoint:
    rows = (LearningPoint.everything if removed else LearningPoint.objects).filter(coding=coding)
    point: LearningPoint = get_object_or_404(rows.select_related("theme", "page__document"), pk=pk)
    point.coding = coding
    return point


def _shown(
    request: HttpRequest, coding: Coding, form: PointForm | None, point: LearningPoint | None, status: int = 200
) -> HttpResponse:
    asked = page.page_asked(coding, request.GET, point)
    if form is None:
        start = PointForm.initial_of(point) if point else {}
        if point is None and asked is not None:
            start = {"document": str(asked.document_id), "page_number": asked.number}
        form = PointForm(coding=coding, documents=page.documents_of(coding), initial=start)
    removed = page.removed(coding, request.GET.get("removed", ""))
    shown = {"form": form, "removed": removed, **page.bench(coding, asked, point)}
    return render(request, "reviews/workbench.html", shown, status=status)


@require_safe
@for_coders
def bench(request: HttpRequest, pk: int) -> HttpResponse:
    """The text and the coding panel."""
    return _shown(request, find_coding(request, pk), None, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_coders
def point(request: HttpRequest, pk: int, point: int | None = None) -> HttpResponse:
    """Note a learning point, or change one."""
    coding = find_coding(request, pk)
    edited = _point(coding, point) if point else None
    if request.method != "POST":
        return _shown(request, coding, None, edited)
    start = PointForm.initial_of(edited) if edited else {}
    form = PointForm(request.POST, coding=coding, documents=page.documents_of(coding), initial=start)
    made: list[LearningPoint] = []
    status = attempt(request, form, lambda: made.append(_saved(request, coding, form, edited)))
    if status == SAVED:
        messages.success(request, _("The learning point is saved."))
        return redirect(_back_to(coding, made[0]))
    return _shown(request, coding, form, edited, status)


def _saved(request: HttpRequest, coding: Coding, form: PointForm, edited: LearningPoint | None) -> LearningPoint:
    version = form.cleaned_data["version"]
    with form.asking():
        return actions.save(coding=coding, values=form.values(), point=edited, version=version, by=request.user)


def _back_to(coding: Coding, point: LearningPoint) -> str:
    """The page that was read, so that reading goes on there."""
    if point.page is None:
        return workbench(coding)
    return f"{workbench(coding)}?document={point.page.document_id}&page={point.page.number}"


@require_POST
@for_coders
def remove(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    """Remove a learning point; the next page offers to take it back."""
    coding = find_coding(request, pk)
    gone = _point(coding, point)
    with told(request):
        actions.remove(point=gone, by=request.user)
        return redirect(f"{workbench(coding)}?removed={gone.pk}#points")
    return redirect(workbench(coding))


@require_POST
@for_coders
def restore(request: HttpRequest, pk: int, point: int) -> HttpResponse:
    """Take back that a learning point was removed."""
    coding = find_coding(request, pk)
    back = _point(coding, point, removed=True)
    with told(request):
        actions.restore(point=back, by=request.user)
        messages.success(request, _("The learning point is back."))
    return redirect(f"{workbench(coding)}#points")


@require_POST
@for_coders
def take_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for the passages in documents that changed."""
    coding = find_coding(request, pk)
    with told(request):
        lost = actions.take_text(coding=coding, by=request.user)
        found = _("All your passages are in the new text too.")
        words = ngettext(
            "%(count)s passage is not in the new text. Its point is kept: look at it below.",
            "%(count)s passages are not in the new text. Their points are kept: look at them below.",
            lost,
        )
        messages.success(request, words % {"count": lost} if lost else found)
    return redirect(workbench(coding))


@require_http_methods(["GET", "HEAD", "POST"])
@for_coders
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Look over the coding once more, and be done."""
    coding = find_coding(request, pk)
    form = DoneForm(request.POST or None, initial={"note": coding.note})
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            codings.finish(coding=coding, by=request.user, **form.cleaned_data)
            return after_done(request, coding)
    shown: dict[str, Any] = page.bench(coding, None)
    return render(request, "reviews/coding_finish.html", {**shown, "form": form})
