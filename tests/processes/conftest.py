"""The portal whose processes the tests here kill and press."""

import pytest

from tests.portal import running_portal
from tests.processes.faults.machine import Machine


@pytest.fixture(scope="session")
def machine():
    """Real servers and demo data, with tools to break them; a test starts the processes it needs."""
    with running_portal(Machine) as machine:
        yield machine


@pytest.fixture(scope="session")
def portal(machine):
    """The same, for tests that only kill processes."""
    return machine


@pytest.fixture
def web(portal):
    """The web process, whatever a test did to it before."""
    if "web" not in portal.running:
        portal.start("web")
    return portal
