"""The cast: two forces, their people, and the national team."""

import pytest

from tests.factories.accounts import ForceFactory, person


@pytest.fixture
def norfolk():
    return ForceFactory(code="norfolk")


@pytest.fixture
def kent():
    return ForceFactory(code="kent")


@pytest.fixture
def lead(norfolk):
    return person("nvap_lead", norfolk, email="lead@norfolk.police.uk", display_name="Lead, Norfolk")


@pytest.fixture
def officer(norfolk):
    return person("contributor", norfolk, email="officer@norfolk.police.uk", display_name="Officer, Norfolk")


@pytest.fixture
def stranger(kent):
    return person("nvap_lead", kent, email="lead@kent.police.uk", display_name="Lead, Kent")


@pytest.fixture
def admin():
    return person("vkpp_admin", email="admin@vkpp.example", display_name="Administrator, VKPP")


@pytest.fixture
def staff():
    return person("vkpp_staff", email="staff@vkpp.example", display_name="Adviser, VKPP")
