"""Pages of adoptions: the list, recording, one record, and what an example's page tells of other forces."""

import datetime as dt

import pytest
from django.utils import timezone

from practice.actions import adoption as actions
from practice.actions import adoption_reminding, sharing
from practice.models import Adoption
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from tests.queries import queries
from tests.reviews.test_peer_pages import text_of
from vkpp.core import outbox
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db
ADOPT = {"kind": "adopt", "plan": "Zzplan two officers."}


def days(number):
    return timezone.localdate() - dt.timedelta(days=number)


@pytest.fixture
def owner():
    return person("contributor", ForceFactory(code="norfolk", short_name="Norfolk"))


@pytest.fixture
def practice(owner):
    return published_practice(by=owner, title="Texts after calls")


@pytest.fixture
def officer():
    return person("contributor", ForceFactory(code="kent", name="Kent Police", short_name="Kent"))


@pytest.fixture
def lead(officer):
    return person("nvap_lead", officer.memberships.get().force)


def recorded(practice, by, **values):
    return actions.record(practice=practice, values={**ADOPT, **values}, by=by)


def test_force_records_from_the_page_of_an_example(practice, officer, client_for):
    browser = client_for(officer)
    entry = f"/practice/{practice.reference}/"
    assert "Record what your force does with it" in text_of(browser.get(entry))

    answer = browser.post(
        f"{entry}adopt/",
        {"kind": "adapt", "plan": "One district.", "decided_on": str(days(3)), "shared_to": "1"},
        follow=True,
    )

    adoption = Adoption.objects.get()
    assert answer.redirect_chain == [(f"/practice/adoptions/{adoption.reference}/", 302)]
    assert "Adapt it to the force" in text_of(answer)
    assert (adoption.kind, adoption.decided_on, adoption.force) == ("adapt", days(3), officer.memberships.get().force)
    words = text_of(browser.get(entry))
    assert "1 force plans to take it up" in words
    assert "has taken it up" not in words
    assert "What your force recorded" in words


def test_second_click_leads_to_the_record_that_is_there(practice, officer, client_for):
    adoption = recorded(practice, officer)

    answer = client_for(officer).post(f"/practice/{practice.reference}/adopt/", {"kind": "adopt"})

    assert answer["Location"] == f"/practice/adoptions/{adoption.reference}/"


def test_what_is_missing_is_said_next_to_its_field(practice, officer, client_for):
    page = client_for(officer).post(f"/practice/{practice.reference}/adopt/", {"kind": "reject", "plan": "Kept text"})

    assert "Say why your force decides against it." in text_of(page)
    assert "Kept text" in page.text
    assert not Adoption.objects.exists()


def test_example_tells_who_learned_from_whom(practice, officer, client_for):
    essex = person("contributor", ForceFactory(code="essex", short_name="Essex"))
    first = recorded(practice, officer, started_on=days(0))
    recorded(practice, essex, source=first, kind="adapt")
    actions.note_result(adoption=first, result="worked", text="Start with one station.", by=officer)

    words = text_of(client_for(person("contributor")).get(f"/practice/{practice.reference}/"))

    assert "1 force has taken it up; it works, wholly or in part, for 1 of them; 1 force plans to take it up." in words
    assert "Learned from Kent:" in words
    assert "Start with one station." in words
    assert "Zzplan" not in words


def test_public_reads_what_is_shared_with_everybody(practice, officer, owner, client):
    sharing.give(practice=practice, use="publish_public", by=owner)
    recorded(practice, officer)
    page = client.get(f"/practice/{practice.reference}/")
    assert "Kent" not in text_of(page)

    adoption = Adoption.objects.get()
    actions.change(adoption=adoption, values={"shared_to": 2}, by=officer)

    page = client.get(f"/practice/{practice.reference}/")
    assert "plans to take it up" in text_of(page)
    assert adoption.reference not in page.text


def test_revoked_practice_hides_its_title_from_who_adopted_it(practice, officer, owner, client_for):
    adoption = recorded(practice, officer)
    sharing.revoke(practice=practice, use="share_forces", by=owner)
    browser = client_for(officer)

    one = text_of(browser.get(f"/practice/adoptions/{adoption.reference}/"))
    listed = text_of(browser.get("/practice/adoptions/"))

    for words in (one, listed):
        assert f"{practice.reference}, no longer open to you" in words
        assert "Texts after calls" not in words
    stranger = client_for(person("contributor"))
    assert stranger.get(f"/practice/adoptions/{adoption.reference}/").status_code == 404


