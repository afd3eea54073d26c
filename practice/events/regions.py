"""Policing regions, as the list of forces has them."""

from dataclasses import dataclass

from django.utils.text import slugify

from vkpp.accounts.models import Force, ForceKind


@dataclass(frozen=True)
class Region:
    """A region: its name, and the part of the address that stands for it."""

    name: str
    slug: str


def everything() -> list[Region]:
    """The regions of territorial forces, by name."""
    return [Region(name, slugify(name)) for name in names()]


def names() -> list[str]:
    """Their names."""
    rows = Force.objects.filter(kind=ForceKind.TERRITORIAL).exclude(region="").order_by("region")
    return list(rows.values_list("region", flat=True).distinct())


def find(slug: str) -> Region | None:
    """The region that this address stands for."""
    return next((region for region in everything() if region.slug == slug), None)
