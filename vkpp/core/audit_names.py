"""Names in the trail: how a seal covers a text that may name somebody, so that the name can go and the seal still holds.

A seal does not hash such a text itself but a *stand-in* of it: the SHA-256 of the text with a salt that is drawn for the
event. To take a name out, the text is replaced, its stand-in is kept, and its salt is destroyed: the seal agrees as
before, everything else in the event is still proved, and nobody can find the name by trying names.
"""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from django.db import transaction

from vkpp.core.models import AuditEvent, AuditSeal

TEXTS = ("actor_label", "target_label", "before", "after", "reason")
MACHINERY = ("salt", "redacted")
LENGTHS = {"actor_label": 200, "target_label": 300}


def draw() -> str:
    """A salt for a new event."""
    return secrets.token_hex(16)


def row(event: AuditEvent, form: int) -> dict[str, Any]:
    """What a seal of this form covers of an event, ready to be written as JSON."""
    values = {
        field.attname: getattr(event, field.attname)
        for field in event._meta.concrete_fields
        if field.attname not in MACHINERY
    }
    if form > 1 and (event.salt or event.redacted):
        values.update(stand_ins(event))
    return values


def stand_ins(event: AuditEvent) -> dict[str, str]:
    """By what the seal knows each text of the event."""
    known = event.redacted or {}
    gone, kept = known.get("gone", {}), known.get("kept", {})
    return {
        name: gone[name] if name in gone else _stand_in(kept.get(name) or _own(event.salt, name), getattr(event, name))
        for name in TEXTS
    }


def sealed_as_they_were() -> dt.datetime | None:
    """Events before this moment are sealed by their texts themselves (form 1) and cannot lose them."""
    last = AuditSeal.objects.filter(form=1).order_by("-to_at").first()
    return last.to_at if last else None


def may_lose(event: AuditEvent, fixed_until: dt.datetime | None) -> bool:
    """Whether a name can be taken out of the event without breaking its seal; `fixed_until` as above, asked once."""
    return bool(event.salt or event.redacted) and (fixed_until is None or event.at >= fixed_until)


@transaction.atomic
def redact(*, event: AuditEvent, rewrite: Callable[[str, Any], Any]) -> bool:
    """Replace the texts that `rewrite(name, text)` gives anew; whether there were any. Ask `may_lose` before."""
    held = AuditEvent.objects.select_for_update().get(pk=event.pk)
    new = {name: rewrite(name, getattr(held, name)) for name in TEXTS}
    changed = {name: value for name, value in new.items() if value != getattr(held, name)}
    if not changed:
        return False
    known = held.redacted or {}
    standing = stand_ins(held)
    gone = {**known.get("gone", {}), **{name: standing[name] for name in changed}}
    kept = known.get("kept") or {name: _own(held.salt, name) for name in TEXTS}
    redacted = {"gone": gone, "kept": {name: salt for name, salt in kept.items() if name not in gone}}
    fitting = {name: value[: LENGTHS[name]] if name in LENGTHS else value for name, value in changed.items()}
    AuditEvent.objects.filter(pk=held.pk).update(**fitting, salt="", redacted=redacted)
    return True


def _own(salt: str, name: str) -> str:
    """The salt of one text, from that of its event."""
    return hashlib.sha256(f"{salt}|{name}".encode()).hexdigest()


def _stand_in(salt: str, value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{salt}|{text}".encode()).hexdigest()
