"""Text typed into a form with autosave reaches the server or stays in the browser; it is never lost without a word."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import autosave_pages
from tests.factories.accounts import UserFactory
from vkpp.core import service
from vkpp.core.models import ServiceNotice

pytestmark = [pytest.mark.urls("tests.browser.autosave_pages")]

KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('vkpp-kept:')).length"


@pytest.fixture
def store(monkeypatch):
    """A server that has nothing but the first version."""
    fresh = autosave_pages.Store()
    monkeypatch.setattr(autosave_pages, "store", fresh)
    return fresh


@pytest.fixture
def person(live_server):
    """Somebody with an account."""
    return UserFactory()


@pytest.fixture
def page(wide, sign_in, person, store):
    """The form, opened by somebody who is signed in."""
    sign_in(wide, person)
    wide.goto("/form/")
    return wide


def said(page):
    return page.locator("[data-autosave-state]")


def test_typed_text_is_saved_with_its_version(page, store):
    page.get_by_label("Aim").fill("Fewer knife injuries")

    expect(said(page)).to_have_text("Saved at 14:32: Aim")
    assert store.asked == [{"version": ["1"], "fields": ["aim"], "aim": ["Fewer knife injuries"]}]
    assert page.locator("[name=version]").input_value() == "2"
    assert page.evaluate(KEPT) == 0


def test_emptied_group_is_named_without_values(page, store):
    page.get_by_label("children").uncheck()

    expect(said(page)).to_contain_text("Saved at 14:32")
    assert store.asked == [{"version": ["1"], "fields": ["topics"]}]
    assert store.values["topics"] == []


def test_second_save_goes_with_the_new_version(page, store):
    page.get_by_label("Aim").fill("One")
    expect(said(page)).to_contain_text("Saved at 14:32")

    page.get_by_label("adults").check()
    expect(page.locator("[name=version]")).to_have_value("3")

    assert store.asked[1] == {"version": ["2"], "fields": ["topics"], "topics": ["children", "adults"]}


def test_broken_server_is_tried_again_and_text_is_kept(page, store, complaints):
    store.answer = "broken"
    page.get_by_label("Aim").fill("Kept")
    expect(said(page)).to_have_text("Not saved – we keep trying; your text is kept in this browser")
    assert page.evaluate(KEPT) == 1

    store.answer = "saved"

    expect(said(page)).to_contain_text("Saved at 14:32")
    assert store.values["aim"] == ["Kept"]
    assert page.evaluate(KEPT) == 0
    complaints.clear()


def test_read_only_portal_says_why_and_takes_the_text_afterwards(page, store, complaints):
    notice = ServiceNotice(kind="read_only", text="We move.", starts_at=timezone.now())
    service.remember(service.Service(read_only=notice), seconds=3600)
    page.get_by_label("Aim").fill("Kept meanwhile")
    kept = "Not saved – we keep trying; your text is kept in this browser. The portal is read-only: We move."
    expect(said(page)).to_have_text(kept)
    assert (store.asked, page.evaluate(KEPT)) == ([], 1)

    service.remember(service.Service(), seconds=3600)

    expect(said(page)).to_contain_text("Saved at 14:32")
    assert store.values["aim"] == ["Kept meanwhile"]
    complaints.clear()


def test_form_sent_to_a_read_only_portal_can_be_sent_again(page, store, complaints):
    notice = ServiceNotice(kind="read_only", text="We move.", starts_at=timezone.now())
    store.answer = "broken"
    service.remember(service.Service(read_only=notice), seconds=3600)
    page.get_by_label("Aim").fill("A long text that was typed in vain")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was saved: the portal is read-only")
    assert store.sent == 0

    service.remember(service.Service(), seconds=3600)
    page.get_by_role("button", name="Send it again").click()

    page.wait_for_url("**/done/")
    assert store.values["aim"] == ["A long text that was typed in vain"]
    complaints.clear()


def test_ended_session_keeps_the_text_and_offers_it_after_sign_in(page, store, complaints):
    store.answer = "expired"
    page.get_by_label("Aim").fill("Typed after the session had ended")
    expect(said(page)).to_contain_text("You have been signed out. Your text is kept in this browser.")
    page.get_by_role("link", name="Sign in to go on").click()
    page.wait_for_url("**/sign-in/?next=%2Fform%2F")
    store.answer = "saved"

    page.goto("/form/")
    notice = page.get_by_role("region", name="Text that was not saved")
    expect(notice).to_contain_text("did not reach the portal: Aim.")
    expect(page.get_by_label("Aim")).to_have_value("Fewer injuries")
    notice.get_by_role("button", name="Put it back").click()

    expect(said(page)).to_contain_text("Saved at 14:32")
    assert store.values["aim"] == ["Typed after the session had ended"]
    assert page.evaluate(KEPT) == 0
    complaints.clear()


def test_sent_form_whose_session_had_ended_is_offered_again(page, person, sign_in, store, complaints):
    store.answer = "expired"
    page.get_by_label("Aim").fill("Sent in vain")
    page.context.clear_cookies(name="vkpp_session")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/sign-in/")
    store.answer = "saved"
    sign_in(page, person)

    page.goto("/form/")
    page.get_by_role("button", name="Discard it").click()

    expect(page.get_by_role("region", name="Text that was not saved")).to_have_count(0)
    expect(page.get_by_label("Aim")).to_have_value("Fewer injuries")
    assert page.evaluate(KEPT) == 0
    assert store.values["aim"] == ["Fewer injuries"]
    complaints.clear()


def test_conflict_shows_the_servers_words_and_stops(page, store, complaints):
    store.answer = "conflict"
    page.get_by_label("Aim").fill("Mine")

    expect(said(page)).to_have_text("A colleague changed it at 14:31. Compare the two versions")
    expect(said(page).get_by_role("link")).to_have_attribute("href", "/compare/")
    page.get_by_label("Aim").fill("Mine again")
    page.wait_for_timeout(1200)
    assert len(store.asked) == 1
    assert page.evaluate(KEPT) == 1
    complaints.clear()


def test_refused_text_is_kept_and_the_reason_said(page, store, complaints):
    store.answer = "too long"
    page.get_by_label("Aim").fill("x" * 500)

    expect(said(page)).to_have_text("Not saved. The text is too long.")
    assert page.evaluate(KEPT) == 1
    complaints.clear()


def test_text_typed_just_before_leaving_is_saved(page, store):
    page.get_by_label("Aim").fill("Typed and gone")
    page.goto("/done/")
    store.wait_for("aim", ["Typed and gone"])  # it is sent while the page goes, beside the page that comes

    page.goto("/form/")
    expect(page.get_by_label("Aim")).to_have_value("Typed and gone")
    expect(page.get_by_role("region", name="Text that was not saved")).to_have_count(0)
    assert page.evaluate(KEPT) == 0


def test_form_sent_while_the_page_comes_back_from_another_tab_is_sent_once_it_is_saved(page, store):
    held = []
    page.route("**/save/", lambda route: held.append(route))  # noqa: PLW0108 - the driver marks what it calls
    page.get_by_label("Aim").fill("Typed, looked elsewhere, sent")
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.get_by_role("button", name="Send").click()
    assert store.sent == 0
    for route in held:
        route.continue_()

    page.wait_for_url("**/done/")
    assert store.sent == 1
    assert store.values["aim"] == ["Typed, looked elsewhere, sent"]


def test_double_click_sends_once(page, store):
    page.get_by_role("button", name="Send").dblclick()
    page.wait_for_url("**/done/")

    assert store.sent == 1


def test_sign_out_removes_kept_text(page, store, complaints):
    store.answer = "broken"
    page.get_by_label("Aim").fill("Kept")
    expect(said(page)).to_contain_text("Not saved")
    assert page.evaluate(KEPT) == 1

    page.locator(".app-account__button").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".app-account__button")).to_have_count(0)

    assert page.evaluate(KEPT) == 0
    complaints.clear()


def test_kept_text_of_one_person_is_not_shown_to_another(page, store, new_page, sign_in, complaints):
    store.answer = "broken"
    page.get_by_label("Aim").fill("Mine")
    expect(said(page)).to_contain_text("Not saved")
    store.answer = "saved"

    sign_in(page, UserFactory())
    page.goto("/form/")

    expect(page.get_by_role("region", name="Text that was not saved")).to_have_count(0)
    complaints.clear()


def test_form_works_without_script(no_script, sign_in, store, live_server):
    sign_in(no_script, UserFactory())
    no_script.goto("/form/")
    no_script.get_by_label("Aim").fill("By button")
    no_script.get_by_role("button", name="Send").click()

    no_script.wait_for_url("**/done/")
    assert store.values["aim"] == ["By button"]
