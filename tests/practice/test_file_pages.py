"""Adding, removing and downloading files in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from practice.models import Attachment
from tests.factories.accounts import person
from tests.factories.practice import PracticeFactory
from tests.practice import files
from vkpp.core import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return PracticeFactory()


@pytest.fixture
def browser(practice, client_for):
    return client_for(practice.owner)


def add(browser, practice, *uploads):
    return browser.post(reverse("practice:files", args=[practice.reference]), {"file": list(uploads)})


def upload(name="leaflet.pdf", data=None):
    return SimpleUploadedFile(name, files.pdf() if data is None else data)


def test_files_are_added_and_bad_ones_named_while_good_ones_stay(practice, browser):
    answer = add(browser, practice, upload(), upload("virus.txt", files.EICAR), upload("empty.csv", b""))

    body = answer.content.decode()
    assert "“virus.txt” was not added: a virus was found in it." in body
    assert "“empty.csv” is empty (0 bytes). Choose the file again." in body
    assert [row.name for row in practice.attachments.all()] == ["leaflet.pdf"]


def test_without_a_file_the_page_asks_for_one(practice, browser):
    assert "Choose a file first." in add(browser, practice).content.decode()


def test_file_is_served_only_when_clean_and_only_as_a_download(practice, browser):
    add(browser, practice, upload())
    row = Attachment.objects.get()
    url = reverse("practice:file", args=[practice.reference, row.pk])
    assert browser.get(url).status_code == 404

    outbox.work()
    answer = browser.get(url)

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="leaflet.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")


def test_strangers_do_not_get_the_file(practice, browser, client, client_for):
    add(browser, practice, upload())
    outbox.work()
    url = reverse("practice:file", args=[practice.reference, Attachment.objects.get().pk])

    assert client_for(person("contributor", practice.force)).get(url).status_code == 404
    assert client_for(person("vkpp_staff")).get(url).status_code == 404
    assert client.get(url).status_code == 302


def test_removed_file_can_be_brought_back(practice, browser):
    add(browser, practice, upload())
    row = Attachment.objects.get()

    answer = browser.post(reverse("practice:remove_file", args=[practice.reference, row.pk]), follow=True)
    assert "Bring it back" in answer.content.decode()

    browser.post(reverse("practice:put_back", args=[practice.reference, row.pk]))
    row.refresh_from_db()
    assert row.removed_at is None
