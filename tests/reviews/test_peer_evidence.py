"""Evidence that a team asks for: given from the force's one library, looked at, asked for again, never after the end."""

import datetime as dt

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from nvap.actions import evidence as library
from nvap.models import Action, Evidence
from reviews import peer_work
from reviews.actions import evidence_requests as actions
from reviews.actions import peer_reminding
from reviews.models import EvidenceRequest, PeerFinding, PeerReview, TeamMember
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, answer_of
from tests.factories.reviews import a_peer
from tests.queries import queries
from vkpp.accounts.actions import end_membership
from vkpp.accounts.models import User
from vkpp.core import audit, outbox, virus
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def force():
    return ForceFactory(code="norfolk")


@pytest.fixture
def review(force):
    return a_peer(force, "preparing")


@pytest.fixture
def lead(force):
    return person("nvap_lead", force)


@pytest.fixture
def peer(review):
    return review.team.get(lead=True).person


@pytest.fixture
def request_(review, peer):
    return actions.make(review=review, text="The training record.", by=peer)


def upload(data=b"Forty calls were listened to.", name="audit.txt"):
    return SimpleUploadedFile(name, data)


def test_request_reaches_lead_and_chief_officer(review, peer, lead, force):
    chief = person("chief_officer", force)
    day = timezone.localdate() + dt.timedelta(days=10)
    action = Action.objects.get(code="2.1.1")

    made = actions.make(review=review, text="The audit of calls.", action=action, due_on=day, by=peer)
    outbox.work()

    assert (made.state, made.assignee, made.made_by) == ("open", None, peer)
    told = {address for message in mail.outbox for address in message.to}
    assert told == {lead.email, chief.email, review.requested_by.email}
    assert "audit of calls" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"text": " "},
            {"text": ["Say what you would like to see, for example “The training record of the last two years”."]},
        ),
        ({"due_on": dt.date(2020, 1, 1)}, {"due_on": ["Choose a day that is not in the past."]}),
    ],
)
def test_unclear_request_is_refused(review, peer, changes, errors):
    with pytest.raises(Invalid) as refusal:
        actions.make(review=review, by=peer, **({"text": "The policy."} | changes))

    assert refusal.value.errors == errors
    assert EvidenceRequest.objects.count() == 0


def test_only_the_cleared_team_asks(review, lead):
    undeclared = review.team.get(sector="academia")
    type(undeclared).objects.filter(pk=undeclared.pk).update(interest="undeclared")

    for somebody in (lead, undeclared.person):
        with pytest.raises(NotAllowed):
            actions.make(review=review, text="The policy.", by=somebody)


def test_file_goes_into_the_library_and_to_the_team(request_, lead, peer):
    supplied = actions.supply_file(request=request_, upload=upload(), by=lead)
    outbox.work()

    piece = Evidence.objects.get()
    assert (piece.force, piece.marking, piece.scan) == (request_.review.force, "official_sensitive", "clean")
    assert (request_.state, list(request_.pieces.all()), supplied.by) == ("supplied", [piece], lead)
    assert f"Evidence has come: peer review {request_.review.reference}" in [one.subject for one in mail.outbox]


def test_file_that_stands_beside_an_answer_is_not_stored_twice(request_, force, lead):
    known = library.add_file(response=answer_of(a_return(force)), upload=upload(), by=lead)

    supplied = actions.supply_file(request=request_, upload=upload(name="copy.txt"), by=lead)

    assert (supplied.evidence, Evidence.objects.count()) == (known, 1)


def test_what_the_library_has_is_given_again(request_, force, lead):
    known = library.add_link(response=answer_of(a_return(force)), url="https://www.norfolk.police.uk/a", by=lead)

    actions.supply(request=request_, evidence=known, by=lead)
    with pytest.raises(Invalid):
        actions.supply(request=request_, evidence=known, by=lead)

    assert request_.supplied.count() == 1


