"""Files with an example: adding, taking away, bringing back, downloading."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from practice import downloads, steps
from practice.actions import attachments, triage
from practice.keeping import keeps_text
from practice.models import Attachment, Practice
from practice.presenters import writing
from practice.views.people import to_read
from practice.views.staff import attempt
from vkpp.core import virus
from vkpp.core.exceptions import Invalid, NotAllowed, PortalError

COLOURS: dict[str, str] = {
    Attachment.Scan.WAITING.value: "blue",
    Attachment.Scan.CLEAN.value: "green",
    Attachment.Scan.INFECTED.value: "red",
}


@keeps_text
def files(request: HttpRequest, reference: str) -> HttpResponse:
    """The files of an example; posting adds one or more."""
    practice = to_read(request, reference)
    errors = _add(request, practice) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        return redirect("practice:files", reference)
    context = writing.place(practice, steps.FILES, request.user) | {
        "errors": [{"text": text, "href": "#id_file"} for text in errors],
        "files": _rows(practice),
        "removed": request.GET.get("removed", ""),
        "real_scanner": virus.configured(),
    }
    return render(request, "practice/write_files.html", context)


def _add(request: HttpRequest, practice: Practice) -> list[str]:
    """Take each file; the sentences about those that were refused."""
    chosen = request.FILES.getlist("file")
    refused, added = [], 0
    for upload in chosen:
        try:
            attachments.add(practice=practice, upload=upload, by=request.user)
            added += 1
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except Invalid as refusal:
            refused += refusal.errors["file"]
        except PortalError as refusal:
            return [refusal.message]
    if added:
        messages.success(request, _("Files added: %(number)s.") % {"number": added})
    return refused or ([] if chosen else [_("Choose a file first.")])


def _rows(practice: Practice) -> list[dict[str, Any]]:
    return [{"file": row, "colour": COLOURS[row.scan]} for row in practice.attachments.filter(removed_at=None)]


def _file(request: HttpRequest, reference: str, number: int) -> Attachment:
    practice = to_read(request, reference)
    return get_object_or_404(Attachment.objects.select_related("practice"), practice=practice, pk=number)


@keeps_text
@require_POST
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a file away; the next page offers to bring it back."""
    row = _file(request, reference, number)
    done = _("“%(name)s” was removed.") % {"name": row.name}
    if attempt(request, lambda: attachments.remove(attachment=row, by=request.user), done):
        return redirect(f"{steps.url(row.practice, steps.FILES)}?removed={row.pk}")
    return redirect("practice:files", reference)


@keeps_text
@require_POST
def put_back(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Undo the removal of a file."""
    row = _file(request, reference, number)
    done = _("“%(name)s” is back.") % {"name": row.name}
    attempt(request, lambda: attachments.put_back(attachment=row, by=request.user), done)
    return redirect("practice:files", reference)


@keeps_text
@require_safe
def download(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    """One clean file of the working copy, for who may see that."""
    found = downloads.working(request.user, reference, number)
    if found is None:
        raise Http404
    triage.look(practice=found.practice, by=request.user)
    return downloads.served(found)
