"""What is published, who may read it, and how it is shown."""

import io

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from practice.actions import authoring, bank, sharing, triage
from practice.models import BankEntry, EvidenceLink, Publication
from practice.vocab import Audience
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import PracticeFactory, published_practice, submitted_practice
from vkpp.core.models import AuditEvent, Marking

pytestmark = pytest.mark.django_db

PUBLIC = ("share_forces", "publish_public", "discuss_stakeholders")


@pytest.fixture
def stranger():
    """An officer of another force."""
    return person("contributor", ForceFactory(code="kent"))


def page(practice):
    return reverse("practice:entry", args=[practice.reference])


def test_publication_keeps_every_word_when_the_example_changes():
    practice = published_practice(summary="As it was sent.")
    authoring.revise(practice=practice, by=practice.owner)
    authoring.save(practice=practice, values={"summary": "Changed."}, version=practice.version, by=practice.owner)

    publication = practice.publications.get()
    assert publication.content["fields"]["summary"] == "As it was sent."
    assert BankEntry.objects.get(practice=practice).summary == "As it was sent."


@pytest.mark.parametrize("change", ["update", "delete"])
def test_publication_cannot_be_changed_in_the_database(change):
    publication = published_practice().publications.get()
    row = Publication.objects.filter(pk=publication.pk)

    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        row.update(rationale="Rewritten") if change == "update" else row._raw_delete("default")

    publication.refresh_from_db()
    assert publication.rationale == ""


def test_publishing_again_makes_the_next_number_and_keeps_the_first_date():
    practice = published_practice()
    first = practice.publications.get()

    second = bank.publish(
        practice=practice,
        rating="promising",
        rationale="A local evaluation.",
        released_to=Audience.POLICE,
        review_by=first.review_by,
        by=None,
    )

    entry = BankEntry.objects.get(practice=practice)
    assert second.number == 2
    assert (entry.publication_id, entry.rating) == (second.pk, "promising")
    assert (entry.first_published_at, entry.published_at) == (first.published_at, second.published_at)


@pytest.mark.parametrize(
    ("released_to", "permitted", "public", "police", "government"),
    [
        (Audience.PUBLIC, (), False, False, False),
        (Audience.PUBLIC, ("share_forces",), False, True, False),
        (Audience.PUBLIC, ("discuss_stakeholders",), False, False, True),
        (Audience.PUBLIC, ("publish_public",), True, True, True),
        (Audience.POLICE, ("publish_public",), False, False, False),
        (Audience.POLICE, ("publish_public", "share_forces"), False, True, False),
        (Audience.POLICE, ("feature_events", "contact_evaluators"), False, False, False),
    ],
)
def test_entry_is_open_to_whom_staff_released_and_the_owner_permits(released_to, permitted, public, police, government):
    practice = published_practice(released_to=released_to, permitted=permitted)

    entry = BankEntry.objects.get(practice=practice)
    assert (entry.open_to_public, entry.open_to_police, entry.open_to_government) == (public, police, government)


def test_permission_taken_back_closes_every_door_at_once(client_for, stranger):
    kept = published_practice(permitted=PUBLIC, title="Knife arches at stations")
    practice = published_practice(permitted=PUBLIC, title="Knife bins at stations", by=kept.owner)
    browser, anybody = client_for(stranger), Client()
    doors = [page(practice), reverse("practice:entry-pdf", args=[practice.reference])]
    lists = ["/practice/", "/practice/?q=knife", "/practice/?focus=DA", "/practice/feed/", page(kept), "/"]
    for door in doors:
        assert browser.get(door).status_code == 200
    assert [practice.reference in browser.get(place).text for place in lists] == [True] * len(lists)
    assert "2 examples" in browser.get("/practice/?q=knife").text

    for use in PUBLIC:
        sharing.revoke(practice=practice, use=use, by=practice.owner)

    for door in doors:
        assert browser.get(door).status_code == 404
        assert anybody.get(door).status_code == 404
    assert [practice.reference in browser.get(place).text for place in lists] == [False] * len(lists)
    assert [practice.reference in anybody.get(place).text for place in lists[:5]] == [False] * 5
    assert "1 example" in browser.get("/practice/?q=knife").text


def test_withdrawn_example_stays_closed_when_it_is_taken_up_again(client_for, stranger):
    practice = published_practice(permitted=PUBLIC)
    authoring.withdraw(practice=practice, by=practice.owner)
    authoring.revise(practice=practice, by=practice.owner)
    sharing.give(practice=practice, use="feature_events", by=practice.owner)

    assert client_for(stranger).get(page(practice)).status_code == 404
    assert not BankEntry.objects.visible_to(stranger).exists()


def test_sensitive_example_is_never_public_and_reading_it_is_logged(client_for, stranger):
    practice = published_practice(permitted=PUBLIC)
    triage.mark(practice=practice, marking=Marking.OFFICIAL_SENSITIVE, reason="Tactics.", by=person("vkpp_staff"))

    assert Client().get(page(practice)).status_code == 404
    assert client_for(stranger).get(page(practice)).status_code == 200
    assert AuditEvent.objects.filter(verb="practice.read", actor_id=stranger.pk).count() == 1


