"""Writing an example: the list of pages, one page of questions, saving as it is typed, comparing two versions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice import people, steps
from practice.actions import authoring, triage
from practice.actions.saving import EDITABLE
from practice.forms.section import SectionForm
from practice.keeping import keeps_text
from practice.models import Practice
from practice.presenters import writing
from vkpp.core import kept
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.keeping import page_address
from vkpp.core.page_version import PageVersion


def to_write(request: HttpRequest, reference: str) -> Practice:
    """The example, for somebody who may change it (in whatever state it is)."""
    practice: Practice = get_object_or_404(
        Practice.objects.visible_to(request.user).select_related("call", "form", "force", "owner"), reference=reference
    )
    if not people.may_edit(request.user, practice):
        raise PermissionDenied(_("Only the owner and co-authors who may edit can change this example."))
    if request.method == "GET":
        triage.look(practice=practice, by=request.user)
    return practice


@keeps_text
@require_safe
def task_list(request: HttpRequest, reference: str) -> HttpResponse:
    """Every page of the form with how far it is."""
    practice = to_write(request, reference)
    if practice.state not in EDITABLE:
        return redirect("practice:example", reference)
    return render(request, "practice/write_list.html", writing.task_list(practice))


@keeps_text
def section(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """One page of questions."""
    practice = to_write(request, reference)
    asked = steps.asked(practice, code)
    if not asked:
        raise Http404
    if request.method == "POST":
        return _save_page(request, practice, code)
    text = kept.get(request)
    if practice.state not in EDITABLE:
        return writing.overtaken(request, practice, text) if text else redirect("practice:example", reference)
    left = text or kept.refused(request.user.pk, writing.page_key(practice, code))
    form = SectionForm(asked, *writing.form_values(practice, asked, left))
    if left is not None and text is None:
        form.refuse(writing.refusals(practice, asked, left))
    version = text.page if text else kept.opened(practice.version, left)
    return _page(request, practice, code, form, version=version, unsaved=text is not None)


def _page(
    request: HttpRequest,
    practice: Practice,
    code: str,
    form: SectionForm,
    *,
    version: PageVersion,
    unsaved: bool = False,
) -> HttpResponse:
    context = writing.page(practice, code, request.user) | {"form": form, "version": version, "unsaved": unsaved}
    return render(request, "practice/write_section.html", context)


def _save_page(request: HttpRequest, practice: Practice, code: str) -> HttpResponse:
    asked = steps.asked(practice, code)
    form = SectionForm(asked, request.POST)
    text = kept.sent(request.POST)
    try:
        authoring.save(practice=practice, values=form.typed(), version=text.page, by=request.user)
    except Invalid as refusal:
        form.refuse(refusal.errors)
        return _page(request, practice, code, form, version=text.page, unsaved=True)
    except Conflict as conflict:
        if "state" in conflict.current:
            return writing.overtaken(request, practice, text)
        return render(request, "practice/write_compare.html", writing.comparison(practice, code, text), status=409)
    kept.drop(request)
    kept.drop_refused(request.user.pk, writing.page_key(practice, code))
    if request.POST.get("action") == "later":
        messages.success(request, _("Saved. Come back when you like: nothing is lost."))
        return redirect("practice:write", practice.reference)
    _before, _this, following = steps.neighbours(practice, code)
    return redirect(
        steps.url(practice, following.code) if following else reverse("practice:check", args=[practice.reference])
    )


@keeps_text
@require_POST
def autosave(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Save the fields that changed on a page, as they are typed (docs/design.md, Autosave)."""
    practice = to_write(request, reference)
    asked = [item for item in steps.asked(practice, code) if steps.field_name(item) in request.POST.getlist("fields")]
    form = SectionForm(asked, request.POST)
    shown = kept.sent(request.POST).page
    try:
        errors = _save_what_can_be(practice, form, shown, request.user)
    except NotAllowed as refusal:
        return JsonResponse({"message": refusal.message}, status=403)
    except Conflict as conflict:
        return _conflict(request, conflict)
    key, typed = writing.page_key(practice, code), {name: request.POST.getlist(name) for name in form.fields}
    left = kept.refused(request.user.pk, key)
    kept.settle_refused(request.user.pk, key, left, kept.of_page(typed, shown), errors)
    saved_at = date_format(timezone.localtime(), "H:i")
    return JsonResponse({"state": "saved", "version": str(shown), "saved_at": saved_at, "errors": errors})


def _save_what_can_be(practice: Practice, form: SectionForm, version: PageVersion, by: Any) -> dict[str, list[str]]:
    """Save the good answers; the sentences about the others."""
    values, errors = form.typed(), {}
    try:
        authoring.save(practice=practice, values=values, version=version, by=by)
    except Invalid as refusal:
        not_kept = _("This answer is not saved yet.")
        errors = {name: [*sentences, not_kept] for name, sentences in refusal.errors.items() if name in values}
        good = {name: value for name, value in values.items() if name not in errors}
        if not errors:
            raise
        authoring.save(practice=practice, values=good, version=version, by=by)
    return errors


def _conflict(request: HttpRequest, conflict: Conflict) -> JsonResponse:
    text = kept.sent(request.POST)
    names = set(request.POST.getlist("fields"))
    text = text.only({name: values for name, values in text.values.items() if name in names})
    key = kept.keep(request.user.pk, text)
    page = page_address(request)
    url = f"{page}?kept={key}" if "state" in conflict.current else f"{page}compare/?kept={key}"
    return JsonResponse({"state": "conflict", "message": conflict.message, "url": url}, status=409)


@keeps_text
def compare(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """Two versions of the same answers beside each other; the person chooses for each, or joins them."""
    practice = to_write(request, reference)
    text = kept.sent(request.POST) if request.method == "POST" else kept.get(request)
    if text is None or not steps.asked(practice, code):
        return redirect("practice:write_section", reference, code)
    if practice.state not in EDITABLE:
        return writing.overtaken(request, practice, text)
    if request.method != "POST":
        return render(request, "practice/write_compare.html", writing.comparison(practice, code, text))
    mine, values = writing.chosen(practice, code, text)
    try:
        authoring.save(practice=practice, values=values, version=text.page, by=request.user)
    except Invalid as refusal:
        context = writing.comparison(practice, code, mine) | {"errors": writing.links(refusal.errors)}
        return render(request, "practice/write_compare.html", context)
    except Conflict:
        return render(request, "practice/write_compare.html", writing.comparison(practice, code, mine), status=409)
    messages.success(request, _("Saved as you chose."))
    return redirect("practice:write_section", reference, code)
