"""What the list of a review's documents shows: how far each is read, and what to do when it cannot be."""

from typing import Any

from django.utils.translation import gettext as _

from nvap.vocab import ScanState
from reviews import people
from reviews.actions.extraction import KIND
from reviews.case_links import text_page
from reviews.models import CaseReview, Document, Page
from reviews.vocab import TextState
from vkpp.core import virus
from vkpp.core.models import Job, JobState, Marking

COLOURS: dict[str, str] = {
    TextState.WAITING.value: "blue",
    TextState.READING.value: "blue",
    TextState.READY.value: "green",
    TextState.NO_TEXT.value: "orange",
    TextState.REFUSED.value: "red",
}
OPEN = (TextState.WAITING, TextState.READING)


def rows(review: CaseReview, user: Any) -> list[dict[str, Any]]:
    """The documents the person may see, each with its state in words."""
    found = list(Document.objects.visible_to(user).filter(review=review))
    for document in found:
        document.review = review
    failed = _failures([document for document in found if document.text_state in OPEN])
    return [_row(document, failed.get(document.pk, "")) for document in found]


def _failures(documents: list[Document]) -> dict[int, str]:
    """Sentences about reading that was given up, by document."""
    if not documents:
        return {}
    ids = [str(document.pk) for document in documents]
    jobs = Job.objects.filter(kind=KIND, about_type=Document._meta.label_lower, about_id__in=ids).order_by("id")
    latest = {int(job.about_id): job for job in jobs}
    return {pk: job.error for pk, job in latest.items() if job.state == JobState.FAILED}


def _row(document: Document, failure: str) -> dict[str, Any]:
    clean = document.scan == ScanState.CLEAN
    waits = document.text_state in OPEN and not failure
    return {
        "document": document,
        "clean": clean,
        "sensitive": document.marking == Marking.OFFICIAL_SENSITIVE,
        "state": _("Not finished") if failure else _words(document),
        "colour": "red" if failure else COLOURS[document.text_state],
        "note": failure or document.text_note,
        "waits": waits,
        "reading": waits and document.text_state == TextState.READING,
        "counts": _("%(read)s of %(total)s pages") % {"read": document.pages_read, "total": document.pages_total},
        "readable": clean and document.text_state == TextState.READY,
        "again": clean and (bool(failure) or document.text_state in {TextState.REFUSED, TextState.NO_TEXT}),
        "text_url": text_page(document),
    }


def _words(document: Document) -> str:
    if document.scan == ScanState.WAITING:
        return _("Waiting for the virus check")
    return str(TextState(document.text_state).label)


def context(user: Any, review: CaseReview) -> dict[str, Any]:
    """The page of the documents."""
    shown = rows(review, user)
    return {
        "review": review,
        "documents": shown,
        "busy": any(row["waits"] for row in shown),
        "may_change": people.may_change(user, review),
        "staff": people.may_code(user),
        "markings": Marking.choices,
        "real_scanner": virus.configured(),
    }


def text(document: Document, page: int) -> dict[str, Any]:
    """One page of a document's text."""
    found = Page.objects.filter(document=document, number=page).first()
    total = document.pages_total
    return {
        "document": document,
        "review": document.review,
        "text_page": found,
        "number": page,
        "total": total,
        "previous": text_page(document, page - 1) if page > 1 else "",
        "next": text_page(document, page + 1) if page < total else "",
    }
