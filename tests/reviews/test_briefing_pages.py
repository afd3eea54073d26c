"""Briefings on their pages: what readers do with them, and how one is written, reviewed and published."""

import pytest
from django.core import mail
from django.urls import reverse

from nvap.models import Action, ChangeProposal
from reviews.actions import briefing_parts, briefings, reading_briefings
from reviews.models import Briefing, BriefingRead
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.queries import queries
from tests.reviews.briefings import a_briefing, learned, published, ready
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return person("vkpp_staff")


@pytest.fixture
def colleague():
    return person("vkpp_staff")


# ---- readers -----------------------------------------------------------------------------------------------------------


def test_subscribers_are_told_once_who_still_read_briefings(author, colleague):
    learned()
    reader, left = person("force_analyst", ForceFactory(code="kent")), person("national_analyst")
    for who in (reader, left):
        reading_briefings.subscribe(by=who)
    left.memberships.update(role="evaluator")
    briefing = published(author, colleague)
    mail.outbox.clear()
    outbox.work()
    reading_briefings.tell_subscribers({"briefing": briefing.pk + 1})
    outbox.work()
    (message,) = [one for one in mail.outbox if one.subject == f"Briefing {briefing.number}: Risk"]
    assert message.to == [reader.email]
    assert "Reviews published from 1 January 2026 to 31 March 2026: 1 examined, 1 included." in message.body
    assert "Look again." in message.body


def test_years_that_are_none_are_no_filter(author, colleague, client_for):
    learned()
    briefing = published(author, colleague)
    for year in ("\u00b2", "9" * 5000, "-1", "1999", str(briefing.published_at.year)):
        page = client_for(author).get(reverse("reviews:briefings"), {"year": year})
        assert page.status_code == 200, year
        assert f"/reviews/briefings/{briefing.number}/" in page.text


def test_readers_are_counted_once_and_writers_never(author, colleague, client_for):
    learned()
    reader = person("force_analyst", ForceFactory(code="kent"))
    briefing = published(author, colleague)
    address = reverse("reviews:briefing", args=[briefing.number])
    for who in (reader, reader, author):
        assert client_for(who).get(address).status_code == 200
    assert [row.person for row in BriefingRead.objects.all()] == [reader]
    assert "of 1 force" in client_for(author).get(address).content.decode()


def test_feedback_is_one_per_reader_and_can_be_changed(author, colleague):
    learned()
    reader = person("force_analyst", ForceFactory(code="kent"))
    briefing = published(author, colleague)
    reading_briefings.feedback(briefing=briefing, useful=2, text="Too long.", by=reader)
    reading_briefings.feedback(briefing=briefing, useful=4, text="We changed our form.", by=reader)
    assert [(row.useful, row.text) for row in briefing.feedback.all()] == [(4, "We changed our form.")]
    with pytest.raises(Invalid, match="Choose how useful"):
        reading_briefings.feedback(briefing=briefing, useful=5, text="", by=reader)


def test_named_action_becomes_a_proposal_to_change_the_plan(author, colleague, client_for):
    plan = a_plan()
    learned(actions=["2.1.1"])
    briefing = ready(author)
    action = Action.objects.get(code="2.1.1")
    briefing_parts.name_action(briefing=briefing, action=action, why="Say when to look again.", by=author)
    with pytest.raises(Conflict, match="Publish the briefing first"):
        briefing_parts.propose(briefing=briefing, plan=plan, action=action, title="T", proposal="P", by=author)
    briefings.ask_review(briefing=briefing, reviewer=colleague, by=author)
    briefings.publish(briefing=briefing, by=colleague)
    address = reverse("reviews:briefing-propose", args=[briefing.number])
    browser = client_for(author)
    page = browser.get(f"{address}?action=2.1.1")
    assert "Say when to look again." in page.content.decode()
    values = {"plan": plan.pk, "action": action.pk, "title": "Look again", "proposal": "Say when to look again."}
    made = browser.post(address, values)
    proposal = ChangeProposal.objects.get()
    assert made.headers["Location"] == reverse("nvap:proposal", args=[proposal.reference])
    assert proposal.evidence == [
        {
            "kind": "review",
            "label": f"Briefing {briefing.number}: Risk",
            "url": f"/reviews/briefings/{briefing.number}/",
        }
    ]
    assert briefing.actions.get().proposal == proposal


