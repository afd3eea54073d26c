"""The cast of most tests here: Norfolk's return in the running round, and the lead who answers it."""

import pytest

from tests.factories.accounts import person
from tests.factories.nvap import a_return


@pytest.fixture
def ret():
    """Norfolk's return with three actions, nothing answered yet."""
    return a_return()


@pytest.fixture
def lead(ret):
    """The NVAP lead of the force whose return it is."""
    return person("nvap_lead", ret.force)


@pytest.fixture
def staff():
    """Somebody of VKPP who checks returns."""
    return person("vkpp_staff")
