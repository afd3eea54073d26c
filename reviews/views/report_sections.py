"""The sections of a report: adding, changing, moving and removing them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.actions import report_sections
from reviews.fieldwork_links import report_page
from reviews.forms.fieldwork import SectionForm
from reviews.models import ReportSection
from reviews.presenters.peer_frame import frame
from reviews.views.attempts import SAVED, attempt
from reviews.views.peer_found import find_worked_on
from vkpp.accounts.views.shared import told

BOTH = ["GET", "HEAD", "POST"]


def _find(request: HttpRequest, reference: str, pk: int) -> ReportSection:
    review = find_worked_on(request, reference)
    found: ReportSection = get_object_or_404(
        ReportSection.objects.visible_to(request.user).filter(review=review), pk=pk
    )
    found.review = review
    return found


@require_POST
@login_required
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """The sections that a report usually has."""
    review = find_worked_on(request, reference)
    with told(request):
        report_sections.begin(review=review, by=request.user)
    return redirect(report_page(review))


@require_http_methods(BOTH)
@login_required
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """One more section."""
    review = find_worked_on(request, reference)
    form = SectionForm(request.POST or None)
    saved = attempt(request, form, lambda: report_sections.add(review=review, values=form.values(), by=request.user))
    if saved == SAVED:
        messages.success(request, _("The section is added."))
        return redirect(report_page(review))
    shown = {**frame(request.user, review, "report"), "form": form, "heading": _("Add a section")}
    return render(request, "reviews/fieldwork_form.html", {**shown, "back": report_page(review)})


@require_http_methods(BOTH)
@login_required
def edit(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Change a section; when somebody else did meanwhile, both texts are shown."""
    section = _find(request, reference, pk)
    review = section.review
    form = SectionForm(request.POST or None, section=section)
    status = attempt(request, form, lambda: _change(request, section, form))
    if status == SAVED:
        messages.success(request, _("Saved."))
        return redirect(report_page(review))
    shown = {**frame(request.user, review, "report"), "form": form, "heading": _("Change the section")}
    return render(request, "reviews/fieldwork_form.html", {**shown, "back": report_page(review)}, status=status)


def _change(request: HttpRequest, section: ReportSection, form: SectionForm) -> ReportSection:
    version = form.cleaned_data["version"]
    return report_sections.change(section=section, values=form.values(), version=version, by=request.user)


@require_POST
@login_required
def move(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One place up or down."""
    section = _find(request, reference, pk)
    with told(request):
        report_sections.move(section=section, up=request.POST.get("way") == "up", by=request.user)
    return redirect(f"{report_page(section.review)}#sections")


@require_POST
@login_required
def remove(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Take a section out."""
    section = _find(request, reference, pk)
    review = section.review
    with told(request):
        report_sections.remove(section=section, by=request.user)
        messages.success(request, _("The section is removed."))
    return redirect(f"{report_page(review)}#sections")
