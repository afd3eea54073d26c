"""The workbook of a return: have it made, upload it filled in, see what was found, confirm."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nvap import people
from nvap.actions import workbooks
from nvap.models import Return, WorkbookUpload
from nvap.presenters import workbook as page
from nvap.views.found import find_return
from nvap.workbook.safety import LIMIT
from vkpp.accounts.views.shared import insist, told
from vkpp.core import jobs, serving
from vkpp.core.exceptions import Invalid
from vkpp.core.uploads import CONTENT_TYPES


def _find(request: HttpRequest, round_code: str, force_code: str) -> Return:
    """The return, for who may fill in something of it."""
    ret = find_return(request, round_code, force_code)
    allowed = people.may_answer_some(request.user, ret)
    insist(allowed, _("The workbook is for the NVAP lead and for colleagues to whom actions are assigned."))
    return ret


def _find_upload(request: HttpRequest, round_code: str, force_code: str, number: int) -> WorkbookUpload:
    ret = _find(request, round_code, force_code)
    found: WorkbookUpload = get_object_or_404(WorkbookUpload.objects.visible_to(request.user), ret=ret, pk=number)
    found.ret = ret
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def workbook(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """Make a workbook, and upload one that is filled in."""
    ret = _find(request, round_code, force_code)
    errors: list[str] = []
    if request.method == "POST":
        chosen = request.FILES.get("file")
        try:
            if chosen is None:
                raise Invalid({"file": [_("Choose the workbook that you filled in.")]})
            data = chosen.read(LIMIT + 1)
            upload = workbooks.take(ret=ret, name=chosen.name or "", data=data, by=request.user)
            return redirect(page.watched(upload, request.user))
        except Invalid as refusal:
            errors = refusal.errors["file"]
    shown = page.workbook(request.user, ret, errors)
    return render(request, "nvap/workbook_page.html", shown, status=400 if errors else 200)


@require_POST
@login_required
def make(request: HttpRequest, round_code: str, force_code: str) -> HttpResponse:
    """Have the workbook made; the next page shows how far it is."""
    ret = _find(request, round_code, force_code)
    return redirect(jobs.address(workbooks.ask_for(ret=ret, by=request.user)))


@require_safe
@login_required
def upload(request: HttpRequest, round_code: str, force_code: str, number: int) -> HttpResponse:
    """What was found in a workbook: faults to correct, or what would change."""
    found = _find_upload(request, round_code, force_code, number)
    return render(request, page.TEMPLATES[found.state], page.upload(request.user, found))


@require_POST
@login_required
def confirm(request: HttpRequest, round_code: str, force_code: str, number: int) -> HttpResponse:
    """Apply what the workbook says, as the person chose where others changed the same."""
    found = _find_upload(request, round_code, force_code, number)
    chosen = page.chosen(request.user, found, request.POST)
    with told(request):
        try:
            workbooks.apply(upload=found, resolved=chosen.values, versions=chosen.versions, by=request.user)
        except workbooks.NotApplied as refusal:
            shown = page.upload(request.user, found, chosen=chosen, reasons=refusal.reasons)
            return render(request, page.TEMPLATES[found.state], shown, status=409)
    return redirect(page.address(found))


@require_POST
@login_required
def drop(request: HttpRequest, round_code: str, force_code: str, number: int) -> HttpResponse:
    """Throw an uploaded workbook away."""
    found = _find_upload(request, round_code, force_code, number)
    with told(request):
        workbooks.drop(upload=found, by=request.user)
        messages.success(request, _("“%(name)s” was not applied. Nothing has changed.") % {"name": found.name})
    return redirect("nvap:workbook", round_code, force_code)


@require_safe
@login_required
def annotated(request: HttpRequest, round_code: str, force_code: str, number: int) -> FileResponse:
    """The person's own file with what is to be corrected written into it."""
    found = _find_upload(request, round_code, force_code, number)
    if not found.annotated:
        raise Http404
    return serving.served(
        found.annotated,
        name=_("To correct – %(name)s") % {"name": found.name},
        content_type=CONTENT_TYPES[".xlsx"],
        size=found.annotated.size,
    )
