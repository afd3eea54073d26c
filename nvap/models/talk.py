"""What is said and found about an answer: comments, queries, findings of the rules, waivers."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from nvap.models.answer import Response
from nvap.models.form import Rule
from nvap.querysets import CommentQuerySet, QueryQuerySet, WaiverQuerySet
from nvap.vocab import CommentAudience, FindingState, QueryState
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check, together_check


class ResponseComment(models.Model):
    """A remark on an answer, for colleagues of the force unless it says otherwise."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    audience = models.CharField(max_length=6, choices=CommentAudience, default=CommentAudience.FORCE)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [choice_check("audience", CommentAudience, "response_comment_audience_known")]

    def __str__(self) -> str:
        return self.text[:60]


class Query(models.Model):
    """VKPP asks about an answer. A blocking query must be closed before the return can be accepted."""

    State = QueryState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example Q-00042."))
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="queries")
    subject = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=QueryState, default=QueryState.OPEN)
    blocking = models.BooleanField(default=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="nvap_queries"
    )
    due_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    raised_at = models.DateTimeField(auto_now_add=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now(), help_text=_("Anything of it changed, or was written in it."))
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = QueryQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            choice_check("state", QueryState, "query_state_known"),
            together_check("closed_at", "closed_by", "query_closed_by"),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="query_by_due")]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"


class QueryMessage(models.Model):
    """One message in the thread of a query."""

    query = models.ForeignKey(Query, on_delete=models.CASCADE, related_name="messages")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text[:60]


class Finding(models.Model):
    """A rule found something in an answer; its explanation travels with the answer."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="findings")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="findings")
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.OPEN)
    explanation = models.TextField(blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    explained_at = models.DateTimeField(null=True)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["rule__order", "id"]
        constraints = [
            choice_check("state", FindingState, "finding_state_known"),
            models.UniqueConstraint(fields=["rule", "response"], name="finding_once"),
            together_check("explained_at", "explained_by", "finding_explained_by"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.response_id}"


class Waiver(models.Model):
    """VKPP lets a force pass a rule until a day, with the reason."""

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="waivers")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="waivers")
    response = models.ForeignKey(
        Response,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="waivers",
        help_text=_("Empty: all answers."),
    )
    reason = models.TextField()
    expires_on = models.DateField()
    approved_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, help_text=_("When VKPP ended it before its day."))
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = WaiverQuerySet.as_manager()

    class Meta:
        ordering = ["-approved_at", "-id"]
        constraints = [together_check("ended_at", "ended_by", "waiver_ended_by")]

    def __str__(self) -> str:
        return f"{self.rule} {self.force}"
