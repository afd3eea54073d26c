"""A contact request on a portal of real processes: found on the map, asked, answered by the other force, closed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.telling import ByKeyboard, Teller

pytestmark = pytest.mark.timeout(1800)  # whoever comes first waits for the demonstration to load

PEOPLE = {"officer": "practice.officer@norfolk.police.uk", "lead": "nvap.lead@kent.police.uk"}
QUESTION = "Who leads on this, and could we visit for a morning?"
ANSWER = "Our vulnerability hub. Ring them and name this request."


class ContactStory(Teller):
    """An officer looks for whoever works on a strand."""

    def looks_at_the_map(self):
        """Every force with its number; filters stay when one goes on to the list; a tile leads to a force's practice."""
        page = self.go("officer", "/practice/map/?category=prevention")
        expect(page.locator(".app-tiles__tile").first).to_be_attached()
        self.click(page, page.get_by_role("link", name="See them as a list"))
        expect(page).to_have_url(re.compile(r"/practice/\?category=prevention$"))
        self.click(page, page.get_by_role("link", name="On the map"))
        expect(page).to_have_url(re.compile(r"/practice/map/\?category=prevention$"))

    def asks(self, strand):
        """From the force's page to the question."""
        page = self.go("officer", "/practice/forces/kent/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Kent Police")
        self.press(page, "Ask")
        self.pick(page, page.get_by_label("Strand (optional)"), strand)
        self.fill(page, page.get_by_label("Your question"), QUESTION)
        self.press(page, "Send the question")
        expect(page.get_by_role("main")).to_contain_text("Waits for an answer of Kent Police.")
        self.path = re.search(r"/practice/contacts/CT-\d+/", page.url).group()

    def is_answered(self):
        """The other force's lead finds it among what waits, and answers."""
        page = self.go("lead", "/practice/contacts/?tab=waiting")
        self.click(page, page.locator(f"main a[href='{self.path}']"))
        expect(page.get_by_role("main")).to_contain_text(QUESTION)
        self.press(page, re.compile("^Answer$"))
        self.press(page, re.compile("^Answer$"))
        expect(page.get_by_role("main")).to_contain_text("Write an answer. The person who asked reads it.")
        self.fill(page, page.get_by_label("Your answer"), ANSWER)
        self.press(page, re.compile("^Answer$"))
        expect(page.get_by_role("main")).to_contain_text("Answered")

    def closes(self):
        """The officer reads the answer, thanks, and closes."""
        page = self.go("officer", self.path)
        expect(page.get_by_role("main")).to_contain_text(ANSWER)
        self.fill(page, page.get_by_label("Message"), "Thank you, we will ring on Tuesday.")
        self.press(page, "Send the message")
        self.press(page, "Close: I have what I need")
        self.press(page, "Close: I have what I need")
        expect(page.get_by_role("main")).to_contain_text("Closed")


class ContactKeyboardStory(ByKeyboard, ContactStory):
    """The same story for somebody without a mouse."""


def tell(story, strand):
    """From the map to the answer."""
    story.looks_at_the_map()
    story.asks(strand)
    story.is_answered()
    story.closes()


def test_contact_request_from_map_to_answer(people_of, accessible):
    tell(ContactStory(people_of(PEOPLE), accessible), "Missing")


def test_contact_request_without_script(people_of, accessible):
    tell(ContactStory(people_of(PEOPLE, java_script_enabled=False), accessible), "Gangs")


def test_contact_request_by_keyboard(people_of):
    tell(ContactKeyboardStory(people_of(PEOPLE), lambda page: None), "Sex work")
