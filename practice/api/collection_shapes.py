"""What collections of practice look like in the API."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from practice.models import PracticeCollection


class PracticeCollectionShape(serializers.ModelSerializer[PracticeCollection]):
    """A collection of practice."""

    url = serializers.URLField(help_text=_("Where to read it with its examples."))
    examples = serializers.IntegerField(help_text=_("How many of its examples you may read now."))

    class Meta:
        model = PracticeCollection
        fields: ClassVar[Any] = (
            *(
                "slug",
                "url",
                "title",
                "intro",
                "audience",
                "state",
                "examples",
                "published_at",
                "updated_at",
                "version",
            ),
        )
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "slug": {"help_text": _("What you name the collection by. Never changes.")},
            "title": {"help_text": _("Its title.")},
            "intro": {"help_text": _("What it is for.")},
            "audience": {"help_text": _("Who may read it: police or public.")},
            "state": {"help_text": _("published; draft and retired only for those who curate collections.")},
            "published_at": {"help_text": _("When it was published last; null before that.")},
            "updated_at": {"help_text": _("When it was last changed; not when an owner changed a permission.")},
            "version": {"help_text": _("Counts its changes; send it as If-Match.")},
        }


FIELDS = PracticeCollectionShape.Meta.fields


class CollectedShape(serializers.Serializer[Any]):
    """An example in a collection."""

    reference = serializers.CharField(help_text=_("See /practices/{reference}/."))
    url = serializers.URLField(help_text=_("Where to read the example."))
    title = serializers.CharField(help_text=_("Its title."))
    rating = serializers.CharField(help_text=_("Its rating; empty when it is not rated."))
    note = serializers.CharField(help_text=_("Why it is in the collection; may be empty."))


class OnePracticeCollectionShape(PracticeCollectionShape):
    """A collection with the examples in it that you may read, in order."""

    items = CollectedShape(many=True, help_text=_("The examples that you may read, in order."))

    class Meta(PracticeCollectionShape.Meta):
        fields = (*FIELDS, "items")


class CollectionWordsShape(serializers.Serializer[Any]):
    """What a collection says of itself."""

    title = serializers.CharField(max_length=120, required=False, help_text=_("Its title."))
    intro = serializers.CharField(max_length=5000, required=False, allow_blank=True, help_text=_("What it is for."))
    audience = serializers.ChoiceField(
        PracticeCollection.Audience.choices, required=False, help_text=_("Who may read it.")
    )


class CollectionStartShape(CollectionWordsShape):
    """A new collection."""

    title = serializers.CharField(max_length=120, help_text=_("Its title."))


class ItemShape(serializers.Serializer[Any]):
    """An example to be in a collection."""

    reference = serializers.CharField(max_length=16, help_text=_("Of a published example that you may read."))
    note = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, default="", help_text=_("Why it is in the collection.")
    )


class ItemsShape(serializers.Serializer[Any]):
    """All examples of a collection, in order."""

    items = serializers.ListField(
        child=ItemShape(), max_length=100, help_text=_("What the collection holds from now on, in this order.")
    )


class CollectionStepShape(serializers.Serializer[Any]):
    """What goes with a step: a reason, needed to retire a collection."""

    reason = serializers.CharField(max_length=5000, required=False, allow_blank=True, help_text=_("Why; for staff."))
