"""Keeping published practice true: asked, confirmed, changed, archived, taken up again; stale marks; VKPP's list."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from practice import bank_index, search
from practice.actions import authoring, review_reminding, sharing, upkeep
from practice.filters import Wanted
from practice.models import BankEntry, Upkeep
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from tests.queries import queries
from tests.reviews.test_peer_pages import text_of
from vkpp.accounts.models import Membership
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification
from vkpp.core.templatetags.dates import nice_date

pytestmark = pytest.mark.django_db


def day(number):
    return timezone.localdate() + dt.timedelta(days=number)


@pytest.fixture
def owner():
    return person("contributor", ForceFactory(code="norfolk"))


@pytest.fixture
def practice(owner):
    return published_practice(by=owner, title="Texts after calls")


@pytest.fixture
def reader():
    return person("contributor", ForceFactory(code="kent"))


def due_in(practice, number):
    BankEntry.objects.filter(practice=practice).update(review_by=day(number))


def found(user, **chosen):
    return search.find(user, Wanted(chosen={name: (value,) for name, value in chosen.items()})).total


class TestAnswers:
    def test_owner_says_that_it_is_still_so(self, practice, owner):
        due_in(practice, -3)

        upkeep.confirm(practice=practice, review_by=day(365), note="Same team.", by=owner)

        entry = BankEntry.objects.get()
        assert (entry.review_by, entry.archived) == (day(365), False)
        assert practice.publications.get().review_by == day(365)
        event = AuditEvent.objects.get(verb="practice.confirm")
        assert (event.before, event.after) == (
            {"review_by": day(-3).isoformat()}, {"review_by": day(365).isoformat()},
        )  # fmt: skip

    @pytest.mark.parametrize("number", [0, -1, 1200])
    def test_next_review_is_within_three_years(self, practice, owner, number):
        with pytest.raises(Invalid) as refusal:
            upkeep.confirm(practice=practice, review_by=day(number), by=owner)

        assert list(refusal.value.errors) == ["review_by"]
        assert not Upkeep.objects.filter(confirmed_at__isnull=False).exists()

    def test_archived_example_is_out_of_list_and_search_and_still_read(self, practice, owner, reader, client_for):
        upkeep.archive(practice=practice, reason="The unit was closed.", by=owner)

        assert (found(reader), found(reader, upkeep="archived"), found(reader, upkeep="current")) == (0, 1, 0)
        assert search.find(reader, Wanted(text="texts")).total == 0
        browser = client_for(reader)
        words = text_of(browser.get(f"/practice/{practice.reference}/"))
        assert "This example is archived" in words
        assert "The unit was closed." in words
        assert "Texts after calls" not in text_of(browser.get("/practice/"))
        assert "Texts after calls" in text_of(browser.get("/practice/?upkeep=archived"))

    def test_archive_needs_a_reason(self, practice, owner):
        with pytest.raises(Invalid) as refusal:
            upkeep.archive(practice=practice, reason=" ", by=owner)

        assert list(refusal.value.errors) == ["reason"]
        with pytest.raises(IntegrityError, match="upkeep_archived_with_reason"), transaction.atomic():
            Upkeep.objects.create(practice=practice, archived_at=timezone.now(), archived_by=owner)

    def test_taken_up_again_it_is_back(self, practice, owner, reader):
        upkeep.archive(practice=practice, reason="Closed.", by=owner)
        with pytest.raises(Conflict):
            upkeep.archive(practice=practice, reason="Again.", by=owner)

        upkeep.take_up(practice=practice, by=owner)

        assert found(reader) == 1
        with pytest.raises(Conflict):
            upkeep.take_up(practice=practice, by=owner)

    def test_stale_tab_is_told(self, practice, owner):
        upkeep.confirm(practice=practice, review_by=day(100), version=1, by=owner)

        with pytest.raises(Conflict):
            upkeep.archive(practice=practice, reason="Closed.", version=1, by=owner)

        assert not BankEntry.objects.get().archived

    @pytest.mark.parametrize("role", ["contributor", "vkpp_staff", "force_analyst"])
    def test_others_do_not_answer(self, practice, role):
        with pytest.raises(NotAllowed):
            upkeep.confirm(practice=practice, review_by=day(100), by=person(role))

    def test_lead_and_administrator_answer(self, practice, owner):
        lead = person("nvap_lead", owner.memberships.get().force)
        for number, who in ((100, lead), (200, person("vkpp_admin"))):
            upkeep.confirm(practice=practice, review_by=day(number), by=who)
            assert BankEntry.objects.get().review_by == day(number)

    def test_closed_example_is_not_answered_for(self, practice, owner):
        sharing.revoke(practice=practice, use="share_forces", by=owner)

        with pytest.raises(Conflict, match="not in the practice bank"):
            upkeep.confirm(practice=practice, review_by=day(100), by=owner)

    def test_new_publication_ends_the_archive(self, practice, owner):
        from practice.actions import bank

        upkeep.confirm(practice=practice, review_by=day(30), by=owner)
        upkeep.archive(practice=practice, reason="Closed.", by=owner)

        bank.publish(practice=practice, rating="", rationale="", released_to=1, review_by=day(700), by=None)

        entry = BankEntry.objects.get()
        assert (entry.archived, entry.review_by) == (False, day(700))
        assert Upkeep.objects.get().archived_at is None


class TestStale:
    def test_past_its_date_it_is_marked_everywhere(self, practice, reader, client_for):
        due_in(practice, -1)
        browser = client_for(reader)

        assert "Past its review date" in text_of(browser.get(f"/practice/{practice.reference}/"))
        assert "Past its review date" in text_of(browser.get("/practice/"))
        assert (found(reader), found(reader, upkeep="current"), found(reader, upkeep="stale")) == (1, 0, 1)
        row = browser.get(f"/api/v1/practices/{practice.reference}/").json()
        assert (row["stale"], row["archived"], row["review_by"]) == (True, False, day(-1).isoformat())
        assert browser.get(f"/practice/{practice.reference}.pdf").status_code == 200

    def test_on_its_day_it_is_current(self, practice, reader):
        due_in(practice, 0)

        assert found(reader, upkeep="current") == 1

    def test_kept_index_knows_another_day(self, practice, reader):
        due_in(practice, 5)
        index = bank_index.current()

        assert [len(index.stale(day(number))) for number in (5, 6, 5)] == [0, 1, 0]

    def test_pull_of_what_changed_has_what_was_archived(self, practice, owner, reader, client_for):
        upkeep.archive(practice=practice, reason="Closed.", by=owner)
        browser = client_for(reader)

        pulled = browser.get("/api/v1/practices/?updated_since=2026-01-01T00:00:00Z").json()["results"]

        assert [(row["reference"], row["archived"]) for row in pulled] == [(practice.reference, True)]
        assert browser.get("/api/v1/practices/").json()["results"] == []
        assert len(browser.get("/api/v1/practices/?upkeep=archived").json()["results"]) == 1


class TestAsking:
    @pytest.mark.parametrize(("number", "asked"), [(60, 1), (30, 1), (0, 1), (61, 0), (45, 0), (-10, 0)])
    def test_owner_is_asked_sixty_and_thirty_days_before_and_on_the_day(self, practice, owner, number, asked):
        due_in(practice, number)

        review_reminding.remind()
        review_reminding.remind()
        outbox.work()

        mails = Notification.objects.filter(kind="practice_review_due")
        assert [(mail.to, mail.link) for mail in mails] == [
            (owner, f"/practice/mine/{practice.reference}/review/")
        ] * asked
        assert not any("Texts after calls" in mail.subject + mail.body for mail in mails)

    def test_who_answered_is_not_asked(self, practice, owner):
        due_in(practice, 0)
        review_reminding.remind()
        upkeep.confirm(practice=practice, review_by=day(300), by=owner)

        outbox.work()

        assert not Notification.objects.filter(kind="practice_review_due").exists()

    def test_lead_is_asked_when_the_owner_has_left(self, practice, owner):
        lead = person("nvap_lead", owner.memberships.get().force)
        owner.memberships.update(ended_at=timezone.now(), ended_by=lead)
        due_in(practice, 0)

        review_reminding.remind()
        outbox.work()

        assert Notification.objects.get(kind="practice_review_due").to == lead

    def test_staff_ask_once_a_day(self, practice, owner):
        staff = person("vkpp_staff")

        assert upkeep.chase(practice=practice, by=staff) == 1

        with pytest.raises(Conflict, match="today already"):
            upkeep.chase(practice=practice, by=staff)
        assert Notification.objects.get(kind="practice_review_due").to == owner

    def test_withdrawn_example_is_asked_about_no_more(self, practice, owner):
        due_in(practice, 0)
        authoring.withdraw(practice=practice, by=owner)

        assert review_reminding.remind() == 0


class TestPages:
    def post(self, browser, practice, **values):
        return browser.post(f"/practice/mine/{practice.reference}/review/", {"version": "1", **values}, follow=True)

    def test_owner_confirms(self, practice, owner, client_for):
        due_in(practice, -1)
        browser = client_for(owner)
        assert "Is it still so?" in text_of(browser.get("/"))

        page = self.post(browser, practice, answer="current", review_by=str(day(400)), words="Same.")

        assert "Readers see the new review date." in text_of(page)
        assert BankEntry.objects.get().review_by == day(400)
        assert "Said to be still so" in text_of(page)

    def test_owner_takes_it_up_to_change_it(self, practice, owner, client_for):
        page = self.post(client_for(owner), practice, answer="change")

        assert page.redirect_chain[-1][0] == f"/practice/write/{practice.reference}/"
        practice.refresh_from_db()
        assert practice.state == "draft"

    def test_owner_archives_with_a_reason_and_takes_it_up_again(self, practice, owner, client_for):
        browser = client_for(owner)
        assert "Say why in a sentence." in text_of(self.post(browser, practice, answer="archive", words=""))
        assert not BankEntry.objects.get().archived

        self.post(browser, practice, answer="archive", words="Closed.")
        assert BankEntry.objects.get().archived

        assert "back in the list" in text_of(browser.post(f"/practice/mine/{practice.reference}/take-up/", follow=True))

    def test_nothing_chosen_is_said(self, practice, owner, client_for):
        assert "Choose an answer." in text_of(self.post(client_for(owner), practice))

    def test_staff_see_what_is_past_and_ask(self, practice, client_for):
        due_in(practice, -20)
        browser = client_for(person("vkpp_staff"))
        assert "20 days past" in text_of(browser.get("/practice/reviews-due/"))

        page = browser.post(f"/practice/reviews-due/{practice.reference}/ask/", {"back": "sort=title"}, follow=True)

        assert page.redirect_chain == [("/practice/reviews-due/?sort=title", 302)]
        assert "Asked by mail: 1." in text_of(page)
        assert "Asked today" in text_of(page)

    def test_staff_are_led_to_nothing_that_its_authors_are_changing(self, practice, owner, client_for):
        due_in(practice, -20)
        authoring.revise(practice=practice, by=owner)

        page = client_for(person("vkpp_admin")).get("/practice/reviews-due/")

        assert "Its authors are changing it" in text_of(page)
        assert f"/mine/{practice.reference}/review/" not in page.text
        assert f"/reviews-due/{practice.reference}/ask/" not in page.text

    def test_owner_who_went_to_another_force_is_not_asked(self, practice, owner, client_for):
        due_in(practice, -1)
        assert "Is it still so?" in text_of(client_for(owner).get("/"))

        Membership.objects.filter(user=owner).update(force=ForceFactory(code="kent"))

        assert "Is it still so?" not in text_of(client_for(owner).get("/"))

    def test_card_of_the_example_says_how_it_stands_now(self, practice, owner, client_for):
        browser, url = client_for(owner), f"/practice/mine/{practice.reference}/"
        upkeep.confirm(practice=practice, review_by=day(400), by=owner)
        assert nice_date(day(400)) in text_of(browser.get(url))
        assert "Is it still so?" in text_of(browser.get(url))

        upkeep.archive(practice=practice, reason="Closed.", by=owner)
        assert "Archived: it is read under its address alone." in text_of(browser.get(url))

        sharing.revoke(practice=practice, use="share_forces", by=owner)
        page = browser.get(url)
        assert "Not in the practice bank now" in text_of(page)
        assert f"{url}review/" not in page.text

    def test_list_of_staff_is_for_staff(self, reader, client_for):
        assert client_for(reader).get("/practice/reviews-due/").status_code == 404

    @pytest.mark.parametrize("url", ["/practice/reviews-due/", "/"])
    def test_pages_ask_the_same_of_the_database_for_one_and_three(self, practice, owner, client_for, url):
        browser = client_for(person("vkpp_staff") if "reviews" in url else owner)
        due_in(practice, -1)
        few = queries(browser, url)

        for _number in range(2):
            due_in(published_practice(by=owner), -1)

        assert queries(browser, url) == few
