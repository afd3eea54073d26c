"""Reading a return as a whole, and what VKPP does with it: coding, queries, sending back, accepting, reopening."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap.actions import queries, reviewing
from nvap.forms.queries import CodingForm, QueryForm
from nvap.forms.signing import ReasonForm
from nvap.links import reading_answer_page, reading_page
from nvap.models import Response
from nvap.presenters import reading as page
from nvap.views.found import find_answer, find_whole, insist_staff
from nvap.workflow import RETURN
from vkpp.accounts.views.shared import told, told_in
from vkpp.core.home import rendered

DONE = {
    "send_back": gettext_lazy("Sent back with your queries. The force has been told."),
    "accept": gettext_lazy("Accepted. The force has been told."),
}


@require_safe
@login_required
def whole(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """Every action of the return in one table; opening a sensitive return is logged for staff."""
    ret = find_whole(request, round_code, force_code)
    reviewing.look(ret=ret, by=request.user)
    return render(request, "nvap/reading_page.html", page.context(request.user, ret))


@require_safe
@login_required
def answer(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """One answer, as it is read."""
    return _show_answer(request, find_answer(request, round_code, force_code, code))


def _show_answer(request: HttpRequest, response: Response, **forms: Any) -> HttpResponse:
    """The page of one answer, with forms that were refused; that VKPP saw it is logged."""
    reviewing.look(ret=response.ret, by=request.user, code=response.action_version.code)
    panels = rendered("nvap_reading_actions", request, response)
    shown = page.answer(request.user, response) | {"panels": panels, **forms}
    return render(request, "nvap/reading_answer.html", shown)


@require_POST
@login_required
def raise_query(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """Ask about an answer."""
    response = find_answer(request, round_code, force_code, code)
    insist_staff(request)
    form = QueryForm(request.POST, ret=response.ret)
    if form.is_valid():
        with told_in(form):
            query = queries.raise_query(response=response, by=request.user, **form.cleaned_data)
            messages.success(request, _("Query %(reference)s is raised.") % {"reference": query.reference})
            return redirect(reading_answer_page(response))
    return _show_answer(request, response, query_form=form, form=form)


@require_POST
@login_required
def code(request: HttpRequest, round_code: str, force_code: str, code: str) -> HttpResponse:
    """Note a gap or promising practice that VKPP sees."""
    response = find_answer(request, round_code, force_code, code)
    insist_staff(request)
    form = CodingForm(request.POST)
    if form.is_valid():
        note = reviewing.note_gap if form.cleaned_data["kind"] == "gap" else reviewing.note_practice
        with told_in(form):
            note(response=response, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Noted as identified by VKPP."))
            return redirect(reading_answer_page(response))
    return _show_answer(request, response, coding_form=form, form=form)


@require_POST
@login_required
def uncode(request: HttpRequest, round_code: str, force_code: str, code: str, kind: str, pk: int) -> HttpResponse:
    """Take back what VKPP noted."""
    response = find_answer(request, round_code, force_code, code)
    insist_staff(request)
    with told(request):
        if kind == "gap":
            reviewing.close_gap(gap=get_object_or_404(response.gaps, pk=pk), by=request.user)
        else:
            reviewing.remove_practice(practice=get_object_or_404(response.promising, pk=pk), by=request.user)
        messages.success(request, _("Taken back."))
    return redirect(reading_answer_page(response))


@require_POST
@login_required
def decide(request: HttpRequest, round_code: str, force_code: str, action: str) -> HttpResponse:
    """Send back with queries, or accept."""
    ret = find_whole(request, round_code, force_code)
    insist_staff(request)
    with told(request):
        {"send_back": reviewing.send_back, "accept": reviewing.accept}[action](ret=ret, by=request.user)
        messages.success(request, DONE[action])
    return redirect(reading_page(ret))


@require_http_methods(["GET", "POST"])
@login_required
def reopen(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """Let the force amend what it sent."""
    ret = find_whole(request, round_code, force_code)
    insist_staff(request)
    form = ReasonForm(request.POST or None, label=_("Why is it reopened?"), hint=_("The force reads this."))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            reviewing.reopen(ret=ret, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Reopened. The force has been told."))
            return redirect(reading_page(ret))
    shown = {"form": form, "ret": ret, "title": RETURN.step("reopen").label, "back": reading_page(ret)}
    return render(request, "nvap/return_reason.html", shown)
