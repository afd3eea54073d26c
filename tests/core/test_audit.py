import pytest
from django.db import InternalError, connection, transaction

from tests.factories.accounts import ForceFactory, UserFactory
from vkpp.core import audit
from vkpp.core.models import AuditEvent, AuditSeal


def record(verb="force.change", **extra):
    return audit.record(
        by=UserFactory(display_name="Practice Lead, Norfolk"), verb=verb, target=ForceFactory(), **extra
    )


@pytest.mark.django_db
def test_record_keeps_who_what_and_why():
    force = ForceFactory(code="norfolk", name="Norfolk Constabulary")
    user = UserFactory(display_name="Practice Lead, Norfolk")

    event = audit.record(
        by=user, verb="force.rename", target=force, before={"name": "A"}, after={"name": "B"}, reason="Merger"
    )

    event.refresh_from_db()
    assert (event.actor_id, event.actor_label) == (user.pk, "Practice Lead, Norfolk")
    assert (event.target_type, event.target_id, event.target_label) == (
        "accounts.force",
        str(force.pk),
        "Norfolk Constabulary",
    )
    assert (event.before, event.after, event.reason) == ({"name": "A"}, {"name": "B"}, "Merger")
    assert event.at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE core_auditevent SET reason = 'x'", "DELETE FROM core_auditevent"])
def test_events_cannot_be_changed_or_removed(statement):
    record()

    with pytest.raises(InternalError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_seals_cover_every_event_once_and_hold():
    for _ in range(3):
        record()
    first = audit.seal()
    record()
    second = audit.seal()

    report = audit.verify()

    assert (first.count, second.count) == (3, 1)
    assert second.previous_hash == first.hash
    assert second.from_at == first.to_at
    assert (report.seals, report.events, report.unsealed, report.problems) == (2, 4, 0, [])


@pytest.mark.django_db(transaction=True)
def test_seal_without_new_events_adds_no_link():
    record()
    audit.seal()

    assert audit.seal() is None
    assert AuditSeal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_seal_waits_for_a_transaction_that_may_still_write_an_earlier_event():
    record()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1")
            record(verb="later.event")
            sealed = audit.seal()
            cursor.execute("ROLLBACK")
    finally:
        other.close()

    assert sealed.count == 1
    assert audit.verify().unsealed == 1
    assert audit.seal().count == 1


def _as_superuser(statement):
    """What somebody with full rights over the database could do behind the portal's back."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE core_auditevent SET reason = 'changed'", "an event was changed after it was sealed."),
        (
            "DELETE FROM core_auditevent WHERE id = (SELECT min(id) FROM core_auditevent)",
            "covered 2 events, 1 are there now.",
        ),
        ("UPDATE core_auditseal SET count = 1", "covered 1 events, 2 are there now."),
        ("UPDATE core_auditseal SET hash = repeat('0', 64)", "the seal itself was changed."),
    ],
)
def test_verify_names_what_was_tampered_with(statement, sentence):
    record()
    record()
    audit.seal()

    _as_superuser(statement)

    assert any(problem.endswith(sentence) for problem in audit.verify().problems)


@pytest.mark.django_db(transaction=True)
def test_verify_notices_a_missing_seal():
    for _ in range(3):
        record()
        audit.seal()

    _as_superuser(
        "DELETE FROM core_auditseal WHERE id = (SELECT id FROM core_auditseal ORDER BY to_at OFFSET 1 LIMIT 1)"
    )

    assert any("a seal is missing" in problem for problem in audit.verify().problems)
