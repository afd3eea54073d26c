"""Saved searches and the mails about what is new in them."""

import pytest
from django.core import mail
from django.urls import reverse

from practice.actions import searches, sharing
from practice.filters import Wanted
from practice.models import SavedSearch
from practice.tasks import alert_saved_searches
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Notification

KNIFE = Wanted(text="knife")


@pytest.fixture
def officer(db):
    return person("contributor", ForceFactory(code="kent"))


@pytest.fixture
def colleague(db):
    return person("contributor", ForceFactory(code="norfolk"))


def kept(by, name="Knives", wanted=KNIFE, alert=True):
    return searches.save(name=name, wanted=wanted, alert=alert, by=by)


def test_search_is_saved_from_the_list_and_opens_it_again(officer, client_for):
    browser = client_for(officer)
    published_practice(title="Knife bins", categories=["prevention"])
    assert (
        "/practice/searches/save/?q=knife&amp;category=prevention"
        in browser.get("/practice/?q=knife&category=prevention").text
    )

    answer = browser.post(
        "/practice/searches/save/?q=knife&category=prevention", {"name": " Knives \n", "alert": "on"}, follow=True
    )

    assert "Knives" in answer.text
    saved = SavedSearch.objects.get()
    assert (saved.name, saved.query, saved.alert) == ("Knives", "q=knife&category=prevention", True)
    opened = browser.get(reverse("practice:search-open", args=[saved.pk]))
    assert opened["Location"] == "/practice/?q=knife&category=prevention&sort=newest"


def test_name_used_already_is_refused_next_to_the_field(officer, client_for):
    kept(officer)

    page = client_for(officer).post("/practice/searches/save/?q=x", {"name": "Knives"}).text

    assert "You have a search of this name. Choose another one." in page
    assert SavedSearch.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "a\x00b"])
def test_name_that_cannot_be_stored_is_refused(officer, name):
    with pytest.raises(Invalid) as refusal:
        kept(officer, name)

    assert list(refusal.value.errors) == ["name"]
    assert not SavedSearch.objects.exists()


def test_there_is_an_end_to_saving(officer):
    for number in range(searches.MOST):
        kept(officer, f"Search {number}")

    with pytest.raises(Conflict, match="Delete one"):
        kept(officer, "One more")


def test_search_of_somebody_else_does_not_exist(officer, colleague, client_for):
    theirs = kept(colleague)
    browser = client_for(officer)

    for name in ("search-open", "search-change"):
        assert browser.get(reverse(f"practice:{name}", args=[theirs.pk])).status_code == 404
    for name in ("search-alert", "search-delete"):
        assert browser.post(reverse(f"practice:{name}", args=[theirs.pk])).status_code == 404
    for act in (searches.delete, searches.seen):
        with pytest.raises(NotAllowed):
            act(kept=theirs, by=officer)
    assert SavedSearch.objects.get() == theirs


def test_search_is_renamed(officer, client_for):
    mine = kept(officer)

    client_for(officer).post(reverse("practice:search-change", args=[mine.pk]), {"name": "Blades"})

    assert SavedSearch.objects.get().name == "Blades"


def test_deleted_search_comes_back_with_undo(officer, colleague, client_for):
    mine = kept(officer, alert=False)
    browser = client_for(officer)

    page = browser.post(reverse("practice:search-delete", args=[mine.pk]), follow=True)
    assert not SavedSearch.objects.exists()
    undo = page.context["undo"]
    client_for(colleague).post(reverse("practice:search-restore"), {"undo": undo})
    assert not SavedSearch.objects.exists()
    browser.post(reverse("practice:search-restore"), {"undo": undo})

    back = SavedSearch.objects.get()
    assert (back.owner, back.name, back.query, back.alert) == (officer, "Knives", "q=knife", False)


def test_list_counts_what_is_new_since_the_owner_looked(officer, client_for):
    mine = kept(officer)
    published_practice(title="Knife bins")
    published_practice(title="Safe havens")
    published_practice(title="Knife arches", permitted=("publish_public",), released_to=1)

    assert searches.new_in([mine], officer) == {mine.pk: 1}
    assert "1 new" in client_for(officer).get(reverse("practice:searches")).text
    client_for(officer).get(reverse("practice:search-open", args=[mine.pk]))
    mine.refresh_from_db()
    assert searches.new_in([mine], officer) == {mine.pk: 0}


def test_list_asks_no_more_for_three_searches_than_for_one(officer, client_for, django_assert_num_queries):
    published_practice(title="Knife bins")
    browser, address = client_for(officer), reverse("practice:searches")
    kept(officer, "One")
    published_practice(title="Knife arches")
    browser.get(address)
    with django_assert_num_queries(9):
        browser.get(address)

    kept(officer, "Two", Wanted(text="arches"))
    kept(officer, "Three", Wanted(text="bins", chosen={"category": ("prevention",)}))

    with django_assert_num_queries(9):
        browser.get(address)


@pytest.mark.django_db(transaction=True)
def test_owner_is_told_once_of_what_is_new_and_open_to_them(officer, colleague):
    kept(officer)
    kept(officer, "Havens", Wanted(text="havens"))
    kept(officer, "Silent", Wanted(), alert=False)
    published_practice(by=colleague, title="Knife bins")
    published_practice(by=colleague, title="Knife arches", permitted=())
    revoked = published_practice(by=colleague, title="Safe havens")
    sharing.revoke(practice=revoked, use="share_forces", by=colleague)

    assert [alert_saved_searches(), alert_saved_searches()] == [1, 0]

    outbox.work()
    told = Notification.objects.get(kind="practice_saved_search")
    assert (told.to, told.link) == (officer, "/practice/searches/")
    [letter] = [message for message in mail.outbox if message.to == [officer.email]]
    assert letter.subject == "New examples in the practice bank"
    assert "There are new examples in one of your saved searches." in letter.body
    assert "nife" not in letter.body


@pytest.mark.django_db(transaction=True)
def test_owner_is_told_of_an_example_opened_long_after_it_was_published(officer, colleague):
    practice = published_practice(by=colleague, title="Knife bins", permitted=())
    kept(officer)
    assert alert_saved_searches() == 0

    sharing.give(practice=practice, use="share_forces", by=colleague)

    assert alert_saved_searches() == 1


@pytest.mark.django_db(transaction=True)
def test_switched_off_search_is_silent_also_about_what_came_meanwhile(officer, colleague):
    mine = kept(officer)
    searches.set_alert(kept=mine, alert=False, by=officer)
    published_practice(by=colleague, title="Knife bins")
    assert alert_saved_searches() == 0

    searches.set_alert(kept=mine, alert=True, by=officer)

    assert alert_saved_searches() == 0
