"""Documents of case reviews: added, checked, read page by page in a worker, refused with a sentence each."""

import hashlib
import io

import docx
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter

from reviews import text_files
from reviews.actions import documents
from reviews.models import Document, Page
from tests.factories.accounts import ForceFactory, person
from tests.factories.reviews import a_case, a_document
from vkpp.core import jobs, outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Job
from vkpp.core.uploads.refusal import TEST_VIRUS

pytestmark = pytest.mark.django_db
ONE_PAGE = "The officer asked the child alone, and wrote down what was said."


def pdf_of(*pages):
    """A PDF with these texts, a page each; an empty one is a page without text."""
    return typst.compile("#pagebreak()\n".join(f"{text}\n" for text in pages).encode())


def word_of(*paragraphs):
    """A Word file; None ends a page."""
    made = docx.Document()
    for text in paragraphs:
        made.add_page_break() if text is None else made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def upload(data, name="report.pdf"):
    return SimpleUploadedFile(name, data)


def added(data, name="report.pdf", review=None, by=None):
    """A document that was added, checked and read."""
    review = review or a_case("included")
    document = documents.add(review=review, upload=upload(data, name), by=by or person("vkpp_staff"))
    outbox.work()
    run_jobs()
    document.refresh_from_db()
    review.refresh_from_db()
    return document


def run_jobs():
    for job in Job.objects.filter(state="waiting"):
        jobs.run(job.pk)


def texts(document):
    return list(document.pages.values_list("number", "text"))


def test_pdf_is_read_page_by_page():
    document = added(pdf_of(ONE_PAGE, "Nobody looked again at the risk when he came back."))

    assert (document.scan, document.text_state, document.pages_read) == ("clean", "ready", 2)
    assert texts(document) == [(1, ONE_PAGE), (2, "Nobody looked again at the risk when he came back.")]
    assert document.review.text_version == 2


def test_word_file_is_read_with_its_tables_and_page_breaks():
    document = added(word_of("First page of the report, in words.", None, "Second page of the report."), "report.docx")

    assert [number for number, _text in texts(document)] == [1, 2]
    assert "Second page" in texts(document)[1][1]


def test_scan_without_text_offers_manual_coding():
    document = added(pdf_of("", ""))

    assert document.text_state == "no_text"
    assert "Code it by hand" in document.text_note
    assert document.review.text_version == 1


def test_a_page_without_text_among_others_is_named():
    document = added(pdf_of(ONE_PAGE, "", ONE_PAGE))

    assert (document.text_state, document.text_note) == ("ready", "1 page has no text (2); it may be a picture.")


def encrypted():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of(ONE_PAGE))))
    writer.encrypt("secret")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("report.pdf", encrypted, "protected by a password"),
        ("report.pdf", lambda: b"%PDF-1.7 broken\n%%EOF", "cannot be opened as a PDF"),
        ("report.pdf", lambda: b"", "is empty"),
        ("report.pdf", lambda: word_of("Words."), "is not what its name says"),
        ("report.docx", lambda: pdf_of(ONE_PAGE), "is not what its name says"),
        ("report.exe", lambda: b"MZ", "choose a PDF or a Word file"),
        ("report.doc", lambda: b"\xd0\xcf\x11\xe0", "choose a PDF or a Word file"),
        ("report.txt", lambda: b"Words.", "choose a PDF or a Word file"),
        ("report.pdf", lambda: pdf_of(ONE_PAGE) + TEST_VIRUS, "a virus was found"),
    ],
)
def test_files_that_are_not_taken_say_why(name, data, sentence):
    review = a_case("included")

    with pytest.raises(Invalid, match=sentence):
        documents.add(review=review, upload=upload(data(), name), by=person("vkpp_staff"))
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("content_type", "data", "sentence"),
    [
        (text_files.PDF, lambda: b"%PDF-1.7 broken", "cannot be opened as a PDF"),
        (text_files.PDF, encrypted, "protected by a password"),
        (text_files.WORD, lambda: b"PK broken", "cannot be opened as a Word file"),
        ("image/png", lambda: b"", "reads PDF and Word files"),
    ],
)
def test_what_cannot_be_read_says_why(content_type, data, sentence):
    with pytest.raises(text_files.Unreadable, match=sentence), text_files.opened(content_type, data()):
        pass


