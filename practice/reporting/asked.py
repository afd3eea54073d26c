"""What a report is asked about: a call, a force and a period of months, read from an address and written back to one."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.utils.translation import gettext as _

from practice.models import Call
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import force_ids, nationally
from vkpp.accounts.roles import Permission
from vkpp.core.templatetags.dates import nice_month

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def reads_all(user: Any) -> bool:
    """Whether the person's reports are about all forces: VKPP staff."""
    return nationally(user, Permission.PRACTICE_TRIAGE)


def own_forces(user: Any) -> set[int]:
    """The forces whose figures the person may read: those of whose examples they read all."""
    return force_ids(user, Permission.PRACTICE_READ_FORCE)


def may_read(user: Any) -> bool:
    """Whether there are reports for this person at all."""
    return reads_all(user) or bool(own_forces(user))


def calls_of(user: Any) -> "models.QuerySet[Call]":
    """The calls that a report of this person may be about: all that were announced, for VKPP but the sealed ones."""
    seen = Call.objects.visible_to(user).filter(state=Call.State.ANNOUNCED)
    rows: models.QuerySet[Call] = seen.readable_at_vkpp() if reads_all(user) else seen
    return rows


@dataclass(frozen=True)
class Asked:
    """The question. `since` and `until` are first days of months, both included; `forces` None means all of them."""

    call: Call | None = None
    force: Force | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    forces: frozenset[int] | None = None

    def query(self, **changes: str) -> str:
        """The question as a query string."""
        pairs = {
            "call": self.call.slug if self.call else "",
            "force": self.force.code if self.force else "",
            "from": f"{self.since:%Y-%m}" if self.since else "",
            "to": f"{self.until:%Y-%m}" if self.until else "",
        }
        return urlencode({name: value for name, value in {**pairs, **changes}.items() if value})

    @property
    def period(self) -> str:
        """The period in words."""
        if self.since and self.until:
            return _("%(a)s to %(b)s") % {"a": nice_month(self.since), "b": nice_month(self.until)}
        if self.since:
            return _("since %(a)s") % {"a": nice_month(self.since)}
        return _("until %(b)s") % {"b": nice_month(self.until)} if self.until else _("all time")


def read(params: Mapping[str, str], user: Any) -> tuple[Asked, list[str]]:
    """The question that an address asks, within what this person may read; and a sentence for each part left out."""
    problems: list[str] = []
    call = _one(calls_of(user), "slug", params.get("call", ""), _("There is no call “%(value)s”."), problems)
    force, forces = None, frozenset(own_forces(user))
    if reads_all(user):
        known: models.QuerySet[Force] = Force.objects.all()
        force = _one(known, "code", params.get("force", ""), _("There is no force “%(value)s”."), problems)
    since, until = (_month(params.get(name, ""), problems) for name in ("from", "to"))
    if since and until and until < since:
        since, until = until, since
    return Asked(call, force, since, until, _forces(user, force, forces)), problems


def _forces(user: Any, force: Force | None, own: frozenset[int]) -> frozenset[int] | None:
    if not reads_all(user):
        return own
    return frozenset({force.pk}) if force else None


def _one(rows: "models.QuerySet[Any]", column: str, value: str, unknown: str, problems: list[str]) -> Any:
    if not value:
        return None
    found = None if "\x00" in value else rows.filter(**{column: value[:80]}).first()
    if found is None:
        problems.append(unknown % {"value": value[:60]})
    return found


def _month(value: str, problems: list[str]) -> dt.date | None:
    if not value:
        return None
    if not (match := MONTH.fullmatch(value.strip())):
        problems.append(
            _("Enter a month as year and month, for example 2026-04. “%(v)s” was left out.") % {"v": value[:20]}
        )
        return None
    return dt.date(int(match[1]), int(match[2]), 1)


def after(month: dt.date) -> dt.date:
    """The first day of the month that follows."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
