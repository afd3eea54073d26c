"""Who asked whom about practice, and what was answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nvap.models import Action, Strand
from practice.contacts.querysets import ContactRequestQuerySet
from practice.contacts.vocab import OPEN, ContactSide, ContactState
from practice.models.practice import Practice
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check, together_check, touched
from vkpp.core.models import Marking

PERSON = settings.AUTH_USER_MODEL


class ContactRequest(models.Model):
    """Somebody asks the owner of an example, or a force: who works on this, and how?

    `force` is asked; without one (an example of no force) its owner is, or VKPP when nobody owns it. Nothing of the
    example is copied: its title is read anew for each reader, and only while that reader may read it.
    """

    State = ContactState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example CT-00007."))
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, related_name="contact_requests")
    force = models.ForeignKey(
        Force, on_delete=models.PROTECT, null=True, related_name="contacts_asked", help_text=_("The force asked.")
    )
    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, null=True, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, related_name="+")
    question = models.TextField(help_text=_("What the person wants to know; who is asked reads it."))
    asker_force = models.ForeignKey(
        Force, on_delete=models.PROTECT, null=True, related_name="contacts_sent", help_text=_("Whose officer asked.")
    )
    state = models.CharField(max_length=10, choices=ContactState, default=ContactState.ASKED)
    handler = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+", help_text=_("To whom it was passed on.")
    )
    answer = models.TextField(blank=True, help_text=_("The answer, or why it was declined."))
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, help_text=_("Closed or withdrawn by who asked."))
    due_at = models.DateTimeField(help_text=_("By when an answer is expected."))
    reminded = models.PositiveSmallIntegerField(default=0, help_text=_("How many reminders were sent."))
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100, blank=True, help_text=_("The program's own name for it, to ask once only."))
    body_hash = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of what the program sent."))
    updated_at = models.DateTimeField(auto_now=True)

    objects = ContactRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("state", ContactState, "contact_state_known"),
            choice_check("marking", Marking, "contact_marking_known"),
            models.CheckConstraint(
                condition=Q(practice__isnull=False, strand__isnull=True, action__isnull=True)
                | Q(practice__isnull=True, force__isnull=False),
                name="contact_of_practice_or_force",
            ),
            models.CheckConstraint(
                condition=Q(force__isnull=True) | Q(asker_force__isnull=True) | ~Q(force=F("asker_force")),
                name="contact_of_other_force",
            ),
            together_check("answered_at", "answered_by", "contact_answered_by"),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "closed", "declined"]) | Q(answered_at__isnull=False),
                name="contact_answer_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="passed_on") | Q(handler__isnull=False), name="contact_passed_on_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "withdrawn"], closed_at__isnull=False)
                | (~Q(state__in=["closed", "withdrawn"]) & Q(closed_at__isnull=True)),
                name="contact_end_is_dated",
            ),
            models.UniqueConstraint(fields=["asked_by", "key"], condition=~Q(key=""), name="contact_key_once"),
            models.UniqueConstraint(
                fields=["asked_by", "practice"],
                condition=Q(state__in=OPEN, practice__isnull=False),
                name="contact_open_once",
            ),
            models.UniqueConstraint(
                fields=["asked_by", "force", "strand", "action"],
                condition=Q(state__in=OPEN, practice__isnull=True),
                nulls_distinct=False,
                name="contact_force_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["force", "state"], name="contact_of_force"),
            models.Index(fields=["asked_by", "-asked_at"], name="contact_of_asker"),
            models.Index(fields=["state", "due_at"], name="contact_due"),
            models.Index(fields=["updated_at", "id"], name="contact_changed"),
        ]
        triggers = [touched("contact_touched")]

    def __str__(self) -> str:
        return self.reference


class ContactMessage(models.Model):
    """What one side wrote to the other about a contact request."""

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="messages")
    side = models.CharField(max_length=6, choices=ContactSide)
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [choice_check("side", ContactSide, "contact_message_side_known")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.at:%Y-%m-%d}"
