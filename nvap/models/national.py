"""What the nation does about the plan: national actions with milestones, and proposals to change the plan."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nvap.models.plan import PlanVersion
from nvap.models.vocabulary import Action
from nvap.plan_querysets import SignedInQuerySet
from nvap.vocab import NationalState, ProposalState
from vkpp.core.fields import choice_check, together_check


class NationalAction(models.Model):
    """Something that is done nationally, not by one force: who owns it, until when, how far it is."""

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example NA-0007."))
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="national")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    owner = models.CharField(max_length=120, help_text=_("A body or role, for example College of Policing."))
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=NationalState, default=NationalState.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SignedInQuerySet.as_manager()

    class Meta:
        ordering = ["reference"]
        constraints = [choice_check("state", NationalState, "national_state_known")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Milestone(models.Model):
    """A step of a national action with its date."""

    national_action = models.ForeignKey(NationalAction, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class NationalProgress(models.Model):
    """What was reported on a national action, and when."""

    national_action = models.ForeignKey(NationalAction, on_delete=models.CASCADE, related_name="progress")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.text[:60]


class ChangeProposal(models.Model):
    """A proposal to change the plan, with the evidence that prompts it, and what was decided."""

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example CP-0003."))
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="proposals")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    title = models.CharField(max_length=160)
    proposal = models.TextField()
    evidence = models.JSONField(default=list, blank=True, help_text=_("Kind, label and address of what prompts it."))
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.OPEN)
    proposed_at = models.DateTimeField(auto_now_add=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(blank=True)

    objects = SignedInQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            choice_check("state", ProposalState, "proposal_state_known"),
            together_check("decided_at", "decided_by", "proposal_decided_by"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"
