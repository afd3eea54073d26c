"""A practice example as its authors write it, with everything that hangs on it."""

import secrets

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from practice.models.call import Call, CallForm, CallQuestion
from practice.querysets import PracticeQuerySet
from practice.report_triggers import KEPT
from practice.vocab import Approach, Category, PracticeState, Scale, Stage, Use
from vkpp.accounts.models import Force
from vkpp.core.fields import PARTIAL_DATE, choice_check, subset_check, together_check
from vkpp.core.models import Marking


class TermKind(models.TextChoices):
    """What kind it is."""

    TOPIC = "topic", _("Topic")
    TARGET_GROUP = "target_group", _("Target group")
    PARTNER = "partner", _("Partner")


class Term(models.Model):
    """A word of the bank's editable lists: topics, target groups, partners."""

    Kind = TermKind

    kind = models.CharField(max_length=12, choices=Kind)
    code = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "order", "label"]
        constraints = [
            choice_check("kind", TermKind, "term_kind_known"),
            models.UniqueConstraint(fields=["kind", "code"], name="term_code_once"),
        ]

    def __str__(self) -> str:
        return self.label


def _codes() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=60), default=list, blank=True)


class Practice(models.Model):
    """A practice example: what somebody in policing does that protects people. The authors' working copy.

    `started` and `ended` are dates as exact as they are known: 2021, 2021-05 or 2021-05-17.
    """

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example VP-2026-00017."))
    import_key = models.CharField(max_length=80, null=True, unique=True, help_text=_("Key in the file it came from."))
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="practices")
    form = models.ForeignKey(CallForm, on_delete=models.PROTECT, related_name="practices")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="practices")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="owned_practices"
    )
    state = models.CharField(max_length=20, choices=PracticeState, default=PracticeState.DRAFT)
    version = models.PositiveIntegerField(
        default=1, help_text=_("Counts every saved change; guards against stale tabs.")
    )
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)

    title = models.CharField(max_length=160, blank=True)
    summary = models.TextField(blank=True)
    lead_organisation = models.CharField(max_length=160, blank=True)
    contact_name = models.CharField(
        max_length=120, blank=True, help_text=_("A role or team, for example Harm Reduction Unit.")
    )
    contact_email = models.EmailField(max_length=254, blank=True)
    region = models.CharField(max_length=40, blank=True)
    categories = _codes()
    approaches = _codes()
    strands = _codes()
    actions = _codes()
    topics = _codes()
    target_groups = _codes()
    partners = _codes()
    proactive_policing = models.BooleanField(null=True, blank=True)
    serious_violence = models.BooleanField(null=True, blank=True)
    scale = models.CharField(max_length=12, choices=Scale, blank=True)
    stage = models.CharField(max_length=24, choices=Stage, blank=True)
    started = models.CharField(max_length=10, blank=True)
    ended = models.CharField(max_length=10, blank=True)
    aim = models.TextField(blank=True)
    intended_outcome = models.TextField(blank=True)
    description = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    learning = models.TextField(blank=True)
    challenges = models.TextField(blank=True)
    evaluation = models.TextField(blank=True, help_text=_("Evaluation so far."))
    source_url = models.URLField(max_length=400, blank=True, help_text=_("Where an imported example was published."))

    personal_data_kept = models.JSONField(
        default=list,
        blank=True,
        help_text=_("Fingerprints of likely personal data that the author looked at and kept."),
    )
    rating_round = models.PositiveSmallIntegerField(default=1)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="claimed_practices"
    )
    claimed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text=_("When the present step should be done."))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(
        null=True, help_text=_("The last withdrawal; what was published before it stays closed for good.")
    )

    objects = PracticeQuerySet.as_manager()

    class Meta:
        constraints = [
            choice_check("state", PracticeState, "practice_state_known"),
            subset_check("categories", Category, "practice_categories_known"),
            subset_check("approaches", Approach, "practice_approaches_known"),
            models.CheckConstraint(condition=Q(scale="") | Q(scale__in=Scale.values), name="practice_scale_known"),
            models.CheckConstraint(condition=Q(stage="") | Q(stage__in=Stage.values), name="practice_stage_known"),
            models.CheckConstraint(
                condition=Q(started="") | Q(started__regex=PARTIAL_DATE), name="practice_started_date"
            ),
            models.CheckConstraint(condition=Q(ended="") | Q(ended__regex=PARTIAL_DATE), name="practice_ended_date"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"]) | (Q(submitted_at__isnull=False) & ~Q(title="")),
                name="practice_sent_is_dated",
            ),
            together_check("claimed_at", "claimed_by", "practice_claimed_by"),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="practice_queue"),
            models.Index(fields=["-submitted_at", "id"], name="practice_by_age"),
            models.Index(fields=["due_at", "id"], name="practice_by_due"),
            models.Index(fields=["title", "id"], name="practice_by_title"),
            models.Index(fields=["force", "-updated_at"], name="practice_of_force"),
            models.Index(fields=["owner", "-updated_at"], name="practice_of_owner"),
            models.Index(fields=["updated_at", "id"], name="practice_changed"),
            GinIndex(OpClass(F("title"), name="gin_trgm_ops"), name="practice_title_like"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="practice_touched",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["claimed_by", "claimed_at", "due_at", "rating_round"]),
                func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
            ),
            KEPT,
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()


