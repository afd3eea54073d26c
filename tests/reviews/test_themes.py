"""Recurrent themes: what is counted, for whom, and that every figure opens the list it counts."""

import re

import pytest
from django.db import transaction
from django.urls import reverse

from reviews import learning
from reviews.learning_filters import Wanted
from reviews.models import LearningEntry, LearningPoint, PointAction
from tests.clients import PortalClient
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_coding, a_document, a_point, review_type, taxonomy
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    a_plan()
    taxonomy()
    return person("force_analyst", ForceFactory(code="kent"))


def learned(theme="risk", actions=(), times=1, **values):
    """A quality-assured review with learning on one theme."""
    of_point = {name: values.pop(name) for name in ("level", "kind", "text") if name in values}
    case = a_case("assured", **values)
    coding = a_coding(case)
    for _time in range(times):
        a_point(coding, theme, actions, **of_point)
    return case


def count(user, theme="", action="", level="", kind="", **chosen):
    """How many reviews and how many points there are of it."""
    values = {name: (value,) for name, value in chosen.items()}
    counted = learning.find(user, Wanted(chosen=values))
    about = {"theme": theme, "action": action, "level": level, "kind": kind}
    return counted.count(**about), counted.points(**about)


def test_review_counts_once_for_a_theme_and_for_the_theme_above(reader):
    learned("risk-assessment", ("2.1.1", "2.1.2"), times=3)
    learned("risk", ("2.1.1",), level="strategic", kind="good")

    assert count(reader, theme="risk") == (2, 4)
    assert count(reader, theme="risk-assessment") == (1, 3)
    assert count(reader, theme="risk", action="2.1.1") == (2, 4)
    assert count(reader, theme="risk", action="2.1.2") == (1, 3)
    assert count(reader, theme="risk", level="strategic") == (1, 1)
    assert count(reader, theme="risk", kind="good") == (1, 1)
    assert count(reader) == (2, 4)


def test_only_agreed_points_of_assured_reviews_count(reader):
    a_point(a_coding(a_case("coded")))
    a_point(a_coding(a_case("assured"), role="first"))
    assert count(reader) == (0, 0)
    assert count(person("vkpp_staff")) == (0, 0)


def test_sensitive_reviews_count_for_staff_alone(reader):
    learned(marking="official_sensitive")
    assert count(reader) == (0, 0)
    assert count(person("vkpp_staff")) == (1, 1)
    assert count(person("evaluator")) == (0, 0)


def test_filters_narrow_what_is_counted(reader):
    kent = ForceFactory(code="norfolk", region="Eastern")
    learned(force=kent, published="2021-05", strands=["DA"], age_band="1_5")
    learned(type=review_type("SCR"), published="2022")

    assert count(reader, type="SCR") == (1, 1)
    assert count(reader, region="Eastern") == (1, 1)
    assert count(reader, force="norfolk", strand="DA") == (1, 1)
    assert count(reader, year="2022") == (1, 1)
    assert count(reader, quarter="2021-Q2") == (1, 1)
    assert count(reader, quarter="none") == (1, 1)
    assert count(reader, age="1_5", year="2022") == (0, 0)


