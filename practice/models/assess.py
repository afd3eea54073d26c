"""Triage and rating: the work of VKPP staff and evidence reviewers on an example."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.practice import Practice
from practice.querysets import CommentQuerySet, DecisionQuerySet, RatingQuerySet
from practice.vocab import Audience, RatingValue
from vkpp.core.fields import choice_check, together_check

PERSON = settings.AUTH_USER_MODEL


class CommentAudience(models.TextChoices):
    """Who may read it."""

    STAFF = "staff", _("VKPP staff only")
    RATERS = "raters", _("VKPP staff and raters")
    AUTHORS = "authors", _("The authors too")


class Comment(models.Model):
    """A remark on an example, for staff, for raters, or for the authors too. Internal unless said otherwise."""

    Audience = CommentAudience

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.STAFF)
    question = models.BooleanField(default=False, help_text=_("A question the authors should answer."))
    text = models.TextField(max_length=5000)
    about = models.CharField(
        max_length=16,
        blank=True,
        help_text=_("Of the theory of change: a box's key, or theory for all of it; empty: of the example."),
    )
    answers = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            choice_check("audience", CommentAudience, "comment_audience_known"),
            together_check("resolved_at", "resolved_by", "comment_resolved_by"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class TriageCheckKind(models.TextChoices):
    """What kind it is."""

    PERSONAL_DATA = "personal_data", _("Personal data")
    DUPLICATES = "duplicates", _("Duplicates")
    SENSITIVITY = "sensitivity", _("Sensitivity")
    COMPLETENESS = "completeness", _("Completeness")


class TriageCheckResult(models.TextChoices):
    """What was found."""

    FINE = "fine", _("No concern")
    CONCERN = "concern", _("Concern")


class TriageCheck(models.Model):
    """What staff found in one of the checks of triage."""

    Kind = TriageCheckKind

    Result = TriageCheckResult

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=16, choices=Kind)
    result = models.CharField(max_length=8, choices=Result)
    note = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)
    of_version = models.PositiveIntegerField(help_text=_("The version of the example that was checked."))

    class Meta:
        constraints = [
            choice_check("kind", TriageCheckKind, "triage_check_kind_known"),
            choice_check("result", TriageCheckResult, "triage_check_result_known"),
            models.UniqueConstraint(fields=["practice", "kind"], name="triage_check_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_result_display()}"


class Assignment(models.Model):
    """Somebody is asked to rate an example by a date."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="assignments")
    rater = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="rating_assignments")
    round = models.PositiveSmallIntegerField(default=1)
    assigned_at = models.DateTimeField(auto_now_add=True)
    assigned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text=_("Taken away or recused; a rating given stays."))
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "rater", "round"], name="rating_assignment_once")]
        indexes = [models.Index(fields=["rater", "due_at"], name="assignment_by_rater")]

    def __str__(self) -> str:
        return f"{self.rater} rates {self.practice}"


class ConflictOfInterest(models.Model):
    """Somebody declared an interest in an example and neither rates it nor sees its ratings."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="conflicts")
    reason = models.TextField(max_length=1000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "person"], name="conflict_once")]

    def __str__(self) -> str:
        return f"{self.person} has an interest in {self.practice}"


class Rating(models.Model):
    """One rater's judgement of an example. `scores` maps the rubric's dimensions to 0–4, or null for an abstention."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    rater = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="ratings")
    overall = models.CharField(max_length=16, choices=RatingValue)
    scores = models.JSONField(default=dict)
    rationale = models.TextField(max_length=5000)
    of_version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [
            choice_check("overall", RatingValue, "rating_overall_known"),
            models.UniqueConstraint(fields=["practice", "round", "rater"], name="rating_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rater}: {self.get_overall_display()}"


class Moderation(models.Model):
    """The settling of different ratings of one round."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="moderations")
    round = models.PositiveSmallIntegerField()
    overall = models.CharField(max_length=16, choices=RatingValue)
    rationale = models.TextField(max_length=5000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            choice_check("overall", RatingValue, "moderation_overall_known"),
            models.UniqueConstraint(fields=["practice", "round"], name="moderation_once"),
        ]

    def __str__(self) -> str:
        return self.get_overall_display()


class Decision(models.Model):
    """The staged outcome of a rating round: rating, audience and review-by date, released later, together with others."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    rating = models.CharField(max_length=16, choices=RatingValue, blank=True, help_text=_("Empty: not rated."))
    audience = models.PositiveSmallIntegerField(choices=Audience, default=Audience.POLICE)
    review_by = models.DateField()
    rationale = models.TextField(max_length=5000, help_text=_("Shown with the rating."))
    staged_at = models.DateTimeField(auto_now_add=True)
    staged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rating="") | Q(rating__in=RatingValue.values), name="decision_rating_known"
            ),
            models.CheckConstraint(condition=Q(audience__in=[1, 2]), name="decision_audience_known"),
            models.UniqueConstraint(
                fields=["practice"],
                name="decision_open_once",
                condition=Q(released_at__isnull=True, cancelled_at__isnull=True),
            ),
            together_check("cancelled_at", "cancelled_by", "decision_cancelled_by"),
        ]

    def __str__(self) -> str:
        return f"{self.practice}: {self.get_rating_display() or _('not rated')}"


class EvidenceLinkKind(models.TextChoices):
    """What kind it is."""

    INDEPENDENT = "independent_evaluation", _("Independent evaluation of this practice")
    LOCAL = "local_evaluation", _("Local evaluation of this practice")
    WHAT_WORKS = "what_works", _("What Works evidence")
    SOURCE = "source", _("Source or further reading")


class EvidenceLink(models.Model):
    """A study, evaluation or What Works item that bears on an example."""

    Kind = EvidenceLinkKind

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=24, choices=Kind)
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=400, blank=True)
    evaluator = models.CharField(max_length=160, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    design = models.CharField(max_length=300, blank=True)
    result = models.TextField(blank=True, max_length=2000)
    emmie = models.JSONField(default=dict, blank=True, help_text=_("EMMIE dimension → 0–4."))
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["kind", "-year", "id"]
        constraints = [
            choice_check("kind", EvidenceLinkKind, "evidence_kind_known"),
            models.UniqueConstraint(fields=["practice", "title", "url"], name="evidence_once"),
        ]

    def __str__(self) -> str:
        return self.title
