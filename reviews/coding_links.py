"""The addresses of coding: the themes of learning, the workbench, bringing codings together."""

from django.urls import reverse

from reviews.models import CaseReview, Coding, Taxonomy


def queue_page() -> str:
    """Everybody's own coding, and what waits for somebody."""
    return reverse("reviews:coding-queue")


def coding_page(review: CaseReview) -> str:
    """Who codes a review, how far it is, and how well the coders agreed."""
    return reverse("reviews:case-coding", args=[review.reference])


def workbench(coding: Coding) -> str:
    """Where a coder reads a review and notes what may be learned."""
    return reverse("reviews:workbench", args=[coding.pk])


def compare_page(review: CaseReview) -> str:
    """Both codings side by side."""
    return reverse("reviews:coding-compare", args=[review.reference])


def taxonomy_page(taxonomy: Taxonomy) -> str:
    """The code book of one version."""
    return reverse("reviews:taxonomy-version", args=[taxonomy.number])
