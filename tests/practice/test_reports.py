"""Reports on what was sent in: the same figures from counted rows and from tallies, for whom, and in which form."""

import csv
import datetime as dt
import importlib
import io
from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from practice.actions import authoring, reporting, triage
from practice.models import BankEntry, CallAnswer, Practice, ReportStale, ReportTally, SentExample, TriageCheck
from practice.presenters import reports as pages
from practice.reporting import answers, asked, counting, gaps, report
from practice.reporting.asked import Asked
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import (
    CallFactory,
    CallQuestionFactory,
    draft_practice,
    published_practice,
    submitted_practice,
)
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person("vkpp_staff")


def officer(code):
    return person("contributor", ForceFactory(code=code))


def moved(practice, *, sent, answered=None):
    """The example as if it had been sent in that many days ago, and answered that many days later."""
    now = timezone.now()
    values = {"sent_at": now - dt.timedelta(days=sent)}
    if answered is not None:
        values["triaged_at"] = now - dt.timedelta(days=sent - answered)
    SentExample.objects.filter(practice=practice).update(**values)


def test_categories_counted_are_those_that_are_published(staff):
    """What authors change afterwards counts when it is published again, and at once before it was published at all."""
    author = officer("kent")
    draft = submitted_practice(by=author, categories=["location"])
    practice = published_practice(by=author, categories=["prevention"], strands=["DA"])

    def counted(example):
        return list(SentExample.objects.filter(practice=example).values_list("categories", "strands"))

    Practice.objects.filter(pk__in=(draft.pk, practice.pk)).update(categories=["diversion"], strands=["STALK"])
    assert counted(draft) == [(["diversion"], ["STALK"])]
    assert counted(practice) == [(["prevention"], ["DA"])]

    BankEntry.objects.filter(practice=practice).update(categories=["diversion"], strands=["STALK"])
    assert counted(practice) == [(["diversion"], ["STALK"])]


def take_forward(practice, staff):
    triage.claim(practice=practice, by=staff)
    for kind in TriageCheck.Kind:
        triage.check(practice=practice, kind=kind, result=TriageCheck.Result.FINE, by=staff)
    triage.take_forward(practice=practice, by=staff)


@pytest.fixture
def some(staff):
    """Two calls, two forces, and examples in different states; the two calls by name."""
    first, second = CallFactory(title="First call"), CallFactory(title="Second call")
    norfolk, kent = officer("norfolk"), officer("kent")
    waiting = submitted_practice(by=norfolk, call=first, categories=["prevention", "diversion"])
    moved(waiting, sent=3)
    for answered in (1, 5):
        practice = submitted_practice(by=kent, call=first)
        take_forward(practice, staff)
        moved(practice, sent=70, answered=answered)
    refused = submitted_practice(by=kent, call=second)
    triage.claim(practice=refused, by=staff)
    triage.not_take_forward(practice=refused, reason="Known already.", by=staff)
    moved(refused, sent=40, answered=20)
    draft_practice(by=norfolk, call=first)
    return {"first": first, "second": second, "norfolk": norfolk.memberships.get().force}


def figures(made):
    return (made.sent, made.waiting, made.answered, made.taken_forward, made.not_taken_forward, made.published)


def test_report_counts_what_was_sent_in_and_what_triage_said(some, staff):
    made = report.make(staff, Asked())

    assert figures(made) == (4, 1, 3, 2, 1, 0)
    assert list(made.days) == [1, 5, 20]
    assert [(line.name, line.sent, line.waiting, line.taken_forward) for line in made.forces] == [
        ("Kent", 3, 0, 2),
        ("Norfolk", 1, 1, 0),
    ]
    assert [(line.code, line.n) for line in made.categories if line.n] == [("prevention", 4), ("diversion", 1)]
    assert [(line.code, line.n) for line in made.states] == [
        ("submitted", 1),
        ("taken_forward", 2),
        ("not_taken_forward", 1),
    ]
    assert sum(line.sent for line in made.months) == 4


def test_report_is_the_same_from_rows_and_from_tallies(some, staff):
    before = report.make(staff, Asked())
    assert ReportStale.objects.exists()
    assert not ReportTally.objects.exists()

    assert reporting.settle() >= 3
    assert not ReportStale.objects.exists()
    assert report.make(staff, Asked()) == before

    submitted_practice(call=some["second"])
    assert report.make(staff, Asked()).sent == 5
    assert reporting.settle() == 1
    assert report.make(staff, Asked()).sent == 5
    assert reporting.settle() == 0


