"""The portal whose processes the tests here kill."""

import pytest

from tests.portal import running_portal


@pytest.fixture(scope="module")
def portal():
    """Real servers and demo data; a test starts the processes it needs."""
    with running_portal() as portal:
        yield portal
