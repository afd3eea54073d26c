"""What proxies and monitors ask."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from kombu import Connection

from vkpp.celery import app
from vkpp.core import health


@pytest.fixture(autouse=True)
def _unseen(monkeypatch):
    monkeypatch.setattr(health, "_migrated", set())


def test_healthz_asks_nothing_of_the_database(client, django_assert_num_queries):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_readyz_names_every_part(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "database": "ready",
        "migrations": "ready",
        "cache": "ready",
        "broker": "ready",
    }


@pytest.mark.django_db
def test_readyz_with_a_missing_migration_says_which_part_is_down(client):
    MigrationRecorder.Migration.objects.filter(app="core").delete()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["status"] == "down"
    assert answer.json()["migrations"] == "down"
    assert answer.json()["database"] == "ready"


@pytest.mark.django_db
def test_readyz_without_a_broker_is_down(client, monkeypatch):
    monkeypatch.setattr(app, "connection_for_write", lambda: Connection("redis+socket:///nowhere/at/all.sock"))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["broker"] == "down"


@pytest.mark.django_db
def test_readyz_with_a_cache_that_forgets_is_down(client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    answer = client.get("/readyz")

    assert answer.json()["cache"] == "down"
    assert connection.is_usable()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_only_read(client, path):
    assert client.post(path).status_code == 405