def test_report_of_a_call_and_period_leaves_out_the_rest(some, staff):
    month = timezone.localdate(timezone.now() - dt.timedelta(days=70)).replace(day=1)
    reporting.settle()

    assert figures(report.make(staff, Asked(call=some["second"]))) == (1, 0, 1, 0, 1, 0)
    made = report.make(staff, Asked(since=month, until=month))
    assert [(line.month, line.sent, line.answered, line.median) for line in made.months] == [(month, 2, 2, 1)]


def test_report_of_a_force_has_its_own_figures_and_no_internal_states(some):
    lead = person("nvap_lead", some["norfolk"])
    question, problems = asked.read({"force": "kent"}, lead)
    made = report.make(lead, question)

    assert problems == []
    assert figures(made) == (1, 1, 0, 0, 0, 0)
    kent = person("nvap_lead", ForceFactory(code="kent"))
    theirs = report.make(kent, asked.read({}, kent)[0])
    assert [(line.code, line.label, line.n) for line in theirs.states] == [
        ("assessed", "Being assessed", 2),
        ("not_taken_forward", "Not taken forward", 1),
    ]


def test_sealed_call_is_in_no_report_of_vkpp_before_it_closes(staff):
    closes = timezone.now() + dt.timedelta(days=2)
    practice = submitted_practice(call=CallFactory(slug="sealed", sealed=True, closes_at=closes))
    reporting.settle()

    assert report.make(staff, Asked()).sent == 0
    assert asked.read({"call": "sealed"}, staff) == (Asked(), ["There is no call “sealed”."])
    lead = person("nvap_lead", practice.force)
    assert report.make(lead, asked.read({"call": "sealed"}, lead)[0]).sent == 1


@pytest.mark.parametrize("value", ["2026", "2026-13", "soon", "2026-4", "\x00"])
def test_period_that_is_no_month_is_left_out_with_a_sentence(value, staff):
    question, problems = asked.read({"from": value}, staff)

    assert question == Asked()
    assert problems == [f"Enter a month as year and month, for example 2026-04. “{value}” was left out."]


def test_period_the_wrong_way_round_is_turned(staff):
    question, _problems = asked.read({"from": "2026-05", "to": "2026-02"}, staff)

    assert (question.since, question.until) == (dt.date(2026, 2, 1), dt.date(2026, 5, 1))
    assert question.query() == "from=2026-02&to=2026-05"


@pytest.mark.parametrize(
    ("days", "expected"),
    [({}, None), ({"4": 1}, [4, 4, 4]), ({"0": 2, "10": 2}, [0, 0, 10]), ({"1": 1, "2": 1, "3": 1, "9": 1}, [1, 2, 3])],
)
def test_quartiles_are_days_that_occurred(days, expected):
    assert counting.quartiles(Counter(days)) == expected


@pytest.mark.parametrize(
    ("empty", "few", "said"),
    [
        (1, 2, "1 of 3 pairs of a strand and a category has no example that you may read. 2 have 2 or fewer."),
        (2, 1, "2 of 3 pairs of a strand and a category have no example that you may read. 1 has 2 or fewer."),
    ],
)
def test_gaps_agree_with_their_numbers(empty, few, said):
    assert pages.gap_words(SimpleNamespace(pairs=3, none=empty, little=few)) == said


def test_gaps_count_what_the_reader_may_read(staff):
    published_practice(categories=["prevention"], strands=["DA"])
    closed = published_practice(categories=["diversion"], strands=["DA"], permitted=("discuss_stakeholders",))

    def cells(user):
        found = gaps.find(user, Asked())
        row = next(row for row in found.rows if row.code == "DA")
        return dict(zip(found.categories, row.counts, strict=True)), row.total

    assert cells(staff) == ({"prevention": 1, "diversion": 1, "reoffending": 0, "location": 0, "organisational": 0}, 2)
    lead = person("nvap_lead", ForceFactory(code="kent"))
    assert cells(lead)[0]["diversion"] == 0
    assert gaps.find(staff, Asked(call=closed.call)).href("DA", "diversion") == (
        f"/practice/?focus=DA&category=diversion&call={closed.call.slug}"
    )


