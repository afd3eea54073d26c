"""What every test gets without asking: no network (pyproject.toml) and an empty cache."""

import gc

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, settings

from tests import database
from tests.clients import PortalClient
from vkpp.core import remembered, service

# How long a busy machine takes says nothing about the portal.
settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("portal")


def pytest_collection_finish():
    """Thousands of tests and all of the portal stay until the end: nothing to be looked through for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_keepdb, django_db_createdb, django_db_blocker
):
    """Test databases are copies of one that has every migration; `database.py`."""
    with django_db_blocker.unblock():
        database.use_mould(kept=django_db_keepdb and not django_db_createdb)
        database.empty_quickly()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits, cached counts and lists kept in memory of one test do not reach the next."""
    cache.clear()
    remembered.forget()


@pytest.fixture(autouse=True)
def _portal_as_usual():
    """No page asks whether the portal is read-only, unless an action of the test changes that."""
    service.remember(service.Service(), seconds=3600)


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
