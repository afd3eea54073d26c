"""Deletions for who keeps a copy of a list: what somebody may have read there and no longer may, by its name alone.

Beside each incremental list stands one of these at `removed/`. It holds what changed since a pull and is not open to this
reader any more, for whatever reason: taken back, excluded, marked higher, or the reader left a team. A name may be told
that was never read; nothing else of it ever is.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from vkpp.core.api.filters import Filters, Moment
from vkpp.core.api.pagination import Order
from vkpp.core.api.views import ListView


class RemovedFilters(Filters):
    """Since when."""

    updated_since = Moment(
        field_name="left_at", help_text=_("Taken out at this time or later: the `as_of` of your pull before.")
    )


class RemovedList(ListView):
    """What left a list. Subclasses give `rows()` with the columns id, the name (`reference` or `id`) and `left_at`."""

    filters = RemovedFilters
    known_fields: ClassVar[Sequence[str]] = ("reference", "updated_at")
    orders: ClassVar[Mapping[str, Order]] = {"updated_at": Order((("left_at", "instant"), ("id", "number")))}
    default_order = "updated_at"
    incremental = True

    def shape(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The names, and when they left."""
        name = self.known_fields[0]
        return [{name: row[name], "updated_at": row["left_at"]} for row in rows]


class GoneShape(serializers.Serializer[Any]):
    """Something to delete from your copy."""

    reference = serializers.CharField(help_text=_("Its reference."))
    updated_at = serializers.DateTimeField(help_text=_("When it left the list."))


class GoneNumberShape(serializers.Serializer[Any]):
    """Something to delete from your copy."""

    id = serializers.IntegerField(help_text=_("Its number."))
    updated_at = serializers.DateTimeField(help_text=_("When it left the list."))


class GoneSlugShape(serializers.Serializer[Any]):
    """Something to delete from your copy."""

    slug = serializers.CharField(help_text=_("Its slug."))
    updated_at = serializers.DateTimeField(help_text=_("When it left the list."))


def example(**name: Any) -> dict[str, Any]:
    """A page with one thing that left."""
    row = {**name, "updated_at": "2026-11-20T14:05:00Z"}
    return {"results": [row], "next": None, "previous": None, "as_of": "2026-11-21T06:00:00Z"}
