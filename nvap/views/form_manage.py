"""Managing forms: look at one, copy it, see it as forces do. For VKPP administrators."""

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nvap import form_files, form_spec
from nvap.actions import forms
from nvap.forms.questions import CopyForm, SectionForm
from nvap.models import ActionVersion, FormVersion
from nvap.presenters import form_pages
from nvap.views.managing import as_file, for_managers
from vkpp.accounts.views.shared import told_in


def find_form(request: HttpRequest, code: str) -> FormVersion:
    """The form version of this address."""
    found: FormVersion = get_object_or_404(FormVersion.objects.visible_to(request.user), code=code)
    return found


@require_safe
@for_managers
def form(request: HttpRequest, form: str) -> HttpResponse:
    """The sections, questions and rules of a form."""
    return render(request, "nvap/manage_form.html", form_pages.form_page(find_form(request, form)))


@require_safe
@for_managers
def preview(request: HttpRequest, form: str) -> HttpResponse:
    """The form as forces see it, for one action."""
    found = find_form(request, form)
    codes = list(ActionVersion.objects.order_by("code").values_list("code", flat=True).distinct())
    asked = request.GET.get("action", "")
    code = asked if asked in codes else next(iter(codes), "")
    context = {"form_version": found, "code": code, "codes": codes}
    context["sections"] = form_spec.spec(found).sections_of(code)
    return render(request, "nvap/manage_form_preview.html", context)


@require_safe
@for_managers
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The form as a file that imports it again."""
    found = find_form(request, form)
    text = json.dumps(form_files.export_form(found), indent=1, ensure_ascii=False) + "\n"
    return as_file(text, f"form_{found.code}.json", "application/json")


@for_managers
def copy(request: HttpRequest, form: str) -> HttpResponse:
    """A new draft that begins as a copy."""
    found = find_form(request, form)
    asked = CopyForm(request.POST or None, initial={"title": found.title})
    if request.method == "POST" and asked.is_valid():
        with told_in(asked):
            made = forms.copy(form=found, by=request.user, **asked.cleaned_data)
            messages.success(request, _("The copy is a draft. Change it, then choose it for a round."))
            return redirect("nvap:manage-form", made.code)
    return render(request, "nvap/manage_form_copy.html", {"form": asked, "form_version": found})


@for_managers
def section(request: HttpRequest, form: str, code: str = "") -> HttpResponse:
    """Add a section or word one anew."""
    found = find_form(request, form)
    words = forms.section_words(form_files.export_form(found), code) if code else None
    if code and words is None:
        raise Http404
    initial = {**words, "seen": forms.mark(words)} if words else {}
    asked = SectionForm(request.POST or None, new=not code, initial=initial)
    if request.method == "POST" and asked.is_valid():
        with told_in(asked):
            seen = asked.cleaned_data["seen"]
            forms.put_section(form=found, row=asked.row(), code=code, seen=seen, by=request.user)
            return redirect("nvap:manage-form", form)
    context = {"form": asked, "form_version": found, "part": _("Section"), "code": code}
    return render(request, "nvap/manage_form_part.html", context)
