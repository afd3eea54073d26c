"""The page of an action in a real browser: saved as it is typed, two writers, followers, and all of it without script."""

import pytest
from playwright.sync_api import expect

from nvap.actions import answering
from tests.factories.accounts import person
from tests.factories.nvap import a_return, answer_of, answered

PAGE = "/nvap/returns/2026/norfolk/2.1.1/"


@pytest.fixture
def ret(live_server):
    return a_return()


@pytest.fixture
def lead(ret):
    return person("nvap_lead", ret.force, display_name="Lena Lead")


def said(page):
    return page.locator("[data-autosave-state]")


def test_answer_is_saved_as_it_is_typed_and_the_next_one_opens(wide, sign_in, ret, lead, accessible):
    sign_in(wide, lead)
    wide.goto(PAGE)
    accessible(wide)

    levels = wide.get_by_role("group", name="How far is this in place?")
    levels.get_by_label("Developing").check()
    expect(said(wide)).to_contain_text("Saved at")
    expect(wide.locator("#row-q-implementation .app-field-saved")).to_contain_text("Saved at")
    expect(wide.locator(".app-field-saved")).to_have_count(1)
    wide.get_by_label("What do you do now?").fill("Training for all.")
    expect(wide.locator("[name=version]")).to_have_value("2")
    assert answer_of(ret).answers == {"implementation": "developing", "now": "Training for all."}

    gap_text = wide.get_by_label("Describe the gap (optional)")
    expect(gap_text).to_be_hidden()
    wide.get_by_role("group", name="Is there a gap?").get_by_label("Yes").check()
    expect(gap_text).to_be_visible()
    expect(wide.locator("[name=version]")).to_have_value("3")

    wide.get_by_role("button", name="Save and go to 2.1.2").click()
    expect(wide.get_by_text("Saved. A check found something")).to_be_visible()
    expect(wide.get_by_text("You say that there is a gap. Describe it.")).to_be_visible()
    wide.get_by_role("button", name="Save and go to 2.1.2").click()
    expect(wide.get_by_role("heading", level=1)).to_contain_text("Appropriate action")


def test_second_writer_sees_both_texts_and_joins_them(wide, sign_in, ret, lead, accessible, complaints):
    answered(ret, by=lead)
    sign_in(wide, lead)
    wide.goto(PAGE)
    colleague = person("nvap_lead", ret.force, display_name="Colin Colleague")
    answering.save(response=answer_of(ret), values={"now": "Theirs."}, version=1, by=colleague)

    wide.get_by_label("What do you do now?").fill("Mine.")
    wide.get_by_role("link", name="Compare the two versions").click()
    expect(wide.get_by_text("Colin Colleague saved changes on")).to_be_visible()
    accessible(wide)
    wide.get_by_label("Join the two as below").check()
    wide.get_by_role("button", name="Save my choice").click()

    expect(wide.get_by_label("What do you do now?")).to_have_value("Theirs.\n\nMine.")
    assert answer_of(ret).answers["now"] == "Theirs.\n\nMine."
    complaints.clear()


def test_button_after_saving_as_one_types_takes_back_nothing_of_a_colleague(wide, sign_in, ret, lead):
    answered(ret, by=lead)
    sign_in(wide, lead)
    wide.goto(PAGE)
    colleague = person("nvap_lead", ret.force, display_name="Colin Colleague")
    answering.save(response=answer_of(ret), values={"headline": "Theirs."}, version=1, by=colleague)

    wide.get_by_label("What do you do now?").fill("Mine.")
    expect(wide.locator("[name=version]")).to_have_value("1 now:3")
    wide.get_by_label("What do you do now?").fill("Mine, longer.")
    expect(wide.locator("[name=version]")).to_have_value("1 now:4")
    wide.get_by_role("button", name="Save", exact=True).click()
    expect(wide.get_by_text("Saved.", exact=True)).to_be_visible()

    assert (answer_of(ret).answers["now"], answer_of(ret).answers["headline"]) == ("Mine, longer.", "Theirs.")


def test_everything_works_without_script(no_script, sign_in, ret, lead, accessible, complaints):
    sign_in(no_script, lead)
    no_script.goto("/nvap/returns/2026/norfolk/")
    no_script.get_by_role("link", name="Go on with 2.1.1").click()
    accessible(no_script)

    no_script.get_by_label("What do you do now?").fill("By button.")
    no_script.get_by_role("button", name="Save", exact=True).click()
    expect(no_script.get_by_text("Saved.", exact=True)).to_be_visible()
    assert answer_of(ret).answers == {"now": "By button."}

    colleague = person("nvap_lead", ret.force)
    answering.save(response=answer_of(ret), values={"now": "Theirs."}, version=1, by=colleague)
    no_script.get_by_label("What do you do now?").fill("Mine.")
    no_script.get_by_role("button", name="Save", exact=True).click()
    no_script.get_by_label("Keep what I typed").check()
    no_script.get_by_role("button", name="Save my choice").click()

    expect(no_script.get_by_label("What do you do now?")).to_have_value("Mine.")
    complaints.clear()


def test_phone_folds_the_list_and_shows_the_questions_first(phone, sign_in, ret, lead, accessible):
    sign_in(phone, lead)
    phone.goto(PAGE)

    expect(phone.get_by_role("link", name="2.1.2 Appropriate action")).to_be_hidden()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    accessible(phone)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
