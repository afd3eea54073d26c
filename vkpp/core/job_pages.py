"""A person's long work: the list, the page of one job with its progress, its file, and doing it again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vkpp.core import jobs, serving
from vkpp.core.exceptions import Conflict
from vkpp.core.keeping import keeps_text
from vkpp.core.models import Job, JobState

SHOWN = 50
COLOURS: dict[str, str] = {
    JobState.WAITING.value: "grey",
    JobState.RUNNING.value: "blue",
    JobState.DONE.value: "green",
    JobState.FAILED.value: "red",
}


@keeps_text
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """What the person had made, newest first."""
    mine = Job.objects.visible_to(request.user)[:SHOWN]
    return render(request, "core/job_list.html", {"rows": [_shown(job) for job in mine]})


@keeps_text
@require_safe
def job_page(request: HttpRequest, number: int) -> HttpResponse:
    """How far one job is; finished: what came of it."""
    return render(request, "core/job_page.html", _shown(_mine(request, number)))


@keeps_text
@require_safe
def job_file(request: HttpRequest, number: int) -> HttpResponseBase:
    """The file that came of a job, if the person may still have it."""
    job = _mine(request, number)
    if not jobs.may_read(request.user, job):
        raise PermissionDenied(_("You can no longer download this file: your access to what is in it has ended."))
    if job.state != JobState.DONE or not job.file:
        raise Http404
    jobs.note_download(job=job, by=request.user)
    return serving.served(job.file, name=job.file_name, content_type=job.file_type, size=job.file_size)


@keeps_text
@require_POST
def job_again(request: HttpRequest, number: int) -> HttpResponse:
    """Do it again after it failed, or after its file was removed."""
    job = _mine(request, number)
    try:
        jobs.retry(job=job, by=request.user)
    except Conflict as refusal:
        messages.warning(request, refusal.message)
    return redirect("job", number)


def _mine(request: HttpRequest, number: int) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), pk=number)


def _shown(job: Job) -> dict[str, Any]:
    """A job for the templates: `gone` says that its file was there and has been removed."""
    state = JobState(job.state)
    return {
        "job": job,
        "colour": COLOURS[state],
        "ready": state == JobState.DONE and bool(job.file),
        "gone": state == JobState.DONE and not job.file and bool(job.file_name),
        "counts": _("%(done)s of %(total)s") % {"done": job.done, "total": job.total} if job.total else "",
    }


urlpatterns: list[URLPattern] = [
    path("jobs/", job_list, name="jobs"),
    path("jobs/<int:number>/", job_page, name="job"),
    path("jobs/<int:number>/file/", job_file, name="job_file"),
    path("jobs/<int:number>/again/", job_again, name="job_again"),
]
