"""How long core's own things are kept: messages, long work and its files, what was owed, notes of runs."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from vkpp.core import jobs, kept, outbox
from vkpp.core.models import BackupRun, Job, JobState, Notification, RetentionRun
from vkpp.core.retention import Kept, Rule

MESSAGES = dt.timedelta(days=365)
RUNS = dt.timedelta(days=400)


def _messages(before: dt.datetime) -> models.QuerySet[Notification]:
    """Sent or not, but not those that staff have still to release."""
    ended = [Notification.State.SENT, Notification.State.DROPPED]
    return Notification.objects.filter(created_at__lt=before, state__in=ended)


def _files(before: dt.datetime) -> models.QuerySet[Job]:
    """Each says itself when its file is removed, seven days after it was made."""
    return Job.objects.filter(expires_at__lt=before + jobs.KEEP_FILE).exclude(file="")


def _drop_files(rows: models.QuerySet[Any]) -> None:
    for job in rows:
        jobs.forget_file(job)


def _jobs(before: dt.datetime) -> models.QuerySet[Job]:
    return Job.objects.filter(state__in=[JobState.DONE, JobState.FAILED], finished_at__lt=before, file="")


def _backups(before: dt.datetime) -> models.QuerySet[BackupRun]:
    return BackupRun.objects.filter(finished_at__lt=before)


def _runs(before: dt.datetime) -> models.QuerySet[RetentionRun]:
    return RetentionRun.objects.filter(started_at__lt=before)


RULES = (
    Rule(
        code="messages",
        what=_("Messages to you, in the portal; the mails are in your own mailbox"),
        keep=MESSAGES,
        since=_("after they were written"),
        why=_("so that you find again what you were told about your work in the past year"),
        rows=_messages,
        age="created_at",
        order=30,
    ),
    Rule(
        code="job-files",
        what=_("Files made for you: exports, reports, packs, workbooks"),
        keep=jobs.KEEP_FILE,
        since=_("after they were made"),
        why=_("so that you can fetch them; they can be made again"),
        rows=_files,
        age="finished_at",
        forget=_drop_files,
        order=40,
    ),
    Rule(
        code="jobs",
        what=_("The list of long work that you started"),
        keep=jobs.KEEP_ROW,
        since=_("after it was finished"),
        why=_("so that you see what became of it"),
        rows=_jobs,
        age="finished_at",
        order=41,
    ),
    Rule(
        code="outbox",
        what=_(
            "Notes of work that the portal owed and did, or was told to leave: mails, checks, figures. Numbers and days; "
            "notices about an account with their address and words. Notes of a day’s reminders stay for half a year"
        ),
        keep=outbox.KEEP_DONE,
        since=_("after it was done"),
        why=_("to find out why something did or did not happen"),
        rows=outbox.ended,
        age="done_at",
        order=90,
    ),
    Rule(
        code="backup-notes",
        what=_("Notes that a backup was taken"),
        keep=RUNS,
        since=_("after it was taken"),
        why=_("to show for the past year that backups were taken"),
        rows=_backups,
        age="finished_at",
        order=91,
    ),
    Rule(
        code="retention-notes",
        what=_("Notes of what these rules removed: numbers only"),
        keep=RUNS,
        since=_("after they were applied"),
        why=_("to show for the past year that they were; the audit trail says so too"),
        rows=_runs,
        age="started_at",
        order=92,
    ),
)

KEPT = (
    Kept(
        what=_("The audit trail: who changed what, and who opened sensitive records"),
        how_long=_("as long as the portal"),
        why=_("it is what shows later that the rules were kept; it is sealed, and nobody can remove a part of it"),
        order=10,
    ),
    Kept(
        what=_("Notes of reminders and announcements that must go out only once: numbers and days"),
        how_long=_("as long as the portal"),
        why=_("so that nobody is told the same twice"),
        order=45,
    ),
    Kept(
        what=_("Text that could not be saved because you were signed out"),
        how_long=dt.timedelta(hours=kept.HOURS),
        why=_("so that you can save it after you have signed in again"),
        order=50,
    ),
    Kept(
        what=_("What you search for"),
        how_long=_("not kept"),
        why=_("nobody needs it. A search that you save yourself stays until you remove it"),
        order=60,
    ),
    Kept(
        what=_("Backups of all this"),
        how_long=_("as long as whoever runs the portal keeps them, usually two weeks"),
        why=_("what was removed leaves the backups when these are removed in their turn"),
        order=80,
    ),
)
