"""An adoption on a portal of real processes: recorded on the page of an example, its result noted, read by another force."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.telling import ByKeyboard, Teller

pytestmark = pytest.mark.timeout(1800)  # whoever comes first waits for the demonstration to load

PEOPLE = {"officer": "practice.officer@norfolk.police.uk", "reader": "nvap.lead@kent.police.uk"}
RECORD = "Record what your force does with it"
PLAN = "One district from June, with our own leaflet."
LEARNED = "Start with one station and one sergeant who wants it."


class AdoptionStory(Teller):
    """A force takes up a practice of another."""

    def finds_an_example(self):
        """The first of the list that its force has not spoken about."""
        page = self.go("officer", "/practice/?rating=promising&sort=title")
        links = page.locator(".app-result__title a")
        for path in [link.get_attribute("href") for link in links.all()]:
            page.goto(path)
            if page.get_by_role("main").get_by_role("link", name=RECORD).count():
                self.look(page)
                self.path = path
                return
        raise AssertionError("There is no example left to record.")

    def records(self):
        """What is missing is said; then it is written down."""
        page = self.pages["officer"]
        self.press(page, RECORD)
        self.press(page, "Record it")
        expect(page.get_by_role("main")).to_contain_text("Choose what your force does with it.")
        self.check(page, page.get_by_label("Adapt it to the force"))
        self.fill(page, page.get_by_label("What will you do?"), PLAN)
        self.press(page, "Record it")
        expect(page.get_by_role("main")).to_contain_text(PLAN)
        assert re.search(r"/practice/adoptions/AD-\d+/$", page.url)

    def notes_the_result(self):
        """What came of it, for others."""
        page = self.pages["officer"]
        self.press(page, "Note the result")
        self.check(page, page.get_by_label("It works for us"))
        self.fill(page, page.get_by_label("What should others know who try the same?"), LEARNED)
        self.press(page, "Save the result")
        expect(page.get_by_role("main")).to_contain_text("It works for us")

    def is_read_elsewhere(self):
        """Another force reads on the example's page what came of it, not the plan, and opens the record."""
        page = self.go("reader", self.path)
        expect(page.get_by_role("main")).to_contain_text(LEARNED)
        expect(page.get_by_role("main")).not_to_contain_text(PLAN)
        section = page.locator("section[aria-labelledby=elsewhere]")
        self.click(page, section.get_by_role("link", name="Norfolk").first)
        expect(page.get_by_role("main")).to_contain_text("Norfolk Constabulary")
        self.go("reader", "/practice/adoptions/")


class AdoptionKeyboardStory(ByKeyboard, AdoptionStory):
    """The same story for somebody without a mouse."""


def tell(story):
    """From the example to what another force reads of it."""
    story.finds_an_example()
    story.records()
    story.notes_the_result()
    story.is_read_elsewhere()


def test_adoption_from_example_to_result(people_of, accessible):
    tell(AdoptionStory(people_of(PEOPLE), accessible))


def test_adoption_without_script(people_of, accessible):
    tell(AdoptionStory(people_of(PEOPLE, java_script_enabled=False), accessible))


def test_adoption_by_keyboard(people_of):
    tell(AdoptionKeyboardStory(people_of(PEOPLE), lambda page: None))
