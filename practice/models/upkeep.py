"""Keeping published practice true: what its owner said when asked whether it is still so, and what was retired."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.practice import Practice
from vkpp.core.fields import together_check

PERSON = settings.AUTH_USER_MODEL


class Upkeep(models.Model):
    """What was said of a published example since its publication. `review_by` counts while it was said later than that.

    An archived example is out of the list and the search unless asked for, and stays readable under its address.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, primary_key=True, related_name="upkeep")
    review_by = models.DateField(null=True, help_text=_("The next review, as the owner chose it last."))
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True, help_text=_("What the owner said with it; its authors and VKPP read it."))
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    archive_reason = models.TextField(blank=True, help_text=_("Readers of the example see it."))
    chased_at = models.DateTimeField(null=True, help_text=_("When VKPP asked the owner last."))
    chased_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            together_check("confirmed_at", "confirmed_by", "upkeep_confirmed_by"),
            together_check("archived_at", "archived_by", "upkeep_archived_by"),
            together_check("chased_at", "chased_by", "upkeep_chased_by"),
            models.CheckConstraint(
                condition=Q(archived_at=None) | ~Q(archive_reason=""), name="upkeep_archived_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(review_by=None) | Q(confirmed_at__isnull=False), name="upkeep_review_by_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} {self.review_by or ''}".strip()
