"""Names leave the trail and its seals still hold; anything else that changes is noticed."""

import pytest
from django.db import InternalError, connection, transaction

from tests.core.test_audit import _as_superuser, record
from vkpp.core import audit, audit_names

NAME = "Practice Lead, Norfolk"
GONE = "Somebody who left"


def without_name(_name, text):
    return GONE if text == NAME else text


def sealed(**values):
    event = record(before={"state": "draft"}, reason="It is ready.", **values)
    audit.seal()
    return event


@pytest.mark.django_db(transaction=True)
def test_a_sealed_event_loses_a_name_and_the_chain_holds():
    event = sealed()

    assert audit_names.redact(event=event, rewrite=without_name) is True

    event.refresh_from_db()
    assert (event.actor_label, event.reason, event.salt) == (GONE, "It is ready.", "")
    assert sorted(event.redacted["gone"]) == ["actor_label"]
    assert sorted(event.redacted["kept"]) == ["after", "before", "reason", "target_label"]
    assert audit.verify().problems == []


@pytest.mark.django_db(transaction=True)
def test_the_name_cannot_be_found_by_trying_names():
    event = sealed()
    audit_names.redact(event=event, rewrite=without_name)
    event.refresh_from_db()

    known = event.redacted["gone"]["actor_label"]
    tried = {audit_names._stand_in(salt, NAME) for salt in ("", *event.redacted["kept"].values())}
    assert known not in tried


@pytest.mark.django_db(transaction=True)
def test_names_can_leave_one_after_the_other():
    event = sealed()
    audit_names.redact(event=event, rewrite=without_name)

    again = audit_names.redact(event=event, rewrite=lambda name, text: "" if name == "reason" else text)
    nothing = audit_names.redact(event=event, rewrite=lambda name, text: text)

    assert (again, nothing) == (True, False)
    event.refresh_from_db()
    assert sorted(event.redacted["gone"]) == ["actor_label", "reason"]
    assert audit.verify().problems == []


@pytest.mark.django_db(transaction=True)
def test_an_event_that_waits_for_its_seal_loses_a_name_too():
    event = record()
    audit_names.redact(event=event, rewrite=without_name)
    audit.seal()

    assert audit.verify().problems == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change", ["reason = 'changed'", "verb = 'other.verb'", "before = '{}'", "redacted = redacted || '{\"gone\": {}}'"]
)
def test_any_other_change_of_such_an_event_is_noticed(change):
    event = sealed()
    audit_names.redact(event=event, rewrite=without_name)

    _as_superuser(f"UPDATE core_auditevent SET {change}")  # noqa: S608 - our own words

    assert len(audit.verify().problems) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "reason = 'changed'",
        "salt = ''",
        "redacted = '{}', verb = 'other.verb'",
        "redacted = '{}', at = now()",
        "redacted = '{}', actor_id = NULL",
        "redacted = '{}', target_id = '0'",
    ],
)
def test_the_database_lets_nothing_else_be_changed(change):
    record()

    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE core_auditevent SET {change}")  # noqa: S608 - our own words


@pytest.mark.django_db(transaction=True)
def test_seals_of_the_first_form_hold_and_keep_their_names():
    event = record()
    seal = audit.seal()
    count, digest = audit._digest(seal.from_at, seal.to_at, 1)
    link = audit._link("", digest, seal.from_at, seal.to_at, count, 1)
    _as_superuser(f"UPDATE core_auditseal SET form = 1, events_hash = '{digest}', hash = '{link}'")  # noqa: S608 - our own words
    later = sealed()

    assert audit.verify().problems == []
    fixed_until = audit_names.sealed_as_they_were()
    assert (audit_names.may_lose(event, fixed_until), audit_names.may_lose(later, fixed_until)) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_a_seal_cannot_be_given_another_form():
    sealed()

    _as_superuser("UPDATE core_auditseal SET form = 1")

    assert any(problem.endswith("the seal itself was changed.") for problem in audit.verify().problems)
