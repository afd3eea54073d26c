"""Changing the questions and rules of a draft form. For VKPP administrators."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nvap import form_files
from nvap.actions import forms
from nvap.forms.questions import QuestionForm, RuleForm
from nvap.views.form_manage import find_form
from nvap.views.managing import for_managers
from vkpp.accounts.views.shared import told, told_in
from vkpp.core import home


@for_managers
def question(request: HttpRequest, form: str, code: str = "") -> HttpResponse:
    """Add a question or change one."""
    found = find_form(request, form)
    file = form_files.export_form(found)
    row = forms.question_row(file, code) if code else None
    if code and row is None:
        raise Http404
    initial = {"section": request.GET.get("section", ""), "limit": 0, "kind": "text"}
    if row is not None:
        initial = QuestionForm.initial_of(row, forms.section_of(file, code), forms.mark(row))
    sections = [(part["code"], part["title"]) for part in file["sections"]]
    asked = QuestionForm(request.POST or None, sections=sections, initial=initial)
    sent = request.method == "POST" and asked.is_valid()
    doubts = _doubts(request, asked, initial) if sent else []
    if sent and not doubts:
        data = asked.cleaned_data
        with told_in(asked):
            words = {"section": data["section"], "row": asked.row(), "code": code, "seen": data["seen"]}
            forms.put_question(form=found, by=request.user, **words)
            messages.success(request, _("The question was saved."))
            return redirect("nvap:manage-form", form)
    context = {"form": asked, "form_version": found, "part": _("Question"), "code": code, "doubts": doubts}
    context["aside"] = [] if doubts else home.rendered("nvap_question_aside", request, _words(asked, initial))
    return render(request, "nvap/manage_form_part.html", context)


def _doubts(request: HttpRequest, asked: QuestionForm, initial: dict[str, Any]) -> list[SafeString]:
    """What apps to the right have to say before the question is saved (panel place `nvap_question_before`).

    Asked of new wordings only, and not again once the person has said that it is needed all the same.
    """
    words = _words(asked, initial)
    if words["label"] == initial.get("label") or request.POST.get("although_asked") == "1":
        return []
    return home.rendered("nvap_question_before", request, words)


def _words(asked: QuestionForm, initial: dict[str, Any]) -> dict[str, str]:
    """The wording of the question as it is now, and its code."""
    data = getattr(asked, "cleaned_data", {})
    return {name: str(data.get(name) or initial.get(name, "")) for name in ("label", "code")}


@for_managers
def rule(request: HttpRequest, form: str, code: str = "") -> HttpResponse:
    """Add a rule or change one."""
    found = find_form(request, form)
    row = forms.rule_row(form_files.export_form(found), code) if code else None
    if code and row is None:
        raise Http404
    initial = RuleForm.initial_of(row, forms.mark(row)) if row else {"severity": "explain"}
    asked = RuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and asked.is_valid():
        with told_in(asked):
            words = {"row": asked.row(), "code": code, "seen": asked.cleaned_data["seen"]}
            forms.put_rule(form=found, by=request.user, **words)
            messages.success(request, _("The rule was saved."))
            return redirect("nvap:manage-form", form)
    context = {"form": asked, "form_version": found, "part": _("Rule"), "code": code}
    return render(request, "nvap/manage_form_part.html", context)


def _do(request: HttpRequest, form: str, act: Callable[[], None], done: str) -> HttpResponse:
    with told(request):
        act()
        messages.success(request, done)
    return redirect("nvap:manage-form", form)


@require_POST
@for_managers
def move(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """Move a question one place up or down in its section."""
    found, up = find_form(request, form), request.POST.get("way") == "up"
    moved = _("The question was moved.")
    return _do(request, form, lambda: forms.move_question(form=found, code=code, up=up, by=request.user), moved)


@require_POST
@for_managers
def remove(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """Take a question out of the draft."""
    found = find_form(request, form)
    gone = _("The question was removed.")
    return _do(request, form, lambda: forms.remove_question(form=found, code=code, by=request.user), gone)


@require_POST
@for_managers
def remove_rule(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """Take a rule out of the draft."""
    found = find_form(request, form)
    gone = _("The rule was removed.")
    return _do(request, form, lambda: forms.remove_rule(form=found, code=code, by=request.user), gone)
