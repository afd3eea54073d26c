"""The pages of a peer review, from the force's request to the first day of fieldwork, as people press their buttons."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nvap.actions import signing
from nvap.canonical import content, digest
from nvap.models import Action
from reviews import peer_work
from reviews.models import EvidenceRequest, PeerReview
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan, a_return, all_answered
from tests.factories.reviews import a_member, a_peer
from tests.queries import queries
from vkpp.core import audit, outbox

pytestmark = pytest.mark.django_db


def to(name, review, *more):
    return reverse(f"reviews:{name}", args=[review.reference, *more])


def text_of(response):
    return response.content.decode()


def sign(force, **values):
    """The force's return, answered, signed and sent."""
    lead, ret = person("nvap_lead", force), a_return(force)
    all_answered(ret, by=lead, **values)
    ret.refresh_from_db()
    signing.send_for_signature(ret=ret, by=lead)
    statement = signing.declaration(ret)
    chief = person("chief_officer", force)
    signing.sign(ret=ret, statement=statement, content_hash=digest(content(ret)), by=chief)


@pytest.fixture
def force():
    return ForceFactory(code="norfolk")


def test_from_request_to_fieldwork(force, client_for):
    a_plan()
    lead, staff = person("nvap_lead", force), person("vkpp_staff")
    at_force, at_vkpp = client_for(lead), client_for(staff)
    action = Action.objects.get(code="2.1.1")

    asked = {"title": "Voice of the victim", "reason": "Do officers ask?", "actions": [action.pk]}
    response = at_force.post(reverse("reviews:peer-new"), asked)
    review = PeerReview.objects.get()
    assert response.headers["Location"] == to("peer", review)

    at_vkpp.post(to("peer-arrange", review), {"manager": staff.pk, "version": 1})
    terms = {f"action-{action.pk}": "on", f"question-{action.pk}": "At night too?", "terms": "Two days."}
    review.refresh_from_db()
    at_vkpp.post(to("peer-scope-edit", review), {**terms, "version": review.version, "act": "send"})
    assert "At night too?" in text_of(at_force.get(to("peer-scope", review)))
    at_force.post(to("peer-terms-agree", review), {"terms_version": 1})
    at_vkpp.post(to("peer-step", review, "prepare"))
    review.refresh_from_db()
    assert review.state == "preparing"

    for sector in ("policing", "academia", "voluntary"):
        peer = person("peer_reviewer")
        joining = {"person": peer.pk, "sector": sector, "lead": "on" if sector == "policing" else ""}
        at_vkpp.post(to("peer-team-add", review), joining)
        client_for(peer).post(to("peer-declare", review), {"interest": "none", "text": ""})
    days = {"fieldwork_from": "2027-03-01", "fieldwork_to": "2027-03-02"}
    review.refresh_from_db()
    at_vkpp.post(to("peer-arrange", review), {"manager": staff.pk, "version": review.version, **days})
    at_vkpp.post(to("peer-step", review, "start"))

    review.refresh_from_db()
    assert (review.state, review.fieldwork_to) == ("fieldwork", dt.date(2027, 3, 2))


def test_step_that_lacks_something_says_what(force, client_for):
    review = a_peer(force, "preparing", team=False)
    browser = client_for(person("vkpp_staff"))

    page = text_of(browser.post(to("peer-step", review, "start")))

    assert "Add a member from: Policing." in page
    assert "Choose who leads the team." in page


def test_conflict_of_interest_is_refused_until_it_is_waived(force, client_for):
    review = a_peer(force, "preparing", team=False)
    peer, admin, staff = person("peer_reviewer"), person("vkpp_admin"), person("vkpp_staff")
    member = a_member(review, peer, interest="undeclared", declared_at=None)
    browser = client_for(peer)
    browser.post(to("peer-declare", review), {"interest": "conflict", "text": "I worked there."})
    assert browser.get(to("peer-evidence", review)).status_code == 403
    assert client_for(staff).get(to("peer-waive", review, member.pk)).status_code == 403

    client_for(admin).post(to("peer-waive", review, member.pk), {"reason": "It is ten years ago."})

    assert browser.get(to("peer-evidence", review)).status_code == 200
    assert "I worked there." not in text_of(client_for(review.requested_by).get(to("peer-team", review)))


def test_person_of_the_force_is_refused_with_the_sentence(force, client_for):
    review = a_peer(force, "preparing", team=False)
    peer = person("peer_reviewer", email="sam@norfolk.police.uk")
    type(force).objects.filter(pk=force.pk).update(email_domains=["norfolk.police.uk"])

    page = text_of(
        client_for(person("vkpp_staff")).post(to("peer-team-add", review), {"person": peer.pk, "sector": "policing"})
    )

    assert "Nobody of the reviewed force is on the team: choose somebody else." in page
    assert review.team.count() == 0


def test_second_who_drafts_sees_both_texts_and_loses_none(force, client_for):
    review = a_peer(force, "scoping", team=False, terms="Two days.", terms_agreed_at=None, terms_agreed_by=None)
    browser = client_for(person("vkpp_staff"))
    scopes = {f"action-{scope.action_id}": "on" for scope in review.scopes.all()}
    PeerReview.objects.filter(pk=review.pk).update(terms="Three days.", version=2)

    response = browser.post(to("peer-scope-edit", review), {**scopes, "terms": "Four days.", "version": 1})

    assert response.status_code == 409
    assert "Three days." in text_of(response)
    assert "Four days." in text_of(response)
    browser.post(to("peer-scope-edit", review), {**scopes, "terms": "Four days.", "version": 2})
    review.refresh_from_db()
    assert review.terms == "Four days."


