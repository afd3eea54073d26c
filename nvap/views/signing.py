"""What changed, the signature and the way to VKPP."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nvap import people
from nvap.actions import reviewing, signing
from nvap.forms.signing import AgreeForm, ReasonForm
from nvap.links import return_page, sign_page
from nvap.models import Return
from nvap.presenters import signing as page
from nvap.views.found import find_whole
from nvap.workflow import RETURN
from vkpp.accounts.views.shared import insist, told, told_in
from vkpp.core.exceptions import Conflict

BOTH = ["GET", "POST"]
ONLY_CHIEF = gettext_lazy("A chief officer of the force signs the return, or gives it back without signing.")
DONE = {
    "send_for_signature": gettext_lazy("Sent for signature. The force's chief officers have been told."),
    "recall": gettext_lazy("Taken back. Answers can be changed again."),
    "submit": gettext_lazy("Sent to VKPP."),
}


@require_http_methods(BOTH)
@login_required
def sign(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """What changed and, for a chief officer, the declaration; agreeing leads to a second sight before signing."""
    ret = find_whole(request, round_code, force_code)
    if request.method == "POST":
        insist(people.may_sign(request.user, ret), ONLY_CHIEF)
    reviewing.look(ret=ret, by=request.user)
    shown = page.context(request.user, ret, request.GET.get("since", ""))
    form = AgreeForm(request.POST or None, initial={"content_hash": shown["content_hash"]})
    if request.method == "POST" and form.is_valid() and form.cleaned_data["content_hash"] == shown["content_hash"]:
        return render(request, "nvap/sign_confirm.html", shown)
    if request.method == "POST" and form.is_valid():
        messages.error(request, _("The return has changed since you opened this page. Read what changed, then sign."))
        form = AgreeForm(initial={"content_hash": shown["content_hash"]})
    return render(request, "nvap/sign_page.html", {**shown, "form": form})


@require_POST
@login_required
def confirm(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """Sign exactly what was shown; when it changed meanwhile, the page shows what is different now."""
    ret = find_whole(request, round_code, force_code)
    statement = signing.declaration(ret)
    content_hash = request.POST.get("content_hash", "")[:64]
    with told(request):
        try:
            signing.sign(ret=ret, statement=statement, content_hash=content_hash, by=request.user)
            messages.success(request, _("Signed. The NVAP lead can now send the return to VKPP."))
        except Conflict as refusal:
            return _conflict(request, ret, refusal)
    return redirect(return_page(ret) if ret.state == ret.State.SIGNED else sign_page(ret))


@require_POST
@login_required
def step(request: HttpRequest, round_code: str, force_code: str, action: str) -> HttpResponse:
    """Send for signature, take it back, or send to VKPP."""
    ret = find_whole(request, round_code, force_code)
    act = {"send_for_signature": signing.send_for_signature, "recall": signing.recall, "submit": signing.submit}[action]
    with told(request):
        act(ret=ret, by=request.user)
        messages.success(request, DONE[action])
    return redirect(return_page(ret) if action == "submit" else sign_page(ret))


@require_http_methods(BOTH)
@login_required
def return_unsigned(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """The chief officer does not sign, with a reason."""
    ret = find_whole(request, round_code, force_code)
    insist(people.may_sign(request.user, ret), ONLY_CHIEF)
    label = _("What must change before you sign?")
    form = ReasonForm(request.POST or None, label=label, hint=_("The NVAP lead reads this."))
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            signing.return_unsigned(ret=ret, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("Returned without signature. The NVAP lead has been told."))
            return redirect(return_page(ret))
    shown = {"form": form, "ret": ret, "title": RETURN.step("return_unsigned").label, "back": sign_page(ret)}
    return render(request, "nvap/return_reason.html", shown)


def _conflict(request: HttpRequest, ret: Return, refusal: Conflict) -> HttpResponse:
    messages.error(request, refusal.message)
    shown = page.context(request.user, ret, request.GET.get("since", ""))
    form = AgreeForm(initial={"content_hash": shown["content_hash"]})
    changed = refusal.current.get("actions", [])
    return render(request, "nvap/sign_page.html", {**shown, "form": form, "meanwhile": changed}, status=409)
