"""What every test gets without asking: no network (pyproject.toml) and an empty cache."""

import pytest
from django.core.cache import cache

from tests.clients import PortalClient


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and cached counts of one test do not reach the next."""
    cache.clear()


@pytest.fixture
def client():
    """A browser without script; `client.force_login(user)` signs in with second factor."""
    return PortalClient()


@pytest.fixture
def client_for():
    """`client_for(user)`: a browser of its own in which that person is signed in."""

    def sign_in(user):
        browser = PortalClient()
        browser.force_login(user)
        return browser

    return sign_in
