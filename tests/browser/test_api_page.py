"""The page on which people try the API out, in a real browser and under the strict policy."""

import json

import pytest
from playwright.sync_api import expect

from practice.models import Practice
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import CallFactory, published_practice

pytestmark = pytest.mark.django_db(transaction=True)


def unfolded(page, group):
    """The page with the operations of one group shown."""
    page.locator(f"[id='operations-tag-{group}'] .expand-operation").click()
    return page


def opened(page, group, operation):
    """The part of the page about one operation, unfolded and ready to be tried."""
    unfolded(page, group)
    part = page.locator(f"[id$='-{operation}']")
    part.locator(".opblock-summary-control").click()
    part.get_by_role("button", name="Try it out").click()
    return part


def answer(part):
    """Status and body of what was tried."""
    part.get_by_role("button", name="Execute").click()
    live = part.locator(".live-responses-table")
    status = live.locator(".response-col_status").nth(1).inner_text()
    return status.split()[0], json.loads(live.locator(".highlight-code pre").first.inner_text())


def test_visitor_reads_public_practice(wide, accessible):
    practice = published_practice(permitted=("publish_public",))

    wide.goto("/api/v1/docs/")
    part = opened(wide, "Practice", "practices_list")
    status, body = answer(part)

    assert status == "200"
    assert [row["reference"] for row in body["results"]] == [practice.reference]
    accessible(wide)


def test_officer_starts_a_draft_as_themselves(wide, sign_in):
    officer = person("contributor", ForceFactory(code="norfolk"))
    CallFactory(slug="always-open")

    sign_in(wide, officer).goto("/api/v1/docs/")
    part = opened(wide, "Writing", "practices_start")
    part.locator("textarea").fill(json.dumps({"call": "always-open", "title": "Tried out"}))
    status, body = answer(part)

    assert (status, body["title"]) == ("201", "Tried out")
    assert Practice.objects.get().owner == officer


def test_page_is_accessible_and_fits_a_phone(phone, accessible):
    phone.goto("/api/v1/docs/")
    unfolded(phone, "Practice")
    expect(phone.locator(".opblock").first).to_be_visible()

    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_page_without_script_leads_to_the_description(no_script, accessible):
    no_script.goto("/api/v1/docs/")

    expect(no_script.get_by_role("link", name="The description as OpenAPI (JSON)")).to_be_visible()
    accessible(no_script)
