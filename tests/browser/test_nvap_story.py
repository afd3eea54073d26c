"""The story of a return on a portal of real processes: web, worker, beat, broker, database, browser.

A round is opened; a lead shares out the work; colleagues answer on the pages and in the workbook; two meet on one
answer; a rule is explained; the chief officer signs; VKPP asks and accepts; the national figure moves; the report opens.
"""

import io

import pytest
from pypdf import PdfReader

from tests.browser.nvap_story import NvapKeyboardStory, NvapStory
from tests.portal import portal_at_work

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load

PEOPLE = {
    "administrator": "manager@vkpp.example",
    "lead": "nvap.lead@norfolk.police.uk",
    "officer": "practice.lead@norfolk.police.uk",
    "colleague": "practice.officer@norfolk.police.uk",
    "chief": "acc@norfolk.police.uk",
    "staff": "adviser1@vkpp.example",
}
SHARES = {
    "Practice Lead, Norfolk": ["2.1"],
    "Practice Officer, Norfolk": ["2.2", "2.3", "2.4", "2.5", "2.6", "2.7"],
}
QUESTION = "Which audit shows this?"
ANSWER = "The quality audit of March 2026."


@pytest.fixture(scope="module")
def whole_portal():
    """A portal of this story's own: the rounds that it opens change what every other force is asked, and lacks."""
    with portal_at_work() as portal:
        yield portal


@pytest.fixture(scope="module")
def signed_in_at():
    """E-mail → when somebody signed in to that portal, and the cookies of it."""
    return {}


@pytest.fixture
def told(people_of, accessible):
    """`told(kind, code, **options)` tells the story in a round named `code`; gives back the story and the figures."""

    def tell(kind, code, look=accessible, **options):
        story = kind(people_of(PEOPLE, **options), look)
        figures = []
        story.opens_a_round(code)
        story.shares_out(SHARES)
        figures.append(story.national_figures("2.1.1"))
        for action in ("2.1.2", "2.1.3"):
            story.answers("officer", action)
        story.answers("officer", "2.1.1", implementation="embedded", impact="sustained")
        story.explains("officer", "2.1.1", "The audit of March is with the inspectorate.")
        story.meet_on_one_answer("officer", "lead", "2.1.2")
        story.answers_offline("colleague")
        story.is_signed()
        story.is_sent()
        figures.append(story.national_figures("2.1.1"))
        story.asks("2.1.1", QUESTION)
        story.answers_the_query(QUESTION, ANSWER)
        story.is_sent()
        story.accepts(QUESTION)
        figures.append(story.national_figures("2.1.1"))
        return story, figures

    return tell


MOVES = [
    {"signed": 0, "validated": 0, "answered": 0},
    {"signed": 1, "validated": 0, "answered": 1},
    {"signed": 1, "validated": 1, "answered": 1},
]


def test_return_from_round_to_report(told):
    story, figures = told(NvapStory, "told-wide")

    assert figures == MOVES
    report = PdfReader(io.BytesIO(story.opens_the_report()))
    assert report.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(page.extract_text() for page in report.pages)
    assert "Norfolk Constabulary" in text
    assert "Recognition & Response" in text


def test_return_without_script(told):
    _story, figures = told(NvapStory, "told-plain", java_script_enabled=False)

    assert figures == MOVES


def test_return_by_keyboard(told):
    _story, figures = told(NvapKeyboardStory, "told-keys", look=lambda page: None)

    assert figures == MOVES
