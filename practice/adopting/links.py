"""Addresses of adoptions."""

from django.urls import reverse

from practice.models import Adoption


def adoption_page(adoption: Adoption) -> str:
    """One adoption."""
    return reverse("practice:adoption", args=[adoption.reference])


def result_page(adoption: Adoption) -> str:
    """Where the force notes what came of it."""
    return reverse("practice:adoption-result", args=[adoption.reference])
