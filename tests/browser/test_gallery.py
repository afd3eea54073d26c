"""Every component, on every screen, passes axe; and the frame of the pages works by keyboard and without script."""

import pytest
from playwright.sync_api import expect

PAGES = ["/gallery/", "/help/", "/accessibility/", "/privacy/", "/cookies/"]


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_on_a_wide_screen(path, wide, accessible):
    wide.goto(path)

    accessible(wide)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_on_a_phone_and_does_not_scroll_sideways(path, phone, accessible):
    phone.goto(path)

    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_without_script(path, no_script, accessible):
    no_script.goto(path)

    accessible(no_script)


def test_missing_page_is_accessible_and_says_what_to_do(wide, accessible, complaints):
    answer = wide.goto("/nothing-here/")

    assert answer.status == 404
    expect(wide.get_by_role("heading", level=1)).to_have_text("Page not found")
    accessible(wide)
    complaints.clear()


def test_skip_link_is_first_and_leads_to_the_content(wide):
    wide.goto("/help/")

    wide.keyboard.press("Tab")
    expect(wide.get_by_role("link", name="Skip to main content")).to_be_focused()
    wide.keyboard.press("Enter")

    expect(wide.locator("main")).to_be_focused()


@pytest.mark.parametrize("screen", ["phone", "phone_without_script"])
def test_menu_of_a_phone_opens(screen, new_page):
    page = new_page(viewport={"width": 390, "height": 844}, java_script_enabled=screen == "phone")
    page.goto("/help/")
    expect(page.locator(".app-menu__panel")).to_be_hidden()

    page.locator(".app-menu__button").click()

    expect(page.locator(".app-menu__panel")).to_be_visible()


def test_menu_closes_with_escape_and_gives_the_focus_back(new_page):
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto("/help/")
    page.locator(".app-menu__button").click()

    page.keyboard.press("Escape")

    expect(page.locator(".app-menu__panel")).to_be_hidden()
    expect(page.locator(".app-menu__button")).to_be_focused()


@pytest.mark.parametrize("script", [True, False])
def test_side_navigation_is_open_on_a_wide_screen(script, new_page):
    page = new_page(viewport={"width": 1320, "height": 900}, java_script_enabled=script)
    page.goto("/gallery/")

    expect(page.get_by_role("link", name="Task list")).to_be_visible()


def test_side_navigation_is_folded_on_a_phone(phone):
    phone.goto("/gallery/")
    expect(phone.get_by_role("link", name="Task list")).to_be_hidden()

    phone.get_by_text("In this section").click()

    expect(phone.get_by_role("link", name="Task list")).to_be_visible()


def test_table_sorts_by_its_headings(wide):
    wide.goto("/gallery/")
    table = wide.get_by_role("table", name="Examples that wait")

    table.get_by_role("button", name="Waiting, days").click()
    table.get_by_role("button", name="Waiting, days").click()

    assert table.locator("tbody tr td:first-child").all_text_contents() == ["Norfolk", "Durham", "Avon and Somerset"]


def test_styles_and_script_are_small(new_page):
    answers, page = [], new_page()
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright writes on what it is given
    page.goto("/help/", wait_until="networkidle")
    sizes = {answer.url.rsplit("/", 1)[-1]: len(answer.body()) for answer in answers if "/static/" in answer.url}

    assert sizes["portal.css"] < 200_000
    assert sizes["portal.js"] < 150_000
