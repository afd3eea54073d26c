"""The nightly look at the chain of seals: noted in the trail, measured for an alarm."""

import pytest
from django.db import connection

from tests.factories.accounts import UserFactory
from vkpp.core import audit, chain_check
from vkpp.core.models import AuditEvent
from vkpp.core.tasks import verify_audit


def measured():
    return {family.name: family.samples[0].value for family in chain_check.ChainChecks().collect()}


@pytest.fixture
def sealed(db):
    """One event under a seal."""
    event = audit.record(by=None, verb="account.open", target=UserFactory())
    assert audit.seal() is not None
    return event


@pytest.mark.django_db
def test_never_looked_at_is_time_zero():
    assert measured() == {"portal_audit_problems": 0, "portal_audit_verified_timestamp_seconds": 0}


@pytest.mark.django_db
def test_chain_that_holds_is_noted(sealed):
    assert verify_audit() == 0
    event = AuditEvent.objects.get(verb="audit.verify")
    assert event.after == {"seals": 1, "events": 1, "problems": 0, "first": []}
    assert measured() == {
        "portal_audit_problems": 0,
        "portal_audit_verified_timestamp_seconds": event.at.timestamp(),
    }


@pytest.mark.django_db
def test_changed_event_raises_the_alarm(sealed, caplog):
    with connection.cursor() as cursor:  # as somebody with full rights over the database would
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE core_auditevent SET verb = 'account.close' WHERE id = %s", [sealed.pk])
        cursor.execute("SET session_replication_role = DEFAULT")

    assert verify_audit() == 1

    (problem,) = AuditEvent.objects.get(verb="audit.verify").after["first"]
    assert "an event was changed after it was sealed" in problem
    assert measured()["portal_audit_problems"] == 1
    assert "audit_chain_broken" in caplog.text
