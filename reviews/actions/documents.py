"""Documents of a case review: added after a look at their content, served and read only when the virus check passed."""

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.telling import tell
from nvap.vocab import ScanState
from reviews import people
from reviews.actions import extraction
from reviews.case_links import documents_page
from reviews.models import CaseReview, Document
from reviews.vocab import TextState
from vkpp.core import audit, outbox, uploads, virus
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist
from vkpp.core.models import Marking

SCAN = "reviews.scan_document"
KINDS = (".pdf", ".docx")
MOST = 10
WHO = gettext_lazy("VKPP staff add and remove documents, and who sent the review in until it is screened.")


@transaction.atomic
def add(
    *,
    review: CaseReview,
    upload: "UploadedFile[Any]",
    by: Any,
    marking: str = "",
    instead_of: Document | None = None,
) -> Document:
    """Take a file, or Invalid with the sentence that says why not. It waits for the virus check, then it is read.

    `instead_of`: the document that it takes the place of.
    """
    hold_row(review)
    _insist(review, by)
    checked, data = _checked(upload)
    if marking and marking not in Marking.values:
        raise Invalid({"marking": [_("Choose one of the markings.")]})
    if instead_of is not None:
        remove(document=instead_of, by=by)
    _check_room(review, checked.sha256)
    document = Document(
        review=review,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        marking=marking or review.marking,
        added_by=by,
    )
    document.file.save(checked.name, ContentFile(data), save=False)
    document.save()
    after = {"document": document.pk, "name": checked.name, "sha256": checked.sha256, "marking": document.marking}
    audit.record(by=by, verb="case_review.document_added", target=review, after=after)
    outbox.owe(SCAN, {"document": document.pk}, key=f"{SCAN}:{document.pk}")
    return document


@transaction.atomic
def remove(*, document: Document, by: Any) -> None:
    """Take it away; `put_back` undoes it. Passages that were coded keep their words."""
    review = document.review
    hold_row(review)
    _insist(review, by)
    if not Document.objects.filter(pk=document.pk, removed_at=None).update(removed_at=timezone.now()):
        return
    _text_changed(document)
    before = {"document": document.pk, "name": document.name}
    audit.record(by=by, verb="case_review.document_removed", target=review, before=before)


@transaction.atomic
def put_back(*, document: Document, by: Any) -> None:
    """Undo `remove`."""
    review = document.review
    hold_row(review)
    _insist(review, by)
    document.refresh_from_db(fields=["removed_at", "scan"])
    if document.removed_at is None:
        return
    if document.scan == ScanState.INFECTED:
        raise Conflict(_("A virus was found in this file, so it cannot come back."))
    _check_room(review, document.sha256)
    Document.objects.filter(pk=document.pk).update(removed_at=None)
    _text_changed(document)
    after = {"document": document.pk, "name": document.name}
    audit.record(by=by, verb="case_review.document_put_back", target=review, after=after)
    document.refresh_from_db(fields=["removed_at", "text_state"])
    if document.scan == ScanState.CLEAN and document.text_state in {TextState.WAITING, TextState.READING}:
        extraction.begin(document=document, by=by)


@transaction.atomic
def note_download(*, document: Document, by: Any) -> None:
    """Log that the file went to somebody."""
    after = {"document": document.pk, "name": document.name, "marking": document.marking}
    audit.record(by=by, verb="case_review.document_download", target=document.review, after=after)


def note_reading(*, document: Document, by: Any) -> None:
    """Log that somebody read the text of a document that is OFFICIAL-SENSITIVE, or whose review is."""
    if Marking.OFFICIAL_SENSITIVE in {document.marking, document.review.marking}:
        after = {"document": document.pk, "marking": Marking.OFFICIAL_SENSITIVE.value, "what": "text"}
        audit.record(by=by, verb="case_review.look", target=document.review, after=after)


@transaction.atomic
def read_again(*, document: Document, by: Any) -> None:
    """Read the text once more: after it could not be read, or was not finished."""
    hold_row(document)
    insist(people.may_code(by), _("VKPP staff have documents read again."))
    if document.scan != ScanState.CLEAN or document.removed_at is not None:
        raise Conflict(_("Only a document that passed the virus check can be read."))
    extraction.begin(document=document, by=by)


def _insist(review: CaseReview, by: Any) -> None:
    insist(people.may_change(by, review), str(WHO))


def _checked(upload: "UploadedFile[Any]") -> tuple[uploads.Checked, bytes]:
    name = upload.name or ""
    if PurePosixPath(name).suffix.lower() not in KINDS:
        words = _("“%(name)s” was not added: choose a PDF or a Word file (.docx).") % {"name": name[:120]}
        raise Invalid({"file": [words]})
    data = upload.read(uploads.LIMIT + 1)
    try:
        return uploads.check(name, data), data
    except uploads.Refused as refusal:
        raise Invalid({"file": [str(refusal)]}) from refusal


def _check_room(review: CaseReview, sha256: str) -> None:
    present = review.documents.filter(removed_at=None)
    twin = present.filter(sha256=sha256).values_list("name", flat=True).first()
    if twin is not None:
        raise Invalid({"file": [_("This very file is here already as “%(name)s”.") % {"name": twin}]})
    if present.count() >= MOST:
        raise Invalid({"file": [_("A review can have %(most)s documents. Remove one first.") % {"most": MOST}]})


def _text_changed(document: Document) -> None:
    """Coders are told that what they have before them is no longer all there is."""
    if document.text_state == TextState.READY:
        CaseReview.objects.filter(pk=document.review_id).update(text_version=F("text_version") + 1)


@outbox.handler(SCAN, looks_first=True)
def scan(payload: dict[str, Any]) -> None:
    """Check one file for viruses, then have it read. When the scanner does not answer it is tried again later."""
    waiting = Document.objects.select_for_update(of=("self",)).select_related("review", "added_by")
    document = waiting.filter(pk=payload["document"], scan=ScanState.WAITING).first()
    if document is None:
        return
    with document.file.open("rb") as stored:
        data = stored.read()
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise OSError(f"The stored file of document {document.pk} is not what was uploaded")
    found = virus.find(data)
    if found:
        _refuse(document, found)
        return
    Document.objects.filter(pk=document.pk).update(scan=ScanState.CLEAN)
    extraction.begin(document=document, by=document.added_by)


def _refuse(document: Document, found: str) -> None:
    note = _("The virus check found something in this file. It was deleted. Add a clean copy.")
    values = {"scan": ScanState.INFECTED, "text_state": TextState.REFUSED, "text_note": note}
    Document.objects.filter(pk=document.pk).update(**values)
    after = {"document": document.pk, "name": document.name, "found": found}
    audit.record(by=None, verb="case_review.document_infected", target=document.review, after=after)
    stored = document.file
    transaction.on_commit(lambda: stored.storage.delete(str(stored.name)))
    if document.added_by is not None:
        link = documents_page(document.review)
        tell(
            [document.added_by],
            "reviews_document_refused",
            about=document.review,
            link=link,
            by=None,
            name=document.name,
        )
