"""From REDIS_URL to the addresses of broker and cache; and what production must name itself."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from vkpp.local import servers


@pytest.mark.parametrize(
    ("given", "broker", "cache"),
    [
        ("redis://host", "redis://host/0", "redis://host/1"),
        ("redis://:p%40ss@host:6380/4", "redis://:p%40ss@host:6380/4", "redis://:p%40ss@host:6380/5"),
        ("rediss://host:6379", "rediss://host:6379/0?ssl_cert_reqs=required", "rediss://host:6379/1"),
        ("unix:///run/v.sock", "redis+socket:///run/v.sock?virtual_host=0", "unix:///run/v.sock?db=1"),
        ("unix:///run/v.sock?db=2", "redis+socket:///run/v.sock?virtual_host=2", "unix:///run/v.sock?db=3"),
    ],
)
def test_addresses(given, broker, cache):
    assert (servers.broker_url(given), servers.cache_url(given)) == (broker, cache)


@pytest.mark.parametrize("given", ["amqp://host", "host:6379", "redis://", "redis://host/one", "unix:"])
def test_addresses_refused(given):
    with pytest.raises(ImproperlyConfigured, match=r"^Unexpected REDIS_URL, use redis://"):
        servers.broker_url(given)


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (servers.local_secret, "SECRET_KEY"),
        (servers.postgres_url, "DATABASE_URL"),
        (servers.valkey_url, "REDIS_URL"),
    ],
)
def test_production_must_name_its_own(tmp_path, ask, named):
    with pytest.raises(ImproperlyConfigured, match=f"^{named} is not set. "):
        ask(tmp_path / "local", True)

    assert list(tmp_path.iterdir()) == []
