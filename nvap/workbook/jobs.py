"""The two long works of a workbook, done by a worker: making it, and reading one that came back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nvap.actions import workbooks
from nvap.models import Return, WorkbookUpload
from nvap.vocab import WorkbookState
from nvap.workbook.outcome import Unreadable
from vkpp.core import jobs
from vkpp.core.job_progress import Progress
from vkpp.core.models import Job
from vkpp.core.uploads import CONTENT_TYPES

NEEDED = ("round__plan", "round__form", "force")


def may_have_made(user: Any, job: Job) -> bool:
    """Whether everything in the workbook may still be filled in by the person."""
    ret = Return.objects.visible_to(user).filter(pk=job.payload["ret"]).select_related(*NEEDED).first()
    if ret is None:
        return False
    return set(job.payload["responses"]) <= {response.pk for response in workbooks.mine(ret, user)}


@jobs.register(workbooks.MAKE, may_read=may_have_made)
def make_workbook(progress: Progress) -> None:
    """The workbook of a return, as the answers stand now."""
    from nvap.workbook import make

    ret = Return.objects.select_related(*NEEDED).filter(pk=progress.payload["ret"]).first()
    wanted = set(progress.payload["responses"])
    responses = [row for row in workbooks.mine(ret, progress.by) if row.pk in wanted] if ret is not None else []
    if ret is None or not responses:
        progress.fail(_("Nothing in this return is assigned to you any more, so there is nothing to put into it."))
    progress.total(len(responses), _("Writing the sheets"))
    data = make.make(ret, responses, step=progress.step)
    progress.file(make.file_name(ret), data, CONTENT_TYPES[".xlsx"])
    progress.next(reverse("nvap:workbook", args=[ret.round.code, ret.force.code]), _("Upload it when it is filled in"))


@jobs.register(workbooks.READ)
def read_workbook(progress: Progress) -> None:
    """What an uploaded workbook says; the person sees it on the upload's page."""
    related = [f"ret__{name}" for name in NEEDED]
    rows = WorkbookUpload.objects.select_related("uploaded_by", *related)
    upload = rows.filter(pk=progress.payload["upload"]).first()
    if upload is None:
        progress.fail(_("The workbook is no longer there. Upload it again."))
    if upload.state == WorkbookState.READING:
        _read(upload, progress)
    address = reverse("nvap:workbook-upload", args=[upload.ret.round.code, upload.ret.force.code, upload.pk])
    progress.next(address, _("See what was found"))


def _read(upload: WorkbookUpload, progress: Progress) -> None:
    sheets = upload.ret.round.plan.themes.count()
    progress.total(sheets, _("Reading the sheets"))
    try:
        data, found = workbooks.read_file(upload, progress.step)
    except Unreadable as refusal:
        workbooks.settle_refused(upload=upload, sentence=str(refusal))
        return
    progress.note(_("Comparing with the answers in the portal"))
    responses = workbooks.mine(upload.ret, upload.uploaded_by)
    workbooks.settle_read(upload=upload, data=data, found=found, responses=responses)
