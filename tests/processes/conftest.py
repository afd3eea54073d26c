"""The portal whose processes the tests here kill and press."""

import pytest

from tests.portal import running_portal


@pytest.fixture(scope="session")
def portal():
    """Real servers and demo data; a test starts the processes it needs."""
    with running_portal() as portal:
        yield portal


@pytest.fixture
def web(portal):
    """The web process, whatever a test did to it before."""
    if "web" not in portal.running:
        portal.start("web")
    return portal