def test_answers_are_counted_where_the_question_applied(staff):
    call = CallFactory()
    form = call.forms.get()
    first = CallQuestionFactory(form=form, code="new", order=1, kind="yes_no", text="Is it new?")
    ways = CallQuestionFactory(form=form, code="ways", order=2, kind="some_of", options=["Survey", "Panel", "Other"])
    CallQuestionFactory(form=form, code="how", order=3, text="How?", shown_when=first, shown_when_answer="yes")
    for said, heard, how in (
        ("yes", "Survey\nPanel", "By phone"),
        ("no", "Panel", "Left from before"),
        ("yes", "", ""),
    ):
        practice = submitted_practice(call=call)
        for question, value in zip(form.questions.order_by("order"), (said, heard, how), strict=True):
            CallAnswer.objects.update_or_create(practice=practice, question=question, defaults={"value": value})
    question = Asked(call=call)

    new, by_way, texts = answers.find(staff, question)
    assert (new.asked, new.answered, dict(new.choices)) == (3, 3, {"Yes": 2, "No": 1})
    assert (by_way.answered, dict(by_way.choices)) == (2, {"Survey": 1, "Panel": 2, "Other": 0})
    assert (texts.asked, texts.answered) == (2, 1)
    assert [row.value for row in answers.texts(staff, question, texts.question)] == ["By phone"]
    assert ways.code == "ways"


def test_answers_of_sensitive_examples_are_read_in_the_example_alone(staff):
    call = CallFactory()
    question = CallQuestionFactory(form=call.forms.get(), text="What else?")
    practice = submitted_practice(call=call)
    CallAnswer.objects.create(practice=practice, question=question, value="For few eyes")
    triage.mark(practice=practice, marking="official_sensitive", reason="Names a place.", by=staff)

    assert list(answers.texts(staff, Asked(call=call), question)) == []


def test_staff_are_not_told_how_a_question_is_answered_while_authors_change_what_they_sent(staff):
    call = CallFactory()
    question = CallQuestionFactory(form=call.forms.get(), text="What else?")
    practice = submitted_practice(call=call)
    CallAnswer.objects.create(practice=practice, question=question, value="As sent")
    asked_all = Asked(call=call)
    assert [row.value for row in answers.texts(staff, asked_all, question)] == ["As sent"]
    triage.claim(practice=practice, by=staff)
    triage.not_take_forward(practice=practice, reason="Known already.", by=staff)
    authoring.revise(practice=practice, by=practice.owner)
    CallAnswer.objects.update(value="Not sent yet")

    assert not answers.texts(staff, asked_all, question).exists()
    [found] = answers.find(staff, asked_all)
    assert (found.asked, found.answered) == (0, 0)
    lead = person("nvap_lead", practice.force)
    theirs = answers.texts(lead, asked.read({"call": call.slug}, lead)[0], question)
    assert [row.value for row in theirs] == ["Not sent yet"]


def test_pages_file_and_pdf_say_the_same(some, staff, client_for):
    browser = client_for(staff)
    page = browser.get(reverse("practice:reports"), {"call": some["first"].slug})
    assert "All forces, First call, all time" in page.text
    assert "2 of 2" in page.text

    rows = list(csv.reader(io.StringIO(browser.get(reverse("practice:reports-csv")).content.decode("utf-8-sig"))))
    assert ["Summary", "Sent in", "", "4"] in rows
    assert ["By force", "Kent", "Taken forward", "2"] in rows

    paper = browser.get(reverse("practice:reports-pdf"))
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert "Practice that was sent in" in words
    assert "Kent" in words


@pytest.mark.parametrize("role", ["contributor", "evaluator", "national_analyst", "evidence_reviewer"])
def test_reports_do_not_exist_for_who_reads_neither_all_examples_nor_a_forces(role, client_for):
    assert client_for(person(role)).get(reverse("practice:reports")).status_code == 404


def test_report_page_asks_as_much_for_three_examples_as_for_one(staff, client_for):
    first = submitted_practice()
    reporting.settle()
    browser = client_for(staff)
    before = queries(browser, reverse("practice:reports"))

    submitted_practice(call=first.call)
    submitted_practice(call=first.call)
    reporting.settle()

    assert queries(browser, reverse("practice:reports")) == before


def test_what_was_sent_in_before_reports_were_kept_is_counted_by_the_audit_trail(some, staff):
    returned = submitted_practice()
    triage.claim(practice=returned, by=staff)
    triage.return_to_author(practice=returned, questions="How many?", by=staff)
    authoring.submit(practice=returned, by=returned.owner)
    known = {row.pk: (row.state, row.outcome, row.triaged_at is not None) for row in SentExample.objects.all()}
    SentExample.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(importlib.import_module("practice.migrations.0012_collections").FILL)

    assert {row.pk: (row.state, row.outcome, row.triaged_at is not None) for row in SentExample.objects.all()} == known
