"""What is kept for how long, as data: each app registers its rules, one command and one nightly task apply them.

    retention.register(
        Rule(
            code="notifications",
            what=_("Messages to you"),
            keep=dt.timedelta(days=365),
            since=_("after they were written"),
            why=_("so that you find again what you were told"),
            rows=lambda before: Notification.objects.filter(created_at__lt=before),
            age="created_at",
        )
    )

A rule forgets only what is older than its time at the moment it looks. What has no end has a `Kept` beside the rules,
with the reason. The page on privacy and docs/retention.md are made from both.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import structlog
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vkpp.core import audit
from vkpp.core.models import RetentionRun

log = structlog.get_logger(__name__)

Text = str | Promise
Rows = models.QuerySet[Any]
AT_ONCE = 500


def delete(rows: Rows) -> None:
    """The usual end: the rows go, with what hangs on them."""
    rows.delete()


@dataclass(frozen=True, kw_only=True)
class Timed(ABC):
    """One thing that has its time: what it is, how long it is kept since when, and why."""

    code: str
    what: Text
    keep: dt.timedelta
    since: Text
    why: Text
    order: int = 100

    @abstractmethod
    def look(self, now: dt.datetime) -> tuple[int, dt.datetime | None]:
        """How many are due at this moment, and since when the oldest."""

    @abstractmethod
    def end(self, now: dt.datetime) -> None:
        """Forget those that are due at this moment."""


@dataclass(frozen=True, kw_only=True)
class Rule(Timed):
    """Rows that have their time. `rows(before)`: those whose time began before; `age`: the column that says when."""

    rows: Callable[[dt.datetime], Rows]
    age: str
    forget: Callable[[Rows], None] = delete

    def due(self, now: dt.datetime) -> Rows:
        """What is to be forgotten at this moment."""
        return self.rows(now - self.keep)

    def look(self, now: dt.datetime) -> tuple[int, dt.datetime | None]:
        """Counted by the database."""
        found = self.due(now).aggregate(n=models.Count("pk", distinct=True), oldest=models.Min(self.age))
        return found["n"], found["oldest"]

    def end(self, now: dt.datetime) -> None:
        """Some rows at a time, each lot whole or not at all."""
        for some in self._batches(now):
            with transaction.atomic():
                self.forget(some)

    def _batches(self, now: dt.datetime) -> Iterator[Rows]:
        """The rows that are due, by key, so that each is offered once even when forgetting leaves it where it is."""
        due = self.due(now).order_by("pk")
        keys = list(due.values_list("pk", flat=True)[:AT_ONCE])
        while keys:
            yield due.model._default_manager.filter(pk__in=keys)
            keys = list(due.filter(pk__gt=keys[-1]).values_list("pk", flat=True)[:AT_ONCE])


@dataclass(frozen=True)
class Kept:
    """Something that is kept as long as the portal, or leaves by itself elsewhere; and why."""

    what: Text
    how_long: Text | dt.timedelta
    why: Text
    order: int = 100


@dataclass(frozen=True)
class Outcome:
    """What a rule found: how many rows or files, since when the oldest, and whether they could be forgotten."""

    rule: Timed
    rows: int
    oldest: dt.datetime | None
    failed: bool = False


_rules: dict[str, Timed] = {}
_kept: list[Kept] = []


def register(*rules: Timed) -> None:
    """Add rules; called from an app's `ready`."""
    for rule in rules:
        if rule.code in _rules:
            raise ValueError(f"Two retention rules are named {rule.code}")
        _rules[rule.code] = rule


def register_kept(*kept: Kept) -> None:
    """Say what stays, and why; called from an app's `ready`."""
    _kept.extend(one for one in kept if one not in _kept)


def rules() -> list[Timed]:
    """Every rule, in the order in which people read them."""
    return sorted(_rules.values(), key=lambda rule: (rule.order, rule.code))


def kept() -> list[Kept]:
    """Everything that has no rule, in the order in which people read it."""
    return sorted(_kept, key=lambda one: one.order)


def find(code: str) -> Timed:
    """The rule of this name; KeyError when there is none."""
    return _rules[code]


def look(chosen: list[Timed] | None = None, *, now: dt.datetime | None = None) -> list[Outcome]:
    """What would be forgotten now; changes nothing."""
    moment = now or timezone.now()
    return [_count(rule, moment) for rule in (rules() if chosen is None else chosen)]


def apply(chosen: list[Timed] | None = None, *, now: dt.datetime | None = None) -> list[Outcome]:
    """Forget what is due, some rows at a time; one rule that fails does not keep the others. Written into the trail."""
    started = timezone.now()
    moment = now or started
    outcomes = [_forget(rule, moment) for rule in (rules() if chosen is None else chosen)]
    with transaction.atomic():
        run = RetentionRun.objects.create(
            started_at=started,
            forgotten={one.rule.code: one.rows for one in outcomes if one.rows and not one.failed},
            failed=[one.rule.code for one in outcomes if one.failed],
        )
        audit.record(
            by=None, verb="retention.apply", target=run, after={"forgotten": run.forgotten, "failed": run.failed}
        )
    return outcomes


def _count(rule: Timed, now: dt.datetime) -> Outcome:
    return _unless_it_fails(Outcome(rule, 0, None), lambda: Outcome(rule, *rule.look(now)))


def _forget(rule: Timed, now: dt.datetime) -> Outcome:
    found = _count(rule, now)

    def forgotten() -> Outcome:
        rule.end(now)
        return found

    return found if found.failed else _unless_it_fails(found, forgotten)


def _unless_it_fails(so_far: Outcome, step: Callable[[], Outcome]) -> Outcome:
    """What a step comes to; when it stops with an error what was known before, and the log says why."""
    try:
        return step()
    except Exception:
        log.exception("retention_failed", rule=so_far.rule.code)
        return replace(so_far, failed=True)


def span(keep: dt.timedelta) -> str:
    """A length of time as people say it: “10 hours”, “30 days”, “24 months”."""
    hours = int(keep.total_seconds() // 3600)
    if not hours:
        return _("no time")
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    if keep.days >= 60:
        months = round(keep.days / 30.44)
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return ngettext("%(n)s day", "%(n)s days", keep.days) % {"n": keep.days}
