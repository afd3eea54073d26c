"""The practice bank's story on a portal of real processes: web, worker, beat, broker, database, browser.

An officer drafts, attaches and sends; staff ask back, check and take forward; two people rate; an administrator
releases; another force finds it; an analyst pulls it by API; the owner takes the permissions back and it is gone.
"""

import re

import pytest

from tests.browser.conftest import PATIENCE_MS, WIDE
from tests.browser.story import PRACTICE, KeyboardStory, Story
from tests.portal import running_portal
from vkpp.accounts.demo import PASSWORD

PEOPLE = {
    "officer": "practice.lead@norfolk.police.uk",
    "staff": "adviser1@vkpp.example",
    "reviewer": "evidence@college.example",
    "administrator": "manager@vkpp.example",
    "other": "practice.lead@kent.police.uk",
}
ANALYST = "analyst@kent.police.uk"
QUESTION = "How many visits does a place get in a month?"
READING = ("Share with other forces", "Publish on the public")


@pytest.fixture(scope="module")
def portal():
    """A whole portal, with everything running."""
    with running_portal() as portal:
        portal.start("web", "worker", "beat")
        yield portal


@pytest.fixture
def told(browser, portal, complaints, accessible, scriptless, tmp_path):
    """`told(kind, **options)` tells the story with pages of these options and gives back the story."""
    contexts = []

    def page_of(**options):
        context = browser.new_context(base_url=f"http://127.0.0.1:{portal.port}", locale="en-GB", **WIDE, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(2 * PATIENCE_MS)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if not options.get("java_script_enabled", True):
            scriptless.append(page)
        return page

    def tell(kind, look=accessible, **options):
        pages = {who: sign_in(page_of(**options), email, portal) for who, email in PEOPLE.items()}
        story = kind({**pages, "public": page_of()}, look)
        story.starts()
        story.writes()
        story.attaches(tmp_path)
        story.permits(*READING)
        story.sends()
        story.asks_back(QUESTION)
        story.answers_and_sends_again(QUESTION)
        story.takes_forward()
        story.is_rated("staff", "reviewer")
        story.is_decided_and_released()
        story.finds("other")
        return story

    yield tell
    for context in contexts:
        context.close()
    assert [text for text in complaints if "404" not in text] == []


def sign_in(page, email, portal):
    """By password and, where the role needs it, the code of the moment."""
    page.goto("/account/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    _submit(page)
    if "/2fa/" in page.url:
        shown = portal.manage("demo_sign_ins")
        code = re.search(rf"{re.escape(email)} .*one-time code now (\d+)", shown).group(1)
        page.locator("input[name=code]").fill(code)
        _submit(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Your work"
    return page


def _submit(page):
    with page.expect_navigation():
        page.locator("main button[type=submit]").first.click()


def test_story_is_told_and_its_end_is_everywhere(told, portal):
    story = told(Story)
    token = portal.manage("create_token", ANALYST, "--scopes", "read", "--name", "Story").split()[-1]
    address = f"/api/v1/practices/{story.reference}/"
    status, pulled = portal.ask("GET", address, token)
    assert (status, pulled["title"], pulled["rating"]) == (200, PRACTICE["title"], "new_innovative")
    assert portal.ask("GET", address)[0] == 200
    portal.wait_for(
        lambda: len(mails_about(portal, story.reference)) >= 4, "the mails of the story are in the demo's box"
    )

    story.takes_back(*READING)

    story.finds_nothing("other")
    story.finds_nothing("public")
    for key in (token, None):
        assert portal.ask("GET", address, key)[0] == 404
        listed = portal.ask("GET", "/api/v1/practices/?q=Norfolk+Safer+Places&page_size=200", key)[1]
        assert story.reference not in [row["reference"] for row in listed["results"]]


def mails_about(portal, reference):
    """Mails in the demo's folder that name the example."""
    return [path for path in (portal.folder / "mail").rglob("*.eml") if reference in path.read_text()]


def test_story_without_script(told):
    told(Story, java_script_enabled=False)


def test_story_by_keyboard(told):
    told(KeyboardStory, look=lambda page: None)
