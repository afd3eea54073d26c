"""What Prometheus reads, and who may."""

import datetime as dt

import pytest
from django.utils import timezone

from vkpp.core.models import AuditEvent, OutboxItem

TOKEN = "m" * 32


@pytest.fixture
def owed(db):
    OutboxItem.objects.create(kind="test", due=timezone.now())
    OutboxItem.objects.create(kind="test", due=timezone.now(), done_at=timezone.now())
    OutboxItem.objects.create(kind="test", due=timezone.now(), failed_at=timezone.now())
    OutboxItem.objects.update(created_at=timezone.now() - dt.timedelta(hours=2))
    AuditEvent.objects.create(actor_label="test", verb="test.look", target_type="test", target_id="1")


def values(answer):
    lines = [line.rsplit(" ", 1) for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


def test_measurements_tell_what_is_owed(client, owed):
    found = values(client.get("/metrics"))

    assert found["portal_outbox_owed"] == 1
    assert found["portal_outbox_failed"] == 1
    assert found["portal_outbox_oldest_seconds"] == pytest.approx(7200, abs=60)
    assert found["portal_audit_unsealed"] == 1


def test_requests_are_counted_by_route_and_never_by_path(client, db):
    series = 'portal_requests_total{method="GET",route="(none)",status="404"}'
    before = values(client.get("/metrics")).get(series, 0)

    client.get("/nowhere-1/")
    client.get("/nowhere-2/")

    answer = client.get("/metrics")
    assert values(answer)[series] == before + 2
    assert b"nowhere" not in answer.content


def test_an_invented_method_makes_no_series(client, db):
    client.generic("BREW", "/healthz")

    answer = client.get("/metrics")
    assert b'method="other",route="healthz",status="405"' in answer.content
    assert b"BREW" not in answer.content


@pytest.mark.parametrize(
    ("remote", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 403),
        ("", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, 403),
        ("192.0.2.7", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.7", "Authorization": f"Bearer {TOKEN}"}, 200),
        ("127.0.0.1", {"Authorization": "Bearer wrong"}, 403),
        ("192.0.2.7", {"Authorization": f"Basic {TOKEN}"}, 403),
        ("192.0.2.7", {"Authorization": "Bearer é"}, 403),
    ],
)
def test_measurements_are_for_the_machine_and_the_bearer(client, owed, settings, remote, headers, status):
    settings.METRICS_TOKEN = TOKEN

    answer = client.get("/metrics", REMOTE_ADDR=remote, headers=headers)

    assert answer.status_code == status
    assert (b"portal_outbox_owed" in answer.content) == (status == 200)


def test_without_a_token_an_empty_bearer_is_refused(client, db):
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7", headers={"Authorization": "Bearer "}).status_code == 403
