"""The national picture in a real browser: from Insight to a gap, to the practice and learning behind it, and to paper."""

import pytest
from playwright.sync_api import expect

from tests.analytics.pictured import pictured
from tests.factories.accounts import person

PICTURE = "/insight/rounds/2026/picture/"


@pytest.fixture
def lead(live_server):
    world = pictured()
    return person("nvap_lead", world.forces["force-02"], display_name="Lena Lead")


def test_reader_goes_from_insight_to_a_gap_and_to_what_is_behind_it(wide, sign_in, lead, accessible):
    sign_in(wide, lead)
    wide.goto("/insight/")
    accessible(wide)
    wide.get_by_role("link", name="National picture").click()
    expect(wide.get_by_role("heading", level=1)).to_have_text("National picture: the most significant gaps")
    accessible(wide)

    first = wide.get_by_role("table", name="The most significant gaps").get_by_role("row").nth(1)
    expect(first).to_contain_text("6 of 12 forces name a gap")
    first.get_by_role("link", name="2.1.1 Action 2.1.1").click()
    expect(wide.get_by_text("Rank 1 of 3 by significance (70 of 100)")).to_be_visible()
    accessible(wide)
    wide.get_by_role("link", name="2 reviews found a problem").click()
    expect(wide.get_by_text("2 learning points from 2 reviews")).to_be_visible()


def test_heat_map_opens_the_practice_behind_a_figure(wide, sign_in, lead, accessible):
    sign_in(wide, lead)
    wide.goto(PICTURE)
    wide.get_by_role("link", name="Practice available").click()
    row = wide.get_by_role("table", name="Practice available: every action by strand").get_by_role("row", name="2.4.1")
    accessible(wide)
    row.get_by_role("link", name="2", exact=True).click()

    expect(wide.get_by_text("2 examples").first).to_be_visible()


def test_weights_are_tried_without_script(no_script, sign_in, lead, accessible):
    sign_in(no_script, lead)
    no_script.goto(PICTURE)
    no_script.get_by_text("Try other weights").click()
    no_script.get_by_label("Learning from reviews").fill("100")
    no_script.get_by_role("button", name="Rank with these weights").click()

    expect(no_script.get_by_text("You are trying weights of your own.")).to_be_visible()
    accessible(no_script)
    no_script.get_by_role("link", name="Back to the usual weights").click()
    expect(no_script.get_by_text("You are trying weights of your own.")).to_have_count(0)


def test_phone_shows_everything_within_its_width_and_the_briefing_downloads(phone, sign_in, lead, accessible):
    sign_in(phone, lead)
    phone.goto(PICTURE)
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    with phone.expect_download() as told:
        phone.get_by_role("link", name="Download the briefing (PDF)").click()
    assert told.value.suggested_filename == "national-picture-2026-published.pdf"
