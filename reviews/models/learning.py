"""What is counted and found of each case review, in one row that the database itself keeps in step."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.case import CaseReview


def _texts() -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.TextField(), default=list)


class LearningEntry(models.Model):
    """A case review as recurrent themes and search know it. Nobody writes it: triggers of the database do, at the end of
    each transaction that changed the review, its documents' text or its agreed learning points (docs/adr/0012).

    `written_in` is PostgreSQL's number of the transaction that wrote it last, by which web processes catch up. The four
    text vectors know which words stand where, without positions.
    """

    review = models.OneToOneField(CaseReview, on_delete=models.CASCADE, primary_key=True, related_name="learning")
    written_in = models.BigIntegerField(default=0, db_index=True, editable=False)
    dirty = models.BooleanField(default=False, help_text=_("Changed in a transaction that has not ended yet."))
    open = models.BooleanField(default=False, help_text=_("In the catalogue and not sensitive."))
    counted = models.BooleanField(default=False, help_text=_("Quality-assured: its learning counts."))
    published = models.CharField(max_length=10, blank=True, default="")
    year = models.CharField(max_length=4, blank=True, default="")
    quarter = models.CharField(
        max_length=7, blank=True, default="", help_text=_("For example 2021-Q2; empty when only the year is known.")
    )
    state = models.CharField(max_length=10, blank=True, default="")
    type = models.CharField(max_length=12, blank=True, default="")
    force = models.CharField(max_length=40, blank=True, default="")
    region = models.CharField(max_length=40, blank=True, default="")
    outcome = models.CharField(max_length=12, blank=True, default="")
    age_band = models.CharField(max_length=8, blank=True, default="")
    strands = _texts()
    harm_types = _texts()
    points = _texts()
    title = SearchVectorField(null=True)
    learning = SearchVectorField(null=True)
    words = SearchVectorField(null=True)
    staff_words = SearchVectorField(null=True)

    class Meta:
        verbose_name_plural = "learning entries"
        indexes = [
            GinIndex(fields=["title"], name="learning_by_title", fastupdate=False),
            GinIndex(fields=["learning"], name="learning_by_learning", fastupdate=False),
            GinIndex(fields=["words"], name="learning_by_words", fastupdate=False),
            GinIndex(fields=["staff_words"], name="learning_by_staff_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.year}"
