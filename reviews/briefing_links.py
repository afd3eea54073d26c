"""The addresses of briefings and recommendations."""

from django.urls import reverse

from reviews.models import Briefing, Recommendation


def recommendation_page(recommendation: Recommendation) -> str:
    """One recommendation."""
    return reverse("reviews:recommendation", args=[recommendation.reference])


def briefing_page(briefing: Briefing) -> str:
    """One briefing as it is read."""
    return reverse("reviews:briefing", args=[briefing.number])


def briefing_write_page(briefing: Briefing) -> str:
    """Where it is written."""
    return reverse("reviews:briefing-write", args=[briefing.number])
