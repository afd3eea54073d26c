"""Addresses of an example's pages."""

from django.urls import reverse

from practice.models import Practice


def triage_record(practice: Practice) -> str:
    """Where staff check the example and decide about it."""
    return reverse("practice:triage-record", args=[practice.reference])


def rating_page(practice: Practice) -> str:
    """Where raters rate the example and read the ratings they may see."""
    return reverse("practice:rating-example", args=[practice.reference])


def author_page(practice: Practice) -> str:
    """Where authors read their example."""
    return reverse("practice:example", args=[practice.reference])