def test_evidence_is_asked_for_and_given_on_its_pages(force, client_for):
    review = a_peer(force, "preparing")
    peer, lead = review.team.get(lead=True).person, person("nvap_lead", force)
    client_for(peer).post(to("peer-request-new", review), {"text": "The audit of calls."})
    made = EvidenceRequest.objects.get()
    at_force = client_for(lead)

    nothing = at_force.post(to("peer-supply", review, made.pk), {})
    assert "Choose a file, enter a web address" in text_of(nothing)
    wrong = SimpleUploadedFile("run.exe", b"MZ")
    assert "was not added" in text_of(at_force.post(to("peer-supply", review, made.pk), {"file": wrong}))
    at_force.post(to("peer-supply", review, made.pk), {"file": SimpleUploadedFile("audit.txt", b"Forty.")})
    outbox.work()

    page = text_of(client_for(peer).get(to("peer-request", review, made.pk)))
    assert to("peer-piece", review, made.pk, made.supplied.get().pk) in page
    client_for(peer).post(to("peer-request-act", review, made.pk, "accept"))
    made.refresh_from_db()
    assert made.state == "accepted"


def test_signed_answers_stand_beside_the_actions(force, client_for):
    review = a_peer(force, "preparing")
    peer = client_for(review.team.get(lead=True).person)
    assert "No signed return" in text_of(peer.get(to("peer-standing", review)))

    sign(force, now="Training for all new officers.")

    page = text_of(peer.get(to("peer-standing", review)))
    assert "Training for all new officers." in page
    assert audit.events_about(review).first().verb == "peer_review.look"


def test_other_force_finds_nothing(force, client_for):
    review = a_peer(force, "preparing")
    stranger = client_for(person("nvap_lead", ForceFactory(code="kent")))

    for name in ("peer", "peer-ics", "peer-scope", "peer-team", "peer-evidence", "peer-standing", "peer-declare"):
        assert stranger.get(to(name, review)).status_code == 404
    assert review.title not in text_of(stranger.get(reverse("reviews:peers") + "?tab=all"))
    assert "BEGIN:VEVENT" not in text_of(stranger.get(reverse("reviews:peer-calendar-file")))


def test_days_come_as_a_calendar_file(force, client_for):
    review = a_peer(force, "preparing", report_due_on=dt.date(2026, 12, 1))

    file = client_for(person("chief_officer", force)).get(to("peer-ics", review))

    lines = text_of(file).split("\r\n")
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert lines.count("BEGIN:VEVENT") == 2
    assert {"DTSTART;VALUE=DATE:20261102", "DTEND;VALUE=DATE:20261105", "DTSTART;VALUE=DATE:20261201"} <= set(lines)
    assert review.title not in text_of(file)


def test_calendar_shows_a_year_by_month(force, client_for):
    a_peer(force, "preparing", report_due_on=dt.date(2027, 1, 10))
    browser = client_for(person("vkpp_staff"))

    assert "November 2026" in text_of(browser.get(reverse("reviews:peer-calendar") + "?year=2026"))
    assert "January 2027" in text_of(browser.get(reverse("reviews:peer-calendar") + "?year=2027"))
    assert browser.get(reverse("reviews:peer-calendar") + "?year=99999").status_code == 200


@pytest.mark.parametrize("query", ["", "?tab=all&sort=fieldwork&mine=1", "?tab=over&q=zzz&force=norfolk", "?page=9"])
def test_list_takes_whatever_is_asked(force, client_for, query):
    a_peer(force)

    assert client_for(person("vkpp_staff")).get(reverse("reviews:peers") + query).status_code == 200


def test_lists_ask_the_database_as_often_for_three_as_for_one(force, client_for):
    browser = client_for(person("vkpp_staff"))
    pages = [reverse("reviews:peers") + "?tab=all", reverse("reviews:peer-calendar") + "?year=2026"]
    review = a_peer(force)
    team = to("peer-team", review)
    before = [queries(browser, page) for page in (*pages, team)]
    for _number in range(2):
        a_peer(force)
        a_member(review, sector="academia")

    assert [queries(browser, page) for page in (*pages, team)] == before


def test_overview_is_found_without_counting_rows(force, client_for):
    review = a_peer(force)
    browser = client_for(person("nvap_lead", force))

    assert queries(browser, to("peer", review)) <= 24


def test_home_shows_what_waits_for_each(force, client_for):
    review = a_peer(force, "scoping", terms_agreed_at=None, terms_agreed_by=None)
    asked = a_peer(force, "requested", team=False)
    peer, colleague = person("peer_reviewer"), person("contributor", force)
    a_member(review, peer, interest="undeclared", declared_at=None)
    a_member(review, interest="conflict", interest_text="My aunt.")
    EvidenceRequest.objects.create(review=review, text="The rota.", assignee=colleague, made_by=peer)

    waiting = {
        who: [item.title for item in peer_work.everything(who)]
        for who in (review.requested_by, peer, colleague, person("vkpp_admin"), person("evaluator"))
    }

    assert list(waiting.values()) == [
        ["Read scope and terms, and agree them"],
        ["Declare your interests"],
        ["Evidence: The rota."],
        ["Decide about the request", "Decide about a conflict of interest"],
        [],
    ]
    assert "Evidence: The rota." in text_of(client_for(colleague).get("/"))
    assert asked.reference in text_of(client_for(person("vkpp_staff")).get(reverse("reviews:front")))
