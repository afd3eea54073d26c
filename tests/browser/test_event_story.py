"""The story of a learning event on a portal of real processes: prepared, announced, booked, waited for, moved up."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.telling import ByKeyboard, Teller

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load

PEOPLE = {
    "staff": "adviser1@vkpp.example",
    "first": "nvap.lead@norfolk.police.uk",
    "second": "practice.lead@kent.police.uk",
}
EVENTS = "/practice/events/"


class EventStory(Teller):
    """One place, and two people who want it."""

    def prepares(self, title):
        """Staff prepare an event with a single place."""
        page = self.go("staff", f"{EVENTS}new/")
        day = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=40)
        self.fill(page, page.get_by_label("Title"), title)
        self.fill(page, page.get_by_label("What is it about"), "Two forces show what they do.")
        for name, time in (("starts", "10am"), ("ends", "3pm")):
            for place, part in enumerate((day.day, day.month, day.year)):
                self.fill(page, page.locator(f"[name={name}_on_{place}]"), str(part))
            self.fill(page, page.locator(f"[name={name}_time]"), time)
        self.fill(page, page.get_by_label("Place", exact=True), "Leeds, Town Hall")
        self.fill(page, page.get_by_label("How many people can come?"), "1")
        self.press(page, "Save")

    def features(self):
        """The first example whose owner permits it."""
        page = self.pages["staff"]
        expect(page.get_by_role("heading", level=1)).to_have_text("Choose practice")
        self.click(page, page.get_by_role("main").get_by_role("button", name=re.compile("^Add ")).first)
        self.click(page, page.get_by_role("main").get_by_role("link", name="To the event"))
        return page.url

    def announces(self):
        """From the event's page, after a question."""
        page = self.pages["staff"]
        self.press(page, "Announce")
        self.press(page, "Announce")
        expect(page.get_by_role("main")).to_contain_text("Practice at this event")

    def books(self, who, address, button, heading):
        """Somebody books, and reads what they have."""
        page = self.go(who, address)
        self.press(page, button)
        self.press(page, button)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)

    def takes_the_calendar_file(self, who):
        """It names the place."""
        page = self.pages[who]
        link = page.get_by_role("main").get_by_role("link", name="Add to your calendar")
        assert "LOCATION:Leeds\\, Town Hall" in page.request.get(link.get_attribute("href")).text()

    def cancels(self, who):
        """After a question."""
        page = self.pages[who]
        self.press(page, "Cancel your booking")
        self.press(page, "Cancel the booking")

    def has_moved_up(self, who, address):
        """The place is theirs now."""
        page = self.go(who, f"{address}booking/")
        expect(page.get_by_role("heading", level=1)).to_have_text("You have a place")

    def sees_who_comes(self, address):
        """Staff see one with the place and who cancelled."""
        page = self.go("staff", f"{address}people/")
        expect(page.get_by_role("main")).to_contain_text("1 of 1 places are taken, 0 on the waiting list.")
        expect(page.get_by_role("heading", name="Cancelled")).to_be_visible()


class EventKeyboardStory(ByKeyboard, EventStory):
    """The same story for somebody without a mouse."""


def tell(story, title):
    """From the plan to the place."""
    story.prepares(title)
    address = story.features()
    story.announces()
    story.books("first", address, "Book a place", "You have a place")
    story.takes_the_calendar_file("first")
    story.books("second", address, "Join the waiting list", "You are on the waiting list")
    story.cancels("first")
    story.has_moved_up("second", address)
    story.sees_who_comes(address)


def test_event_from_plan_to_place(people_of, accessible):
    tell(EventStory(people_of(PEOPLE), accessible), "Told with script")


def test_event_without_script(people_of, accessible):
    tell(EventStory(people_of(PEOPLE, java_script_enabled=False), accessible), "Told without script")


def test_event_by_keyboard(people_of):
    tell(EventKeyboardStory(people_of(PEOPLE), lambda page: None), "Told by keyboard")
