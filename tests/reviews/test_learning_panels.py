"""Learning from reviews on the page of an action and beside an answer to it."""

import pytest
from django.urls import reverse

from tests.clients import PortalClient
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan, a_return
from tests.factories.reviews import a_case, a_coding, a_point, taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    a_plan()
    taxonomy()
    return person("nvap_lead", ForceFactory(code="kent"))


@pytest.fixture
def client(lead):
    browser = PortalClient()
    browser.force_login(lead)
    return browser


def cited(code, text):
    """A quality-assured review with learning that cites the action."""
    return a_point(a_coding(a_case("assured")), "risk-assessment", (code,), text=text)


def test_page_of_an_action_shows_learning_that_cites_it(client):
    point = cited("2.1.1", "Ask again when something changes.")
    cited("2.1.2", "Zzq about another action.")
    content = client.get(reverse("nvap:action", args=["nvap-small", "2.1.1"])).content.decode()

    assert "1 review has learning on this action." in content
    assert "Ask again when something changes." in content
    assert point.review.title in content
    assert "Zzq about another action." not in content
    assert reverse("reviews:learning-points") + "?action=2.1.1" in content


def test_page_of_an_action_says_when_nothing_cites_it(client):
    content = client.get(reverse("nvap:action", args=["nvap-small", "2.1.1"])).content.decode()
    assert "No learning from case reviews names this action yet." in content


def test_who_reads_no_reviews_is_shown_none():
    a_plan()
    taxonomy()
    cited("2.1.1", "Zzq learning.")
    browser = PortalClient()
    browser.force_login(person("evaluator"))
    content = browser.get(reverse("nvap:action", args=["nvap-small", "2.1.1"])).content.decode()
    assert "Zzq learning." not in content
    assert "learning-on-action" not in content


def test_answer_has_it_in_short(client, lead):
    ret = a_return(lead.memberships.get().force)
    address = reverse("nvap:answer", args=[ret.round.code, "kent", "2.1.1"])
    assert "Learning from reviews" not in client.get(address).content.decode()

    point = cited("2.1.1", "Ask again when something changes.")
    content = client.get(address).content.decode()
    assert "Learning from reviews" in content
    assert point.review.reference in content
    assert "1 learning point cites this action" in content
