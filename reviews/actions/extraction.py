"""Reading the text of a document, page by page, in a worker, so that it can be coded and searched."""

import re
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import text_files
from reviews.case_links import documents_page
from reviews.models import CaseReview, Document, Page
from reviews.vocab import TextState
from vkpp.core import audit, jobs
from vkpp.core.job_progress import Progress

KIND = "reviews.read_document"
AT_ONCE = 10
LETTERS = 20
"""A page with fewer letters counts as one without text."""
NAMED = 8


def begin(*, document: Document, by: Any) -> None:
    """Have a worker read it; belongs in the transaction of whoever found the file clean."""
    waiting = {"text_state": TextState.WAITING, "text_note": "", "pages_read": 0}
    Document.objects.filter(pk=document.pk).update(**waiting)
    title = _("Read the text of %(name)s") % {"name": document.name}
    key = f"document:{document.pk}"
    jobs.start(KIND, title=title, payload={"document": document.pk}, by=by, about=document, key=key)


@jobs.register(KIND)
def read(progress: Progress) -> None:
    """The job: the text of each page into the database, with progress; doing it twice gives the same pages."""
    rows = Document.objects.select_related("review").filter(pk=progress.payload["document"], removed_at=None)
    document = rows.first()
    if document is None or document.text_state in {TextState.READY, TextState.NO_TEXT}:
        return
    with document.file.open("rb") as stored:
        data = stored.read()
    try:
        with text_files.opened(document.content_type, data) as source:
            empty = _keep_pages(document, source, progress)
    except text_files.Unreadable as refusal:
        _refused(document, str(refusal))
        progress.fail(str(refusal))
    _finish(document, empty)
    progress.next(documents_page(document.review), _("Go to the documents of the review"))


def _keep_pages(document: Document, source: text_files.Source, progress: Progress) -> list[int]:
    """Store the text of every page; the numbers of those without."""
    progress.total(source.count, _("Reading the pages"))
    document.pages.all().delete()
    begun = {"text_state": TextState.READING, "pages_total": source.count, "pages_read": 0}
    Document.objects.filter(pk=document.pk).update(**begun)
    empty: list[int] = []
    for number, batch in _batches(source.pages()):
        empty += [page.number for page in batch if len(re.findall(r"[^\W\d_]", page.text)) < LETTERS]
        rows = [Page(document=document, number=page.number, text=page.text) for page in batch]
        Page.objects.bulk_create(rows, ignore_conflicts=True)
        Document.objects.filter(pk=document.pk).update(pages_read=number)
        progress.step(len(batch))
    return empty


def _batches(pages: Iterator[text_files.PageText]) -> Iterator[tuple[int, list[text_files.PageText]]]:
    batch: list[text_files.PageText] = []
    number = 0
    for page in pages:
        batch.append(page)
        number = page.number
        if len(batch) == AT_ONCE:
            yield number, batch
            batch = []
    if batch:
        yield number, batch


@transaction.atomic
def _finish(document: Document, empty: list[int]) -> None:
    """What was read counts from now on, all at once."""
    total = document.pages.count()
    state, note = TextState.READY, ""
    if len(empty) == total:
        state, note = TextState.NO_TEXT, no_text()
    elif empty:
        note = _some_empty(empty)
    left = Document.objects.filter(pk=document.pk, removed_at=None)
    if not left.update(text_state=state, text_note=note, pages_total=total, pages_read=total):
        return
    if state == TextState.READY:
        CaseReview.objects.filter(pk=document.review_id).update(text_version=F("text_version") + 1)
    after = {"document": document.pk, "state": state, "pages": total, "without_text": len(empty)}
    audit.record(by=None, verb="case_review.document_read", target=document.review, after=after)


@transaction.atomic
def _refused(document: Document, note: str) -> None:
    document.pages.all().delete()
    Document.objects.filter(pk=document.pk).update(text_state=TextState.REFUSED, text_note=note, pages_read=0)
    after = {"document": document.pk, "state": TextState.REFUSED}
    audit.record(by=None, verb="case_review.document_read", target=document.review, after=after, reason=note)


def no_text() -> str:
    """What is said about a scan."""
    return _(
        "This is a scan: its pages are pictures without text. Code it by hand beside the file, or replace it with a "
        "copy that went through text recognition."
    )


def _some_empty(empty: list[int]) -> str:
    named = ", ".join(str(number) for number in empty[:NAMED])
    words = ngettext(
        "%(n)s page has no text (%(pages)s); it may be a picture.",
        "%(n)s pages have no text (%(pages)s); they may be pictures.",
        len(empty),
    )
    return words % {"n": len(empty), "pages": named + ("…" if len(empty) > NAMED else "")}
