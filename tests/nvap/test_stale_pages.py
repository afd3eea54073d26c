"""A page of a return that others have overtaken, and that saved a part of itself since: it takes back nobody's text."""

import re

import pytest
from django.urls import reverse

from nvap.actions import answering
from tests.clients import text_of
from tests.factories.accounts import person
from tests.factories.nvap import answer_of

pytestmark = pytest.mark.django_db
VERSION = re.compile(r'name="version" value="([^"]*)"')
SHOWN = {"now": "Now", "headline": "Headline", "trained": {"n": 12, "d": 40}}


class Page:
    """A page that somebody opened: what it shows, and the version that goes along."""

    def __init__(self, browser, ret):
        place = [ret.round.code, ret.force.code, "2.1.1"]
        self.browser = browser
        self.url, self.save_url = reverse("nvap:answer", args=place), reverse("nvap:save_answer", args=place)
        self.version = VERSION.search(browser.get(self.url).text)[1]
        self.shown = {"q-now": "Now", "q-headline": "Headline", "q-trained.n": "12", "q-trained.d": "40"}

    def type(self, texts):
        """Saved by script as it is typed."""
        self.shown |= texts
        sent = {"version": self.version, "fields": list(texts), **texts}
        answer = self.browser.post(self.save_url, sent, headers={"X-Autosave": "1"})
        if answer.status_code == 200:
            self.version = answer.json()["version"]
        return answer

    def send(self, texts=None):
        """The whole form, by its button."""
        self.shown |= texts or {}
        return self.browser.post(self.url, {"version": self.version, "action": "next", **self.shown})


@pytest.fixture
def lead(ret):
    return person("nvap_lead", ret.force)


@pytest.fixture
def colleague(ret):
    return person("nvap_lead", ret.force, display_name="Colin Colleague")


@pytest.fixture
def open_page(ret, lead, client_for):
    change(ret, lead, **SHOWN)
    return lambda: Page(client_for(lead), ret)


def change(ret, by, **values):
    answering.save(response=answer_of(ret), values=values, version=None, by=by)


def test_whole_form_after_a_save_by_script_leaves_the_colleagues_answer(ret, colleague, open_page):
    page = open_page()
    change(ret, colleague, headline="Theirs")
    page.type({"q-now": "Mine"})

    assert [page.send().status_code for _ in range(2)] == [302, 302]

    assert answer_of(ret).answers == SHOWN | {"now": "Mine", "headline": "Theirs"}
    assert answer_of(ret).version == 3


@pytest.mark.parametrize("by_script", [True, False])
def test_answer_that_both_changed_is_compared_with_both_texts(ret, colleague, open_page, by_script):
    page = open_page()
    change(ret, colleague, headline="Theirs", trained={"n": 20, "d": 50})
    page.type({"q-now": "Mine"})

    answer = page.type({"q-headline": "Mine too"}) if by_script else page.send({"q-headline": "Mine too"})

    assert answer.status_code == 409
    both = page.browser.get(answer.json()["url"]) if by_script else answer
    words = text_of(both)
    assert "Colin Colleague saved changes on" in words
    assert re.findall(r'id="row-([\w.-]+)"', both.text) == ["q-headline"]
    assert "Theirs" in words
    assert "Mine too" in words
    theirs = {"headline": "Theirs", "trained": {"n": 20, "d": 50}}
    assert answer_of(ret).answers == theirs | {"now": "Mine"}


def test_two_tabs_of_one_person_keep_both_answers(ret, open_page):
    first, second = open_page(), open_page()
    second.type({"q-headline": "In the second tab"})
    first.type({"q-now": "In the first tab"})

    assert (first.send().status_code, second.send().status_code) == (302, 302)

    assert answer_of(ret).answers == SHOWN | {"now": "In the first tab", "headline": "In the second tab"}


def test_answer_typed_and_put_back_is_what_the_person_wants(ret, colleague, open_page):
    page = open_page()
    change(ret, colleague, headline="Theirs")
    page.type({"q-now": "Mine"})

    page.send({"q-now": "Now"})

    assert answer_of(ret).answers == SHOWN | {"headline": "Theirs"}


def test_save_that_means_the_same_as_was_shown_takes_back_nobodys_answer(ret, colleague, open_page):
    page = open_page()
    change(ret, colleague, headline="Theirs")
    page.type({"q-headline": "Headline ", "q-now": "Mine"})

    assert page.send().status_code == 302

    assert answer_of(ret).answers == SHOWN | {"now": "Mine", "headline": "Theirs"}


def test_page_with_a_mistake_comes_back_as_it_was_opened(ret, colleague, open_page):
    page = open_page()
    change(ret, colleague, headline="Theirs")
    page.type({"q-now": "Mine"})

    again = page.send({"q-posts": "many"})

    assert VERSION.search(again.text)[1] == page.version == "1 now:3"
    page.send({"q-posts": "4"})
    assert answer_of(ret).answers == SHOWN | {"now": "Mine", "headline": "Theirs", "posts": 4}


def test_refused_answer_on_the_page_opened_anew_still_meets_the_colleagues(ret, colleague, open_page):
    open_page().type({"q-trained.n": "x"})
    change(ret, colleague, trained={"n": 20, "d": 40})

    page = open_page()
    assert page.version.endswith(" trained:1")

    assert page.send({"q-trained.n": "13"}).status_code == 409
    assert answer_of(ret).answers["trained"] == {"n": 20, "d": 40}
