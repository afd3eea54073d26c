"""A part of a page that the portal cannot send, or that cannot be asked for: the whole page instead, or a sentence."""

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import person
from tests.factories.practice import published_practice
from tests.factories.shortlist import candidate, evaluation_round, to_decide


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


@pytest.mark.parametrize("missing", ["answer", "network"])
def test_limits_that_could_not_be_checked_are_not_taken_for_those_of_the_new_set(
    wide, sign_in, reader, complaints, missing
):
    manager = person("vkpp_admin")
    round_ = evaluation_round(by=manager)
    row = candidate(round_, title="Street triage at night")
    to_decide(round_)
    sign_in(wide, manager)
    address = f"/practice/shortlist/{round_.reference}/select/"
    wide.goto(address)
    wide.route(f"**{address}", away if missing == "answer" else lambda route: route.abort())

    wide.locator(f"label[for=c-{row.pk}]").click()
    expect(wide.locator("#stand").get_by_role("alert")).to_contain_text("of the set before")

    wide.unroute(f"**{address}")
    wide.locator(f"label[for=c-{row.pk}]").click()
    expect(wide.locator("#stand").get_by_role("alert")).to_have_count(0)
    complaints.clear()


def test_filter_without_network_leads_where_the_browser_says_so(wide, sign_in, reader, complaints):
    sign_in(wide, reader)
    wide.goto("/practice/")
    wide.route("**/practice/?**", lambda route: route.abort())

    with wide.expect_request(lambda request: request.is_navigation_request() and "category=prevention" in request.url):
        wide.locator("#bank-filters input[name=category][value=prevention]").check(force=True)

    complaints.clear()
