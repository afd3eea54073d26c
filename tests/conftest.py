"""What every test gets without asking: no network (pyproject.toml) and an empty cache."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rate limits and cached counts of one test do not reach the next."""
    cache.clear()