def test_too_many_pages_are_refused_with_their_number(monkeypatch):
    monkeypatch.setattr(text_files, "MOST_PAGES", 2)
    document = added(pdf_of(*[ONE_PAGE] * 3))

    assert document.text_state == "refused"
    assert document.text_note == ("It has 3 pages; the portal reads up to 2. Split it, and add the parts that matter.")
    assert Page.objects.count() == 0
    assert Job.objects.get().state == "failed"


def test_infected_file_is_deleted_and_nobody_gets_it(client):
    review, staff = a_case("included"), person("vkpp_staff")
    document = documents.add(review=review, upload=upload(pdf_of(ONE_PAGE)), by=staff)
    Document.objects.filter(pk=document.pk).update(
        file=document.file.storage.save("infected.pdf", SimpleUploadedFile("infected.pdf", TEST_VIRUS)),
        sha256=hashlib.sha256(TEST_VIRUS).hexdigest(),
    )
    outbox.work()

    document.refresh_from_db()
    assert (document.scan, document.text_state) == ("infected", "refused")
    client.force_login(staff)
    assert client.get(f"/reviews/cases/{review.reference}/documents/{document.pk}/").status_code == 404


def test_reading_twice_gives_the_same_pages():
    document = added(pdf_of(ONE_PAGE, ONE_PAGE))
    documents.read_again(document=document, by=person("vkpp_staff"))
    run_jobs()

    document.refresh_from_db()
    assert (document.text_state, document.pages.count()) == ("ready", 2)


def test_the_same_file_is_not_taken_twice():
    data = pdf_of(ONE_PAGE)
    document = added(data)

    with pytest.raises(Invalid, match="here already"):
        added(data, review=document.review)


def test_taking_a_document_away_and_back_tells_coders_that_the_text_changed():
    document, staff = added(pdf_of(ONE_PAGE)), person("vkpp_staff")
    review = document.review

    documents.remove(document=document, by=staff)
    review.refresh_from_db()
    assert (review.text_version, Document.objects.visible_to(staff).count()) == (3, 0)
    documents.put_back(document=document, by=staff)
    review.refresh_from_db()
    assert (review.text_version, Document.objects.visible_to(staff).count()) == (4, 1)


def test_a_document_that_comes_back_before_it_was_read_is_read():
    staff = person("vkpp_staff")
    document = documents.add(review=a_case(), upload=upload(pdf_of(ONE_PAGE)), by=staff)
    outbox.work()
    documents.remove(document=document, by=staff)
    run_jobs()
    documents.put_back(document=document, by=staff)
    outbox.work()
    run_jobs()

    document.refresh_from_db()
    assert (document.text_state, document.pages.count()) == ("ready", 1)


def test_a_document_takes_the_place_of_another():
    old = added(pdf_of(ONE_PAGE))
    new = documents.add(
        review=old.review, upload=upload(pdf_of("A corrected report.")), by=person("vkpp_staff"), instead_of=old
    )

    assert list(old.review.documents.filter(removed_at=None)) == [new]


def test_only_staff_and_the_sender_until_screening_add_documents():
    officer = person("contributor", ForceFactory(code="kent"))
    mine, screened = a_case("sent", sent_by=officer), a_case("included", sent_by=officer)

    assert documents.add(review=mine, upload=upload(pdf_of(ONE_PAGE)), by=officer).pk
    with pytest.raises(NotAllowed):
        documents.add(review=screened, upload=upload(pdf_of(ONE_PAGE)), by=officer)


def test_reading_again_needs_a_clean_file():
    document = a_document(a_case("included"), scan="waiting")

    with pytest.raises(Conflict, match="passed the virus check"):
        documents.read_again(document=document, by=person("vkpp_staff"))


def test_downloads_are_logged_and_text_is_read_page_by_page(client):
    document, staff = added(pdf_of(ONE_PAGE, "The second page tells more about it.")), person("vkpp_staff")
    client.force_login(staff)
    address = f"/reviews/cases/{document.review.reference}/documents/{document.pk}/"

    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEvent.objects.filter(verb="case_review.document_download", actor_id=staff.pk).count() == 1
    page = client.get(f"{address}text/?page=2").content.decode()
    assert "The second page tells more about it." in page
    assert "Previous page" in page
