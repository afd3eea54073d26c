"""What the pages of operators show. Only who holds OPERATIONS_READ may ask; texts and titles of people are not shown."""

import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import django
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import chain_check, measured, outbox, outbox_care, service
from vkpp.core.models import (
    Job,
    JobState,
    Notification,
    NotificationState,
    OutboxItem,
    ProcessKind,
    RetentionRun,
    ServiceNotice,
)
from vkpp.core.outbox_care import Standing
from vkpp.core.templatetags.dates import nice_datetime

PAGE = 50
LATE = 300.0
BACKUP_LATE = 26 * 3600.0
SEAL_LATE = 600.0
NIGHTS = 50 * 3600.0  # what is done each night may be missed once
MOST_QUEUED = 500
PLAIN = re.compile(r"[\d:T.+-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # numbers, days, ids
LITTLE_ROOM = 0.1  # of the disk


def may_read(user: Any) -> bool:
    """Whether somebody may see the portal's own work."""
    return nationally(user, Permission.OPERATIONS_READ)


def may_act(user: Any) -> bool:
    """Whether somebody may do something about it."""
    return nationally(user, Permission.OPERATIONS_ACT)


@dataclass(frozen=True)
class Line:
    """One thing of the overview: what it is, how it stands in words, a note, and where more is told."""

    label: str
    value: str
    good: bool
    note: str = ""
    href: str = ""

    @property
    def state(self) -> tuple[str, str]:
        """Words and colour of its tag."""
        return (_("Good"), "green") if self.good else (_("Look at this"), "red")


def overview() -> list[dict[str, Any]]:
    """Everything at a glance, in groups."""
    return [
        {"title": _("Background work"), "lines": [*_processes(), *_work()]},
        {"title": _("Safe keeping"), "lines": [*_keeping(), _room()]},
    ]


def _processes() -> list[Line]:
    workers, beat, queues = measured.workers(), measured.last_sign(ProcessKind.BEAT), measured.queues()
    last = measured.last_sign(ProcessKind.WORKER)
    names = ", ".join(worker.name for worker in workers)
    found = [
        Line(
            _("Workers"),
            ngettext("%(n)d is running", "%(n)d are running", len(workers)) % {"n": len(workers)},
            bool(workers),
            names
            or (_("The last one signed %(when)s.") % {"when": nice_datetime(last)} if last else _("None signed yet.")),
        ),
        Line(
            _("Timetable (beat)"),
            _("Last handed out work %(when)s") % {"when": nice_datetime(beat)}
            if beat
            else _("Has not handed out work yet"),
            beat is not None and measured.age(beat) < LATE,
        ),
    ]
    waiting = sum(queues.values()) if queues is not None else 0
    depth = ", ".join(f"{name}: {number:,}" for name, number in (queues or {}).items())
    sentence = (
        _("%(n)s messages wait") % {"n": f"{waiting:,}"} if queues is not None else _("The broker does not answer")
    )
    return [*found, Line(_("Queues at the broker"), sentence, queues is not None and waiting < MOST_QUEUED, depth)]


def _work() -> list[Line]:
    owed, jobs, mails = measured.owed(), measured.jobs(), measured.late_mails()
    oldest, queue = measured.age(owed.oldest), measured.age(measured.oldest_waiting_job())
    return [
        Line(
            _("Owed work"),
            _("%(waiting)s due, %(failed)s given up") % {"waiting": f"{owed.waiting:,}", "failed": f"{owed.failed:,}"},
            not owed.failed and oldest < LATE,
            _waits(oldest) if owed.waiting else "",
            reverse("operations:outbox"),
        ),
        Line(
            _("Long work of people"),
            _("%(waiting)s waiting, %(running)s under way, %(failed)s not finished")
            % {state: f"{jobs[state]:,}" for state in ("waiting", "running", "failed")},
            not jobs[JobState.FAILED] and queue < LATE,
            _waits(queue) if jobs[JobState.WAITING] else "",
            reverse("operations:jobs"),
        ),
        Line(
            _("Mails"),
            _("%(n)s not delivered") % {"n": f"{mails:,}"},
            not mails,
            "",
            reverse("operations:mails"),
        ),
    ]


def _waits(seconds: float) -> str:
    minutes = round(seconds / 60)
    words = ngettext("The oldest waits for %(n)s minute.", "The oldest waits for %(n)s minutes.", minutes)
    return words % {"n": f"{minutes:,}"} if minutes else ""


def _keeping() -> list[Line]:
    backup, seal = measured.newest_backup(), measured.seal()
    words = _("Nobody has taken a backup")
    if backup is not None:
        said = {
            "when": nice_datetime(backup.started_at),
            "rows": f"{backup.rows:,}",
            "size": filesizeformat(backup.size),
        }
        words = _("%(when)s: %(rows)s rows, %(size)s") % said
    return [
        Line(_("Last backup"), words, backup is not None and measured.age(backup.started_at) < BACKUP_LATE),
        Line(
            _("Audit trail"),
            _("Sealed until %(when)s") % {"when": nice_datetime(seal.until)} if seal.until else _("Not sealed yet"),
            measured.age(seal.oldest) < SEAL_LATE,
            _unsealed(seal.unsealed),
            reverse("accounts:audit"),
        ),
        _chain(),
        _retention(),
    ]


def _chain() -> Line:
    """Whether the chain of seals held when it was read the last time; it is read each night."""
    event = chain_check.latest()
    if event is None:
        return Line(_("Chain of seals"), _("Not read again yet"), good=True)
    problems = event.after["problems"]
    words = _("It held on %(when)s") if not problems else _("It did not hold on %(when)s")
    good = not problems and measured.age(event.at) < NIGHTS
    return Line(_("Chain of seals"), words % {"when": nice_datetime(event.at)}, good, ", ".join(event.after["first"]))


def _retention() -> Line:
    """When rules on what is kept for how long were applied."""
    run = RetentionRun.objects.first()
    if run is None:
        return Line(_("What is kept"), _("The rules were not applied yet"), good=True)
    failed, words = ", ".join(run.failed), _("The rules were applied on %(when)s")
    good = not failed and measured.age(run.started_at) < NIGHTS
    note = _("These stopped with an error: %(rules)s") % {"rules": failed} if failed else ""
    return Line(_("What is kept"), words % {"when": nice_datetime(run.started_at)}, good, note)


def _unsealed(number: int) -> str:
    words = ngettext("%(n)s newer event waits for the next seal.", "%(n)s newer events wait for the next seal.", number)
    return words % {"n": f"{number:,}"}


def _room() -> Line:
    room = measured.room()
    words = _("The database has %(size)s") % {"size": filesizeformat(room.database)}
    if room.free is None or room.total is None:
        return Line(_("Storage"), words, good=True, note=_("Files lie in a bucket."))
    note = _("%(free)s of %(total)s are free on the disk of people’s files.")
    said = {"free": filesizeformat(room.free), "total": filesizeformat(room.total)}
    return Line(_("Storage"), words, room.free > room.total * LITTLE_ROOM, note % said)


def versions() -> list[tuple[str, str]]:
    """What runs here: programs, and the newest migration of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = str(cursor.fetchone()[0])
    newest = MigrationRecorder.Migration.objects.order_by("-applied", "-id").first()
    last = f"{newest.app} {newest.name}, {nice_datetime(newest.applied)}" if newest is not None else _("None")
    return [
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("PostgreSQL", server),
        (_("Newest migration"), last),
    ]


@dataclass(frozen=True)
class OutboxFilter:
    """`?state=failed&kind=core.mail&after=…` over the owed work that is not done."""

    state: str
    kind: str
    after: int

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "OutboxFilter":
        """What makes no sense is taken as not asked for."""
        state, kind, after = (data.get(name, "") for name in ("state", "kind", "after"))
        return cls(
            state if state in Standing.values else Standing.FAILED,
            kind if kind in outbox.kinds() else "",
            int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0,
        )

    def query(self, **more: Any) -> str:
        """The address of this choice."""
        chosen = {"state": self.state, "kind": self.kind, **more}
        return "?" + "&".join(f"{name}={value}" for name, value in chosen.items() if value)


def outbox_page(chosen: OutboxFilter) -> dict[str, Any]:
    """Owed work that stands like this, the oldest first, a page of it."""
    found = outbox_care.standing(chosen.state).order_by("pk")
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    total = found.count()
    rows = list(found.filter(pk__gt=chosen.after)[: PAGE + 1])
    more = len(rows) > PAGE
    return {
        "chosen": chosen,
        "rows": [_item(item) for item in rows[:PAGE]],
        "total": total,
        "kinds": [(kind, kind == chosen.kind) for kind in sorted(outbox.kinds())],
        "states": [(value, label, value == chosen.state) for value, label in Standing.choices],
        "newer": chosen.query() if chosen.after else "",
        "older": chosen.query(after=rows[PAGE - 1].pk) if more else "",
    }


def _shown(name: str, value: Any) -> str:
    """A field of what is owed: numbers, days and ids as they are; of a text only its name."""
    return f"{name} {value}" if PLAIN.fullmatch(str(value)) else name


def _item(item: OutboxItem) -> dict[str, Any]:
    """An owed item for the templates; a worker has it while its claim lasts."""
    claimed = item.claimed_until is not None and item.claimed_until > timezone.now()
    return {
        "item": item,
        "payload": ", ".join(_shown(name, value) for name, value in item.payload.items()),
        "claimed": claimed,
    }


def job_page(state: str, after: int) -> dict[str, Any]:
    """Long work of people that failed, waits or runs; without titles, for they may tell what is in it."""
    state = state if state in JobState.values and state != JobState.DONE else JobState.FAILED
    found = Job.objects.filter(state=state).select_related("owner").order_by("-pk")
    rows = list((found.filter(pk__lt=after) if after else found)[: PAGE + 1])
    more = f"?state={state}&after={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    states = [(value, label, value == state) for value, label in JobState.choices if value != JobState.DONE]
    return {"rows": rows[:PAGE], "states": states, "failed": state == JobState.FAILED, "older": more}


def mail_page(after: int) -> dict[str, Any]:
    """Mails that were not delivered, the oldest first, with what hindered the last attempt."""
    late = timezone.now() - measured.MAIL_LATE
    found = Notification.objects.filter(state=NotificationState.OWED, created_at__lt=late, pk__gt=after)
    mails = list(found.select_related("to").order_by("pk")[: PAGE + 1])
    keys = [f"core.mail:{mail.pk}" for mail in mails]
    owed = {item.key: item for item in OutboxItem.objects.filter(key__in=keys)}
    rows = [{"mail": mail, "owed": owed.get(f"core.mail:{mail.pk}")} for mail in mails[:PAGE]]
    return {"rows": rows, "older": f"?after={mails[PAGE - 1].pk}" if len(mails) > PAGE else ""}


def notices() -> dict[str, Any]:
    """Notices that stand or are to come, and those of the past."""
    over = Q(ended_at__isnull=False) | Q(kind="planned", ends_at__lte=timezone.now())
    past = ServiceNotice.objects.filter(over).select_related("written_by").order_by("-starts_at", "-pk")[:20]
    now = service.asked()
    return {"read_only": now.read_only, "planned": now.planned, "past": past}
