"""National data collections, what each asks of forces, and where two of them ask for the same."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from analytics.register.querysets import CollectionQuerySet, ItemQuerySet, OverlapQuerySet
from analytics.register.vocab import CollectionState, ItemKind, LegalBasis, OtherKind, OverlapState, Rhythm
from vkpp.core.fields import choice_check, together_check


def _words(size: int) -> "ArrayField[list[str], list[str]]":
    return ArrayField(models.CharField(max_length=size), default=list, blank=True)


class Collection(models.Model):
    """Something that a national body asks of police forces again and again, for example the Homicide Index.

    Numbers are empty where nobody has said them: `burden_hours` is what one force spends on it in a year.
    """

    State = CollectionState

    code = models.SlugField(max_length=80, unique=True, help_text=_("Made of its first name. Never changes."))
    name = models.CharField(max_length=200)
    owner = models.CharField(max_length=160, help_text=_("The body that asks."))
    purpose = models.TextField(blank=True, help_text=_("What the data are for."))
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text=_("A wider collection."),
    )
    frequency = models.CharField(max_length=160, blank=True, help_text=_("In the words of the source."))
    rhythm = models.CharField(max_length=12, choices=Rhythm, blank=True)
    basis = models.CharField(max_length=10, choices=LegalBasis, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True, help_text=_("The Act, regulation or agreement."))
    burden_hours = models.PositiveIntegerField(null=True, blank=True, help_text=_("Hours of one force in a year."))
    burden_source = models.CharField(max_length=300, blank=True, help_text=_("How the hours are known."))
    forces_asked = models.PositiveSmallIntegerField(null=True, blank=True)
    topics = _words(300)
    strands = _words(12)
    state = models.CharField(max_length=8, choices=CollectionState, default=CollectionState.IN_USE)
    sample = models.BooleanField(default=True, help_text=_("Not verified; shown as such."))
    provenance = models.TextField(blank=True, help_text=_("Where this is known from."))
    source_url = models.URLField(max_length=400, blank=True)
    import_key = models.CharField(max_length=120, null=True, unique=True, help_text=_("Key in the file it came from."))
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="english")
        + SearchVector("owner", weight="B", config="english")
        + SearchVector("purpose", "legal_basis", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            choice_check("state", CollectionState, "collection_state_known"),
            models.CheckConstraint(condition=Q(rhythm="") | Q(rhythm__in=Rhythm.values), name="collection_rhythm"),
            models.CheckConstraint(condition=Q(basis="") | Q(basis__in=LegalBasis.values), name="collection_basis"),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")), name="collection_not_part_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(burden_hours__isnull=True) | ~Q(burden_source=""), name="collection_burden_has_source"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="collection_by_words"),
            models.Index(fields=["updated_at", "id"], name="collection_by_change"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def burden_of_all(self) -> int | None:
        """Hours of all forces together in a year, where both numbers are known."""
        if self.burden_hours is None or self.forces_asked is None:
            return None
        return self.burden_hours * self.forces_asked


class CollectionItem(models.Model):
    """One thing that a collection asks for. `spelled` is its text with abbreviations written out; it is compared."""

    Kind = ItemKind

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField(help_text=_("Within the collection; given once."))
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=8, choices=ItemKind, default=ItemKind.TOPIC)
    strands = _words(12)
    spelled = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)
    words = models.GeneratedField(
        expression=Func(SearchVector("spelled", config="english"), function="tsvector_to_array"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["collection", "number"]
        constraints = [
            choice_check("kind", ItemKind, "collection_item_kind_known"),
            models.UniqueConstraint(fields=["collection", "number"], name="collection_item_once"),
        ]
        indexes = [
            GinIndex(fields=["words"], name="collection_item_by_words"),
            GinIndex(OpClass(F("spelled"), name="gin_trgm_ops"), name="collection_item_like"),
        ]

    def __str__(self) -> str:
        return self.text


class Overlap(models.Model):
    """An item of a collection, and an item, an NVAP question or a measure that asks for much the same.

    Both texts are kept as they were when the pair was last compared, so that a decision stays readable.
    """

    State = OverlapState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example OV-00017."))
    first = models.ForeignKey(CollectionItem, on_delete=models.PROTECT, related_name="overlaps")
    other_kind = models.CharField(max_length=8, choices=OtherKind)
    other_item = models.ForeignKey(CollectionItem, on_delete=models.PROTECT, null=True, related_name="overlapped_by")
    other_form = models.CharField(max_length=40, blank=True, help_text=_("Code of the form the question is of."))
    other_code = models.CharField(max_length=40, blank=True, help_text=_("Code of the question or measure."))
    first_text = models.CharField(max_length=300)
    other_text = models.CharField(max_length=500)
    similarity = models.PositiveSmallIntegerField(help_text=_("Of 100."))
    shared = _words(80)
    state = models.CharField(max_length=10, choices=OverlapState, default=OverlapState.FOUND)
    reason = models.TextField(blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = OverlapQuerySet.as_manager()

    class Meta:
        ordering = ["-similarity", "id"]
        constraints = [
            choice_check("other_kind", OtherKind, "overlap_kind_known"),
            choice_check("state", OverlapState, "overlap_state_known"),
            together_check("decided_at", "decided_by", "overlap_decided_by"),
            models.CheckConstraint(
                condition=Q(state="found") | (~Q(reason="") & Q(decided_at__isnull=False)),
                name="overlap_decided_says_why",
            ),
            models.CheckConstraint(
                condition=Q(other_kind="item", other_item__isnull=False, other_form="", other_code="")
                | Q(other_kind="question", other_item__isnull=True) & ~Q(other_form="") & ~Q(other_code="")
                | Q(other_kind="measure", other_item__isnull=True, other_form="") & ~Q(other_code=""),
                name="overlap_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(other_item__isnull=True) | Q(other_item__gt=F("first")), name="overlap_pair_in_order"
            ),
            models.CheckConstraint(condition=Q(similarity__lte=100), name="overlap_similarity_of_100"),
            models.UniqueConstraint(
                fields=["first", "other_item"], condition=Q(other_kind="item"), name="overlap_items_once"
            ),
            models.UniqueConstraint(
                fields=["first", "other_kind", "other_form", "other_code"],
                condition=~Q(other_kind="item"),
                name="overlap_other_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "-similarity", "id"], name="overlap_by_state")]

    def __str__(self) -> str:
        return f"{self.reference} {self.first_text} / {self.other_text}"[:300]
