"""One world for all tests that walk it: built once, undone at the end, and after each request as it was before."""

import pytest

from tests.factories.accounts import ForceFactory, person
from tests.security.standing import standing


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Put the tests that walk the world one after the other, in whatever order: it need not be built again."""
    walking = [item for item in items if "world" in getattr(item, "fixturenames", ())]
    if walking:
        place = items.index(walking[0])
        others = [item for item in items if item not in set(walking)]
        items[:] = [*others[:place], *walking, *others[place:]]


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """The cast and their things."""
    with standing(django_db_blocker) as world:
        yield world


@pytest.fixture
def norfolk():
    return ForceFactory(code="norfolk")


@pytest.fixture
def officer(norfolk):
    """Somebody who writes, in force A."""
    return person("contributor", norfolk)


@pytest.fixture
def stranger():
    """Somebody who writes, in force B."""
    return person("contributor", ForceFactory(code="kent"))
