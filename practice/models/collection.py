"""Collections: practice that VKPP staff put together on a question, in an order, each with a note why."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.practice import Practice
from practice.querysets import PracticeCollectionQuerySet
from vkpp.core.fields import choice_check, together_check, touched

PERSON = settings.AUTH_USER_MODEL


class CollectionAudience(models.TextChoices):
    """Who may read it."""

    POLICE = "police", _("Policing, after sign-in")
    PUBLIC = "public", _("Everybody")


class PracticeCollectionState(models.TextChoices):
    """Where it stands."""

    DRAFT = "draft", _("Being prepared")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class PracticeCollection(models.Model):
    """Published practice that staff put together, for example “First steps against county lines”.

    It holds no words of the examples: each reader sees of it what its owner lets them read at that moment.
    """

    Audience = CollectionAudience
    State = PracticeCollectionState

    slug = models.SlugField(max_length=80, unique=True, help_text=_("Made of its first title. Never changes."))
    title = models.CharField(max_length=120)
    intro = models.TextField(blank=True, help_text=_("What it is for and how to use it."))
    audience = models.CharField(max_length=8, choices=CollectionAudience, default=CollectionAudience.POLICE)
    state = models.CharField(max_length=10, choices=PracticeCollectionState, default=PracticeCollectionState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=100, blank=True, help_text=_("The Idempotency-Key of the program that made it."))
    body_hash = models.CharField(max_length=64, blank=True, help_text=_("Of what came with the key."))
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    shown_to = models.CharField(
        max_length=8,
        choices=CollectionAudience,
        blank=True,
        db_default="",
        help_text=_("The widest audience it was ever published for: whoever copied it is told when it is gone."),
    )
    updated_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("intro", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = PracticeCollectionQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            choice_check("audience", CollectionAudience, "practice_collection_audience_known"),
            choice_check("state", PracticeCollectionState, "practice_collection_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="practice_collection_has_title"),
            together_check("published_at", "published_by", "practice_collection_published_by"),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_at__isnull=False) & ~Q(intro="")),
                name="practice_collection_published_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(shown_to__in=CollectionAudience.values),
                name="practice_collection_shown_to",
            ),
            models.UniqueConstraint(
                fields=["created_by", "key"], condition=~Q(key=""), name="practice_collection_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["updated_at", "id"], name="practice_collection_changed"),
            GinIndex(fields=["search"], name="practice_collection_by_words"),
        ]
        triggers = [touched("practice_collection_touched")]

    def __str__(self) -> str:
        return self.title


class PracticeCollectionItem(models.Model):
    """An example in a collection, at its place, with the reason why it is there."""

    collection = models.ForeignKey(PracticeCollection, on_delete=models.CASCADE, related_name="items")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="in_collections")
    place = models.PositiveSmallIntegerField(help_text=_("From 1."))
    note = models.TextField(blank=True, help_text=_("Why it is in the collection."))
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "practice"], name="practice_collection_item_once"),
            models.UniqueConstraint(
                fields=["collection", "place"],
                name="practice_collection_place_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(condition=Q(place__gte=1), name="practice_collection_place_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.place}"