def test_evidence_of_another_force_is_not_given(request_, lead):
    kent = ForceFactory(code="kent")
    theirs = library.add_link(
        response=answer_of(a_return(kent)), url="https://www.kent.police.uk/", by=person("nvap_lead", kent)
    )

    with pytest.raises(Invalid) as refusal:
        actions.supply(request=request_, evidence=theirs, by=lead)

    assert refusal.value.errors == {"evidence": ["Choose evidence of your force."]}
    assert (request_.state, request_.supplied.count()) == ("open", 0)


def test_file_with_a_virus_reaches_nobody(request_, lead, peer, client_for, monkeypatch):
    supplied = actions.supply_file(request=request_, upload=upload(), by=lead)
    monkeypatch.setattr(virus, "TEST_VIRUS", b"Forty calls")
    outbox.work()

    address = reverse("reviews:peer-piece", args=[request_.review.reference, request_.pk, supplied.pk])
    assert client_for(peer).get(address).status_code == 404
    assert Evidence.objects.get().scan == "infected"
    assert f"A file beside {request_.review.reference} was refused" in [one.subject for one in mail.outbox]


def test_team_opens_a_clean_file_and_the_look_is_kept(request_, lead, peer, client_for):
    supplied = actions.supply_file(request=request_, upload=upload(), by=lead)
    outbox.work()
    address = reverse("reviews:peer-piece", args=[request_.review.reference, request_.pk, supplied.pk])

    served = client_for(peer).get(address)

    assert b"".join(served.streaming_content) == b"Forty calls were listened to."
    assert audit.events_about(request_).first().verb == "evidence_request.opened"
    assert client_for(person("peer_reviewer")).get(address).status_code == 404


def test_colleague_who_is_asked_finds_it_and_sees_nothing_else(request_, force, lead, client_for):
    colleague, other = person("contributor", force), person("contributor", force)
    actions.assign(request=request_, assignee=colleague, by=lead)
    place = [request_.review.reference]

    actions.supply_file(request=request_, upload=upload(), by=colleague)

    browser = client_for(colleague)
    assert browser.get(reverse("reviews:peer-request", args=[*place, request_.pk])).status_code == 200
    assert browser.get(reverse("reviews:peer", args=place)).status_code == 404
    assert browser.get(reverse("reviews:peer-evidence", args=place)).status_code == 404
    assert list(EvidenceRequest.objects.visible_to(other)) == []


def test_piece_is_taken_back_until_the_team_has_looked(request_, lead, peer):
    supplied = actions.supply_file(request=request_, upload=upload(), by=lead)
    actions.take_back(supplied=supplied, by=lead)
    assert (request_.state, Evidence.objects.count()) == ("open", 1)

    again = actions.supply_file(request=request_, upload=upload(), by=lead)
    actions.accept(request=request_, by=peer)
    with pytest.raises(Conflict):
        actions.take_back(supplied=again, by=lead)
    assert request_.supplied.get() == again


def test_piece_that_a_finding_refers_to_stays(request_, lead, peer):
    supplied = actions.supply_file(request=request_, upload=upload(), by=lead)
    action = Action.objects.get(code="2.1.1")
    finding = PeerFinding.objects.create(
        review=request_.review, action=action, kind="strength", title="Listens", text="It does.", made_by=peer
    )
    finding.pieces.add(supplied)

    with pytest.raises(Conflict) as refusal:
        actions.take_back(supplied=supplied, by=lead)

    assert refusal.value.message == "The team refers to it in a finding: it can no longer be taken back."


def test_not_held_is_an_answer_and_can_be_asked_again(request_, lead, peer):
    with pytest.raises(Invalid):
        actions.not_held(request=request_, note="", by=lead)
    actions.not_held(request=request_, note="We keep none.", by=lead)
    assert (request_.state, request_.note) == ("not_held", "We keep none.")

    actions.ask_again(request=request_, reason="Is there a rota?", by=peer)
    actions.cancel(request=request_, by=peer)

    with pytest.raises(Conflict):
        actions.supply_link(request=request_, url="https://www.norfolk.police.uk/rota", by=lead)
    assert Evidence.objects.count() == 0