def test_contact_is_shown_only_after_signing_in(client_for, stranger):
    practice = published_practice(permitted=PUBLIC)

    assert "harm.reduction@norfolk.police.uk" not in Client().get(page(practice)).text
    assert "harm.reduction@norfolk.police.uk" in client_for(stranger).get(page(practice)).text


def test_earlier_publication_is_for_who_works_on_the_example(client_for, stranger):
    practice = published_practice(permitted=PUBLIC, summary="First words.")
    authoring.revise(practice=practice, by=practice.owner)
    authoring.save(practice=practice, values={"summary": "Second."}, version=practice.version, by=practice.owner)
    first = practice.publications.get()
    bank.publish(
        practice=practice,
        rating="",
        rationale="",
        released_to=Audience.PUBLIC,
        review_by=first.review_by,
        by=None,
    )
    address = reverse("practice:entry-earlier", args=[practice.reference, 1])

    assert "First words." in client_for(practice.owner).get(address).text
    assert address in client_for(practice.owner).get(page(practice)).text
    assert client_for(stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 404
    assert address not in client_for(stranger).get(page(practice)).text


def test_example_never_published_is_not_found(client_for, stranger):
    practice = PracticeFactory()

    assert client_for(stranger).get(page(practice)).status_code == 404
    assert client_for(practice.owner).get(page(practice)).status_code == 404


def test_text_with_markup_is_shown_as_text():
    practice = published_practice(
        permitted=PUBLIC, title="<script>alert(1)</script> knife", summary="<b>knife</b> & fork"
    )

    found = Client().get("/practice/?q=knife").text
    assert "<script>alert(1)" not in found
    assert "&lt;b&gt;<mark>knife</mark>&lt;/b&gt; &amp; fork" in found
    assert "<b>knife" not in Client().get(page(practice)).text


def test_evidence_is_linked_only_to_the_web():
    practice = submitted_practice(permitted=PUBLIC)
    for title, url in (("Study", "https://study.example/1"), ("Trap", "javascript:alert(1)")):
        EvidenceLink.objects.create(practice=practice, kind=EvidenceLink.Kind.SOURCE, title=title, url=url)
    bank.publish(
        practice=practice,
        rating="",
        rationale="",
        released_to=Audience.PUBLIC,
        review_by=timezone.localdate(),
        by=None,
    )

    found = Client().get(page(practice)).text
    assert 'href="https://study.example/1"' in found
    assert "<strong>Trap</strong>" in found
    assert "javascript:" not in found


def test_pdf_is_tagged_and_carries_marking_and_words():
    practice = published_practice(permitted=PUBLIC, title="Knife bins [#strong] $x$ at stations")

    answer = Client().get(reverse("practice:entry-pdf", args=[practice.reference]))

    document = PdfReader(io.BytesIO(answer.content))
    text = document.pages[0].extract_text()
    assert answer["Content-Type"] == "application/pdf"
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert document.trailer["/Root"]["/Lang"] == "en-GB"
    assert document.metadata.title == practice.title
    assert "Knife bins [#strong] $x$ at stations" in text
    assert "OFFICIAL" in text
    assert "harm.reduction" not in "".join(sheet.extract_text() for sheet in document.pages)


def test_public_page_is_answered_not_modified_until_it_changes():
    practice = published_practice(permitted=PUBLIC)
    first = Client().get(page(practice))

    again = Client().get(page(practice), headers={"If-None-Match": first["ETag"]})
    sharing.revoke(practice=practice, use="publish_public", by=practice.owner)
    gone = Client().get(page(practice), headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == "no-cache"
    assert (again.status_code, gone.status_code) == (304, 404)


def test_page_seen_by_somebody_signed_in_is_not_kept(client_for, stranger):
    practice = published_practice(permitted=PUBLIC)

    assert client_for(stranger).get(page(practice))["Cache-Control"] == "private, no-store"


def test_list_asks_the_database_no_more_for_four_examples_than_for_two(client_for, stranger):
    browser = client_for(stranger)
    addresses = ("/practice/", "/practice/?q=message&category=prevention", "/practice/feed/", "/")
    example, _related = (published_practice(permitted=PUBLIC, by=stranger) for _ in range(2))
    counts = {address: queries_of(browser, address) for address in (*addresses, page(example))}

    for _ in range(2):
        published_practice(permitted=PUBLIC, by=stranger)

    assert {address: queries_of(browser, address) for address in counts} == counts


def queries_of(browser, address):
    """How many queries a page makes when it is opened the second time."""
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_address_with_values_that_do_not_exist_says_so_and_shows_the_rest():
    published_practice(permitted=PUBLIC)

    answer = Client().get("/practice/?category=foo&category=prevention&sort=best&page=x&force=%00").text

    assert "The filter “Category: foo” was left out: there is no such value." in answer
    assert "The list cannot be sorted by “best”." in answer
    assert "There is no page “x”; this is the first." in answer
    assert "1 example" in answer


def test_visitor_is_not_told_how_many_examples_are_closed_to_them():
    published_practice(permitted=("share_forces",), title="Closed to the public")
    published_practice(permitted=PUBLIC)

    answer = Client().get("/practice/").text

    assert "<strong>1 example</strong>" in answer
    assert "Closed to the public" not in answer
    assert "find more after signing in" in answer
