"""The addresses of case reviews and their documents."""

from django.urls import reverse

from reviews.models import CaseReview, Document


def case_page(review: CaseReview) -> str:
    """One case review."""
    return reverse("reviews:case", args=[review.reference])


def screening_page(review: CaseReview) -> str:
    """Where staff decide whether it is included."""
    return reverse("reviews:screen", args=[review.reference])


def documents_page(review: CaseReview) -> str:
    """Its documents: how far they are read, adding and removing."""
    return reverse("reviews:documents", args=[review.reference])


def text_page(document: Document, page: int = 1) -> str:
    """The text of a document at a page."""
    address = reverse("reviews:document-text", args=[document.review.reference, document.pk])
    return f"{address}?page={page}" if page > 1 else address
