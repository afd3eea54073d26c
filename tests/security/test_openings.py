"""Every way to read what is OFFICIAL-SENSITIVE leaves a line in the audit trail, also the ways beside the page itself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nvap.actions import evidence, reviewing
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, answer_of
from tests.factories.reviews import a_case, a_document
from tests.security.rows import ROWS
from vkpp.core import outbox
from vkpp.core.models import AuditEvent, Marking

pytestmark = pytest.mark.django_db
WORDLESS = {"nvap:answer_here", "nvap:confirm_theme", "nvap:reopen", "nvap:return-queries", "nvap:waive"}
"""Pages of a return that show staff nothing the force wrote in it."""


def of_a_return(method):
    """The rows of the table about one return or a query about it."""
    return [
        row
        for row in ROWS
        if row.method == method
        and row.route not in WORDLESS
        and row.route.startswith("nvap:")
        and (row.route.startswith("nvap:query") or {"round_code", "force_code"} <= {*row.things})
    ]


OF_A_RETURN, SENT_TO_A_RETURN = of_a_return("get"), of_a_return("post")


def looks(verb):
    return list(AuditEvent.objects.filter(verb=verb).order_by("id").values_list("actor_id", flat=True))


def test_file_beside_an_answer_is_logged_when_vkpp_opens_it(client_for):
    norfolk = ForceFactory(code="norfolk")
    ret = a_return(norfolk)
    lead, staff = person("nvap_lead", norfolk), person("vkpp_staff")
    piece = evidence.add_file(response=answer_of(ret), upload=SimpleUploadedFile("a.txt", b"Calls."), by=lead)
    outbox.work(limit=10_000)  # what other things of the world owe may come first
    address = reverse("nvap:evidence_file", args=["2026", "norfolk", "2.1.1", piece.pk])

    for who in (lead, staff):
        answer = client_for(who).get(address)
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"Calls.")

    assert looks("return.look") == [staff.pk]


@pytest.mark.parametrize("row", OF_A_RETURN, ids=str)
def test_every_page_of_a_return_is_logged_when_vkpp_opens_it(world, monkeypatch, row):
    opened = []
    monkeypatch.setattr(reviewing, "look", lambda *, ret, by, code="": opened.append((ret.force.code, by)))

    answer = row.ask(world, "vkpp_staff")

    if answer.status_code == 200:
        assert opened == [("norfolk", world.people["vkpp_staff"])]


@pytest.mark.parametrize("row", SENT_TO_A_RETURN, ids=str)
def test_page_of_a_return_that_refuses_what_vkpp_sends_is_logged_too(world, monkeypatch, row):
    opened = []
    monkeypatch.setattr(reviewing, "look", lambda *, ret, by, code="": opened.append((ret.force.code, by)))

    answer = world.client("vkpp_staff").post(row.url(world), {})

    if answer.status_code == 200:
        assert opened == [("norfolk", world.people["vkpp_staff"])]


@pytest.mark.parametrize(
    ("of_review", "of_document", "logged"),
    [
        (Marking.OFFICIAL, Marking.OFFICIAL, False),
        (Marking.OFFICIAL, Marking.OFFICIAL_SENSITIVE, True),
        (Marking.OFFICIAL_SENSITIVE, Marking.OFFICIAL, True),
    ],
)
def test_text_of_a_sensitive_document_is_logged_whatever_its_review_is(client_for, of_review, of_document, logged):
    staff = person("vkpp_staff")
    review = a_case("included")
    document = a_document(review)
    type(review).objects.filter(pk=review.pk).update(marking=of_review)
    type(document).objects.filter(pk=document.pk).update(marking=of_document)

    answer = client_for(staff).get(reverse("reviews:document-text", args=[review.reference, document.pk]))

    assert answer.status_code == 200
    assert looks("case_review.look") == ([staff.pk] if logged else [])
