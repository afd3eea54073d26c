"""Long work of one person: started in a page's transaction, done by a worker, watched on a page, its file kept for days.

    @jobs.register("nvap.workbook", may_read=may_read)          # may the person still have the result?
    def make(progress: Progress) -> None:
        progress.total(len(actions), _("Writing the sheets"))
        for action in actions:
            ...
            progress.step()
        progress.file("return.xlsx", data)

    job = jobs.start("nvap.workbook", title=…, payload={"ret": ret.pk}, by=user, about=ret, key=f"ret:{ret.pk}")
    redirect(jobs.address(job))

A function gets its work again after its worker was killed, so doing it twice must be harmless. It runs outside any
transaction; it says `step` (or `beat`) at least once in JOB_CLAIM_SECONDS, which also tells it when another worker has
taken its place. A sentence for the person: `progress.fail(…)`, or any PortalError.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vkpp.core import audit, outbox
from vkpp.core.exceptions import Conflict, PortalError
from vkpp.core.job_progress import ROLES, Failed, Lost, Progress, drop_file, roles_of
from vkpp.core.models import Job, JobState, Marking

log = structlog.get_logger(__name__)

Function = Callable[[Progress], None]
May = Callable[[Any, Job], bool]

RUN = "core.run_job"
MAX_ATTEMPTS = 3
KEEP_FILE = dt.timedelta(days=7)
KEEP_ROW = dt.timedelta(days=30)
OPEN = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class Kind:
    """What is done for jobs of a kind, and who may have what came of it."""

    function: Function
    may_read: May


_kinds: dict[str, Kind] = {}


def register(kind: str, *, may_read: May = lambda _user, _job: True) -> Callable[[Function], Function]:
    """Register the function that does jobs of `kind`; `may_read(user, job)` is asked again at every download."""

    def remember(function: Function) -> Function:
        if kind in _kinds:
            raise ValueError(f"Two functions for jobs of kind {kind}")
        _kinds[kind] = Kind(function, may_read)
        return function

    return remember


def address(job: Job) -> str:
    """The page on which the person watches the job."""
    return reverse("job", args=[job.pk])


@transaction.atomic
def start(
    kind: str,
    *,
    title: str,
    payload: dict[str, Any],
    by: Any,
    about: models.Model | None = None,
    key: str = "",
    marking: str = Marking.OFFICIAL,
) -> Job:
    """Write down the work and hurry a worker. With `key`: while the same is waiting or running, that job is returned."""
    if kind not in _kinds:
        raise ValueError(f"Nobody does jobs of kind {kind}")
    job = Job(kind=kind, title=title[:200], payload=payload, owner=by, key=key, marking=marking)
    job.queued_at = timezone.now()
    if about is not None:
        job.about_type, job.about_id = about._meta.label_lower, str(about.pk)
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        running = Job.objects.filter(owner=by, kind=kind, key=key, state__in=OPEN).first()
        if running is None:
            raise
        return running
    audit.record(by=by, verb="job.start", target=job, after={"kind": kind, "about": job.about_id})
    _owe(job)
    return job


@transaction.atomic
def retry(*, job: Job, by: Any) -> Job:
    """Do a job again that failed, or whose file was removed after its days."""
    if job.owner_id != by.pk or not may_read(by, job):
        raise PermissionDenied(_("Only who started this may start it again."))
    return _again(job, Q(state=JobState.FAILED) | Q(state=JobState.DONE, file=""), by)


@transaction.atomic
def retry_failed(*, job: Job, by: Any) -> Job:
    """Do a failed job again for its owner; for operators, whose right the caller has asked for."""
    return _again(job, Q(state=JobState.FAILED), by)


def _again(job: Job, ended: Q, by: Any) -> Job:
    now = timezone.now()
    fresh: dict[str, Any] = {"done": 0, "total": 0, "note": "", "error": "", "attempts": 0, "next_url": ""}
    try:
        with transaction.atomic():
            again = Job.objects.filter(ended, pk=job.pk)
            won = again.update(state=JobState.WAITING, queued_at=now, finished_at=None, expires_at=None, **fresh)
    except IntegrityError:
        won = 0
    if not won:
        raise Conflict(_("This is already under way or finished. Look at it again before you go on."))
    job.refresh_from_db()
    audit.record(by=by, verb="job.retry", target=job)
    _owe(job)
    return job


def _owe(job: Job, after: dt.timedelta | None = None) -> None:
    outbox.owe(RUN, {"job": job.pk}, after=after)


@outbox.handler(RUN)
def queue(payload: dict[str, Any]) -> None:
    """Hand the job to a worker of its own: the outbox does short work only."""
    from vkpp.core.tasks import run_job

    if Job.objects.filter(pk=payload["job"], state=JobState.WAITING).update(queued_at=Now()):
        run_job.apply_async(args=(payload["job"],), retry=False)


def about(thing: models.Model, user: Any, kind: str) -> "models.QuerySet[Job]":
    """The person's own jobs of a kind about a thing, newest first."""
    mine = Job.objects.visible_to(user).filter(kind=kind)
    return mine.filter(about_type=thing._meta.label_lower, about_id=str(thing.pk))