def test_figures_follow_every_change(reader):
    case = learned("risk", ("2.1.1",))
    point = LearningPoint.objects.get()
    assert count(reader, theme="risk", action="2.1.1") == (1, 1)

    PointAction.objects.filter(point=point).delete()
    assert count(reader, theme="risk", action="2.1.1") == (0, 0)
    LearningPoint.objects.filter(pk=point.pk).update(theme=taxonomy().themes.get(code="victim"))
    assert count(reader, theme="risk") == (0, 0)
    assert count(reader, theme="victim") == (1, 1)
    LearningPoint.objects.filter(pk=point.pk).update(final=False)
    assert count(reader, theme="victim") == (0, 0)
    LearningPoint.objects.filter(pk=point.pk).update(final=True)
    type(case).objects.filter(pk=case.pk).update(marking="official_sensitive")
    assert count(reader, theme="victim") == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_what_a_process_keeps_follows_other_transactions():
    a_plan()
    reader = person("force_analyst", ForceFactory(code="kent"))
    first = learned("risk")
    assert count(reader, theme="risk") == (1, 1)

    learned("risk", times=2)
    assert count(reader, theme="risk") == (2, 3)
    with transaction.atomic():
        type(first).objects.filter(pk=first.pk).update(state="coded", assured_at=None, assured_by=None)
    assert count(reader, theme="risk") == (1, 2)
    with transaction.atomic():
        learned("risk")
        transaction.set_rollback(True)
    assert count(reader, theme="risk") == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_row_of_a_review_is_made_once_at_the_end_of_the_transaction():
    a_plan()
    with transaction.atomic():
        case = learned("risk", ("2.1.1",), times=2)
        a_document(case)
        assert LearningEntry.objects.get().dirty
    entry = LearningEntry.objects.get()
    assert (entry.dirty, entry.counted, entry.open) == (False, True, True)
    assert entry.points == ["risk|operational|problem|2.1.1"] * 2


def test_figures_open_the_lists_they_count(reader):
    learned("risk-assessment", ("2.1.1",), times=2, published="2021-05")
    learned("risk", (), published="2020-01")
    learned("victim", ("2.2.1",), published="2021-02")
    client = PortalClient()
    client.force_login(reader)

    for page in ("reviews:themes", "reviews:theme-heat"):
        content = client.get(reverse(page)).content.decode()
        links = re.findall(
            r'<a class="(?:govuk-link|app-heat__link)" href="([^"]*/learning/\?[^"]*)"[^>]*>([\d,]+)<', content
        )
        assert len(links) >= 3
        for address, figure in links:
            listed = client.get(address.replace("&amp;", "&")).content.decode()
            assert len(re.findall(r'class="app-learning__review"', listed)) == int(figure), address


def test_people_are_not_counted_below_five(reader):
    for _one in range(7):
        learned("risk", age_band="1_5", published="2021")
    for _one in range(3):
        learned("risk", age_band="11_15", published="2021")
    client = PortalClient()
    client.force_login(reader)

    content = client.get(reverse("reviews:themes"), {"age": "11_15"}).content.decode()
    assert "fewer than 5" in content
    listed = client.get(reverse("reviews:learning-points"), {"age": "11_15"}).content.decode()
    assert "This list is not shown" in listed
    assert "app-learning__review" not in listed
    # The other band goes with it: else what is left would tell the figure.
    other = client.get(reverse("reviews:learning-points"), {"age": "1_5"}).content.decode()
    assert "This list is not shown" in other
    client.force_login(person("vkpp_staff"))
    assert (
        client.get(reverse("reviews:learning-points"), {"age": "11_15"}).content.decode().count("app-learning__review")
        == 3
    )


@pytest.mark.parametrize("page", ["reviews:themes", "reviews:theme-heat", "reviews:learning-points"])
def test_filters_by_age_that_leave_nothing_show_an_empty_page(reader, page):
    learned("risk", ("2.1.1",), age_band="1_5")
    client = PortalClient()
    client.force_login(reader)
    assert client.get(reverse(page), {"age": "55_over"}).status_code == 200
    assert client.get(reverse("reviews:theme", args=["risk"]), {"age": "55_over"}).status_code == 200


@pytest.mark.parametrize("page", ["reviews:themes", "reviews:theme-heat", "reviews:learning-points", "reviews:search"])
def test_pages_ask_no_more_for_many_than_for_one(reader, page):
    client = PortalClient()
    client.force_login(reader)
    case = learned("risk", ("2.1.1",))
    a_document(case, ("The risk was seen.",))
    url = f"{reverse(page)}?q=risk"
    one = queries(client, url)
    for _one in range(2):
        a_document(learned("risk", ("2.1.1",), times=2), ("The risk was not seen.",))
    assert queries(client, url) == one
