"""The readable trail: `record` writes one event; seals make it tamper-evident without writers ever waiting."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import structlog
from django.db import connection, models, transaction

from vkpp.core import audit_names, plain_text
from vkpp.core.exceptions import Invalid
from vkpp.core.models import AuditEvent, AuditSeal
from vkpp.core.open_transactions import OLDEST

BEGINNING = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
PORTAL = "The portal"
SEAL_LOCK = 7_410_001
FORM = 2


class Actor(Protocol):
    """Who acts: a user. None stands for the portal itself."""

    pk: Any

    def get_full_name(self) -> str: ...


def request_id() -> str:
    """The id of the web request or task that is being served, or an empty text."""
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]


def record(
    *,
    by: Actor | None,
    verb: str,
    target: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write that `by` did `verb` to `target`. Belongs inside the transaction of the change itself."""
    if problems := problems_of(reason):
        raise Invalid(problems)
    return AuditEvent.objects.create(
        actor_id=by.pk if by is not None else None,
        actor_label=by.get_full_name()[:200] if by is not None else PORTAL,
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:300],
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        request_id=request_id(),
        salt=audit_names.draw(),
    )


def problems_of(reason: str) -> dict[str, list[str]]:
    """What somebody typed as a reason must be fit to be kept for ever: the sentence by field, nothing when it is."""
    try:
        plain_text.refuse_characters(str(reason))
    except plain_text.Refused as refusal:
        return {"reason": [str(refusal)]}
    return {}


def events_about(target: models.Model) -> "models.QuerySet[AuditEvent]":
    """Everything that happened to `target`, newest first."""
    return AuditEvent.objects.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).order_by("-id")


def seal() -> AuditSeal | None:
    """Add one link to the chain over all events that no open transaction can still slip under; None if there are none.

    An event's time is the wall clock at its insert, which is never before its transaction's start. So no event earlier
    than the oldest open transaction can appear any more, and the sealed range is complete for ever. Autovacuum and
    other servants of the database hold transactions too, for hours on a big table, and never write an event.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEAL_LOCK])
            if not cursor.fetchone()[0]:
                return None
            cursor.execute(f"SELECT least(statement_timestamp(), {OLDEST})")
            horizon = cursor.fetchone()[0]
        last = AuditSeal.objects.order_by("-to_at").first()
        start = last.to_at if last else BEGINNING
        count, events_hash = _digest(start, horizon, FORM)
        if count == 0:
            return None
        previous = last.hash if last else ""
        return AuditSeal.objects.create(
            from_at=start,
            to_at=horizon,
            count=count,
            events_hash=events_hash,
            previous_hash=previous,
            hash=_link(previous, events_hash, start, horizon, count, FORM),
            form=FORM,
        )


@dataclass(frozen=True)
class ChainReport:
    """What a check of the chain found: links read, events covered, and sentences on what does not hold."""

    seals: int
    events: int
    unsealed: int
    problems: list[str]


def verify() -> ChainReport:
    """Read the whole chain again and say where it no longer agrees with the events."""
    problems: list[str] = []
    previous, end, covered, seals = "", BEGINNING, 0, 0
    for link in AuditSeal.objects.order_by("to_at").iterator():
        seals += 1
        count, events_hash = _digest(link.from_at, link.to_at, link.form)
        covered += count
        name = f"Seal {link.pk} ({link.from_at.isoformat()} to {link.to_at.isoformat()})"
        if link.from_at != end or link.previous_hash != previous:
            problems.append(f"{name} does not follow the seal before it: a seal is missing or was changed.")
        if count != link.count:
            problems.append(f"{name} covered {link.count} events, {count} are there now.")
        elif events_hash != link.events_hash:
            problems.append(f"{name}: an event was changed after it was sealed.")
        if link.hash != _link(link.previous_hash, link.events_hash, link.from_at, link.to_at, link.count, link.form):
            problems.append(f"{name}: the seal itself was changed.")
        previous, end = link.hash, link.to_at
    unsealed = AuditEvent.objects.filter(at__gte=end).count()
    return ChainReport(seals=seals, events=covered, unsealed=unsealed, problems=problems)


def _digest(start: dt.datetime, end: dt.datetime, form: int) -> tuple[int, str]:
    events: Iterable[AuditEvent] = (
        AuditEvent.objects.filter(at__gte=start, at__lt=end).order_by("at", "id").iterator(chunk_size=2000)
    )
    digest, count = hashlib.sha256(), 0
    for event in events:
        digest.update(_canonical(event, form))
        count += 1
    return count, digest.hexdigest()


def _canonical(event: AuditEvent, form: int) -> bytes:
    row = audit_names.row(event, form)
    row["at"] = event.at.astimezone(dt.UTC).isoformat()
    return json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def _link(previous: str, events_hash: str, start: dt.datetime, end: dt.datetime, count: int, form: int) -> str:
    parts = [
        previous,
        events_hash,
        start.astimezone(dt.UTC).isoformat(),
        end.astimezone(dt.UTC).isoformat(),
        str(count),
        *([str(form)] if form > 1 else []),
    ]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