def may_read(user: Any, job: Job) -> bool:
    """Whether the person started it and may, by the kind's own rule, have the result now.

    A file holds what was open to every role its owner had when it was made, so all of them must still be held.
    """
    kind = _kinds.get(job.kind)
    if kind is None or job.owner_id != user.pk or not kind.may_read(user, job):
        return False
    needed = job.payload.get(ROLES, []) if job.file else []
    return not needed or all(held in roles_of(user) for held in needed)


def note_download(*, job: Job, by: Any) -> None:
    """Write into the trail that the file went to somebody."""
    audit.record(by=by, verb="job.download", target=job, after={"file": job.file_name})


def run(job_id: int) -> bool:
    """Do one job, unless another worker has it; whether it was finished."""
    job = _claim(job_id)
    if job is None:
        return False
    progress = Progress(job)
    with structlog.contextvars.bound_contextvars(job=job.pk, job_kind=job.kind):
        try:
            return _turn(job, progress)
        except Lost:
            log.warning("job_lost")
            progress.discard()
            return False


def _turn(job: Job, progress: Progress) -> bool:
    try:
        if job.attempts > MAX_ATTEMPTS:
            raise Failed(_given_up())
        _kinds[job.kind].function(progress)
        _finish(job, progress)
    except Lost:
        raise
    except (PortalError, Failed) as refusal:
        _fail(job, str(refusal))
    except SoftTimeLimitExceeded:
        _fail(job, _("It took longer than the portal allows. Try it again, or ask for less at once."))
    except Exception:
        log.exception("job_failed", attempts=job.attempts)
        _put_back(job)
    if job.state != JobState.DONE:
        progress.discard()
    return job.state == JobState.DONE


def _given_up() -> str:
    return _(
        "The portal tried this %(times)s times and could not finish it. Try again later; if it happens again, tell VKPP."
    ) % {"times": MAX_ATTEMPTS}


def _claim(job_id: int) -> Job | None:
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, claimed_until__lt=Now())
    claim = uuid.uuid4()
    until = Now() + dt.timedelta(seconds=settings.JOB_CLAIM_SECONDS)
    won = (
        Job.objects.filter(pk=job_id)
        .filter(free)
        .update(
            state=JobState.RUNNING,
            claim=claim,
            claimed_until=until,
            attempts=models.F("attempts") + 1,
            done=0,
            total=0,
            note="",
        )
    )
    return Job.objects.select_related("owner").get(pk=job_id) if won else None


def _finish(job: Job, progress: Progress) -> None:
    now = timezone.now()
    expires = now + KEEP_FILE if progress.stored else None
    _settle(job, {**progress.result(), "state": JobState.DONE, "finished_at": now, "expires_at": expires, "note": ""})


def _fail(job: Job, sentence: str) -> None:
    now = timezone.now()
    _settle(job, {"state": JobState.FAILED, "finished_at": now, "error": sentence or _given_up()})


def _put_back(job: Job) -> None:
    """Something went wrong that nobody foresaw: try again in a while, or give up."""
    if job.attempts >= MAX_ATTEMPTS:
        _fail(job, _given_up())
        return
    wait = dt.timedelta(seconds=5 * 2**job.attempts)
    with transaction.atomic():
        _settle(job, {"state": JobState.WAITING, "queued_at": timezone.now() + wait})
        _owe(job, wait)


def _settle(job: Job, values: dict[str, Any]) -> None:
    """Write the end of this worker's turn; Lost when another has taken its place."""
    values = {**values, "claim": None, "claimed_until": None}
    if not Job.objects.filter(pk=job.pk, claim=job.claim).update(**values):
        raise Lost
    for name, value in values.items():
        setattr(job, name, value)


def sweep() -> int:
    """Hand out again what a killed worker or a broker that forgot has left behind; returns how many."""
    from vkpp.core.tasks import run_job

    patience = dt.timedelta(seconds=settings.JOB_CLAIM_SECONDS)
    waits = Q(state=JobState.WAITING, queued_at__lt=Now() - patience)
    lost = Q(state=JobState.RUNNING, claimed_until__lt=Now())
    left = list(Job.objects.filter(waits | lost).order_by("queued_at").values_list("pk", flat=True)[:100])
    for job_id in left:
        Job.objects.filter(pk=job_id).update(queued_at=Now())
        run_job.apply_async(args=(job_id,), retry=False)
    return len(left)


def forget_file(job: Job) -> None:
    """Remove the file of a job whose days are over; the job stays, and can be done again."""
    if Job.objects.filter(pk=job.pk, file=job.file.name).update(file=""):
        drop_file(job.file)
