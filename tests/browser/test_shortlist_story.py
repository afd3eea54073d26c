"""The story of a shortlist on a portal of real processes: a limit broken, a best set suggested, mended, decided, printed."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.telling import ByKeyboard, Teller

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load

PEOPLE = {"manager": "manager@vkpp.example"}
ROUND = "Independent evaluations 2026"
MINUTES = "The suggested set was taken as it is: it has the most points within every limit."


class ShortlistStory(Teller):
    """A programme manager puts a set together."""

    def opens(self):
        """The round of this year, from the bank."""
        page = self.go("manager", "/practice/shortlist/")
        self.press(page, ROUND)
        self.press(page, "Choose")

    def breaks(self):
        """Only one is ticked: the limits say in words and numbers what is missing."""
        page = self.pages["manager"]
        ticked = [box.get_attribute("id") for box in page.locator("input[name=c]:checked").all()]
        for name in ticked[1:]:
            self.untick(page, page.locator(f"#{name}"))
        self.says(page, "limits are broken")
        expect(page.locator("#stand")).to_contain_text("1, at least 10: 9 too few")

    def untick(self, page, box):
        """Take one out of the set."""
        page.locator(f"label[for={box.get_attribute('id')}]").click()

    def says(self, page, words):
        """The limits beside the list, at once; without script after a press of the button."""
        expect(page.locator("#stand")).to_contain_text(words)

    def asks(self):
        """A worker finds the best set and says why each candidate is in or out."""
        page = self.pages["manager"]
        self.press(page, "Suggestions")
        self.press(page, "Find the best set")
        self.wait_for(page, page.locator("#job:not([hx-get])"))  # the set can be read before; here also its reasons
        self.press(page, "Read the suggestion")
        expect(page.get_by_role("main")).to_contain_text("No set that keeps the limits has more points.")
        expect(page.get_by_role("main")).to_contain_text(
            re.compile("Without it the best set would lose|Without it no set")
        )

    def mends(self):
        """The suggested set is ticked, and every limit is met."""
        page = self.pages["manager"]
        self.press(page, "Tick this set")
        expect(page.locator("#stand")).to_contain_text("Every limit is met")

    def decides(self):
        """With minutes; they are there as PDF."""
        page = self.pages["manager"]
        self.press(page, "Go on to the decision")
        self.fill(page, page.locator("textarea[name=minutes]"), MINUTES)
        self.press(page, "Decide")
        expect(page.get_by_role("heading", name="To be evaluated")).to_be_visible()
        link = page.get_by_role("link", name="Minutes (PDF)")
        return page.request.get(link.get_attribute("href")).body()

    def reconsiders(self):
        """The round is to be decided again, as it was before this story."""
        page = self.pages["manager"]
        self.press(page, "Reconsider the decision")
        self.fill(page, page.locator("textarea[name=reason]"), "To show how it is done.")
        self.press(page, "Reconsider the decision")
        expect(page.get_by_role("main")).to_contain_text("To be decided")


class WithoutScript(ShortlistStory):
    """The same story where a button asks for what script would ask at once."""

    def says(self, page, words):
        self.press(page, "Check the limits")
        super().says(page, words)


class WithKeyboard(ByKeyboard, ShortlistStory):
    """The same story for somebody without a mouse."""

    def untick(self, page, box):
        self.reach(page, box)
        page.keyboard.press("Space")


def tell(story):
    """From a broken limit to the minutes."""
    story.opens()
    story.breaks()
    story.asks()
    story.mends()
    made = PdfReader(io.BytesIO(story.decides()))
    story.reconsiders()
    return made


def test_shortlist_broken_mended_and_decided(people_of, accessible):
    made = tell(ShortlistStory(people_of(PEOPLE), accessible))

    text = "\n".join(page.extract_text() for page in made.pages)
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert MINUTES in " ".join(text.split())
    assert "On serious violence" in text


def test_shortlist_without_script(people_of, accessible):
    assert tell(WithoutScript(people_of(PEOPLE, java_script_enabled=False), accessible)).pages


def test_shortlist_by_keyboard(people_of):
    assert tell(WithKeyboard(people_of(PEOPLE), lambda page: None)).pages