class CoAuthorLevel(models.TextChoices):
    """How much a co-author may do."""

    VIEW = "view", _("Can view")
    COMMENT = "comment", _("Can view and comment")
    EDIT = "edit", _("Can view, comment and edit")


class CoAuthor(models.Model):
    """A colleague of the owner's force who may view, comment on or edit the example."""

    Level = CoAuthorLevel

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="co_authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="co_authorships")
    level = models.CharField(max_length=10, choices=Level)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at"]
        constraints = [
            choice_check("level", CoAuthorLevel, "co_author_level_known"),
            models.UniqueConstraint(fields=["practice", "user"], name="co_author_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_level_display()}"


class CallAnswer(models.Model):
    """The answer to one extra question of the call; several choices are joined by line breaks."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="call_answers")
    question = models.ForeignKey(CallQuestion, on_delete=models.PROTECT, related_name="answers")
    value = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "question"], name="call_answer_once")]

    def __str__(self) -> str:
        return self.value[:80]


class StartKey(models.Model):
    """The Idempotency-Key of a program that started an example: the same key gives the same example again."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    body_hash = models.CharField(max_length=64, help_text=_("Of what was sent; other content needs another key."))
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="start_keys")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="start_key_once")]

    def __str__(self) -> str:
        return self.key


class PracticeRevisionSource(models.TextChoices):
    """Where a saved change came from."""

    FORM = "form", _("Web form")
    API = "api", _("API")
    IMPORT = "import", _("Import")


class PracticeRevision(models.Model):
    """What one save changed: field → [before, after]. Append-only."""

    Source = PracticeRevisionSource

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField(help_text=_("The version this save made."))
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=8, choices=Source)
    changes = models.JSONField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "version"], name="revision_version_once"),
            choice_check("source", PracticeRevisionSource, "revision_source_known"),
        ]
        triggers = [pgtrigger.Protect(name="revision_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.practice_id} version {self.version}"


class SharePermission(models.Model):
    """The owner's permission for one use of the example; in force while not revoked."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="permissions")
    use = models.CharField(max_length=24, choices=Use)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            choice_check("use", Use, "permission_use_known"),
            models.UniqueConstraint(fields=["practice", "use"], name="permission_use_once"),
            together_check("revoked_at", "revoked_by", "permission_revoked_by"),
        ]

    def __str__(self) -> str:
        return f"{self.get_use_display()}: {_('taken back') if self.revoked_at else _('given')}"


def attachment_path(attachment: "Attachment", _name: str) -> str:
    """A private path that tells nothing about the file and cannot be guessed."""
    return f"practice/{attachment.practice_id}/{secrets.token_hex(16)}"


class AttachmentScan(models.TextChoices):
    """What the virus check said."""

    WAITING = "waiting", _("Being checked for viruses")
    CLEAN = "clean", _("Checked")
    INFECTED = "infected", _("Refused: a virus was found")


class Attachment(models.Model):
    """A file with an example. Its type is judged by content; it is served only when scanned clean."""

    Scan = AttachmentScan

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to=attachment_path, max_length=120)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text=_("Bytes."))
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.WAITING)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            choice_check("scan", AttachmentScan, "attachment_scan_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_not_empty"),
            models.UniqueConstraint(
                fields=["practice", "sha256"], name="attachment_file_once", condition=Q(removed_at__isnull=True)
            ),
            together_check("removed_at", "removed_by", "attachment_removed_by"),
        ]

    def __str__(self) -> str:
        return self.name
