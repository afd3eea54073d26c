"""Evidence beside answers: looked through, checked for viruses, served only when clean, used at many answers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nvap.actions import assigning, evidence
from nvap.models import Evidence
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, answer_of
from vkpp.core import outbox
from vkpp.core.exceptions import Invalid, NotAllowed

pytestmark = pytest.mark.django_db


def upload(name="audit.txt", data=b"Forty calls were listened to."):
    return SimpleUploadedFile(name, data)


def file_page(ret, piece):
    return reverse("nvap:evidence_file", args=["2026", "norfolk", "2.1.1", piece.pk])


def test_file_is_served_only_after_the_virus_check(ret, lead, client_for):
    piece = evidence.add_file(response=answer_of(ret), upload=upload(), by=lead)
    browser = client_for(lead)
    assert (piece.scan, browser.get(file_page(ret, piece)).status_code) == ("waiting", 404)

    outbox.work()

    served = browser.get(file_page(ret, piece))
    assert b"".join(served.streaming_content) == b"Forty calls were listened to."
    assert served["Content-Disposition"] == 'attachment; filename="audit.txt"'
    assert served["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_same_file_at_another_answer_is_stored_once(ret, lead):
    first = evidence.add_file(response=answer_of(ret), upload=upload(), by=lead)

    second = evidence.add_file(response=answer_of(ret, "2.1.2"), upload=upload(), by=lead)

    assert (second, Evidence.objects.count()) == (first, 1)
    assert sorted(first.responses.values_list("action_version__code", flat=True)) == ["2.1.1", "2.1.2"]


def test_same_piece_twice_at_one_answer_is_refused(ret, lead):
    evidence.add_file(response=answer_of(ret), upload=upload(), by=lead)

    with pytest.raises(Invalid) as refusal:
        evidence.add_file(response=answer_of(ret), upload=upload(), by=lead)

    assert refusal.value.errors == {"file": ["“audit.txt” stands beside this answer already."]}


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "Enter the address of the page."),
        (
            "javascript:alert(1)",
            "Enter a web address in full, for example https://www.example.org/report.",
        ),
        ("strategy.docx", "Enter a web address in full, for example https://www.example.org/report."),
    ],
)
def test_link_that_is_no_web_address_is_refused(ret, lead, url, sentence):
    with pytest.raises(Invalid) as refusal:
        evidence.add_link(response=answer_of(ret), url=url, by=lead)

    assert refusal.value.errors == {"url": [sentence]}
    assert Evidence.objects.count() == 0


def test_evidence_of_another_force_cannot_be_used(ret, lead):
    kent = ForceFactory(code="kent")
    theirs = evidence.add_link(
        response=answer_of(a_return(kent)), url="https://www.kent.police.uk/", by=person("nvap_lead", kent)
    )

    with pytest.raises(Invalid):
        evidence.use(evidence=theirs, response=answer_of(ret), by=lead)
    with pytest.raises(NotAllowed):
        evidence.use(evidence=theirs, response=answer_of(ret), by=person("chief_officer", ret.force))

    assert not answer_of(ret).evidence.exists()


def test_page_adds_and_removes(ret, lead, client_for):
    browser = client_for(lead)
    url = reverse("nvap:answer_evidence", args=["2026", "norfolk", "2.1.1"])

    nothing = browser.post(url, {})
    browser.post(url, {"file": upload(), "url": "https://www.norfolk.police.uk/plan", "title": "The plan"})

    assert "Choose a file, enter a web address, or choose what your force has added before." in nothing.content.decode()
    titles = sorted(answer_of(ret).evidence.values_list("title", flat=True))
    assert titles == ["The plan", "audit.txt"]
    piece = Evidence.objects.get(kind="link")
    browser.post(reverse("nvap:unuse_evidence", args=["2026", "norfolk", "2.1.1", piece.pk]))
    assert answer_of(ret).evidence.count() == 1
    browser.post(url, {"evidence": piece.pk})
    assert answer_of(ret).evidence.count() == 2


@pytest.mark.parametrize("number", ["\u00b2", "\u0663", "9" * 5000, "-1", "1e3"], ids=ascii)
def test_what_is_no_number_of_evidence_is_nothing_chosen(ret, lead, client_for, number):
    url = reverse("nvap:answer_evidence", args=["2026", "norfolk", "2.1.1"])
    answer = client_for(lead).post(url, {"evidence": number})
    assert answer.status_code == 200
    assert "Choose a file, enter a web address, or choose what your force has added before." in answer.text


def test_other_force_does_not_find_the_file(ret, lead, client_for):
    piece = evidence.add_file(response=answer_of(ret), upload=upload(), by=lead)
    outbox.work()

    for role, force in (("nvap_lead", ForceFactory(code="kent")), ("national_analyst", None)):
        assert client_for(person(role, force)).get(file_page(ret, piece)).status_code == 404


def test_contributor_neither_sees_nor_takes_evidence_of_answers_that_are_not_theirs(ret, lead, client_for):
    colleague = person("contributor", ret.force)
    theirs = answer_of(ret, "2.1.2")
    assigning.assign(ret=ret, person=colleague, things=[theirs.action_version], by=lead)
    secret = evidence.add_file(response=answer_of(ret), upload=upload("secret.txt"), by=lead)
    shown = evidence.add_link(response=theirs, url="https://example.org/shown", title="Shown", by=lead)
    outbox.work()
    browser, page = client_for(colleague), reverse("nvap:answer_evidence", args=["2026", "norfolk", "2.1.2"])

    assert list(Evidence.objects.visible_to(colleague)) == [shown]
    assert "secret.txt" not in browser.get(page).content.decode()
    assert browser.post(page, {"evidence": secret.pk}).status_code == 404
    with pytest.raises(Invalid, match="Choose evidence of your force"):
        evidence.use(evidence=secret, response=theirs, by=colleague)
    assert list(secret.responses.values_list("action_version__code", flat=True)) == ["2.1.1"]
