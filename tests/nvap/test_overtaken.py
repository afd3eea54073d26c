"""Rounds and queries that two people change at once: the second sees both texts, and can save again."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nvap.actions import queries, rounds
from nvap.models import Return, Round
from tests.clients import sent
from tests.factories.accounts import person
from tests.factories.nvap import answer_of, answered

pytestmark = pytest.mark.django_db


def compared(answer, form="form"):
    return [(row["left"], row["right"]) for row in answer.context[form].theirs]


def test_round(ret, client_for):
    row, browser = ret.round, client_for(person("vkpp_admin"))
    Round.objects.update(closes_at=row.closes_at.replace(second=0, microsecond=0))  # as people enter it
    page = reverse("nvap:manage-round-change", args=[row.code])
    opened = browser.get(page)
    rounds.change(round=row, values={"title": "Theirs"}, by=person("vkpp_admin"))

    told = browser.post(page, sent(opened, title="Mine"))

    assert (told.status_code, compared(told)) == (409, [("Theirs", "Mine")])
    again = browser.post(page, sent(told))
    assert again.status_code == 302, again.context["form"].errors
    row.refresh_from_db()
    assert row.title == "Mine"


def test_query(ret, lead, staff, client_for):
    answered(ret, "2.1.1", by=lead)
    Return.objects.filter(pk=ret.pk).update(state="submitted", submitted_at=ret.round.opens_at)
    query = queries.raise_query(response=answer_of(ret, "2.1.1"), subject="Both?", text="Both?", by=staff)
    browser = client_for(staff)
    opened = browser.get(reverse("nvap:query", args=[query.reference]))
    page = reverse("nvap:query-change", args=[query.reference])
    mine, theirs = (timezone.localdate() + dt.timedelta(days=days) for days in (20, 30))
    queries.change(query=query, blocking=True, assignee=lead, due_on=theirs, version=None, by=person("vkpp_staff"))

    told = browser.post(page, sent(opened, due_on=mine.isoformat(), blocking="on"))

    query.refresh_from_db()
    assert (told.status_code, query.due_on) == (409, theirs)
    assert compared(told, "change_form")[0] == (str(lead), "")
    assert told.text.count("What is there now</th>") == 1
    assert browser.post(page, sent(told)).status_code == 302
    query.refresh_from_db()
    assert query.due_on == mine
