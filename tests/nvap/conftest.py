"""The cast of most tests here: Norfolk's return in the running round, and the lead who answers it."""

import pytest

from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return


@pytest.fixture
def force():
    return ForceFactory(code="norfolk")


@pytest.fixture
def ret(force):
    """Norfolk's return with three actions, nothing answered yet."""
    return a_return(force)


@pytest.fixture
def lead(ret):
    """The NVAP lead of the force whose return it is."""
    return person("nvap_lead", ret.force)


@pytest.fixture
def staff():
    """Somebody of VKPP who checks returns."""
    return person("vkpp_staff")
