"""The parts of a draft briefing: sections with their preview, and the actions that should change."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews import briefing_content, briefing_selection
from reviews.actions import briefing_parts as parts
from reviews.briefing_links import briefing_write_page
from reviews.forms.briefing import ActionForm, SectionForm
from reviews.models import Briefing, BriefingSection
from reviews.presenters import briefing_desk as desk
from reviews.views.briefing_write import BOTH, for_writers
from reviews.views.briefings import find
from reviews.vocab import SectionKind
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import told, told_in
from vkpp.core.exceptions import Invalid


@require_http_methods(BOTH)
@for_writers
def new(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Add a section; `preview` shows it first."""
    found = find(request, number)
    if kind not in SectionKind.values:
        raise Http404
    form = SectionForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        with told_in(form):
            parts.add_section(briefing=found, kind=kind, values=form.values(), by=request.user)
            messages.success(request, _("The section is added."))
            return redirect(f"{briefing_write_page(found)}#sections")
    return _shown(request, found, BriefingSection(briefing=found, kind=kind), form)


@require_http_methods(BOTH)
@for_writers
def edit(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Change a section; `preview` shows it first."""
    found = find(request, number)
    section = get_object_or_404(found.sections, pk=pk)
    form = SectionForm(request.POST or None, kind=section.kind, section=section)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        with told_in(form):
            version = form.cleaned_data["version"]
            parts.change_section(section=section, values=form.values(), version=version, by=request.user)
            messages.success(request, _("The section is saved."))
            return redirect(f"{briefing_write_page(found)}#sections")
    return _shown(request, found, section, form)


def _shown(request: HttpRequest, briefing: Briefing, section: BriefingSection, form: SectionForm) -> HttpResponse:
    shown = {"form": form, "briefing": briefing, "section": section, "kind": SectionKind(section.kind).label}
    shown["part"] = _preview(request, briefing, section, form)
    return render(request, "reviews/briefing_section.html", shown, status=status_of(form))


def _preview(
    request: HttpRequest, briefing: Briefing, section: BriefingSection, form: SectionForm
) -> dict[str, Any] | None:
    """The section as it would stand in the briefing: as typed, or as stored."""
    if request.method == "POST" and form.is_bound and form.is_valid():
        typed = BriefingSection(briefing=briefing, kind=section.kind)
        try:
            parts.put(typed, form.values())
        except Invalid:
            return None
        section = typed
    elif section.pk is None and section.kind == SectionKind.TEXT:
        return None
    return briefing_content.section(briefing, section, briefing_selection.of(briefing, request.user))


@require_POST
@for_writers
def move(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """One place up or down, or out."""
    found = find(request, number)
    section = get_object_or_404(found.sections, pk=pk)
    with told(request):
        if request.POST.get("do") == "remove":
            parts.remove_section(section=section, by=request.user)
            messages.success(request, _("The section is removed."))
        else:
            parts.move_section(section=section, up=request.POST.get("do") == "up", by=request.user)
    return redirect(f"{briefing_write_page(found)}#sections")


@require_POST
@for_writers
def action(request: HttpRequest, number: int) -> HttpResponse:
    """Name an action that should change, or take it out."""
    found = find(request, number)
    if drop := request.POST.get("drop", ""):
        named = get_object_or_404(found.actions.select_related("action"), action__code=drop[:12].replace("\x00", ""))
        with told(request):
            parts.drop_action(named=named, by=request.user)
        return redirect(f"{briefing_write_page(found)}#actions")
    form = ActionForm(request.POST, auto_id="action_%s")
    if form.is_valid():
        with told_in(form):
            parts.name_action(briefing=found, by=request.user, **form.cleaned_data)
            return redirect(f"{briefing_write_page(found)}#actions")
    return render(request, "reviews/briefing_write.html", desk.desk(request.user, found, action_form=form))
