"""What is new since the visit before, on the home page."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from analytics import changed
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, answered
from tests.factories.practice import published_practice
from tests.factories.reviews import a_case, taxonomy
from vkpp.accounts import signals, visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def force():
    taxonomy()
    return ForceFactory(code="kent")


def signs_in(user, rf):
    """A request as it is after somebody signed in."""
    request = rf.get("/")
    request.session, request.user = {}, user
    signals.signed_in(request, user)
    return request


def words(request):
    return [row["words"] for row in changed.since_last_time(request, None)["rows"]]


def test_first_visit_has_nothing_to_compare_with(force, rf):
    assert changed.since_last_time(signs_in(person("nvap_lead", force), rf), None) is None


def test_new_things_are_counted_from_the_visit_before(force, rf):
    lead, colleague = person("nvap_lead", force), person("nvap_lead", force)
    ret = a_return(force)
    published_practice()
    signs_in(lead, rf)
    request = signs_in(lead, rf)
    assert words(request) == []

    published_practice()
    a_case()
    a_case("excluded")
    answered(ret, by=colleague, now="Changed")
    answered(ret, "2.1.2", by=lead, now="My own")
    assert words(request) == [
        "1 practice example published",
        "1 answer of your return changed by a colleague",
        "1 case review included",
    ]


def test_what_a_person_may_not_read_is_not_counted(force, rf):
    other = person("nvap_lead", ForceFactory(code="essex"))
    signs_in(other, rf)
    request = signs_in(other, rf)
    answered(a_return(force), by=person("nvap_lead", force), now="Changed")
    a_case("sent")

    assert words(request) == []


def test_visit_long_ago_counts_two_months(rf):
    request = rf.get("/")
    request.session, request.user = {visits.KEY: "2020-01-01T00:00:00+00:00"}, AnonymousUser()

    assert timezone.now() - visits.before(request) < dt.timedelta(days=61)
