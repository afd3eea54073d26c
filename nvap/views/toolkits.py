"""Editing the guidance beside an action: draft, conflict, preview, publish, history. For VKPP staff."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nvap import toolkit_text
from nvap.actions import toolkits
from nvap.forms.toolkit import ToolkitForm
from nvap.models import ActionVersion, Toolkit
from nvap.presenters import toolkit_pages
from nvap.views.managing import for_editors
from nvap.views.plans import find_action
from vkpp.accounts.views.overtaken import status_of
from vkpp.accounts.views.shared import told, told_in


@for_editors
def edit(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Edit the draft; it begins with what readers see now."""
    action = find_action(request, plan, code)
    draft = toolkits.draft_of(action)
    shown = draft or toolkits.current([action.pk]).get(action.pk)
    initial = {**toolkit_text.texts(shown), "version": draft.version if draft else 0}
    form = ToolkitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            _save(action, form, request.user)
            return redirect("nvap:toolkit-preview", plan, code)
    context = {"action": action, "draft": draft, "form": form}
    return render(request, "nvap/toolkit_edit.html", context, status=status_of(form))


def _save(action: ActionVersion, form: ToolkitForm, by: Any) -> Toolkit:
    values = toolkit_text.values(form.texts())
    return toolkits.save(action=action, values=values, version=form.cleaned_data["version"], by=by)


def _draft(request: HttpRequest, plan: str, code: str) -> tuple[ActionVersion, Toolkit]:
    action = find_action(request, plan, code)
    draft = toolkits.draft_of(action)
    if draft is None:
        raise Http404
    return action, draft


@require_safe
@for_editors
def preview(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """The draft as readers would see it, and what is different from what they see now."""
    action, draft = _draft(request, plan, code)
    return render(request, "nvap/toolkit_preview.html", toolkit_pages.preview(action, draft))


@require_POST
@for_editors
def publish(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Show the draft to everybody, as it was looked at."""
    _action, draft = _draft(request, plan, code)
    sent = request.POST.get("version", "")
    with told(request):
        version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
        toolkits.publish(draft=draft, version=version, by=request.user)
        messages.success(request, _("The guidance is published."))
        return redirect("nvap:action", plan, code)
    return redirect("nvap:toolkit-preview", plan, code)


@require_POST
@for_editors
def discard(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Throw the draft away."""
    _action, draft = _draft(request, plan, code)
    with told(request):
        toolkits.discard(draft=draft, by=request.user)
        messages.success(request, _("The draft is gone. Readers see what they saw before."))
    return redirect("nvap:action", plan, code)


@require_safe
@for_editors
def history(request: HttpRequest, plan: str, code: str) -> HttpResponse:
    """Every published guidance of the action, and what each changed."""
    action = find_action(request, plan, code)
    return render(request, "nvap/toolkit_history.html", toolkit_pages.history(action, request.GET.get("number", "")))
