"""A page that others have overtaken, and that saved a part of itself since: it takes back nobody's text."""

import re

import pytest
from django.urls import reverse

from practice.actions import authoring
from practice.models import CoAuthor
from practice.theory import store
from tests.clients import text_of
from tests.factories.accounts import person
from tests.factories.practice import PracticeFactory
from vkpp.core import kept

pytestmark = pytest.mark.django_db
VERSION = re.compile(r'name="version" value="([^"]*)"')


class Page:
    """A page that somebody opened: what it shows, and the version that goes along."""

    def __init__(self, browser, practice, code, fields):
        self.browser, self.practice, self.code, self.shown = browser, practice, code, dict(fields)
        name = "theory-write" if code == "theory" else "write_section"
        self.url = reverse(f"practice:{name}", args=[practice.reference, *([code] if code != "theory" else [])])
        self.version = VERSION.search(browser.get(self.url).text)[1]
        self.groups = [name for name in fields if "-leads-" in name]

    def type(self, **texts):
        """Saved by script as it is typed."""
        changed = {name.replace("__", "-"): text for name, text in texts.items()}
        self.shown |= changed
        url = reverse("practice:autosave", args=[self.practice.reference, self.code])
        sent = {"version": self.version, "fields": list(changed), **changed}
        answer = self.browser.post(url, sent, headers={"X-Autosave": "1"})
        if answer.status_code == 200:
            self.version = answer.json()["version"]
        return answer

    def send(self, **texts):
        """The whole form, by its button."""
        self.shown |= {name.replace("__", "-"): text for name, text in texts.items()}
        mark = kept.author_mark(self.practice.owner)
        return self.browser.post(
            self.url, {"version": self.version, "author": mark, "groups": self.groups, **self.shown}
        )


AIMS = ("aim", "intended_outcome")
THEORY = {
    "theory-text-activity-1": "Coaching",
    "theory-text-output-1": "People coached",
    "theory-leads-activity-1": ["output-1"],
}


@pytest.fixture
def practice():
    return PracticeFactory(aim="Aim", intended_outcome="Outcome")


@pytest.fixture
def colleague(practice):
    found = person("contributor", practice.force, display_name="Colin Colleague")
    CoAuthor.objects.create(practice=practice, user=found, level="edit", added_by=practice.owner)
    return found


@pytest.fixture
def open_page(practice, client_for):
    return lambda: Page(client_for(practice.owner), practice, "aims", {name: getattr(practice, name) for name in AIMS})


def change(practice, by, **values):
    authoring.save(practice=practice, values=values, version=None, by=by)


def aims(practice):
    practice.refresh_from_db()
    return practice.aim, practice.intended_outcome


def test_whole_form_after_a_save_by_script_leaves_the_colleagues_answer(practice, colleague, open_page):
    page = open_page()
    change(practice, colleague, intended_outcome="Theirs")
    page.type(aim="Mine")

    assert page.send().status_code == 302

    assert aims(practice) == ("Mine", "Theirs")


def test_whole_form_without_script_leaves_the_colleagues_answer(practice, colleague, open_page):
    page = open_page()
    change(practice, colleague, intended_outcome="Theirs")

    assert page.send(aim="Mine").status_code == 302

    assert aims(practice) == ("Mine", "Theirs")


@pytest.mark.parametrize("by_script", [True, False])
def test_answer_that_both_changed_is_compared_with_both_texts(practice, colleague, open_page, by_script):
    page = open_page()
    change(practice, colleague, intended_outcome="Theirs")
    page.type(aim="Mine")

    answer = page.type(intended_outcome="Mine too") if by_script else page.send(intended_outcome="Mine too")

    assert answer.status_code == 409
    both = page.browser.get(answer.json()["url"]) if by_script else answer
    words = text_of(both)
    assert "Colin Colleague saved changes on" in words
    assert re.findall(r'id="row-(\w+)"', both.text) == ["intended_outcome"]
    assert "Theirs" in words
    assert "Mine too" in words
    assert aims(practice) == ("Mine", "Theirs")


def test_comparison_asks_nothing_about_what_only_the_colleague_changed(practice, colleague, open_page):
    page = open_page()
    change(practice, colleague, aim="Theirs", intended_outcome="Theirs too")

    both = page.send(intended_outcome="Mine")

    assert re.findall(r'id="row-(\w+)"', both.text) == ["intended_outcome"]


def test_page_sent_twice_is_saved_once(practice, colleague, open_page):
    page = open_page()
    change(practice, colleague, intended_outcome="Theirs")
    page.type(aim="Mine")

    answers = [page.send(aim="Mine, longer").status_code for _ in range(2)]

    assert answers == [302, 302]
    assert aims(practice) == ("Mine, longer", "Theirs")
    assert practice.version == 4


def test_two_tabs_of_one_person_keep_both_answers(practice, open_page):
    first, second = open_page(), open_page()
    second.type(intended_outcome="In the second tab")
    first.type(aim="In the first tab")

    assert (first.send().status_code, second.send().status_code) == (302, 302)

    assert aims(practice) == ("In the first tab", "In the second tab")


def test_answer_typed_and_put_back_is_what_the_person_wants(practice, colleague, open_page):
    page = open_page()
    change(practice, colleague, intended_outcome="Theirs")
    page.type(aim="Mine")

    page.send(aim="Aim")

    assert aims(practice) == ("Aim", "Theirs")


