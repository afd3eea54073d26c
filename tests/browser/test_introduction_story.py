"""The story of an example that finds an evaluator, on a portal of real processes, until its owner takes it back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.telling import ByKeyboard, Teller

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load

PEOPLE = {
    "owner": "nvap.lead@norfolk.police.uk",
    "staff": "adviser2@vkpp.example",
    "evaluator": "evaluator@university.example",
}
EXAMPLE = "Herbert Protocol"
BODY = "Demonstration University"
USE = "Put in touch with evaluators"


class IntroductionStory(Teller):
    """Norfolk would like to know whether it works."""

    def permits_anew(self):
        """The owner begins with a clean slate: what was under way ends, then evaluators are permitted again."""
        page = self.go("owner", f"/practice/?q={EXAMPLE.replace(' ', '+')}")
        self.press(page, EXAMPLE)
        self.example = page.url
        self.permissions = f"/practice/write/{self.example.rstrip('/').rpartition('/')[2]}/permissions/"
        self.go("owner", self.permissions)
        self.press(page, re.compile(f"^Take back.*{USE}", re.DOTALL))
        self.press(page, re.compile(f"^Permit.*{USE}", re.DOTALL))

    def finds_an_evaluator(self):
        """The page of the example leads to those who fit, with the reasons."""
        page = self.go("owner", self.example)
        self.press(page, "Find somebody who evaluates it")
        card = page.get_by_role("main").locator("section").filter(has_text=BODY).first
        expect(card).to_contain_text("Interested in Adults at risk, Missing persons")
        self.click(page, card.get_by_role("button", name=re.compile("^Ask for an introduction")))

    def asks(self):
        """What it is about; an empty request says what is missing."""
        page = self.pages["owner"]
        self.press(page, "Send the request")
        expect(page.get_by_role("alert").first).to_contain_text("Say in a few words")
        self.fill(page, page.locator("textarea[name=text]"), "Does the form find people sooner?")
        self.press(page, "Send the request")
        expect(page.get_by_role("main")).to_contain_text("Owner agreed, to be introduced")
        self.introduction = page.url
        assert self.pages["evaluator"].request.get(self.introduction).status == 404

    def introduces(self):
        """VKPP finds it on its first page and brings the two together."""
        page = self.go("staff", "/")
        expect(page.get_by_role("main").get_by_role("link", name=EXAMPLE).first).to_be_visible()
        self.go("staff", self.introduction)
        self.press(page, "Introduce them")
        self.press(page, "Introduce them")
        expect(page.get_by_role("main")).to_contain_text("Introduced")

    def talks(self):
        """The evaluator reads of it on a page of its own, and notes that talks have begun."""
        page = self.go("evaluator", "/practice/evaluating/")
        self.press(page, EXAMPLE)
        self.fill(page, page.locator("textarea[name=text]"), "Could you send the form?")
        self.press(page, "Keep the note")
        self.press(page, "Note that talks have begun")
        self.press(page, "Note that talks have begun")
        expect(page.get_by_role("main")).to_contain_text("In talks")

    def agrees_on_an_evaluation(self):
        """The owner reads the note, and notes what they agreed."""
        page = self.go("owner", self.introduction)
        expect(page.get_by_role("main")).to_contain_text("Could you send the form?")
        self.press(page, "Note the evaluation agreed")
        self.fill(page, page.locator("textarea[name=text]"), "A comparison with two forces, by 2028.")
        self.press(page, "Note the evaluation agreed")
        expect(page.get_by_role("main")).to_contain_text("Evaluation agreed")

    def takes_it_back(self):
        """The owner takes the permission back: the others see nothing any more, the owner reads what became of it."""
        page = self.go("owner", self.permissions)
        self.press(page, re.compile(f"^Take back.*{USE}", re.DOTALL))
        for who in ("staff", "evaluator"):
            assert self.pages[who].request.get(self.introduction).status == 404
        self.go("owner", self.introduction)
        expect(page.get_by_role("main")).to_contain_text("Permission taken back")
        expect(self.go("evaluator", "/practice/evaluating/").get_by_role("main")).not_to_contain_text(EXAMPLE)
        self.go("owner", self.permissions)
        self.press(page, re.compile(f"^Permit.*{USE}", re.DOTALL))


class IntroductionKeyboardStory(ByKeyboard, IntroductionStory):
    """The same story for somebody without a mouse."""


def tell(story):
    """From the example to an evaluation, and back."""
    story.permits_anew()
    story.finds_an_evaluator()
    story.asks()
    story.introduces()
    story.talks()
    story.agrees_on_an_evaluation()
    story.takes_it_back()


def test_example_finds_an_evaluator(people_of, accessible):
    tell(IntroductionStory(people_of(PEOPLE), accessible))


def test_example_finds_an_evaluator_without_script(people_of, accessible):
    tell(IntroductionStory(people_of(PEOPLE, java_script_enabled=False), accessible))


def test_example_finds_an_evaluator_by_keyboard(people_of, accessible):
    tell(IntroductionKeyboardStory(people_of(PEOPLE), accessible))
