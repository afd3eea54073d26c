"""What forces do with practice of others: the list, one record, recording, changing, result and end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practice.actions import adoption as actions
from practice.adopting import people
from practice.adopting.links import adoption_page
from practice.forms.adoption import AdoptionForm, EndForm, RemoveForm, ResultForm
from practice.models import Adoption, BankEntry
from practice.presenters import adoption as one_page
from practice.presenters import adoption_list as list_page
from vkpp.accounts.views.shared import insist, told, told_in

WRITING = ["GET", "HEAD", "POST"]
STEPS: dict[str, Any] = {
    "result": (ResultForm, actions.note_result, gettext_lazy("Thank you. Others learn from it.")),
    "end": (EndForm, actions.end, gettext_lazy("Saved. It has ended.")),
    "remove": (RemoveForm, actions.remove, gettext_lazy("The record is removed. You can put it back.")),
}


@require_safe
@login_required
def adoptions(request: HttpRequest) -> HttpResponse:
    """What the own force does with practice; for VKPP what all forces do."""
    if not people.has_list(request.user):
        raise Http404
    return render(request, "practice/adoption_list.html", list_page.page(request.user, request.GET))


@require_safe
@login_required
def adoption(request: HttpRequest, reference: str) -> HttpResponse:
    """One force's adoption with what came of it."""
    return render(request, "practice/adoption_page.html", one_page.page(request.user, _find(request, reference)))


@require_http_methods(WRITING)
@login_required
def record(request: HttpRequest, reference: str) -> HttpResponse:
    """Record what the own force does with an example of the bank."""
    entries = BankEntry.objects.visible_to(request.user).select_related("practice")
    entry = get_object_or_404(entries, practice__reference=reference)
    may = people.may_record(request.user, entry.practice)
    insist(may, _("Contributors and leads of a force record what it does with practice of another force."))
    if (known := one_page.own(request.user, entry.practice)) is not None:
        return redirect(adoption_page(known))
    data = request.POST if request.method == "POST" else None
    form = AdoptionForm(data, sources=one_page.sources(request.user, entry.practice))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = actions.record(practice=entry.practice, values=form.cleaned_data, by=request.user)
            messages.success(request, _("Recorded. Whoever wrote the example is told, as far as you share it."))
            return redirect(adoption_page(made))
    return render(request, "practice/adoption_form.html", {"form": form, "entry": entry, "adoption": None})


@require_http_methods(WRITING)
@login_required
def change(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what is recorded."""
    found = _writes(request, reference)
    data = request.POST if request.method == "POST" else None
    form = AdoptionForm(data, sources=one_page.sources(request.user, found.practice, found), adoption=found)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        with told_in(form):
            actions.change(adoption=found, version=values.pop("version"), values=values, by=request.user)
            messages.success(request, _("Saved."))
            return redirect(adoption_page(found))
    return render(request, "practice/adoption_form.html", one_page.writing(request.user, found, form))


@require_http_methods(WRITING)
@login_required
def step(request: HttpRequest, reference: str, action: str) -> HttpResponse:
    """Note the result, end it, or remove the record: each asks for a few words first."""
    found = _writes(request, reference, decides=action != "result")
    form_class, act, done = STEPS[action]
    form = form_class(request.POST if request.method == "POST" else None, adoption=found)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            act(adoption=found, by=request.user, **form.cleaned_data)
            messages.success(request, done)
            return redirect(adoption_page(found))
    context = one_page.writing(request.user, found, form) | {"action": action}
    return render(request, "practice/adoption_step.html", context)


@require_POST
@login_required
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    """It has not ended after all."""
    found = _writes(request, reference, decides=True)
    with told(request):
        actions.resume(adoption=found, by=request.user)
        messages.success(request, _("It goes on."))
    return redirect(adoption_page(found))


@require_POST
@login_required
def put_back(request: HttpRequest, reference: str) -> HttpResponse:
    """Undo the removal of a record."""
    found = _writes(request, reference, decides=True)
    with told(request):
        actions.put_back(adoption=found, by=request.user)
        messages.success(request, _("The record is back."))
    return redirect(adoption_page(found))


def _find(request: HttpRequest, reference: str) -> Adoption:
    rows = Adoption.objects.visible_to(request.user).named_for(request.user).select_related(*one_page.ONE)
    found: Adoption = get_object_or_404(rows, reference=reference)
    return found


def _writes(request: HttpRequest, reference: str, *, decides: bool = False) -> Adoption:
    """The record, for who may change it."""
    found = _find(request, reference)
    if decides and not people.may_decide(request.user, found):
        raise PermissionDenied(_("The force's NVAP lead ends and removes adoptions."))
    insist(people.may_write(request.user, found), _("Contributors and leads of the force change what it recorded."))
    return found
