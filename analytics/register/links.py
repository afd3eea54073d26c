"""Addresses of the register of collections."""

from django.urls import reverse

from analytics.models import Collection, Overlap


def collection_page(collection: Collection) -> str:
    """The page of a collection."""
    return reverse("analytics:collection", args=[collection.code])


def overlap_page(overlap: Overlap) -> str:
    """The page of an overlap, where it is decided."""
    return reverse("analytics:overlap", args=[overlap.reference])
