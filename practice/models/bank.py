"""The bank: frozen publications, the row each is found and listed by, and people's saved searches."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from practice.models.practice import Practice
from practice.querysets import BankEntryQuerySet
from practice.report_triggers import PUBLISHED_COUNTED
from practice.vocab import Audience, RatingValue
from vkpp.core.models import ClockTimestamp

PERSON = settings.AUTH_USER_MODEL


class Publication(models.Model):
    """What was published of an example, word by word, at one time. Never changed; a change makes the next number."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text=_("The frozen snapshot: every field a reader sees."))
    content_hash = models.CharField(max_length=64)
    rating = models.CharField(max_length=16, choices=RatingValue, blank=True)
    rationale = models.TextField(blank=True)
    released_to = models.PositiveSmallIntegerField(choices=Audience)
    review_by = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "number"], name="publication_number_once"),
            models.CheckConstraint(condition=Q(released_to__in=[1, 2]), name="publication_audience_known"),
            models.CheckConstraint(
                condition=Q(rating="") | Q(rating__in=RatingValue.values), name="publication_rating_known"
            ),
        ]
        triggers = [pgtrigger.Protect(name="publication_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.practice}, publication {self.number}"


class BankEntry(models.Model):
    """The live row of a published example: who may read it now, and all that lists, facets and search need.

    Derived from the latest publication and the owner's permissions; rewritten only by practice.actions.bank.
    Every write stamps the row (by trigger): `changed` is drawn from one sequence, `written_in` is PostgreSQL's number
    of the writing transaction, by which the copies that web processes keep (practice.facets) catch up.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, primary_key=True, related_name="bank_entry")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    open_to_public = models.BooleanField(default=False)
    open_to_police = models.BooleanField(default=False)
    open_to_government = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True, help_text=_("When it was last opened to readers it was closed to."))
    changed = models.BigIntegerField(unique=True, default=0, editable=False)
    written_in = models.BigIntegerField(default=0, editable=False)

    reference = models.CharField(max_length=16)
    title = models.CharField(max_length=160)
    summary = models.TextField()
    lead_organisation = models.CharField(max_length=160, blank=True)
    force_id = models.BigIntegerField(null=True)
    force_name = models.CharField(max_length=120, blank=True)
    region = models.CharField(max_length=40, blank=True)
    call_id = models.BigIntegerField(null=True)
    categories = ArrayField(models.CharField(max_length=60), default=list)
    strands = ArrayField(models.CharField(max_length=60), default=list)
    actions = ArrayField(models.CharField(max_length=60), default=list)
    topics = ArrayField(models.CharField(max_length=60), default=list)
    target_groups = ArrayField(models.CharField(max_length=60), default=list)
    rating = models.CharField(max_length=16, blank=True)
    stage = models.CharField(max_length=24, blank=True)
    scale = models.CharField(max_length=12, blank=True)
    serious_violence = models.BooleanField(null=True)
    started = models.CharField(max_length=10, blank=True)
    review_by = models.DateField(
        help_text=_("The publication's, or what the owner said later: practice.actions.upkeep.")
    )
    archived = models.BooleanField(db_default=False, help_text=_("Out of lists and search unless asked for."))
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField(
        db_default=ClockTimestamp(),
        editable=False,
        help_text=_("When the row was last written, by the database's own clock; for pulls of what changed."),
    )

    objects = BankEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(open_to_public=False) | Q(open_to_police=True, open_to_government=True),
                name="bank_entry_public_is_open_to_all",
            ),
        ]
        indexes = [
            models.Index(fields=["written_in"], name="bank_written_in"),
            models.Index(fields=["opened_at"], name="bank_opened_at"),
            models.Index(
                fields=["-published_at", "-practice"], name="bank_newest_public", condition=Q(open_to_public=True)
            ),
            models.Index(
                fields=["-published_at", "-practice"], name="bank_newest_police", condition=Q(open_to_police=True)
            ),
            models.Index(fields=["updated_at", "practice"], name="bank_changed"),
            models.Index(
                fields=["updated_at", "practice"], name="bank_changed_public", condition=Q(open_to_public=True)
            ),
            models.Index(
                fields=["updated_at", "practice"], name="bank_changed_government", condition=Q(open_to_government=True)
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="bank_entry_stamped",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    NEW.updated_at := clock_timestamp();
                    NEW.changed := nextval('practice_bank_changed');
                    NEW.written_in := pg_current_xact_id()::text::bigint;
                    RETURN NEW;
                """,
            ),
            PUBLISHED_COUNTED,
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class BankText(models.Model):
    """The words of a published example as the search finds them. Apart from BankEntry, so that either is read fast.

    `title` holds words of the title; `head` those and the summary's and what the example is filed under; `search` all,
    weighted A to D; `words` all as they are written, for the correction of misspellings.
    """

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, primary_key=True, related_name="bank_text")
    title = SearchVectorField()
    head = SearchVectorField()
    search = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=[name], name=f"bank_text_{name}") for name in ("title", "head", "search", "words")]

    def __str__(self) -> str:
        return f"Words of {self.practice_id}"


class BankWord(models.Model):
    """A word that some published example has, to correct misspellings by. Offered only to who may read such an example."""

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        indexes = [GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="bank_word_like")]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """Words that a search treats as one another, for example DA and domestic abuse."""

    words = ArrayField(models.CharField(max_length=80), help_text=_("Two or more, in lower case."))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(words__len__gte=2), name="synonym_has_two")]

    def __str__(self) -> str:
        return ", ".join(self.words)


class SavedSearch(models.Model):
    """A search somebody keeps, with mail about what is new in it if they want."""

    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, blank=True, help_text=_("The search as a query string."))
    alert = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_until = models.DateTimeField(
        db_default=Now(), help_text=_("Examples opened to readers after this are new to the owner.")
    )
    told_until = models.DateTimeField(
        db_default=Now(), help_text=_("Examples opened to readers before this are settled with the owner, mail or not.")
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_search_name_once")]

    def __str__(self) -> str:
        return self.name
