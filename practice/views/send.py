"""Checking an example, sending it to VKPP, and what comes after."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practice import privacy, steps
from practice.actions import authoring
from practice.actions.saving import EDITABLE
from practice.forms.send import SendForm
from practice.keeping import keeps_text
from practice.models import Practice
from practice.presenters import checking
from practice.views.people import to_read
from practice.views.write import to_write
from practice.vocab import PracticeState
from vkpp.core import error_pages, personal_data
from vkpp.core.exceptions import Conflict, Invalid, PortalError


@keeps_text
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """All answers on one page, what is missing, what looks like personal data; then send."""
    practice = to_write(request, reference)
    if practice.state not in EDITABLE:
        sent = request.method == "POST" and practice.state == PracticeState.SUBMITTED
        return redirect("practice:sent" if sent else "practice:example", reference)
    findings = personal_data.undecided(privacy.findings(practice), practice.personal_data_kept)
    form = SendForm(findings, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (answer := _send(request, practice, form)):
        return answer
    return render(request, "practice/write_check.html", checking.page(practice, form, request.user))


def _send(request: HttpRequest, practice: Practice, form: SendForm) -> HttpResponse | None:
    """Record what was decided and send; None when the page must be shown again."""
    if kept := form.kept():
        authoring.keep_personal_data(practice=practice, fingerprints=kept, by=request.user)
    if name := form.to_change():
        return redirect(steps.field_url(practice, name))
    if not form.is_valid():
        return None
    try:
        authoring.submit(practice=practice, by=request.user, late_code=form.cleaned_data["late_code"])
    except Invalid as refusal:
        for field, sentences in refusal.errors.items():
            for sentence in sentences if field in {"call", "late_code"} else ():
                form.add_error("late_code", sentence)
        form.missing = bool(set(refusal.errors) - {"call", "late_code"})  # type: ignore[attr-defined]  # for the page
        return None
    except Conflict as conflict:
        return error_pages.stale(request, conflict.message)
    return redirect("practice:sent", practice.reference)


@keeps_text
@require_safe
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """The example was sent: its number and what happens next."""
    practice = to_read(request, reference)
    if practice.submitted_at is None:
        return redirect("practice:write", reference)
    return render(request, "practice/write_sent.html", {"practice": practice, "in_force": checking.permitted(practice)})


@keeps_text
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a draft into another call that is open."""
    practice = to_write(request, reference)
    if practice.state != PracticeState.DRAFT:
        return redirect("practice:example", reference)
    open_calls = checking.other_calls(practice)
    error = ""
    if request.method == "POST":
        chosen = request.POST.get("call", "")
        call = next((row for row in open_calls if row.slug == chosen), None)
        error = "" if call else _("Choose one of the calls that are open now.")
        if call is not None:
            try:
                authoring.move_to_call(practice=practice, call=call, by=request.user)
                return redirect("practice:write", reference)
            except PortalError as refusal:
                error = refusal.message
    context = {"practice": practice, "calls": open_calls, "error": error}
    return render(request, "practice/write_move.html", context)
