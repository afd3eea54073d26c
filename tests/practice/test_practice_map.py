"""The practice map: each force with the number of examples that this reader may read and the filters leave."""

import re

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from practice import filters
from practice.actions import sharing
from practice.presenters import practice_map
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from tests.queries import queries
from vkpp.accounts import tiles
from vkpp.accounts.models import Force

pytestmark = pytest.mark.django_db

MAP = reverse("practice:map")


@pytest.fixture
def norfolk():
    return ForceFactory(code="norfolk", tile_label="NOR", tile_row=5, tile_col=7)


@pytest.fixture
def officer(norfolk):
    return person("contributor", norfolk)


@pytest.fixture
def reader():
    return person(
        "contributor", ForceFactory(code="kent", tile_label="KEN", tile_row=8, tile_col=7, region="South East")
    )


def asked(user, query=""):
    wanted, problems = filters.read(QueryDict(query))
    return practice_map.page(user, wanted, problems)


def values(page):
    return {tile["force"].code: tile["value"] for tile in page["tiles"]["listed"]}


def test_tile_tells_how_many_the_reader_may_read(officer, reader):
    practice = published_practice(by=officer)
    published_practice(by=officer, permitted=("share_forces", "publish_public"))

    assert values(asked(reader)) == {"norfolk": "2", "kent": "0"}
    sharing.revoke(practice=practice, use="share_forces", by=officer)
    assert values(asked(reader)) == {"norfolk": "1", "kent": "0"}


def test_not_signed_in_one_sees_public_practice_only(officer):
    published_practice(by=officer)

    page = Client().get(MAP)

    assert page.status_code == 200
    assert re.search(r"app-tiles__force[^>]*>NOR</abbr><span class=\"app-tiles__value\">0<", page.text)


def test_filters_are_those_of_the_list_and_are_kept_in_its_links(officer, reader):
    published_practice(by=officer, categories=["diversion"])
    published_practice(by=officer)

    page = asked(reader, "category=diversion&sort=title")

    (tile,) = (tile for tile in page["tiles"]["listed"] if tile["force"].code == "norfolk")
    assert (tile["value"], tile["href"]) == ("1", "/practice/?category=diversion&force=norfolk")
    assert page["list_href"] == "/practice/?category=diversion"


def test_chosen_force_is_marked_and_the_others_keep_their_numbers(officer, reader):
    published_practice(by=officer)

    page = asked(reader, "force=kent")

    assert values(page) == {"norfolk": "1", "kent": "0"}
    assert [tile["force"].code for tile in page["tiles"]["listed"] if tile["own"]] == ["kent"]


def test_table_tells_categories_and_ratings(officer, reader):
    published_practice(by=officer, categories=["prevention", "diversion"])

    page = asked(reader)

    (row,) = (row for row in page["rows"] if row["url"] == "/practice/forces/norfolk/")
    told = {one["label"]: count for one, count in zip(page["columns"], row["cells"], strict=True) if count}
    assert (row["total"], told) == (1, {"Prevention": 1, "Diversion": 1, "Not yet rated": 1})


def test_forces_without_a_tile_and_other_organisations_stand_beneath(reader):
    outside = ForceFactory(code="isle", tile_row=None, tile_col=None)
    published_practice(by=person("contributor", outside))

    assert [(row["name"], row["total"]) for row in asked(reader)["beneath"]] == [
        ("Isle", 1),
        ("Other organisations", 0),
    ]


def test_region_tells_how_many_of_its_forces_have_practice(officer, reader):
    published_practice(by=officer)

    assert asked(reader)["regions"] == [
        {"name": "Eastern", "count": 1, "of": "1 of 1 force"},
        {"name": "South East", "count": 0, "of": "0 of 1 force"},
    ]


@pytest.mark.parametrize(
    ("counts", "steps"),
    [([], []), ([0, 0], []), ([0, 3], [3]), ([1, 1, 2], [1, 2]), ([1, 1, 1, 2, 3, 4, 5, 6], [1, 3, 5])],
)
def test_shades_begin_at_thirds_of_the_counts(counts, steps):
    assert tiles.steps(counts) == steps


@pytest.mark.parametrize(
    ("order", "first", "direction"),
    [
        ("", "kent", "ascending"),
        ("total", "norfolk", "descending"),
        ("region", "kent", "ascending"),
        ("category.diversion", "norfolk", "descending"),
        ("nonsense", "kent", "ascending"),
    ],
)
def test_table_is_sorted_by_the_column_asked_for(officer, reader, client_for, order, first, direction):
    Force.objects.filter(code="norfolk").update(region="South West", name="ZZ", short_name="ZZ")
    published_practice(by=officer, categories=["diversion"])

    page = client_for(reader).get(MAP, {"q": "", "order": order})

    assert page.context["rows"][0]["url"] == reverse("practice:force", args=[first])
    (heading,) = [one for one in (*page.context["fixed"], *page.context["columns"]) if one["sorted"]]
    assert heading["sorted"] == direction
    assert page.content.decode().count("aria-sort=") == 1
    assert f'aria-sort="{direction}"><a class="govuk-link govuk-link--no-visited-state" href="{heading["href"]}' in (
        page.content.decode().replace("&amp;", "&")
    )


def test_order_of_the_table_and_filters_keep_one_another(officer, reader, client_for):
    page = client_for(reader).get(MAP, {"category": "diversion", "order": "total"}).content.decode()

    assert '<input type="hidden" name="order" value="total" form="bank-filters">' in page
    assert 'href="?category=diversion&amp;order=region#by-force"' in page


def test_map_asks_no_more_for_three_examples_than_for_one(officer, reader, client_for):
    browser = client_for(reader)
    published_practice(by=officer)
    one = queries(browser, MAP)
    published_practice(by=officer)
    published_practice(by=officer)

    assert queries(browser, MAP) == one


def test_list_leads_to_the_map_with_its_filters(officer, reader, client_for):
    published_practice(by=officer)

    assert 'href="/practice/map/?category=prevention"' in client_for(reader).get("/practice/?category=prevention").text
