"""What every app needs remembered: who did what, what is owed to whom, what was told to whom."""

import uuid
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vkpp.core.fields import choice_check, together_check


class ClockTimestamp(models.Func):
    """PostgreSQL's wall clock at the moment of the insert, not of the transaction's start."""

    template = "clock_timestamp()"
    output_field = models.DateTimeField()


class Marking(models.TextChoices):
    """Government security marking carried by every record and export (GSCP, August 2024)."""

    OFFICIAL = "official", _("OFFICIAL")
    OFFICIAL_SENSITIVE = "official_sensitive", _("OFFICIAL-SENSITIVE")


class AuditEvent(models.Model):
    """One thing that somebody did or looked at. Never removed; no foreign key to live rows.

    Nothing of it changes but the texts that may name a person, and these only by `audit_names.redact`.
    """

    at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)
    actor_id = models.BigIntegerField(null=True, help_text=_("The user's id; empty for the portal itself."))
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=80, help_text=_("For example practice.submit."))
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=40)
    target_label = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32, blank=True, db_default="", help_text=_("Drawn for this event alone."))
    redacted = models.JSONField(
        null=True, help_text=_("Texts that name nobody any more: `gone` and `kept` are what the seal knows them by.")
    )

    class Meta:
        indexes = [
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_by_target"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
            models.Index(fields=["at", "id"], name="audit_by_time"),
        ]
        triggers = [
            pgtrigger.Protect(name="audit_append_only", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="audit_only_redacted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.redacted IS NOT DISTINCT FROM NEW.redacted OR NEW.redacted IS NULL OR"
                    " ROW(OLD.id, OLD.at, OLD.actor_id, OLD.verb, OLD.target_type, OLD.target_id, OLD.request_id)"
                    " IS DISTINCT FROM"
                    " ROW(NEW.id, NEW.at, NEW.actor_id, NEW.verb, NEW.target_type, NEW.target_id, NEW.request_id)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor_label} {self.verb} {self.target_type} {self.target_id}"


class AuditSeal(models.Model):
    """One link of the hash chain over audit events: all events with `from_at` ≤ at < `to_at`, in order of (at, id)."""

    from_at = models.DateTimeField()
    to_at = models.DateTimeField(unique=True)
    count = models.PositiveIntegerField()
    events_hash = models.CharField(max_length=64)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(auto_now_add=True)
    form = models.PositiveSmallIntegerField(
        db_default=1, help_text=_("1: over the texts themselves; 2: over what stands for them, so that names can go.")
    )

    class Meta:
        triggers = [pgtrigger.Protect(name="seal_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.from_at:%Y-%m-%d %H:%M} to {self.to_at:%Y-%m-%d %H:%M}: {self.count}"


class OutboxItem(models.Model):
    """Something the portal owes because of a change; written in the change's transaction, done by a worker."""

    kind = models.CharField(max_length=80)
    payload = models.JSONField(default=dict, help_text=_("Ids; of a notice about an account its address and words."))
    key = models.CharField(max_length=200, null=True, unique=True, help_text=_("For what must be owed only once."))
    due = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True, help_text=_("Given up after the last attempt; needs a person."))
    dropped_at = models.DateTimeField(null=True, help_text=_("A person decided that it is not done any more."))
    dropped_reason = models.TextField(blank=True, db_default="")
    last_error = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_reason="")
                | (Q(dropped_at__isnull=False, failed_at__isnull=False, done_at__isnull=True) & ~Q(dropped_reason="")),
                name="outbox_dropped_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["due"], name="outbox_open", condition=Q(done_at__isnull=True, failed_at__isnull=True)),
            models.Index(fields=["done_at"], name="outbox_done", condition=Q(done_at__isnull=False)),
            models.Index(fields=["created_at", "id"], name="outbox_undone", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.payload}"


class ServiceNoticeKind(models.TextChoices):
    """What is announced."""

    PLANNED = "planned", _("Planned maintenance")
    READ_ONLY = "read_only", _("Read-only")


class ServiceNotice(models.Model):
    """What people are told of the portal itself: maintenance that is planned, and times in which nothing can be changed.

    The portal is read-only while there is a read-only notice that nobody has ended, whatever time it names.
    """

    Kind = ServiceNoticeKind

    kind = models.CharField(max_length=10, choices=ServiceNoticeKind)
    text = models.CharField(max_length=300, help_text=_("For everybody: why, in a sentence."))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, help_text=_("As planned; read-only lasts until somebody ends it."))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            choice_check("kind", ServiceNoticeKind, "service_notice_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=False, ends_at__gt=models.F("starts_at"))
                | Q(kind="read_only", ends_at__isnull=True),
                name="service_notice_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(kind="planned") | Q(ended_at__gte=models.F("starts_at")),
                name="service_notice_ended_later",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="read_only", ended_at__isnull=True), name="service_read_only_once"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="service_notice_open", condition=Q(ended_at__isnull=True))]

    def __str__(self) -> str:
        return self.text


