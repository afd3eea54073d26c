"""The data set of introductions: for those whom they concern, while owners permit it, without a word of what was said."""

import json

import pytest

from tests.analytics.test_datasets import rows, take
from tests.factories.accounts import ForceFactory, person
from tests.practice.introduction_world import IntroductionWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return IntroductionWorld()


def test_staff_take_it_away_without_texts_and_names(world, client_for):
    one = world.ask(by=world.staff, text="A secret question?")
    staff = client_for(world.staff)

    (row,) = rows(staff, "introductions")

    assert (row["reference"], row["practice"], row["evaluator"], row["asked_side"], row["state"]) == (
        *(one.reference, world.practice.reference, world.body.slug, "vkpp", "proposed"),
    )
    assert (row["force"], row["introduced_at"], row["marking"]) == ("norfolk", None, "official")
    file = take(staff, "introductions", "jsonl")
    assert [json.loads(line) for line in file.splitlines()] == [row]
    assert b"secret" not in file
    assert world.staff.email.encode() not in file


def test_what_the_owner_no_longer_permits_is_gone_at_once(world, client_for):
    one = world.introduced()
    evaluator, owner = client_for(world.evaluator), client_for(world.owner)
    assert [row["reference"] for row in rows(evaluator, "introductions")] == [one.reference]

    world.revoke()

    assert rows(evaluator, "introductions") == []
    assert rows(client_for(world.staff), "introductions") == []
    assert [row["reference"] for row in rows(owner, "introductions")] == [one.reference]


def test_strangers_find_nothing_of_others(world, client_for):
    world.introduced()

    assert rows(client_for(person("contributor", ForceFactory(code="kent"))), "introductions") == []
    assert client_for(person("national_analyst")).get("/api/v1/datasets/introductions/").status_code == 404
