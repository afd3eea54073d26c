"""Evidence beside answers: looked through, checked for viruses, served only when clean, used at many answers."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nvap import canonical
from nvap.actions import assigning, evidence, signing
from nvap.models import Evidence, Finding, Return
from tests.clients import text_of
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, all_answered, answer_of, answered
from vkpp.core import outbox, virus
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

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


# ---- removed for good
def removal(piece):
    return reverse("nvap:remove_evidence", args=["2026", "norfolk", "2.1.1", piece.pk])


def test_file_removed_for_good_is_stored_and_offered_nowhere(ret, lead, client_for, django_capture_on_commit_callbacks):
    piece = evidence.add_file(response=answer_of(ret), upload=upload("zzqvictim.txt"), by=lead)
    evidence.use(evidence=piece, response=answer_of(ret, "2.1.2"), by=lead)
    evidence.unuse(evidence=piece, response=answer_of(ret), by=lead)
    browser, page = client_for(lead), reverse("nvap:answer_evidence", args=["2026", "norfolk", "2.1.1"])
    assert removal(piece) in browser.get(page).text
    assert "2.1.2, Norfolk, 2026 return" in text_of(browser.get(removal(piece)))

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(removal(piece))

    assert not default_storage.exists(piece.file.name)
    assert "“zzqvictim.txt” is removed for good." in browser.get(page).text
    assert "zzqvictim" not in browser.get(page).text
    assert not piece.uses.exists()
    assert AuditEvent.objects.get(verb="evidence.remove").after == {"stored": False}
    again = evidence.add_file(response=answer_of(ret), upload=upload("better.txt"), by=lead)
    assert (again.pk != piece.pk, browser.get(removal(piece)).status_code) == (True, 404)
    outbox.work()


def test_file_that_was_put_before_a_chief_officer_stays_stored_but_is_offered_nowhere(
    ret, lead, client_for, django_capture_on_commit_callbacks
):
    all_answered(ret, by=lead)
    piece = evidence.add_file(response=answer_of(ret), upload=upload(), by=lead)
    signing.send_for_signature(ret=ret, by=lead)
    browser, page = client_for(lead), reverse("nvap:answer_evidence", args=["2026", "norfolk", "2.1.1"])
    assert "waits for the chief officer" in browser.post(removal(piece), follow=True).text
    assert piece.uses.exists()
    signing.recall(ret=Return.objects.get(), by=lead)

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(removal(piece))

    assert default_storage.exists(piece.file.name)
    assert "Ask VKPP if it must be deleted all the same." in browser.get(page).text
    assert "audit.txt" not in browser.get(page).text


def test_who_may_not_change_every_answer_it_stands_beside_does_not_remove_it(ret, lead):
    colleague = person("contributor", ret.force)
    theirs = answer_of(ret, "2.1.2")
    assigning.assign(ret=ret, person=colleague, things=[theirs.action_version], by=lead)
    piece = evidence.add_file(response=answer_of(ret), upload=upload(), by=lead)
    evidence.use(evidence=piece, response=theirs, by=lead)

    with pytest.raises(NotAllowed, match="It stands beside 2.1.1 in Norfolk, 2026 return too"):
        evidence.remove(evidence=piece, response=theirs, by=colleague)
    evidence.remove(evidence=piece, response=theirs, by=lead)
    with pytest.raises(Conflict):
        evidence.remove(evidence=piece, response=theirs, by=lead)

    assert Evidence.objects.exclude(removed_at=None).count() == 1


def test_file_with_a_virus_counts_as_no_evidence(ret, lead, monkeypatch):
    monkeypatch.setattr(virus, "find", lambda _data: "Test virus")
    answered(ret, by=lead, implementation="embedded")
    evidence.add_file(response=answer_of(ret), upload=upload(), by=lead)
    finding = Finding.objects.get(rule__code="embedded_without_evidence")
    assert finding.state == "fixed"

    outbox.work()

    finding.refresh_from_db()
    assert (finding.state, answer_of(ret).updated_by) == ("open", lead)


@pytest.mark.parametrize("signed", [True, False])
def test_virus_in_a_file_of_a_return_at_the_chief_officer_is_told_before_it_is_sent(ret, lead, monkeypatch, signed):
    monkeypatch.setattr(virus, "find", lambda _data: "Test virus")
    chief = person("chief_officer", ret.force)
    all_answered(ret, by=lead, implementation="embedded", now="Audited.")
    for code in ("2.1.1", "2.1.2", "2.2.1"):
        evidence.add_link(response=answer_of(ret, code), url="https://www.norfolk.police.uk/", by=lead)
    evidence.unuse(evidence=Evidence.objects.get(), response=answer_of(ret), by=lead)
    evidence.add_file(response=answer_of(ret), upload=upload(), by=lead)
    signing.send_for_signature(ret=ret, by=lead)
    if signed:
        digest = canonical.digest(canonical.content(ret))
        signing.sign(ret=ret, statement=signing.declaration(ret), content_hash=digest, by=chief)

    outbox.work()

    ret = Return.objects.get()
    assert (ret.state, ret.signed_id) == ("answering" if signed else "to_sign", None)
    assert Finding.objects.get(response=answer_of(ret)).state == "open"