class ProcessKind(models.TextChoices):
    """What a process of the portal's background work does."""

    WORKER = "worker", _("Worker")
    BEAT = "beat", _("Timetable")


class ProcessSign(models.Model):
    """The last sign of life of one process of the background work."""

    Kind = ProcessKind

    name = models.CharField(max_length=200, unique=True, help_text=_("For example worker@host."))
    kind = models.CharField(max_length=10, choices=ProcessKind)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [choice_check("kind", ProcessKind, "process_kind_known")]

    def __str__(self) -> str:
        return self.name


class NotificationState(models.TextChoices):
    """Where it stands."""

    STAGED = "staged", _("Waiting for release")
    OWED = "owed", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("Not sent")


class Notification(models.Model):
    """One message to one person. Staged ones wait until staff have read and released them."""

    State = NotificationState

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    link = models.CharField(max_length=300, blank=True, help_text=_("Path in the portal, for example /practice/."))
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OWED)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            choice_check("state", NotificationState, "notification_state_known"),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="notification_sent_with_time",
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-id"], name="notification_by_person"),
            models.Index(fields=["state", "id"], name="notification_staged", condition=Q(state="staged")),
            models.Index(fields=["created_at"], name="notification_owed", condition=Q(state="owed")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to_id}"


class JobState(models.TextChoices):
    """Where long work stands."""

    WAITING = "waiting", _("Waiting to start")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Finished")
    FAILED = "failed", _("Not finished")


def _job_path(job: "Job", _name: str) -> str:
    return f"jobs/{job.pk}/{uuid.uuid4().hex}"


class JobQuerySet(models.QuerySet["Job"]):
    """Long work."""

    def visible_to(self, user: Any) -> Self:
        """Everybody sees what they started themselves, and nothing else."""
        return self.filter(owner=user.pk) if getattr(user, "is_authenticated", False) else self.none()


class Job(models.Model):
    """Long work that somebody started: how far it is, and the file or the page that came of it (`vkpp/core/jobs.py`)."""

    State = JobState

    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    payload = models.JSONField(default=dict, help_text=_("Ids and choices, never text of people."))
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=200, blank=True, help_text=_("The same is not started twice while it runs."))
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0, help_text=_("0 while nobody knows."))
    note = models.CharField(max_length=200, blank=True, help_text=_("What it does at the moment, for its owner."))
    error = models.TextField(blank=True, help_text=_("The sentence that says why it failed and what to do."))
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, help_text=_("The worker that has it now."))
    claimed_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, help_text=_("When its file is removed."))
    file = models.FileField(upload_to=_job_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_type = models.CharField(max_length=120, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    next_url = models.CharField(max_length=300, blank=True, help_text=_("The page in the portal where it goes on."))
    next_label = models.CharField(max_length=120, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("state", JobState, "job_state_known"),
            choice_check("marking", Marking, "job_marking_known"),
            together_check("claim", "claimed_until", "job_claimed_until"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["waiting", "running"], finished_at__isnull=True),
                name="job_finished_with_time",
            ),
            models.CheckConstraint(condition=Q(state="running") | Q(claim__isnull=True), name="job_claimed_runs"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="job_failed_says_why"),
            models.UniqueConstraint(
                fields=["owner", "kind", "key"],
                condition=Q(state__in=["waiting", "running"]) & ~Q(key=""),
                name="job_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-id"], name="job_by_owner"),
            models.Index(fields=["about_type", "about_id", "-id"], name="job_by_thing"),
            models.Index(fields=["queued_at"], name="job_open", condition=Q(state__in=["waiting", "running"])),
            models.Index(fields=["expires_at"], name="job_expiring", condition=Q(expires_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in {JobState.WAITING, JobState.RUNNING}


class NotificationChoice(models.Model):
    """Whether a person wants to be mailed about a topic; no row means yes."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_choices")
    topic = models.CharField(max_length=40)
    wanted = models.BooleanField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="notification_choice_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic}"


class BackupRun(models.Model):
    """A backup that was taken and finished. What it says of itself is in its own manifest; this is for alarms."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(auto_now_add=True)
    folder = models.CharField(max_length=120, help_text=_("The folder's name, which is the time it was started."))
    rows = models.PositiveBigIntegerField()
    files = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField(help_text=_("Bytes."))

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return self.folder


class RetentionRun(models.Model):
    """The rules on what is kept for how long were applied: how many rows each forgot, and which could not."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(auto_now_add=True)
    forgotten = models.JSONField(default=dict, help_text=_("Rule → rows; only rules that forgot something."))
    failed = models.JSONField(default=list, help_text=_("Rules that stopped with an error; the log says why."))

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
