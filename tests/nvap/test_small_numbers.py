"""Small numbers of people in measures: nothing that readers outside the force are given tells them."""

import csv
import datetime as dt

import pytest
from django.urls import reverse

from nvap.actions import measures
from nvap.models import Action, MeasureValue
from tests.api.clients import program
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
HARMED = {"title": "People harmed", "unit": "number", "numerator": "people harmed", "counts_people": True}
FIRST = (dt.date(2025, 1, 1), dt.date(2025, 3, 31))
SECOND = (dt.date(2025, 4, 1), dt.date(2025, 6, 30))
YEAR = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))


def defined(by, **values):
    return measures.define(action=Action.objects.get(code="2.1.1"), code="harmed", values=HARMED | values, by=by)


def reported(definition, by, period, number):
    force = by.memberships.get().force
    return measures.report(definition=definition, force=force, period=period, values={"numerator": number}, by=by)


def given(reader, client_for):
    """Every figure of Norfolk's as the list, the page of the measure, the file and the API give it, oldest end first."""
    browser = client_for(reader)
    pages = [
        browser.get(reverse("nvap:measures", args=["norfolk"])).context["measures"][0]["rows"],
        browser.get(reverse("nvap:measure", args=["norfolk", "harmed"])).context["rows"],
    ]
    file = browser.get(reverse("nvap:measures-export", args=["norfolk"])).content.decode("utf-8-sig").splitlines()
    listed = program(reader).results("measures/values/", ordering="period_to")
    return [
        *([row["figure"] for row in reversed(rows)] for rows in pages),
        [row["numerator"] for row in csv.DictReader(file)],
        [row["numerator"] for row in listed],
    ]


def test_period_that_shares_days_with_a_small_one_is_hidden_too(ret, lead, staff, client_for):
    harmed = defined(staff)
    for period, number in ((FIRST, 3), (SECOND, 47), (YEAR, 150)):
        reported(harmed, lead, period, number)

    assert given(staff, client_for) == [
        ["Fewer than five", "47", "Not shown"],
        ["Fewer than five", "47", "Not shown"],
        ["<5", "", "47"],
        [None, 47, None],
    ]
    assert given(lead, client_for)[0] == ["3", "47", "150"]


def test_late_tick_that_it_counts_people_hides_what_was_reported_before(ret, lead, staff, client_for):
    definition = defined(staff, counts_people=False)
    reported(definition, lead, FIRST, 3)

    measures.change(definition=definition, values=HARMED, by=staff)

    assert given(staff, client_for) == [["Fewer than five"], ["Fewer than five"], ["<5"], [None]]


def test_trail_keeps_no_number_of_people(ret, lead, staff):
    value = reported(defined(staff), lead, FIRST, 7)
    measures.correct(value=value, values={"numerator": 3, "source": "Crime records"}, version=1, by=lead)
    measures.remove(value=MeasureValue.objects.get(), by=lead)

    events = AuditEvent.objects.filter(verb__in=["measure.report", "measure.correct", "measure.remove"])
    kept = [{**event.before, **event.after} for event in events]
    assert [sorted(facts) for facts in kept] == [["final", "from", "measure", "source", "to"]] * 3
    assert {event.target_label for event in events} == {"People harmed, 2025-01-01 to 2025-03-31"}
