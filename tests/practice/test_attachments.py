"""Files with an example: what is taken, what is refused and in which words, and who is served them."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from practice.actions import attachments
from practice.models import Attachment
from tests.factories.accounts import person
from tests.factories.practice import PracticeFactory
from tests.practice import files
from vkpp.core import outbox, uploads, virus
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import OutboxItem

ZIP = files.office()
XLSX = files.office(files.XLSX_TYPE, "xl")


def put(practice, data=None, name="leaflet.pdf", by=None):
    upload = SimpleUploadedFile("x", files.pdf() if data is None else data)
    upload._name = name
    return attachments.add(practice=practice, upload=upload, by=by or practice.owner)


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("leaflet.pdf", files.pdf(), "application/pdf"),
        ("Plan.DOCX", ZIP, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("Figures.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "Talk.pptx",
            files.office(files.PPTX_TYPE, "ppt", {"ppt/embeddings/Chart.xlsx": XLSX}),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        ("photo.png", files.picture("PNG"), "image/png"),
        ("photo.jpeg", files.picture("JPEG", (640, 480)), "image/jpeg"),
        ("figures.csv", b"force,count\nDyfed-Powys,7\n", "text/csv"),
        ("notes.txt", "Heddlu Gogledd Cymru – “ŷ”".encode(), "text/plain"),
        (
            "own template.docx",
            files.office(parts={files.RELS: files.relation("attachedTemplate", "file:///C:\\Templates\\Force.dotx")}),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_good_files_are_taken(name, data, kind):
    assert uploads.check(name, data).content_type == kind


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (
            "tool.exe",
            b"MZ",
            "“tool.exe” was not added: choose a PDF, Word, Excel, PowerPoint, PNG, JPEG, CSV or text file.",
        ),
        (
            "annual\u202efdp.exe",
            b"MZ",
            "“annualfdp.exe” was not added: choose a PDF, Word, Excel, PowerPoint, PNG, JPEG, CSV or text file.",
        ),
        ("leaflet.pdf", b"", "“leaflet.pdf” is empty (0 bytes). Choose the file again."),
        (
            "leaflet.pdf",
            b"%PDF-" + b"x" * uploads.LIMIT,
            "“leaflet.pdf” is larger than 10 MB. Make it smaller, or link to it instead.",
        ),
        ("virus.txt", files.EICAR, "“virus.txt” was not added: a virus was found in it."),
        (
            "virus.docx",
            files.office(parts={"word/note.txt": files.EICAR}),
            "“virus.docx” was not added: a virus was found in it.",
        ),
        (
            "leaflet.pdf",
            files.picture("PNG"),
            (
                "“leaflet.pdf” is not what its name says: its content is a “.png” file. "
                "Save it as what it is and choose it again."
            ),
        ),
        (
            "notes.txt",
            files.pdf(),
            (
                "“notes.txt” is not what its name says: its content is a “.pdf” file. "
                "Save it as what it is and choose it again."
            ),
        ),
        (
            "plan.docx",
            XLSX,
            (
                "“plan.docx” was not added: its content is not what its name says. "
                "Save it as what it is and choose it again."
            ),
        ),
        (
            "leaflet.pdf",
            files.pdf() + ZIP,
            (
                "“leaflet.pdf” was not added: other data is hidden behind the end of the PDF. "
                "Print it to a new PDF and choose that."
            ),
        ),
        (
            "leaflet.pdf",
            files.pdf(script=True),
            (
                "“leaflet.pdf” was not added: the PDF contains a script (JavaScript). "
                "Print it to a new PDF and choose that."
            ),
        ),
        (
            "leaflet.pdf",
            files.pdf(launch=True),
            (
                "“leaflet.pdf” was not added: the PDF starts other programs or sends data. "
                "Print it to a new PDF and choose that."
            ),
        ),
        (
            "leaflet.pdf",
            files.pdf(embedded=True),
            (
                "“leaflet.pdf” was not added: other files are embedded in the PDF. "
                "Print it to a new PDF, and add the other files here."
            ),
        ),
        (
            "leaflet.pdf",
            files.pdf(password="secret"),
            (
                "“leaflet.pdf” was not added: it is protected by a password. "
                "Save it without protection and choose it again."
            ),
        ),
        (
            "leaflet.pdf",
            b"%PDF-1.7\nrubbish\n%%EOF",
            "“leaflet.pdf” was not added: it cannot be opened as a PDF. Save it again as PDF and choose it again.",
        ),
        (
            "plan.docx",
            files.office(parts={"word/vbaProject.bin": b"x"}),
            "“plan.docx” was not added: it contains macros. Save it without macros and choose it again.",
        ),
        (
            "plan.docx",
            files.office(parts={"word/embeddings/oleObject1.bin": b"x"}),
            (
                "“plan.docx” was not added: other files or programs are embedded in it. "
                "Remove them, and add them here as files of their own."
            ),
        ),
        (
            "plan.docx",
            files.office(parts={files.RELS: files.relation("attachedTemplate", "https://evil.example/t.dotm")}),
            (
                "“plan.docx” was not added: it fetches a template or object from elsewhere when opened. "
                "Remove it and choose it again."
            ),
        ),
        (
            "plan.docx",
            files.office(parts={"word/huge.xml": b"0" * 30_000_000}),
            "“plan.docx” was not added: it unpacks to far more than it seems to hold (a “zip bomb”).",
        ),
        (
            "plan.docx",
            files.office(parts={f"word/{n}.xml": b"" for n in range(3001)}),
            "“plan.docx” was not added: it unpacks to far more than it seems to hold (a “zip bomb”).",
        ),
        (
            "plan.docx",
            ZIP + b"<script>",
            (
                "“plan.docx” was not added: other data is hidden in the file. "
                "Save it again under a new name and choose that."
            ),
        ),
        (
            "plan.docx",
            ZIP[:200],
            "“plan.docx” was not added: it is damaged and cannot be opened. Save it again and choose it again.",
        ),
        (
            "photo.png",
            files.picture("PNG") + ZIP,
            (
                "“photo.png” was not added: other data is hidden behind the picture. "
                "Save a copy in a picture program and choose that."
            ),
        ),
        (
            "photo.jpg",
            files.picture("JPEG") + b"<?php",
            (
                "“photo.jpg” was not added: other data is hidden behind the picture. "
                "Save a copy in a picture program and choose that."
            ),
        ),
        (
            "photo.png",
            files.picture("PNG")[:60],
            "“photo.png” was not added: the picture is damaged. Save it again and choose it again.",
        ),
        (
            "figures.csv",
            "Ceredigion £".encode("latin-1"),
            "“figures.csv” was not added: it is not text in UTF-8. Save it again as “UTF-8” or “CSV UTF-8”.",
        ),
        (
            "notes.txt",
            b"a\x00b",
            "“notes.txt” was not added: it holds characters that do not belong into a text file.",
        ),
    ],
)
def test_bad_files_are_refused_by_name(name, data, sentence):
    with pytest.raises(uploads.Refused) as refusal:
        uploads.check(name, data)

    assert str(refusal.value) == sentence


def test_picture_of_too_many_pixels_is_refused():
    with pytest.raises(uploads.Refused, match="too many pixels"):
        uploads.check("huge.png", files.picture("PNG", (8000, 5001)))


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("C:\\Users\\me\\Leaflet.PDF", "Leaflet.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\u202e\x00b.txt", "ab.txt"),
        ('a<b>"c".txt', "a_b__c_.txt"),
        ("x" * 300 + ".docx", "x" * 110 + ".docx"),
        ("...", "file"),
    ],
)
def test_names_are_made_harmless(raw, name):
    assert uploads.check(name, b"text").name == name if name == "passwd.txt" else True
    from vkpp.core.uploads.check import clean_name

    assert clean_name(raw) == name


@pytest.mark.django_db
class TestActions:
    def test_added_file_waits_for_the_virus_check_and_is_clean_after_it(self):
        practice = PracticeFactory()

        attachment = put(practice)
        assert attachment.scan == Attachment.Scan.WAITING
        outbox.work()

        attachment.refresh_from_db()
        assert attachment.scan == Attachment.Scan.CLEAN
        assert "leaflet" not in attachment.file.name

    def test_file_that_turns_out_infected_is_deleted_and_the_uploader_told(
        self, monkeypatch, django_capture_on_commit_callbacks
    ):
        practice = PracticeFactory()
        attachment = put(practice)
        monkeypatch.setattr(virus, "TEST_VIRUS", b"%PDF")

        with django_capture_on_commit_callbacks(execute=True):
            outbox.work()

        attachment.refresh_from_db()
        assert attachment.scan == Attachment.Scan.INFECTED
        assert not attachment.file.storage.exists(attachment.file.name)
        assert mail.outbox[0].to == [practice.owner.email]

    def test_unreachable_scanner_leaves_the_file_waiting_and_owed(self, settings):
        settings.CLAMAV_HOST, settings.CLAMAV_PORT = "127.0.0.1", 9
        attachment = put(PracticeFactory())

        outbox.work()

        attachment.refresh_from_db()
        item = OutboxItem.objects.get(kind=attachments.SCAN)
        assert attachment.scan == Attachment.Scan.WAITING
        assert (item.done_at, item.failed_at, item.attempts) == (None, None, 1)

    def test_refused_file_leaves_nothing_behind(self):
        practice = PracticeFactory()

        with pytest.raises(Invalid) as refusal:
            put(practice, data=b"")

        assert list(refusal.value.errors) == ["file"]
        assert not practice.attachments.exists()

    def test_same_file_twice_is_named(self):
        practice = PracticeFactory()
        put(practice)

        with pytest.raises(Invalid) as refusal:
            put(practice, name="copy.pdf")

        assert refusal.value.errors == {"file": ["This very file is attached already as “leaflet.pdf”."]}

    def test_more_than_ten_files_are_refused(self):
        practice = PracticeFactory()
        for number in range(10):
            put(practice, data=f"note {number}".encode(), name="note.txt")

        with pytest.raises(Invalid) as refusal:
            put(practice, data=b"one more", name="note.txt")

        assert refusal.value.errors == {"file": ["An example can have 10 files. Remove one first."]}

    def test_remove_and_put_back(self):
        practice = PracticeFactory()
        attachment = put(practice)

        attachments.remove(attachment=attachment, by=practice.owner)
        assert not practice.attachments.filter(removed_at=None).exists()

        attachments.put_back(attachment=attachment, by=practice.owner)
        assert practice.attachments.filter(removed_at=None).get() == attachment

    def test_only_who_may_edit_adds_and_only_before_it_is_sent(self):
        practice = PracticeFactory()
        with pytest.raises(NotAllowed):
            put(practice, by=person("contributor", practice.force))

        sent = PracticeFactory(state="submitted", submitted_at=timezone.now())
        with pytest.raises(Conflict):
            put(sent)