def test_nothing_is_given_after_the_final_report(request_, lead):
    PeerReview.objects.filter(pk=request_.review_id).update(state="final")
    request_ = EvidenceRequest.objects.get(pk=request_.pk)

    with pytest.raises(Conflict):
        actions.supply_file(request=request_, upload=upload(), by=lead)

    assert Evidence.objects.count() == 0


def test_day_that_has_passed_stays_while_the_words_change(request_, peer):
    EvidenceRequest.objects.filter(pk=request_.pk).update(due_on=dt.date(2020, 1, 1))
    request_.refresh_from_db()

    actions.change(request=request_, text="The policy.", action=None, due_on=dt.date(2020, 1, 1), version=1, by=peer)
    with pytest.raises(Conflict):
        actions.change(request=request_, text="Mine.", action=None, due_on=None, version=1, by=peer)

    request_.refresh_from_db()
    assert (request_.text, request_.version) == ("The policy.", 2)


def test_an_empty_tab_says_that_nothing_stands_there(request_, review, peer, client_for):
    page = reverse("reviews:peer-evidence", args=[review.reference])

    shown = client_for(peer).get(page, {"state": "accepted"}).text

    assert "No request for evidence stands here now." in shown
    assert "Nothing is asked for yet" not in shown


def test_list_asks_the_database_as_often_for_three_as_for_one(review, peer, lead, client_for):
    page, browser = reverse("reviews:peer-evidence", args=[review.reference]), client_for(peer)

    def more(number):
        made = actions.make(review=review, text=f"Number {number}.", by=peer)
        actions.supply_file(request=made, upload=upload(f"Text {number}.".encode()), by=lead)

    more(1)
    one = queries(browser, page)
    more(2)
    more(3)

    assert queries(browser, page) == one
    assert one <= 14


def test_what_somebody_who_has_left_was_to_find_is_for_the_lead_again(request_, force, lead):
    colleague, officer = person("contributor", force), person("vkpp_admin")
    actions.assign(request=request_, assignee=colleague, by=lead)
    assert list(peer_work.to_find(lead)) == []
    end_membership(membership=colleague.memberships.get(), reason="Moved on.", by=officer)
    colleague = User.objects.get(pk=colleague.pk)
    today = timezone.localdate()
    EvidenceRequest.objects.filter(pk=request_.pk).update(due_on=today + dt.timedelta(days=2))
    mail.outbox.clear()

    peer_reminding.remind(day=today)
    outbox.work()

    assert [item.title for item in peer_work.to_find(lead)] == ["Evidence: The training record."]
    assert list(peer_work.to_find(colleague)) == []
    told = {address for one in mail.outbox if one.subject.startswith("Evidence is due") for address in one.to}
    assert lead.email in told
    assert colleague.email not in told


def test_who_is_off_the_team_hears_nothing_of_what_they_asked_for(request_, lead, peer):
    TeamMember.objects.filter(person=peer).update(ended_at=timezone.now(), ended_by=request_.review.manager)
    mail.outbox.clear()

    actions.supply_file(request=request_, upload=upload(), by=lead)
    outbox.work()

    told = {address for one in mail.outbox for address in one.to}
    assert peer.email not in told
    assert request_.review.manager.email in told


def test_reminder_goes_out_once_and_not_after_it_was_given(request_, lead):
    today = timezone.localdate()
    EvidenceRequest.objects.filter(pk=request_.pk).update(due_on=today + dt.timedelta(days=2))
    assert [peer_reminding.remind(day=today), peer_reminding.remind(day=today)] == [1, 1]
    outbox.work()
    subject = f"Evidence is due: peer review {request_.review.reference}"
    assert [one.to for one in mail.outbox if one.subject == subject].count([lead.email]) == 1

    mail.outbox.clear()
    peer_reminding.remind(day=today - dt.timedelta(days=5))
    EvidenceRequest.objects.filter(pk=request_.pk).update(state="cancelled")
    outbox.work()

    assert mail.outbox == []
