"""The story of a gap that finds help on a portal of real processes: offered, found, asked for, answered, used."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.telling import ByKeyboard, Teller

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load

PEOPLE = {"asker": "nvap.lead@kent.police.uk", "helper": "nvap.lead@norfolk.police.uk"}
ASKED_ALREADY = "2.4.1"
"""In the demonstration Kent waits for Norfolk's answer on this action."""


class HelpStory(Teller):
    """Kent has a gap; Norfolk has got further."""

    def sees_a_gap(self):
        """Among all that the force needs, the first action on which its own answer names a gap."""
        page = self.go("asker", "/insight/help/")
        self.press(page, "Find help")
        rows = page.get_by_role("main").locator("tbody tr").filter(has_text="Gap named")
        link = rows.filter(has_not_text=f"{ASKED_ALREADY} ").first.get_by_role("link")
        self.code = link.inner_text().split()[0]
        self.gap = link.get_attribute("href")

    def offers_help(self):
        """The other force says on this action what it can show."""
        page = self.go("helper", "/insight/help/offers/")
        self.press(page, "Offer help")
        self.pick(page, page.locator("select[name=action]"), f"{self.code} ")
        self.fill(page, page.locator("textarea[name=text]"), "Come and sit in for a day.")
        self.press(page, "Offer help")
        expect(page.get_by_role("main")).to_contain_text(self.code)

    def finds_who_can_help(self):
        """The gap leads to forces with the reasons why each can help."""
        page = self.go("asker", self.gap)
        card = page.get_by_role("main").locator("section").filter(has_text="Norfolk Constabulary").first
        expect(card).to_contain_text("Offers help on this action")
        self.click(page, card.get_by_role("button", name=re.compile("^Ask Norfolk")))

    def asks(self):
        """What the force needs, in its own words; an empty request says what is missing."""
        page = self.pages["asker"]
        self.press(page, "Send the request")
        expect(page.get_by_role("alert").first).to_contain_text("Say what you need")
        self.fill(page, page.locator("textarea[name=text]"), "May we see how your call handlers ask?")
        self.press(page, "Send the request")
        self.request = page.url
        expect(page.get_by_role("main")).to_contain_text("Waits for an answer")

    def answers(self):
        """The other force finds the request on its first page and agrees."""
        page = self.go("helper", "/")
        waiting = page.get_by_role("main").get_by_role("link", name=re.compile(f"^{re.escape(self.code)} "))
        expect(waiting.first).to_be_visible()
        self.go("helper", self.request)
        self.press(page, "Agree to help")
        self.fill(page, page.locator("textarea[name=text]"), "Gladly. Any Tuesday suits us.")
        self.press(page, "Agree to help")
        expect(page.get_by_role("main")).to_contain_text("Help agreed")

    def notes_what_came_of_it(self):
        """What was tried, and what others should know."""
        page = self.go("asker", self.request)
        self.press(page, "Note what you tried")
        self.fill(page, page.locator("textarea[name=text]"), "The prompts, on two shifts.")
        self.press(page, "Note what you tried")
        self.press(page, "Note what came of it")
        self.check(page, page.get_by_label("It works for us"))
        self.fill(page, page.locator("textarea[name=text]"), "Print the prompts large.")
        self.press(page, "Note what came of it")
        expect(page.get_by_role("main")).to_contain_text("Result noted")

    def reads_that_it_was_useful(self):
        """The helping force reads the result, and takes its offer back."""
        page = self.go("helper", self.request)
        for words in ("It works for us", "Print the prompts large.", "Gladly. Any Tuesday suits us."):
            expect(page.get_by_role("main")).to_contain_text(words)
        self.go("helper", "/insight/help/offers/")
        card = page.get_by_role("main").locator("section").filter(has_text=f"{self.code} ").first
        self.click(page, card.get_by_role("button", name=re.compile("^Take back")))


class HelpKeyboardStory(ByKeyboard, HelpStory):
    """The same story for somebody without a mouse."""


def tell(story):
    """From the gap to the result."""
    story.sees_a_gap()
    story.offers_help()
    story.finds_who_can_help()
    story.asks()
    story.answers()
    story.notes_what_came_of_it()
    story.reads_that_it_was_useful()


def test_gap_finds_help(people_of, accessible):
    tell(HelpStory(people_of(PEOPLE), accessible))


def test_gap_finds_help_without_script(people_of, accessible):
    tell(HelpStory(people_of(PEOPLE, java_script_enabled=False), accessible))


def test_gap_finds_help_by_keyboard(people_of, accessible):
    tell(HelpKeyboardStory(people_of(PEOPLE), accessible))
