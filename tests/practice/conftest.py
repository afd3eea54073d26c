"""The cast of many tests here: an owner and the lead in Norfolk, somebody in Kent, and an example in the bank."""

import pytest

from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice


@pytest.fixture
def norfolk():
    return ForceFactory(code="norfolk")


@pytest.fixture
def owner(norfolk):
    return person("contributor", norfolk, display_name="Owner of the example")


@pytest.fixture
def lead(norfolk):
    return person("nvap_lead", norfolk)


@pytest.fixture
def asker():
    """Somebody of another force, who wrote none of the examples."""
    return person("contributor", ForceFactory(code="kent"), display_name="Asker of Kent")


@pytest.fixture
def practice(owner):
    """What the owner has published."""
    return published_practice(by=owner, title="Doorstep visits")
