"""A part of a page that the portal cannot send while something is away: the browser goes to the whole page instead."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import person
from tests.factories.practice import published_practice


@pytest.fixture
def reader(live_server):
    """Somebody, and something to filter."""
    published_practice(title="Street triage", categories=["prevention"])
    return person("contributor")


def away(route):
    """Parts of pages are answered as while the database restarts; whole pages as always."""
    if route.request.headers.get("hx-request") == "true":
        route.fulfill(status=503, body="The portal is not available", content_type="text/html")
    else:
        route.continue_()


def test_filter_that_gets_no_answer_opens_the_whole_page(wide, sign_in, reader, complaints):
    sign_in(wide, reader)
    wide.goto("/practice/")
    wide.route("**/practice/?**", away)

    with wide.expect_navigation():
        wide.locator("#bank-filters input[name=category][value=prevention]").check(force=True)

    assert "category=prevention" in wide.url
    expect(wide.locator("#bank-filters input[name=category][value=prevention]")).to_be_checked()
    expect(wide.get_by_role("link", name="Street triage")).to_be_visible()
    assert [words for words in complaints if "503" not in words] == []
    complaints.clear()