def test_pdf_is_tagged_and_says_what_the_page_says(author, colleague, client_for):
    learned()
    briefing = published(author, colleague)
    reader = person("force_analyst", ForceFactory(code="kent"))
    answer = client_for(reader).get(reverse("reviews:briefing-pdf", args=[briefing.number]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="briefing-{briefing.number}-risk.pdf"'
    assert b"/MarkInfo" in answer.content
    assert b"pdfuaid" in answer.content


# ---- writing in the portal ---------------------------------------------------------------------------------------------


def test_briefing_is_written_reviewed_and_published_on_pages(author, colleague, client_for):
    case = learned()
    browser, second = client_for(author), client_for(colleague)
    period = {"period_from": "2026-01-01", "period_to": "2026-03-31"}
    browser.post(reverse("reviews:briefing-new"), {"title": "Risk at home", "summary": "Look again.", **period})
    briefing = Briefing.objects.get()
    number = [briefing.number]
    add = reverse("reviews:briefing-section-new", args=[briefing.number, "text"])
    words = {"heading": "Why", "text": "Because:\n- one\n- two"}
    preview = browser.post(add, {**words, "preview": "1"})
    assert "<li>two</li>" in preview.content.decode()
    assert not briefing.sections.exists()
    browser.post(add, words)
    browser.post(reverse("reviews:briefing-section-new", args=[briefing.number, "points"]), {"heading": "Learned"})
    refused = browser.post(reverse("reviews:briefing-ask-review", args=number), {"reviewer": ""})
    assert "Choose who reviews it." in refused.content.decode()
    browser.post(reverse("reviews:briefing-ask-review", args=number), {"reviewer": colleague.pk})
    assert (
        "Publish this briefing?"
        in second.get(reverse("reviews:briefing-step", args=[*number, "publish"])).content.decode()
    )
    second.post(reverse("reviews:briefing-step", args=[*number, "publish"]))
    reader = client_for(person("force_analyst", ForceFactory(code="kent")))
    page = reader.get(reverse("reviews:briefing", args=number)).content.decode()
    assert "Look again at risk when something changes." in page
    assert case.title in page
    assert "Risk at home" in reader.get(reverse("reviews:briefings")).content.decode()


def test_reviews_page_takes_in_and_leaves_out(author, client_for):
    case, other = learned(), learned("2020-01-01", title="An older review")
    briefing = a_briefing(author)
    browser = client_for(author)
    address = reverse("reviews:briefing-reviews", args=[briefing.number])
    assert case.reference in browser.get(address).content.decode()
    assert other.reference in browser.get(f"{address}?q=older").content.decode()
    choose = reverse("reviews:briefing-choose", args=[briefing.number, other.reference])
    browser.post(choose, {"do": "include", "reason": "Compared with it."})
    assert "Compared with it." in browser.get(address).content.decode()
    browser.post(choose, {"do": "rule"})
    assert not briefing.choices.exists()


def test_conflict_on_the_about_page_shows_what_is_there(author, client_for):
    briefing = a_briefing(author)
    briefings.change(briefing=briefing, values={"summary": "Theirs."}, version=1, by=author)
    values = {
        "title": "Risk",
        "summary": "Mine.",
        "period_from": "2026-01-01",
        "period_to": "2026-03-31",
        "version": "1",
    }
    answer = client_for(author).post(reverse("reviews:briefing-about", args=[briefing.number]), values)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs." in page
    assert "Mine." in page
    assert 'name="version" value="2"' in page


def test_lists_take_the_same_queries_for_one_and_three(author, colleague, client_for):
    learned()
    reader = client_for(person("force_analyst", ForceFactory(code="kent")))
    published(author, colleague)
    one = queries(reader, reverse("reviews:briefings"))
    for _more in range(2):
        published(author, colleague)
    assert queries(reader, reverse("reviews:briefings")) == one


def test_reading_and_choosing_take_the_same_queries_for_one_and_three_reviews(author, colleague, client_for):
    reader = client_for(person("force_analyst", ForceFactory(code="kent")))
    learned()
    counts = []
    for _more in range(2):
        briefing, draft = published(author, colleague), a_briefing(author)
        counts.append(
            (
                queries(reader, reverse("reviews:briefing", args=[briefing.number])),
                queries(client_for(author), reverse("reviews:briefing-reviews", args=[draft.number])),
            )
        )
        for _one in range(2):
            learned()
    assert counts[0] == counts[1]
