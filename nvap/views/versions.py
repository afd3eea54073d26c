"""The versions of a return for ever, and amendments."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nvap import people
from nvap.actions import amending, reviewing
from nvap.forms.signing import DecisionForm, ReasonForm
from nvap.links import versions_page
from nvap.presenters import versions as page
from nvap.views.found import find_whole, insist_staff
from vkpp.accounts.views.shared import insist, told_in

BOTH = ["GET", "POST"]


@require_safe
@login_required
def versions(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """All of them, newest first, and what was asked to be amended."""
    ret = find_whole(request, round_code, force_code)
    reviewing.look(ret=ret, by=request.user)
    return render(request, "nvap/version_list.html", page.listing(request.user, ret))


@require_safe
@login_required
def version(request: HttpRequest, round_code: str, force_code: str, number: int) -> HttpResponse:
    """One of them as it was."""
    ret = find_whole(request, round_code, force_code)
    found = get_object_or_404(ret.submissions.select_related("sign_off"), number=number)
    reviewing.look(ret=ret, by=request.user)
    return render(request, "nvap/version_page.html", page.one(request.user, ret, found))


@require_safe
@login_required
def compare(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """The difference between any two; the older one is always the one changed from."""
    ret = find_whole(request, round_code, force_code)
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    numbers = [int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0 for text in asked]
    reviewing.look(ret=ret, by=request.user)
    older, newer = (get_object_or_404(ret.submissions, number=number) for number in sorted(numbers))
    return render(request, "nvap/version_compare.html", page.difference(request.user, ret, older, newer))


@require_http_methods(BOTH)
@login_required
def ask_amendment(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """The force asks to change what it sent."""
    ret = find_whole(request, round_code, force_code)
    asks = people.may_lead_or_sign(request.user, ret)
    insist(asks, _("The NVAP lead or a chief officer of the force asks for an amendment."))
    label = _("What must change, and why?")
    form = ReasonForm(request.POST or None, label=label, hint=_("VKPP reads this and decides."))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            amending.ask(ret=ret, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Asked. VKPP has been told and will decide."))
            return redirect(versions_page(ret))
    shown = {"form": form, "ret": ret, "title": _("Ask for an amendment"), "back": versions_page(ret)}
    return render(request, "nvap/return_reason.html", shown)


@require_http_methods(BOTH)
@login_required
def decide_amendment(request: HttpRequest, round_code: str, force_code: str, pk: int) -> HttpResponse:
    """VKPP approves or refuses it."""
    ret = find_whole(request, round_code, force_code)
    insist_staff(request)
    amendment = get_object_or_404(ret.amendments, pk=pk)
    reviewing.look(ret=ret, by=request.user)
    label = _("Why do you decide so?")
    form = DecisionForm(request.POST or None, label=label, hint=_("The force reads this."))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            amending.decide(amendment=amendment, by=request.user, **form.cleaned_data)
            messages.success(request, _("Decided. The force has been told."))
            return redirect(versions_page(ret))
    shown = {"form": form, "ret": ret, "title": _("Decide about the amendment"), "back": versions_page(ret)}
    return render(request, "nvap/return_reason.html", {**shown, "about": amendment.reason})
