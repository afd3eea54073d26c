"""What VKPP staff send to the register of national data collections."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from analytics.register.vocab import ItemKind


def _words(help_text: Any, **options: Any) -> serializers.CharField:
    return serializers.CharField(allow_blank=True, required=False, help_text=help_text, **options)


def _list(help_text: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), required=False, help_text=help_text)


class DataCollectionWords(serializers.Serializer[Any]):
    """What the register says of a collection; what is left out stays as it is."""

    name = _words(_("What it is called."))
    owner = _words(_("The body that asks."))
    purpose = _words(_("What the data are for."))
    part_of = serializers.CharField(
        allow_null=True, required=False, help_text=_("Code of the wider collection; null: it stands alone.")
    )
    frequency = _words(_("How often, in the words of the source."))
    rhythm = _words(_("How often, as a code."))
    basis = _words(_("Whether forces must answer, as a code."))
    legal_basis = _words(_("The Act, regulation or agreement."))
    burden_hours = serializers.IntegerField(
        allow_null=True, required=False, help_text=_("Hours that one force spends on it in a year.")
    )
    burden_source = _words(_("How the hours are known."))
    forces_asked = serializers.IntegerField(allow_null=True, required=False, help_text=_("How many forces are asked."))
    topics = _list(_("What it is about."))
    strands = _list(_("Codes of strands."))
    provenance = _words(_("Where this is known from."))
    source_url = _words(_("Its web address."))
    verified = serializers.BooleanField(required=False, help_text=_("Whether the owner confirmed what is said."))


class NewDataCollection(DataCollectionWords):
    """A collection to enter."""

    name = serializers.CharField(help_text=_("What it is called; its code is made of it."))
    owner = serializers.CharField(help_text=_("The body that asks."))
    items = _list(_("What it asks for, each in one line."))


class DataCollectionItemWords(serializers.Serializer[Any]):
    """One thing that a collection asks for."""

    text = serializers.CharField(help_text=_("What is asked for, in one line."))
    kind = serializers.ChoiceField(
        choices=ItemKind.choices, required=False, help_text=_("In which shape it is asked; a topic if nothing is said.")
    )


class RegisterReason(serializers.Serializer[Any]):
    """Why a step is taken."""

    reason = serializers.CharField(allow_blank=True, required=False, help_text=_("Shown beside the decision."))


ENTERING = OpenApiExample(
    "A collection with two items",
    value={
        "name": "Arrests of children",
        "owner": "Home Office",
        "rhythm": "annual",
        "items": ["Arrests by age", "Arrests by reason"],
    },
    request_only=True,
)
CHANGING = OpenApiExample(
    "Hours that are now known",
    value={"burden_hours": 40, "burden_source": "Estimate of five forces, 2026"},
    request_only=True,
)
ASKING = OpenApiExample("A count", value={"text": "Arrests by age", "kind": "count"}, request_only=True)
ENDING = OpenApiExample("Its reason", value={"reason": "Nobody has asked for it since 2024."}, request_only=True)
SETTLING = OpenApiExample("Its reason", value={"reason": "Both bodies use the same figure."}, request_only=True)
