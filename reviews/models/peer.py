"""Peer reviews of forces: the request, the team, what is asked for, and the way of the whole."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nvap.models import Action, Evidence, PlanVersion
from reviews.querysets import EvidenceRequestQuerySet, PeerReviewQuerySet
from reviews.vocab import Interest, PeerState, RequestState, Sector
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check, together_check, touched
from vkpp.core.models import Marking


class PeerReview(models.Model):
    """A force asks peers to look at chosen actions: a critical friend, no inspection. The force and the team see it."""

    State = PeerState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example PR-00007."))
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="peer_reviews")
    title = models.CharField(max_length=160)
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="peer_reviews")
    scope = models.ManyToManyField(Action, through="reviews.PeerScope", related_name="peer_reviews")
    reason = models.TextField(help_text=_("Why the force asks, and what it hopes for."))
    wanted_from = models.DateField(null=True, blank=True)
    wanted_to = models.DateField(null=True, blank=True)
    terms = models.TextField(blank=True, help_text=_("Terms of reference."))
    terms_version = models.PositiveSmallIntegerField(default=0)
    terms_agreed_at = models.DateTimeField(null=True)
    terms_agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    fieldwork_from = models.DateField(null=True, blank=True)
    fieldwork_to = models.DateField(null=True, blank=True)
    report_due_on = models.DateField(null=True, blank=True)
    comments_due_on = models.DateField(null=True, blank=True, help_text=_("Factual-accuracy comments of the force."))
    follow_up_on = models.DateField(null=True, blank=True)
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="peer_reviews_managed"
    )
    state = models.CharField(max_length=12, choices=PeerState, default=PeerState.REQUESTED)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL_SENSITIVE)
    version = models.PositiveIntegerField(default=1)
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    final_at = models.DateTimeField(null=True)
    comments_done_at = models.DateTimeField(null=True, help_text=_("The force has said all about the latest draft."))
    comments_done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    calibration_shared_at = models.DateTimeField(
        null=True, help_text=_("The force has let the national team see its calibration.")
    )
    calibration_shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PeerReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("state", PeerState, "peer_state_known"),
            choice_check("marking", Marking, "peer_marking_known"),
            together_check("terms_agreed_at", "terms_agreed_by", "peer_terms_agreed_by"),
            together_check("comments_done_at", "comments_done_by", "peer_comments_done_by"),
            together_check("calibration_shared_at", "calibration_shared_by", "peer_calibration_shared_by"),
            models.CheckConstraint(
                condition=Q(fieldwork_to__isnull=True) | Q(fieldwork_to__gte=F("fieldwork_from")),
                name="peer_fieldwork_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(wanted_to__isnull=True) | Q(wanted_to__gte=F("wanted_from")), name="peer_wanted_ends_later"
            ),
        ]
        triggers = [touched("peer_touched")]
        indexes = [models.Index(fields=["force", "state"], name="peer_of_force")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class PeerScope(models.Model):
    """An action that a peer review looks at, and what the force wants to know about it."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="scopes")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="peer_scopes")
    question = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["review", "action"], name="peer_scope_once")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.action_id}"


class TermsVersion(models.Model):
    """Scope and terms of reference as they stood before the force: every saved version stays readable.

    `scope`: [{"code": "2.1.1", "title": …, "question": …}, …].
    """

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="terms_versions")
    number = models.PositiveSmallIntegerField()
    terms = models.TextField(blank=True)
    scope = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="terms_version_once"),
            together_check("agreed_at", "agreed_by", "terms_version_agreed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.number}"


class TeamMember(models.Model):
    """Somebody on the team of a peer review. Nobody of the reviewed force; a declared conflict needs a waiver."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="peer_memberships")
    sector = models.CharField(max_length=12, choices=Sector)
    lead = models.BooleanField(default=False)
    interest = models.CharField(max_length=12, choices=Interest, default=Interest.UNDECLARED)
    interest_text = models.TextField(blank=True, help_text=_("What connects the person to the force."))
    declared_at = models.DateTimeField(null=True)
    waiver_reason = models.TextField(blank=True, help_text=_("Why the person may take part all the same."))
    waived_at = models.DateTimeField(null=True)
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-lead", "id"]
        constraints = [
            choice_check("sector", Sector, "member_sector_known"),
            choice_check("interest", Interest, "member_interest_known"),
            together_check("waived_at", "waived_by", "member_waived_by"),
            together_check("ended_at", "ended_by", "member_ended_by"),
            models.UniqueConstraint(
                fields=["review", "person"], condition=Q(ended_at__isnull=True), name="member_once"
            ),
            models.UniqueConstraint(
                fields=["review"], condition=Q(lead=True, ended_at__isnull=True), name="member_one_lead"
            ),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True) | Q(interest="conflict") & ~Q(waiver_reason=""),
                name="member_waiver_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(  # who is on the team sees the review: it changed for them
                name="member_touches_review",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="UPDATE reviews_peerreview SET updated_at = updated_at WHERE id = NEW.review_id; RETURN NULL;",
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.person_id}"


class EvidenceRequest(models.Model):
    """The team asks the force for a document by a date."""

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="requests")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_requests"
    )
    note = models.TextField(blank=True, help_text=_("What the force says about it."))
    pieces = models.ManyToManyField(Evidence, through="reviews.Supplied", related_name="peer_requests")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = EvidenceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [choice_check("state", RequestState, "evidence_request_state_known")]

    def __str__(self) -> str:
        return self.text[:80]


class Supplied(models.Model):
    """A piece of the force's evidence given to a team. The same piece may stand beside answers: uploaded once."""

    request = models.ForeignKey(EvidenceRequest, on_delete=models.CASCADE, related_name="supplied")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="supplied")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["request", "evidence"], name="supplied_once")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.evidence_id}"