def test_answer_changed_by_a_colleague_after_it_was_saved_by_script_stays_theirs(practice, colleague, open_page):
    page = open_page()
    change(practice, colleague, intended_outcome="Theirs")
    page.type(aim="Mine")
    change(practice, colleague, aim="Mine, and theirs")

    assert page.send().status_code == 302
    assert page.send(aim="Mine again").status_code == 409

    assert aims(practice) == ("Mine, and theirs", "Theirs")


def test_save_by_script_whose_answer_was_lost_is_sent_again(practice, colleague, open_page):
    page = open_page()
    change(practice, colleague, intended_outcome="Theirs")
    before = page.version
    page.type(aim="Mine")
    page.version = before

    page.type(aim="Mine")

    assert page.type(aim="Mine, longer").status_code == 200
    assert aims(practice) == ("Mine, longer", "Theirs")


def test_page_with_a_mistake_comes_back_as_it_was_opened(practice, colleague, open_page):
    page = open_page()
    change(practice, colleague, intended_outcome="Theirs")
    page.type(aim="Mine")

    again = page.send(aim="x" * 2001)

    assert VERSION.search(again.text)[1] == page.version == "1 aim:3"
    page.send(aim="Short")
    assert aims(practice) == ("Short", "Theirs")


def test_refused_answer_on_the_page_opened_anew_still_meets_the_colleagues(practice, colleague, open_page):
    open_page().type(aim="x" * 2001)
    change(practice, colleague, aim="Theirs")

    page = open_page()

    assert page.send(aim="Short").status_code == 409
    assert aims(practice) == ("Theirs", "Outcome")


def test_refused_answer_waits_while_others_are_saved(practice, open_page):
    page = open_page()
    page.type(aim="x" * 2001)

    page.type(intended_outcome="Good")

    assert "x" * 2001 in page.browser.get(page.url).text
    page.type(aim="Short")
    assert "x" * 2001 not in page.browser.get(page.url).text
    assert aims(practice) == ("Short", "Good")


@pytest.mark.parametrize("version", ["", "x", "1 aim", "1 aim:x", "1 :", "1" * 9, "1 aim:1 " + "x" * 20_000])
def test_version_that_says_nothing_takes_nothing_back(practice, colleague, open_page, version):
    page = open_page()
    change(practice, colleague, intended_outcome="Theirs")
    page.version = version

    assert page.send(intended_outcome="Mine").status_code == 409

    assert aims(practice) == ("Aim", "Theirs")


def test_later_version_of_one_answer_that_does_not_exist_is_refused(practice, open_page):
    page = open_page()
    page.version = "1 aim:9"

    assert "There is no version 9 of this example yet." in text_of(page.send(aim="Mine"))


class TestTheory:
    @pytest.fixture
    def page(self, practice, client_for):
        authoring.save(practice=practice, values=THEORY, version=1, by=practice.owner)
        return Page(client_for(practice.owner), practice, "theory", THEORY)

    def drawn(self, practice):
        practice.refresh_from_db()
        return {box.key: (box.text, box.leads_to) for box in store.load(practice).boxes}

    def test_box_of_a_colleague_stays(self, practice, colleague, page):
        change(practice, colleague, **{"theory-text-output-1": "Theirs"})
        page.type(**{"theory-text-activity-1": "Mine"})

        assert [page.send().status_code for _ in range(2)] == [302, 302]

        assert self.drawn(practice) == {"activity-1": ("Mine", ("output-1",)), "output-1": ("Theirs", ())}

    def test_box_that_a_colleague_removed_does_not_come_back(self, practice, colleague, page):
        change(practice, colleague, **{"theory-text-output-1": ""})
        page.type(**{"theory-text-input-1": "Mine"})

        assert page.send().status_code == 302

        assert self.drawn(practice) == {"input-1": ("Mine", ()), "activity-1": ("Coaching", ())}

    def test_arrow_of_a_colleague_stays(self, practice, colleague, page):
        arrows = {"theory-text-output-2": "Theirs", "theory-leads-activity-1": ["output-1", "output-2"]}
        change(practice, colleague, **arrows)
        page.type(**{"theory-text-activity-1": "Mine"})

        assert page.send().status_code == 302

        assert self.drawn(practice)["activity-1"] == ("Mine", ("output-1", "output-2"))

    def test_box_that_both_changed_is_compared(self, practice, colleague, page):
        change(practice, colleague, **{"theory-text-output-1": "Theirs"})
        page.type(**{"theory-text-activity-1": "Mine"})

        answer = page.send(**{"theory-text-output-1": "Mine too"})

        assert answer.status_code == 409
        assert re.findall(r'id="row-([\w-]+)"', answer.text) == ["theory-text-output-1"]
        assert "Theirs" in text_of(answer)
        assert "Mine too" in text_of(answer)
        assert self.drawn(practice)["output-1"] == ("Theirs", ())

    def test_two_tabs_of_one_person_keep_both_boxes(self, practice, client_for, page):
        other = Page(client_for(practice.owner), practice, "theory", THEORY)
        other.type(**{"theory-text-output-1": "In the other tab"})
        page.type(**{"theory-text-activity-1": "In this tab"})

        assert (page.send().status_code, other.send().status_code) == (302, 302)

        texts = {key: text for key, (text, _leads) in self.drawn(practice).items()}
        assert texts == {"activity-1": "In this tab", "output-1": "In the other tab"}
