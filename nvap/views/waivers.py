"""Waivers: VKPP lets a check pass until a day, sees which are in force, and ends them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap import people
from nvap.actions import waiving
from nvap.forms.waivers import WaiverForm
from nvap.links import reading_answer_page
from nvap.models import Finding, Waiver
from nvap.presenters import waivers as presenter
from nvap.rules import STOPPING
from nvap.views.found import find_answer, insist_staff
from nvap.vocab import FindingState
from vkpp.accounts.views.shared import told, told_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def waive(request: HttpRequest, round_code: str, force_code: str, code: str, pk: int) -> HttpResponse:
    """Let what a check found pass."""
    response = find_answer(request, round_code, force_code, code)
    insist_staff(request)
    stopping = Finding.objects.filter(state=FindingState.OPEN, rule__severity__in=STOPPING).select_related("rule")
    finding = get_object_or_404(stopping, response=response, pk=pk)
    form = WaiverForm(request.POST or None, response=response)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            waiving.waive(rule=finding.rule, force=response.ret.force, by=request.user, **form.values())
            messages.success(request, _("The check is waived. The force sees until when and why."))
            return redirect(f"{reading_answer_page(response)}#checks")
    shown = {"form": form, "ret": response.ret, "action": response.action_version, "finding": finding}
    return render(request, "nvap/waiver_form.html", {**shown, "back": reading_answer_page(response)})


@require_safe
@login_required
def waivers(request: HttpRequest) -> HttpResponse:
    """Which checks may pass for which forces; for staff only."""
    if not people.may_waive(request.user):
        raise Http404
    shown = presenter.listing(request.user, request.GET.dict(), request.GET.get("page"))
    return render(request, "nvap/waiver_list.html", shown)


@require_POST
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a waiver before its day."""
    if not people.may_waive(request.user):
        raise Http404
    needed = ("rule", "force", "response", "ended_by")
    waiver = get_object_or_404(Waiver.objects.visible_to(request.user).select_related(*needed), pk=pk)
    with told(request):
        waiving.end(waiver=waiver, by=request.user)
        messages.success(request, _("The waiver has ended. The check counts again for answers that are not signed."))
    return redirect("nvap:waivers")
