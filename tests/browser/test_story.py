"""The practice bank's story on a portal of real processes: web, worker, beat, broker, database, browser.

An officer drafts, attaches and sends; staff ask back, check and take forward; two people rate; an administrator
releases; another force finds it; an analyst pulls it by API; the owner takes the permissions back and it is gone.
"""

import pytest

from tests.browser.story import PRACTICE, KeyboardStory, Story

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load
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


@pytest.fixture
def told(people_of, accessible, tmp_path):
    """`told(kind, **options)` tells the story with pages of these options and gives back the story."""

    def tell(kind, look=accessible, **options):
        story = kind(people_of(PEOPLE, **options), look)
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

    return tell


def test_story_is_told_and_its_end_is_everywhere(told, whole_portal):
    portal = whole_portal
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
