"""Case reviews: what others learned from a death or serious harm, and the documents that say so."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nvap.vocab import ScanState
from reviews.querysets import CaseReviewQuerySet, DocumentQuerySet
from reviews.vocab import AgeBand, CaseState, Context, Exclusion, Known, Outcome, Sex, TextState
from vkpp.accounts.models import Force
from vkpp.core.fields import PARTIAL_DATE, choice_check, together_check, touched
from vkpp.core.models import Marking


def _codes() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=60), default=list, blank=True)


class ReviewType(models.Model):
    """A kind of review, for example DHR, domestic homicide review."""

    code = models.CharField(max_length=12, unique=True)
    label = models.CharField(max_length=160)
    provenance = models.TextField(blank=True)
    active = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label


class HarmType(models.Model):
    """A kind of harm that reviews are about, for example child sexual exploitation."""

    code = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class CaseReview(models.Model):
    """A review of a death or of serious harm. It never names a child, a victim or a family; ages are bands.

    `published` is as exact as it is known: 2021, 2021-05 or 2021-05-17. `text_version` counts changes of its documents.
    """

    State = CaseState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example CR-00017."))
    import_key = models.CharField(max_length=120, null=True, unique=True, help_text=_("Key in the file it came from."))
    type = models.ForeignKey(ReviewType, on_delete=models.PROTECT, related_name="reviews")
    title = models.CharField(max_length=300)
    partnership = models.CharField(
        max_length=200, blank=True, help_text=_("The board or partnership that published it.")
    )
    force = models.ForeignKey(Force, on_delete=models.PROTECT, null=True, blank=True, related_name="case_reviews")
    published = models.CharField(max_length=10, blank=True)
    incident_year = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    age_band = models.CharField(max_length=8, choices=AgeBand, blank=True)
    sex = models.CharField(max_length=8, choices=Sex, blank=True)
    context = models.CharField(max_length=8, choices=Context, blank=True)
    harm_types = _codes()
    strands = _codes()
    police_before = models.CharField(max_length=8, choices=Known, default=Known.UNKNOWN)
    police_contact = models.TextField(blank=True, help_text=_("What police had to do with the person before."))
    summary = models.TextField(blank=True)
    source_url = models.URLField(max_length=400, blank=True)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    personal_data_kept = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.SENT)
    exclusion = models.CharField(max_length=12, choices=Exclusion, blank=True)
    decision_reason = models.TextField(blank=True, help_text=_("Why it was included or not."))
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="duplicates")
    screened_at = models.DateTimeField(null=True)
    screened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    assured_at = models.DateTimeField(null=True)
    assured_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    text_version = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="case_reviews_sent"
    )
    updated_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("partnership", weight="B", config="english")
        + SearchVector("summary", "police_contact", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CaseReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-published", "-id"]
        constraints = [
            choice_check("state", CaseState, "case_state_known"),
            choice_check("police_before", Known, "case_police_known"),
            choice_check("marking", Marking, "case_marking_known"),
            models.CheckConstraint(condition=Q(outcome="") | Q(outcome__in=Outcome.values), name="case_outcome_known"),
            models.CheckConstraint(condition=Q(age_band="") | Q(age_band__in=AgeBand.values), name="case_age_known"),
            models.CheckConstraint(condition=Q(sex="") | Q(sex__in=Sex.values), name="case_sex_known"),
            models.CheckConstraint(condition=Q(context="") | Q(context__in=Context.values), name="case_context_known"),
            models.CheckConstraint(
                condition=Q(published="") | Q(published__regex=PARTIAL_DATE), name="case_published_date"
            ),
            models.CheckConstraint(
                condition=(Q(state="excluded") & Q(exclusion__in=Exclusion.values))
                | (~Q(state="excluded") & Q(exclusion="")),
                name="case_excluded_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="sent") | Q(screened_at__isnull=False), name="case_screened_with_time"
            ),
            models.CheckConstraint(
                condition=Q(exclusion="duplicate", duplicate_of__isnull=False)
                | (~Q(exclusion="duplicate") & Q(duplicate_of__isnull=True)),
                name="case_duplicate_of_one",
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="case_not_its_own_duplicate"),
            together_check("assured_at", "assured_by", "case_assured_by"),
        ]
        indexes = [
            models.Index(fields=["state", "-published", "-id"], name="case_by_state"),
            models.Index(fields=["type", "-published"], name="case_by_type"),
            GinIndex(fields=["search"], name="case_by_words"),
            GinIndex(OpClass(F("title"), name="gin_trgm_ops"), name="case_title_like"),
            models.Index(fields=["updated_at", "id"], name="case_changed"),
        ]
        triggers = [touched("case_touched")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class Document(models.Model):
    """A file that belongs to a case review: the published report, an executive summary."""

    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="documents")
    file = models.FileField(upload_to="reviews/%Y/%m/")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=10, choices=ScanState, default=ScanState.WAITING)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    text_state = models.CharField(max_length=8, choices=TextState, default=TextState.WAITING)
    text_note = models.CharField(max_length=300, blank=True, help_text=_("Why it cannot be read, and what to do."))
    pages_total = models.PositiveIntegerField(default=0)
    pages_read = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            choice_check("scan", ScanState, "document_scan_known"),
            choice_check("text_state", TextState, "document_text_known"),
            choice_check("marking", Marking, "document_marking_known"),
            models.UniqueConstraint(
                fields=["review", "sha256"], condition=Q(removed_at__isnull=True), name="document_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Page(models.Model):
    """The text of one page of a document, as it was read; passages are ranges of characters in it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField()
    search = models.GeneratedField(
        expression=SearchVector("text", config="english"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="page_once")]
        indexes = [GinIndex(fields=["search"], name="page_by_words")]

    def __str__(self) -> str:
        return f"{self.document_id} page {self.number}"
