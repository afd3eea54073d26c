"""What hangs on an answer: gaps, promising practice, evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from nvap.models.answer import Response
from nvap.querysets import EvidenceQuerySet
from nvap.vocab import EvidenceKind, GapState, IdentifiedBy, ScanState
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check
from vkpp.core.models import Marking


class Gap(models.Model):
    """Something the force lacks on an action, seen by itself or by VKPP."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="gaps")
    text = models.TextField()
    identified_by = models.CharField(max_length=6, choices=IdentifiedBy)
    state = models.CharField(max_length=8, choices=GapState, default=GapState.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            choice_check("identified_by", IdentifiedBy, "gap_identified_known"),
            choice_check("state", GapState, "gap_state_known"),
            models.UniqueConstraint(fields=["response"], condition=Q(identified_by="force"), name="gap_of_force_once"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class PromisingPractice(models.Model):
    """Something that works well on an action. `practice_reference` names the draft that was made of it in the bank."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="promising")
    text = models.TextField()
    identified_by = models.CharField(max_length=6, choices=IdentifiedBy)
    willing_to_share = models.BooleanField(default=False)
    practice_reference = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            choice_check("identified_by", IdentifiedBy, "promising_identified_known"),
            models.UniqueConstraint(
                fields=["response"], condition=Q(identified_by="force"), name="promising_of_force_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Evidence(models.Model):
    """A file or link of a force that shows what an answer says; linked to many answers, uploaded once."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=4, choices=EvidenceKind)
    title = models.CharField(max_length=160)
    url = models.URLField(max_length=400, blank=True)
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    name = models.CharField(max_length=200, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    scan = models.CharField(max_length=10, choices=ScanState, default=ScanState.CLEAN)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    review_by = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    responses = models.ManyToManyField(Response, through="nvap.EvidenceUse", related_name="evidence")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at"]
        constraints = [
            choice_check("kind", EvidenceKind, "nvap_evidence_kind_known"),
            choice_check("scan", ScanState, "nvap_evidence_scan_known"),
            models.CheckConstraint(
                condition=Q(kind="link", file="") & ~Q(url="") | (Q(kind="file", url="") & ~Q(sha256="")),
                name="evidence_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceUse(models.Model):
    """A piece of evidence stands beside an answer."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="uses")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="evidence_uses")
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "response"], name="evidence_use_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} at {self.response_id}"
