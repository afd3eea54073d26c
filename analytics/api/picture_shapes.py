"""What a row of the national picture looks like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class PictureShape(serializers.Serializer[Any]):
    """An action, or a strand of it, with what its significance is made of. Null: not told, or not told by strand."""

    round = serializers.CharField(help_text=_("Code of the round."))
    basis = serializers.CharField(help_text=_("Which answers count: live, signed, validated or published."))
    theme = serializers.CharField(help_text=_("Code of the theme."))
    action = serializers.CharField(help_text=_("Code of the action in the round's plan."))
    lineage = serializers.CharField(help_text=_("Code of the action over all plans, by which practice names it."))
    title = serializers.CharField(help_text=_("Title of the action."))
    strand = serializers.CharField(allow_null=True, help_text=_("Code of the strand; null for the whole action."))
    significance = serializers.FloatField(
        allow_null=True, help_text=_("From 0 to 100; null in a strand in which no review found a problem.")
    )
    need = serializers.FloatField(allow_null=True, help_text=_("What gaps, low levels and learning add up to."))
    relief = serializers.FloatField(allow_null=True, help_text=_("What practice and evidence take off."))
    complete = serializers.BooleanField(
        help_text=_("Every part of the need may be told; else the weight of what may not went to the rest.")
    )
    rank = serializers.IntegerField(allow_null=True, help_text=_("Place of the action, 1 the most significant."))
    rank_best = serializers.IntegerField(allow_null=True, help_text=_("Best place with other weights."))
    rank_worst = serializers.IntegerField(allow_null=True, help_text=_("Worst place with other weights."))
    gaps_force = serializers.IntegerField(allow_null=True, help_text=_("Forces that name a gap."))
    gaps_vkpp = serializers.IntegerField(allow_null=True, help_text=_("Forces in which VKPP sees one."))
    answered = serializers.IntegerField(allow_null=True, help_text=_("Forces that answered."))
    low = serializers.IntegerField(allow_null=True, help_text=_("Forces in the lower half of the levels."))
    n = serializers.IntegerField(allow_null=True, help_text=_("Forces that gave a level."))
    withheld = serializers.CharField(help_text=_("Why figures of forces are not told; empty when they are."))
    reviews = serializers.IntegerField(allow_null=True, help_text=_("Reviews that found a problem."))
    examples = serializers.IntegerField(help_text=_("Published examples, without those that do not work."))
    works = serializers.IntegerField(help_text=_("Of these rated works."))
    promising = serializers.IntegerField(help_text=_("Of these rated promising."))
    as_of = serializers.DateTimeField(allow_null=True, help_text=_("When figures of forces last changed."))


FIELDS = tuple(PictureShape._declared_fields)
_ACTION = {
    "round": "2024",
    "basis": "published",
    "theme": "2.2",
    "action": "2.2.1",
    "lineage": "2.2.1",
    "title": "Risk Assessment",
    "strand": None,
    "significance": 49.6,
    "need": 58.4,
    "relief": 8.8,
    "complete": True,
    "rank": 1,
    "rank_best": 1,
    "rank_worst": 6,
    "gaps_force": 16,
    "gaps_vkpp": 0,
    "answered": 43,
    "low": 21,
    "n": 43,
    "withheld": "",
    "reviews": 14,
    "examples": 5,
    "works": 0,
    "promising": 0,
    "as_of": "2026-11-22T09:05:00Z",
}
_STRAND = (
    dict.fromkeys(FIELDS)
    | {name: _ACTION[name] for name in ("round", "basis", "theme", "action", "lineage", "title", "as_of")}
    | {"strand": "CA", "significance": 53.4, "complete": True, "withheld": "", "reviews": 5}
    | {"examples": 0, "works": 0, "promising": 0}
)
EXAMPLE = {"results": [_ACTION, _STRAND], "next": None, "previous": None}
