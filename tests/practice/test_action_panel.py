"""Published practice beside an action of the plan: the best first, as many reads for many as for one."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.utils import timezone

from nvap.models import Action
from practice.plan_panels import on_action
from tests.factories.accounts import person
from tests.factories.nvap import a_return
from tests.factories.practice import published_practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    a_return()
    return Action.objects.get(code="2.1.1").versions.first()


@pytest.fixture
def request_of_police():
    request = RequestFactory().get("/")
    request.user = person("contributor")
    return request


def test_best_rated_and_newest_come_first(version, request_of_police):
    ratings = ("", "promising", "", "promising", "new_innovative", "")
    made = [
        published_practice(actions=["2.1.1"], rating=rating, published_at=timezone.now() - dt.timedelta(days=days))
        for days, rating in enumerate(ratings)
    ]
    published_practice(actions=["2.1.1"], permitted=("publish_public",), title="Open to all")
    published_practice(actions=["2.1.1"], permitted=("discuss_stakeholders",), title="Not for policing")
    published_practice(title="On nothing")

    shown = on_action(request_of_police, version)

    assert shown["count"] == 7
    wanted = [made[1].reference, made[3].reference, made[4].reference]
    assert [entry["reference"] for entry in shown["entries"]][:3] == wanted
    assert len(shown["entries"]) == 5
    assert shown["entries"][0]["rating_words"] == "Promising"


def test_panel_asks_no_more_for_three_examples_than_for_one(version, request_of_police, django_assert_num_queries):
    published_practice(actions=["2.1.1"])
    on_action(request_of_police, version)
    with django_assert_num_queries(2):
        assert on_action(request_of_police, version)["count"] == 1

    for _more in range(2):
        published_practice(actions=["2.1.1"])

    with django_assert_num_queries(2):
        assert on_action(request_of_police, version)["count"] == 3