def test_result_is_due_after_half_a_year_and_asked_for_once(practice, officer, client_for):
    adoption = recorded(practice, officer, decided_on=days(200), started_on=days(182))
    Notification.objects.all().delete()

    assert adoption_reminding.remind() == 1
    adoption_reminding.remind()
    outbox.work()

    mail = Notification.objects.get()
    assert (mail.kind, mail.to, mail.link) == (
        "adoption_result_due", officer, f"/practice/adoptions/{adoption.reference}/result/",
    )  # fmt: skip
    assert "Texts after calls" not in mail.subject + mail.body
    browser = client_for(officer)
    assert "What came of it?" in text_of(browser.get("/"))
    assert "Result due" in text_of(browser.get("/practice/adoptions/?tab=due"))

    answer = browser.post(
        f"/practice/adoptions/{adoption.reference}/result/",
        {"result": "too_early", "text": "", "version": 1},
        follow=True,
    )

    assert "Too early to say" in text_of(answer)
    assert "Nothing here yet" in text_of(browser.get("/practice/adoptions/?tab=due"))
    assert adoption_reminding.remind() == 0
    assert adoption_reminding.remind(day=timezone.localdate() + dt.timedelta(days=183)) == 1


def test_reminder_goes_to_the_lead_when_the_recorder_has_left(practice, officer, lead):
    recorded(practice, officer, decided_on=days(200), started_on=days(190))
    officer.memberships.update(ended_at=timezone.now(), ended_by=lead)
    Notification.objects.all().delete()

    adoption_reminding.remind()
    outbox.work()

    assert Notification.objects.get().to == lead


def test_second_of_two_writers_reads_what_the_first_saved(practice, officer, lead, client_for):
    adoption = recorded(practice, officer)
    url = f"/practice/adoptions/{adoption.reference}/change/"
    typed = {"kind": "adopt", "decided_on": str(adoption.decided_on), "shared_to": "1", "version": "1"}
    client_for(lead).post(url, {**typed, "plan": "What the lead wrote."})
    browser = client_for(officer)

    page = browser.post(url, {**typed, "plan": "What the officer wrote."})

    words = text_of(page)
    assert "Somebody changed this while you were writing." in words
    assert "What the lead wrote." in words
    assert "What the officer wrote." in page.text
    assert 'name="version" value="2"' in page.text
    browser.post(url, {**typed, "plan": "Both.", "version": "2"})
    adoption.refresh_from_db()
    assert adoption.plan == "Both."


def test_lead_ends_resumes_removes_and_puts_back(practice, officer, lead, client_for):
    adoption = recorded(practice, officer, started_on=days(0))
    browser, url = client_for(lead), f"/practice/adoptions/{adoption.reference}/"

    assert "It has ended" in text_of(browser.post(f"{url}end/", {"reason": "Money."}, follow=True))
    assert "It goes on" in text_of(browser.post(f"{url}resume/", follow=True))
    assert "You can put it back" in text_of(browser.post(f"{url}remove/", {"reason": "Twice."}, follow=True))
    assert "tab=removed" in browser.get("/practice/adoptions/").text
    assert "The record is back" in text_of(browser.post(f"{url}put-back/", follow=True))

    assert client_for(officer).get(f"{url}end/").status_code == 403


def test_staff_see_all_forces_and_what_came_of_it(practice, officer, client_for):
    adoption = recorded(practice, officer, shared_to=0)
    actions.note_result(adoption=adoption, result="partly", by=officer)

    words = text_of(client_for(person("vkpp_staff")).get("/practice/adoptions/?force=kent"))

    assert "Kent" in words
    assert "It works in part" in words
    assert "of 1 with a result" in words


def test_force_page_tells_what_the_force_has_taken_up(practice, officer, client):
    recorded(practice, officer, shared_to=2)
    assert "Practice of others it takes up" not in text_of(client.get("/practice/forces/kent/"))

    reader = client
    reader.force_login(person("contributor"))

    assert "Texts after calls" in text_of(reader.get("/practice/forces/kent/"))


@pytest.mark.parametrize("url", ["/practice/adoptions/", "/practice/{reference}/", "/"])
def test_pages_ask_the_same_of_the_database_for_one_and_three(practice, owner, officer, client_for, url):
    browser, address = client_for(officer), url.format(reference=practice.reference)
    others = [published_practice(by=owner) for _number in range(2)]
    recorded(practice, officer, decided_on=days(300))
    few = queries(browser, address)

    for one in others:
        recorded(one, officer, decided_on=days(300))
        recorded(practice, person("contributor"))

    assert queries(browser, address) == few


def test_source_that_is_hidden_now_stays_when_the_record_is_changed(practice, officer, client_for):
    essex = person("contributor", ForceFactory(code="essex", short_name="Essex"))
    first = recorded(practice, officer)
    second = recorded(practice, essex, source=first)
    actions.change(adoption=first, values={"shared_to": 0}, by=officer)
    browser, url = client_for(essex), f"/practice/adoptions/{second.reference}/change/"

    page = browser.get(url)
    assert "Another force that does not share it" in text_of(page)
    assert "Kent" not in text_of(page)
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields} | {"version": second.version, "plan": "Three officers."}
    answer = browser.post(url, {name: value for name, value in values.items() if value is not None})

    assert answer.status_code == 302
    second.refresh_from_db()
    assert (second.plan, second.source_id) == ("Three officers.", first.pk)
