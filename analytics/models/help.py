"""Forces help one another: what a force offers, who asked whom, what was tried and what came of it."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from analytics.help_querysets import HelpOfferQuerySet, HelpRequestQuerySet
from analytics.matching.vocab import OPEN, HelpOutcome, HelpState
from nvap.models import Action, ActionVersion, Round
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check, together_check
from vkpp.core.models import Marking

PERSON = settings.AUTH_USER_MODEL


class HelpOffer(models.Model):
    """A force is ready to help others on an action. Its level is told only while `shares_level` says so."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="help_offers")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="help_offers")
    text = models.TextField(blank=True, help_text=_("What the force can show or send."))
    contact = models.EmailField(blank=True, help_text=_("A mailbox of a team, told to forces whose request is agreed."))
    shares_level = models.BooleanField(
        default=False, help_text=_("Other forces may read the force's published levels on this action.")
    )
    version = models.PositiveIntegerField(default=1)
    offered_at = models.DateTimeField(auto_now_add=True)
    offered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    objects = HelpOfferQuerySet.as_manager()

    class Meta:
        ordering = ["action__code", "force__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "force"], condition=Q(ended_at__isnull=True), name="help_offer_once"
            ),
            together_check("ended_at", "ended_by", "help_offer_ended_by"),
        ]

    def __str__(self) -> str:
        return f"{self.force.short_name}: {self.action.code}"


class HelpRequest(models.Model):
    """One force asks another for help on an action.

    What the force that asked had said is kept as numbers from its own return: `round` and `level`, both read by that
    force and VKPP alone; whether its level rose later is told to the helper only when `tells_level` says so.
    """

    State = HelpState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example HR-00007."))
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="help_asked")
    helper = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="help_given")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="help_requests")
    need = models.TextField(help_text=_("What the force needs; the helping force reads it."))
    practices = ArrayField(models.CharField(max_length=16), default=list, help_text=_("Examples that it is about."))
    why = ArrayField(models.TextField(), default=list, help_text=_("Why the portal proposed this force, as it said."))
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, related_name="+")
    action_version = models.ForeignKey(ActionVersion, on_delete=models.PROTECT, null=True, related_name="+")
    measure = models.CharField(max_length=30, blank=True, help_text=_("Code of the question whose level is followed."))
    level = models.SmallIntegerField(null=True, help_text=_("Level of the force that asks, when it asked."))
    gap = models.BooleanField(default=False, help_text=_("Its answer named a gap when it asked."))
    state = models.CharField(max_length=10, choices=HelpState, default=HelpState.ASKED)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100, blank=True, help_text=_("The program's own name for it, to ask once only."))
    body_hash = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of what the program sent."))
    answer = models.TextField(blank=True, help_text=_("What the helping force said to it."))
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    tried = models.TextField(blank=True, help_text=_("What was tried."))
    tried_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=HelpOutcome, blank=True)
    result = models.TextField(blank=True, help_text=_("What came of it."))
    tells_level = models.BooleanField(default=False, help_text=_("The helping force may know whether the level rose."))
    closed_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("state", HelpState, "help_request_state_known"),
            choice_check("marking", Marking, "help_request_marking_known"),
            models.CheckConstraint(condition=~Q(force=F("helper")), name="help_request_other_force"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=HelpOutcome.values), name="help_request_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(outcome="") & Q(closed_at__isnull=False),
                name="help_request_closed_says_what",
            ),
            together_check("answered_at", "answered_by", "help_request_answered_by"),
            models.UniqueConstraint(fields=["asked_by", "key"], condition=~Q(key=""), name="help_request_key_once"),
            models.UniqueConstraint(
                fields=["force", "helper", "action"], condition=Q(state__in=OPEN), name="help_request_open_once"
            ),
        ]
        indexes = [
            models.Index(fields=["helper", "state"], name="help_request_of_helper"),
            models.Index(fields=["force", "state"], name="help_request_of_force"),
            models.Index(fields=["action", "outcome"], name="help_request_of_action"),
            models.Index(fields=["updated_at", "id"], name="help_request_changed"),
        ]
        triggers = [
            pgtrigger.Trigger(  # whatever changes it: who pulls changes must learn of every one
                name="help_request_touched",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.action.code}"


class HelpMessage(models.Model):
    """What one side wrote to the other about a request."""

    request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="messages")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, related_name="+", help_text=_("Empty: VKPP."))
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.at:%Y-%m-%d}"
