"""The story of a theory of change on a portal of real processes: written, drawn as it is typed, completed, printed."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.telling import ByKeyboard, Teller

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load

PEOPLE = {"author": "practice.lead@norfolk.police.uk"}
BOXES = {
    "input-1": "A worker in each custody suite",
    "activity-1": "Coaching of young adults in custody",
    "output-1": "People coached",
    "outcome-1": "More people in work",
    "impact-1": "Less serious violence",
    "assumption-1": "Custody is a moment at which people want to talk.",
}
ARROWS = (("input-1", "activity-1"), ("activity-1", "output-1"), ("output-1", "outcome-1"), ("outcome-1", "impact-1"))


class TheoryStory(Teller):
    """An officer's theory of change."""

    def starts(self):
        """A new example in the open call; its theory is one of the pages of writing."""
        page = self.go("author", "/practice/calls/open-call/")
        self.press(page, "Start an example")
        self.press(page, "Theory of change")
        expect(page.get_by_role("heading", level=1)).to_have_text("Theory of change")

    def writes(self):
        """A box in each column; where script runs the picture follows, without a button."""
        page = self.pages["author"]
        for key, text in BOXES.items():
            self.fill(page, page.locator(f"#id_theory-text-{key}"), text)
        self.draws(page)
        self.press(page, "Save and draw anew")
        expect(page.locator("#theory-picture svg")).to_contain_text("More people in work")
        expect(page.locator("#theory-hints")).to_contain_text("has no output. Say what comes out of it.")

    def draws(self, page):
        """Drawn as one types; the arrows to choose follow when a box is left."""
        expect(page.locator("#theory-picture svg")).to_contain_text("People coached")
        expect(page.locator("#id_theory-leads-input-1-activity-1")).to_be_attached()

    def joins(self):
        """Arrows and what the assumption is about; then nothing is missing."""
        page = self.pages["author"]
        for source, target in ARROWS:
            self.check(page, page.locator(f"#id_theory-leads-{source}-{target}"))
        self.pick(page, page.locator("#id_theory-about-assumption-1"), BOXES["activity-1"])
        self.press(page, "Save and draw anew")
        expect(page.locator("#theory-picture")).to_contain_text("14 of 14 checks met")

    def reads_it_in_words(self):
        """The same as the picture, for who does not see it."""
        page = self.pages["author"]
        self.press(page, "Comments and print")
        self.open(page, page.locator("summary", has_text="The same in words"))
        expect(page.get_by_text(f"Leads to: {BOXES['output-1']}")).to_be_visible()

    def prints(self):
        """The PDF with the picture and its words."""
        page = self.pages["author"]
        paper = page.get_by_role("main").get_by_role("link", name="Save as PDF")
        return page.request.get(paper.get_attribute("href")).body()


class TheoryStoryWithoutScript(TheoryStory):
    """Nothing is drawn before the button is pressed."""

    def draws(self, page):
        expect(page.locator("#theory-picture svg")).not_to_contain_text("People coached")


class TheoryKeyboardStory(ByKeyboard, TheoryStory):
    """The same story for somebody without a mouse."""


def tell(story):
    """From the empty page to paper."""
    story.starts()
    story.writes()
    story.joins()
    story.reads_it_in_words()
    return PdfReader(io.BytesIO(story.prints()))


def holds_the_theory(document):
    """Every box is in the tagged PDF, in words and in the picture."""
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in document.pages))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "14 of 14 checks met." in words
    for text in BOXES.values():
        assert words.count(text) >= 1, text
    assert words.count("People coached") >= 3  # in the list, as what the activity leads to, and in the picture


def test_theory_of_change_written_and_printed(people_of, accessible):
    holds_the_theory(tell(TheoryStory(people_of(PEOPLE), accessible)))


def test_theory_of_change_without_script(people_of, accessible):
    holds_the_theory(tell(TheoryStoryWithoutScript(people_of(PEOPLE, java_script_enabled=False), accessible)))


def test_theory_of_change_by_keyboard(people_of):
    holds_the_theory(tell(TheoryKeyboardStory(people_of(PEOPLE), lambda page: None)))
