"""Checking and sending: what is missing, what looks like personal data, the closed call, the way after it."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from practice.models import Call, Practice
from tests.factories.accounts import person
from tests.factories.practice import CallFactory, draft_practice, submitted_practice
from vkpp.core import outbox

pytestmark = pytest.mark.django_db


def check(practice):
    return reverse("practice:check", args=[practice.reference])


def shut(call):
    now = timezone.now()
    Call.objects.filter(pk=call.pk).update(opens_at=now - dt.timedelta(days=2), closes_at=now - dt.timedelta(days=1))


def test_missing_answers_are_listed_with_links(client_for):
    practice = draft_practice(aim="")

    body = client_for(practice.owner).get(check(practice)).content.decode()

    assert "Enter the aim." in body
    assert f"{reverse('practice:write_section', args=[practice.reference, 'aims'])}#div_id_aim" in body
    assert "Send to VKPP" not in body


def test_sent_example_gets_its_number_and_a_mail(client_for):
    practice = draft_practice()
    browser = client_for(practice.owner)

    answer = browser.post(check(practice), {"declaration": "on"}, follow=True)
    outbox.work()

    practice.refresh_from_db()
    assert practice.state == "submitted"
    assert "Example sent" in answer.content.decode()
    assert practice.reference in answer.content.decode()
    assert [message.to for message in mail.outbox] == [[practice.owner.email]]


def test_declaration_is_asked_for(client_for):
    practice = draft_practice()

    answer = client_for(practice.owner).post(check(practice), {})

    practice.refresh_from_db()
    assert "Confirm this before you send the example." in answer.content.decode()
    assert practice.state == "draft"


def test_double_click_sends_once_and_shows_the_confirmation(client_for):
    practice = draft_practice()
    browser = client_for(practice.owner)

    browser.post(check(practice), {"declaration": "on"})
    answer = browser.post(check(practice), {"declaration": "on"})

    assert answer.url == reverse("practice:sent", args=[practice.reference])


class TestPersonalData:
    @pytest.fixture
    def practice(self):
        return draft_practice(description="We rang her on 01603 123456, born 3 May 1990.")

    def test_is_marked_and_asked_about(self, practice, client_for):
        answer = client_for(practice.owner).post(check(practice), {"declaration": "on"})

        practice.refresh_from_db()
        body = answer.content.decode()
        assert "<mark>01603 123456</mark>" in body
        assert "Say for each text whether you keep it or change it." in body
        assert practice.state == "draft"

    def test_kept_is_sent(self, practice, client_for):
        sent = {"declaration": "on", "finding-description": "keep"}
        client_for(practice.owner).post(check(practice), sent)

        practice.refresh_from_db()
        assert practice.state == "submitted"
        assert len(practice.personal_data_kept) == 2

    def test_to_be_changed_leads_to_the_page(self, practice, client_for):
        sent = {"declaration": "on", "finding-description": "change"}
        answer = client_for(practice.owner).post(check(practice), sent)

        practice.refresh_from_db()
        assert answer.url.endswith("/description/#div_id_description")
        assert practice.state == "draft"


class TestClosedCall:
    @pytest.fixture
    def practice(self):
        practice = draft_practice()
        shut(practice.call)
        return practice

    def test_says_so_and_keeps_the_draft(self, practice, client_for):
        answer = client_for(practice.owner).post(check(practice), {"declaration": "on"})

        practice.refresh_from_db()
        assert "has closed. Your draft is kept" in answer.content.decode()
        assert practice.state == "draft"

    def test_draft_moves_to_another_open_call(self, practice, client_for):
        other = CallFactory()
        url = reverse("practice:move", args=[practice.reference])

        client_for(practice.owner).post(url, {"call": other.slug})

        practice.refresh_from_db()
        assert practice.call == other

    def test_draft_does_not_move_to_a_closed_call(self, practice, client_for):
        CallFactory()
        other = CallFactory()
        shut(other)
        url = reverse("practice:move", args=[practice.reference])

        answer = client_for(practice.owner).post(url, {"call": other.slug})

        practice.refresh_from_db()
        assert "Choose one of the calls that are open now." in answer.content.decode()
        assert practice.call != other

    def test_an_example_that_is_no_draft_stays_in_its_call(self, practice, client_for):
        Practice.objects.filter(pk=practice.pk).update(state="returned", submitted_at=timezone.now())
        url, other = reverse("practice:move", args=[practice.reference]), CallFactory()

        answer = client_for(practice.owner).post(url, {"call": other.slug})

        practice.refresh_from_db()
        assert answer.url == reverse("practice:example", args=[practice.reference])
        assert practice.call != other

    def test_a_call_that_closes_meanwhile_is_named(self, practice, client_for, monkeypatch):
        other = CallFactory()
        shut(other)
        other.refresh_from_db()
        monkeypatch.setattr("practice.views.send.checking.other_calls", lambda _practice: [other])

        answer = client_for(practice.owner).post(
            reverse("practice:move", args=[practice.reference]), {"call": other.slug}
        )

        assert f"“{other}” is not open." in answer.content.decode()


def test_list_of_pages_shows_how_far_each_is(client_for):
    practice = draft_practice(aim="")

    body = client_for(practice.owner).get(reverse("practice:write", args=[practice.reference])).content.decode()

    assert "In progress" not in body
    assert "4 of 5 parts done" in body
    assert "See what is missing" in body


def test_example_page_offers_what_the_workflow_allows(client_for):
    practice = submitted_practice()
    browser = client_for(practice.owner)

    body = browser.get(reverse("practice:example", args=[practice.reference])).content.decode()
    assert "Received" in body
    assert "Withdraw the example" in body
    assert "Go on writing" not in body

    browser.post(reverse("practice:withdraw", args=[practice.reference]), {"reason": "Out of date"})
    practice.refresh_from_db()
    assert practice.state == "withdrawn"


def test_deleted_draft_can_be_brought_back(client_for):
    practice = draft_practice()
    browser = client_for(practice.owner)

    answer = browser.post(reverse("practice:discard", args=[practice.reference]), follow=True)
    assert "Bring it back" in answer.content.decode()

    browser.post(reverse("practice:restore", args=[practice.reference]))
    practice.refresh_from_db()
    assert practice.state == "draft"


def test_reply_reaches_vkpp(client_for):
    practice = submitted_practice()

    client_for(practice.owner).post(reverse("practice:reply", args=[practice.reference]), {"text": "We reached 40."})

    assert practice.comments.get().text == "We reached 40."


def test_start_by_double_click_makes_one_draft(client_for):
    officer, call = person("contributor"), CallFactory()
    browser = client_for(officer)
    url = reverse("practice:start", args=[call.slug])

    first = browser.post(url)
    second = browser.post(url)

    assert first.url == second.url
    assert Practice.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_number_of_questions_for_any_length(client_for, number, django_assert_num_queries):
    lead = person("nvap_lead")
    for _count in range(number):
        draft_practice(by=lead)
    browser = client_for(lead)
    browser.get(reverse("practice:mine"))

    with django_assert_num_queries(4):
        browser.get(reverse("practice:mine"))
    with django_assert_num_queries(4):
        browser.get(reverse("practice:mine"), {"tab": "force"})
