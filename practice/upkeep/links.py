"""Addresses of keeping examples true."""

from django.urls import reverse

from practice.models import Practice


def review_page(practice: Practice) -> str:
    """Where the owner says whether it is still so."""
    return reverse("practice:review", args=[practice.reference])
