"""Briefings and recommendations in the API."""

import datetime as dt

import pytest

from reviews.actions import briefing_parts, briefings, recommending
from reviews.models import BriefingRead
from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_coding, a_point
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person("vkpp_staff")


@pytest.fixture
def reader():
    return program(person("force_analyst", ForceFactory(code="kent")))


def a_briefing(staff, *, publish=True):
    """A briefing over one review of 2026."""
    case = a_case("assured", published="2026-02-10")
    a_point(a_coding(case))
    period = {"period_from": dt.date(2026, 1, 1), "period_to": dt.date(2026, 3, 31)}
    made = briefings.create(values={"title": "Risk", "summary": "Look again.", **period}, by=staff)
    briefing_parts.add_section(briefing=made, kind="text", values={"heading": "Why", "text": "Because."}, by=staff)
    if publish:
        colleague = person("vkpp_staff")
        briefings.ask_review(briefing=made, reviewer=colleague, by=staff)
        briefings.publish(briefing=made, by=colleague)
    return made


def test_published_briefings_are_listed_and_drafts_are_not(staff, reader):
    made = a_briefing(staff)
    draft = a_briefing(staff, publish=False)
    (row,) = reader.results("briefings/")
    assert row == {
        "url": f"http://testserver/api/v1/briefings/{made.number}/",
        "number": made.number,
        "title": "Risk",
        "summary": "Look again.",
        "period_from": "2026-01-01",
        "period_to": "2026-03-31",
        "theme_code": "",
        "types": [],
        "strands": [],
        "examined": 1,
        "included": 1,
        "marking": "official",
        "published_at": row["published_at"],
        "updated_at": row["updated_at"],
    }
    assert reader.get(f"briefings/{draft.number}/").status_code == 404


def test_pull_of_briefings_brings_what_was_published_and_names_what_was_withdrawn(staff, reader):
    kept, gone = a_briefing(staff), a_briefing(staff)
    as_of = reader.get("briefings/").json()["as_of"]
    newer = a_briefing(staff)
    briefings.withdraw(briefing=gone, reason="A figure is wrong.", by=staff)

    changed = {row["number"] for row in reader.results("briefings/", updated_since=as_of)}
    removed = reader.results("briefings/removed/", updated_since=as_of)

    assert newer.number in changed
    assert gone.number not in changed
    assert [row["number"] for row in removed] == [gone.number]
    assert {row["number"] for row in reader.results("briefings/")} == {kept.number, newer.number}


def test_briefing_gives_what_it_said_when_published(staff, reader):
    made = a_briefing(staff)
    a_point(a_coding(a_case("assured", published="2026-02-11")))
    row = reader.get(f"briefings/{made.number}/").json()
    assert (row["examined"], len(row["reviews"]), row["reasons"]) == (1, 1, [])
    assert row["sections"] == [
        {
            "kind": "text",
            "heading": "Why",
            "text": [{"kind": "paragraph", "lines": ["Because."]}],
            "anchor": f"s{made.sections.get().pk}",
        }
    ]
    assert BriefingRead.objects.count() == 1


def test_recommendation_says_of_what_for_whom_and_how_far(staff, reader):
    a_plan()
    owner = person("national_analyst")
    case = a_case("assured")
    advice = recommending.create(review=case, text="Train.", body="The College of Policing", owner=owner, by=staff)
    recommending.report(recommendation=advice, text="Begun.", by=owner)
    row = reader.get(f"recommendations/{advice.reference}/").json()
    assert {
        name: row[name] for name in ("reference", "text", "body", "state", "case_review", "peer_review", "force")
    } == {
        "reference": advice.reference,
        "text": "Train.",
        "body": "The College of Policing",
        "state": "under_way",
        "case_review": case.reference,
        "peer_review": None,
        "force": None,
    }
    assert [one["text"] for one in row["progress"]] == ["Begun."]
    assert [one["reference"] for one in reader.results("recommendations/?state=under_way")] == [advice.reference]
    assert reader.results("recommendations/?state=open") == []


def test_list_of_recommendations_takes_the_same_queries_for_one_and_three(staff):
    who = program(person("force_analyst", ForceFactory(code="kent")))
    recommending.create(review=a_case("assured"), text="Train.", body="A council", by=staff)
    one = queries(who, "/api/v1/recommendations/")
    for _more in range(2):
        recommending.create(review=a_case("assured"), text="Train.", body="A council", by=staff)
    assert queries(who, "/api/v1/recommendations/") == one
