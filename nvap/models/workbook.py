"""A filled in workbook that somebody uploaded: kept until it was applied or dropped, so that nothing typed is lost."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nvap.models.answer import Return
from nvap.querysets import WorkbookQuerySet
from nvap.vocab import WorkbookState
from vkpp.core.fields import choice_check


def _path(upload: "WorkbookUpload", _name: str) -> str:
    return f"workbooks/{upload.ret_id}/{uuid.uuid4().hex}"


class WorkbookUpload(models.Model):
    """One upload. `content` holds what was read: per action the version it answers, values, what was there before.

    `content`: {"2.1.1": {"version": 3, "values": {code: value}, "base": {code: value}, "confirm": true}}, only what
    differs from the version the workbook was made of; `faults`: {"sheet", "cell", "sentence", "action", "question"}.
    """

    State = WorkbookState

    ret = models.ForeignKey(Return, on_delete=models.CASCADE, related_name="workbooks")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="nvap_workbooks")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=_path, max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=WorkbookState, default=WorkbookState.READING)
    refusal = models.TextField(blank=True, help_text=_("Why the file as a whole was not taken."))
    faults = models.JSONField(default=list, blank=True)
    content = models.JSONField(default=dict, blank=True)
    unchanged = models.PositiveSmallIntegerField(default=0, help_text=_("Actions in it that say nothing new."))
    annotated = models.FileField(upload_to=_path, max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text=_("When it was applied or dropped."))
    applied = models.JSONField(default=list, blank=True, help_text=_("Codes of the actions that it changed."))

    objects = WorkbookQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            choice_check("state", WorkbookState, "workbook_state_known"),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(refusal=""), name="workbook_refused_says_why"),
            models.CheckConstraint(
                condition=Q(state__in=["applied", "dropped"], ended_at__isnull=False)
                | (~Q(state__in=["applied", "dropped"]) & Q(ended_at__isnull=True)),
                name="workbook_ended_with_time",
            ),
        ]
        indexes = [models.Index(fields=["ret", "uploaded_by", "-id"], name="workbook_by_person")]

    def __str__(self) -> str:
        return self.name
