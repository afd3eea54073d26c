"""A force's page: what it has published, as far as the reader may read it."""

import pytest
from django.test import Client
from django.urls import reverse

from practice.actions import sharing
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from tests.queries import queries

pytestmark = pytest.mark.django_db


def page(force):
    return reverse("practice:force", args=[force.code])


@pytest.fixture
def norfolk():
    return ForceFactory(code="norfolk")


@pytest.fixture
def officer(norfolk):
    return person("contributor", norfolk)


@pytest.fixture
def reader(client_for):
    return client_for(person("contributor", ForceFactory(code="kent")))


def test_force_shows_the_practice_that_the_reader_may_read(norfolk, officer, reader):
    practice = published_practice(by=officer, title="Doorstep visits")

    assert "Doorstep visits" in reader.get(page(norfolk)).text
    assert "Doorstep visits" not in Client().get(page(norfolk)).text
    sharing.revoke(practice=practice, use="share_forces", by=officer)
    assert "Doorstep visits" not in reader.get(page(norfolk)).text


def test_force_without_practice_says_what_to_do(norfolk, reader):
    assert "No practice of this force that you may read" in reader.get(page(norfolk)).text


def test_force_that_does_not_exist_is_not_found(reader):
    assert reader.get(reverse("practice:force", args=["atlantis"])).status_code == 404


def test_force_page_asks_no_more_for_three_examples_than_for_one(norfolk, officer, reader):
    published_practice(by=officer)
    one = queries(reader, page(norfolk))
    published_practice(by=officer)
    published_practice(by=officer)

    assert queries(reader, page(norfolk)) == one
