"""The story of a case review on a portal of real processes: web, worker, beat, broker, database, browser.

An officer sends in a real published review; VKPP screens it; two people code its report apart and disagree; a third
brings their codings together; its learning stands in themes, search and plan; a force is advised; a briefing counts it.
"""

import datetime as dt
import io
import json

import pytest
from django.utils import timezone
from pypdf import PdfReader

from reviews.demo import REPORT as TEMPLATE
from reviews.reference import DATA
from tests.browser.case_story import CaseKeyboardStory, CaseStory, PlainCaseStory
from tests.browser.case_texts import FIRST, LEARNED, LISTENED, REPORT, SECOND
from vkpp.core import pdf

pytestmark = pytest.mark.timeout(1800)  # a long story, and whoever comes first waits for the demonstration to load

REAL = {row["key"]: row for row in json.loads((DATA / "case_reviews.json").read_text(encoding="utf-8"))}
KINDS = {row["code"]: row["name"] for row in json.loads((DATA / "review_taxonomy.json").read_text())["review_types"]}
PEOPLE = {
    "officer": "practice.officer@norfolk.police.uk",
    "staff": "adviser1@vkpp.example",
    "second": "adviser2@vkpp.example",
    "third": "manager@vkpp.example",
    "lead": "nvap.lead@norfolk.police.uk",
    "reader": "practice.lead@kent.police.uk",
}
ACTION = "2.2.1"
UNSENT = "from reviews.models import CaseReview; CaseReview.objects.filter(import_key={key!r}).delete()"


def report(title):
    """The report as a PDF of several pages with text."""
    sections = [{"heading": heading, "paragraphs": paragraphs} for heading, *paragraphs in REPORT]
    return pdf.made(TEMPLATE, report={"title": title, "author": "Written for a test", "sections": sections})


@pytest.fixture
def told(people_of, accessible, whole_portal):
    """`told(kind, key, first, last, **options)` tells the story of one review; gives back the story and what it counted."""

    def tell(kind, key, period, look=accessible, **options):
        whole_portal.manage("shell", "-v", "0", "-c", UNSENT.format(key=key))  # the demonstration has it already
        story = kind(people_of(PEOPLE, **options), look, REAL[key], KINDS)
        coded(story)
        story.stands_everywhere("Risk assessment", "threshold panel", LEARNED, f"nvap-2021/{ACTION}")
        improvement = story.is_recommended("Norfolk", ACTION, timezone.localdate() + dt.timedelta(days=90))
        story.stands_in_the_plan(improvement)
        story.subscribes("reader")
        counted = story.is_written(f"After a separation: {key}", "Risk assessment", *period)
        story.is_published("Practice Adviser 2, VKPP")
        printed = story.is_read("reader", LEARNED, counted)
        story.cancels("reader")
        story.changes_the_plan(ACTION)
        return story, counted, printed

    return tell


def coded(story):
    """From the form to assured learning."""
    story.is_sent_in()
    story.report_is_read(report(story.row["title"]))
    story.is_screened()
    story.is_given_to(first="Practice Adviser 1, VKPP", second="Practice Adviser 2, VKPP", resolver="Programme Manager")
    story.codes("staff", FIRST)
    story.codes("second", SECOND)
    story.sees_nothing_of("staff", "second", [point["text"] for point in SECOND])
    story.sees_nothing_of("second", "staff", [point["text"] for point in FIRST])
    story.is_done("staff", "Read to the end.")
    story.sees_nothing_of("second", "staff", [point["text"] for point in FIRST])
    story.is_done("second")
    said = story.is_brought_together(LISTENED, LEARNED)
    assert "both coders applied 1, only the first 1, only the second 1" in said
    story.is_assured()


def test_review_from_intake_to_briefing(told, whole_portal):
    story, counted, printed = told(CaseStory, "dhr-case-17-devon", (dt.date(2023, 2, 1), dt.date(2023, 2, 28)))

    assert counted == (1, 1)
    document = PdfReader(io.BytesIO(printed))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert story.title in text
    assert LEARNED in text
    whole_portal.wait_for(
        lambda: mails_to(whole_portal, PEOPLE["reader"], story.title), "the subscriber has the mail of the briefing"
    )
    assert "1 examined, 1 included." in mails_to(whole_portal, PEOPLE["reader"], story.title)[0]


def mails_to(portal, who, words):
    """Mails in the demo's folder to somebody, with these words."""
    mails = [path.read_text() for path in (portal.folder / "mail").rglob("*.eml")]
    return [mail for mail in mails if f"To: {who}" in mail and words in mail]


def test_review_without_script(told):
    _story, counted, _printed = told(
        PlainCaseStory, "dhr-case-9-devon", (dt.date(2018, 7, 1), dt.date(2018, 7, 31)), java_script_enabled=False
    )

    assert counted == (1, 1)


def test_review_by_keyboard(told):
    _story, counted, _printed = told(
        CaseKeyboardStory, "dhr-case-6-devon", (dt.date(2016, 3, 1), dt.date(2016, 3, 31)), look=lambda page: None
    )

    assert counted == (1, 1)
