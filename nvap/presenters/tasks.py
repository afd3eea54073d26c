"""The actions of a return as tasks: how far each is, whose it is, and which of them a filter shows."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nvap import task_rows
from nvap.models import Response, Return
from nvap.vocab import Provenance

FILTERS: dict[str, Promise] = {
    "all": gettext_lazy("All"),
    "mine": gettext_lazy("Mine"),
    "unanswered": gettext_lazy("Not answered"),
    "carried": gettext_lazy("To confirm"),
    "checks": gettext_lazy("To check"),
    "queried": gettext_lazy("Queried"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One action of the return as a list shows it."""

    pk: int
    code: str
    title: str
    theme: int
    provenance: str
    complete: bool
    not_applicable: bool
    version: int
    queries: int
    checks: int
    findings: int
    evidence: int
    comments: int
    gaps: int
    practices: int
    mine: bool
    people: tuple[str, ...]
    due: dt.date | None

    def in_filter(self, show: str) -> bool:
        """Whether the filter shows it."""
        return SHOWS[show](self) if show in SHOWS else True

    @property
    def state(self) -> tuple[str, str]:
        """How it stands in words, and the colour that repeats them (none for what is done)."""
        if self.queries:
            return ngettext("%(n)s query", "%(n)s queries", self.queries) % {"n": self.queries}, "orange"
        if self.checks:
            return ngettext("%(n)s check", "%(n)s checks", self.checks) % {"n": self.checks}, "yellow"
        if self.complete:
            return (_("Does not apply") if self.not_applicable else _("Answered")), ""
        if self.provenance == Provenance.CARRIED:
            return _("To confirm"), "yellow"
        return (_("Not started"), "grey") if self.provenance == Provenance.EMPTY else (_("Started"), "blue")


SHOWS: dict[str, Callable[[Task], bool]] = {
    "mine": lambda task: task.mine,
    "unanswered": lambda task: not task.complete,
    "carried": lambda task: task.provenance == Provenance.CARRIED,
    "checks": lambda task: task.checks > 0,
    "queried": lambda task: task.queries > 0,
}
"""What each filter shows; any other shows every task."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of the plan with the tasks in it that a filter shows."""

    pk: int
    code: str
    title: str
    tasks: tuple[Task, ...]
    done: int
    total: int
    to_confirm: int


class Tasks:
    """All tasks of a return that one person sees; two queries, whatever their number."""

    def __init__(self, ret: Return, user: Any) -> None:
        self.ret = ret
        held = _assignments(ret, user)
        rows = task_rows.of(ret, user)
        self.tasks = [_task(row, held, user) for row in rows]
        self._themes = {row.theme: row for row in rows}

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many tasks each filter shows."""
        return {show: sum(task.in_filter(show) for task in self.tasks) for show in FILTERS}

    @property
    def done(self) -> int:
        """How many are answered completely."""
        return sum(task.complete for task in self.tasks)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.tasks)

    def shown(self, show: str) -> list[Task]:
        """The tasks that the filter shows, in the order of the plan."""
        return [task for task in self.tasks if task.in_filter(show)]

    def themes(self, show: str) -> Iterator[Theme]:
        """The themes of which the filter shows something."""
        groups: dict[int, list[Task]] = defaultdict(list)
        for task in self.tasks:
            groups[task.theme].append(task)
        for pk, group in groups.items():
            row, tasks = self._themes[pk], tuple(task for task in group if task.in_filter(show))
            if tasks:
                yield Theme(
                    pk=pk,
                    code=row.theme_code,
                    title=row.theme_title,
                    tasks=tasks,
                    done=sum(task.complete for task in group),
                    total=len(group),
                    to_confirm=sum(task.in_filter("carried") for task in group),
                )

    def task(self, code: str) -> Task | None:
        """The task of this action."""
        return next((task for task in self.tasks if task.code == code), None)

    def neighbours(self, code: str, show: str) -> tuple[Task | None, Task | None]:
        """The tasks before and after this one within the filter; the task itself need not be shown by it any more."""
        place = next(number for number, task in enumerate(self.tasks) if task.code == code)
        before = [task for task in self.tasks[:place] if task.in_filter(show)]
        after = [task for task in self.tasks[place + 1 :] if task.in_filter(show)]
        return (before[-1] if before else None), (after[0] if after else None)

    def next_open(self) -> Task | None:
        """The first that still waits for an answer: one's own before others."""
        waiting = self.shown("unanswered")
        return next((task for task in waiting if task.mine), waiting[0] if waiting else None)


def note(response: Response, task: Task | None) -> None:
    """Keep with the answer what the list says of it, so that the panels of its page ask only for what is there."""
    response.__dict__["_task"] = task


def noted(response: Response) -> Task | None:
    """What the list says of this answer, when its page has read the list."""
    task: Task | None = response.__dict__.get("_task")
    return task


def _assignments(ret: Return, user: Any) -> Sequence[task_rows.Assigned]:
    """Who is to answer what; what is one's own is remembered, so that asking who may answer needs no query."""
    rows = task_rows.assigned(ret)
    mine = [row for row in rows if row.person == user.pk]
    ret.__dict__.setdefault("_assigned", {})[user.pk] = (
        {row.action_version for row in mine if row.action_version},
        {row.theme for row in mine if row.theme},
    )
    return rows


def _task(row: task_rows.Row, held: Sequence[task_rows.Assigned], user: Any) -> Task:
    own = [one for one in held if one.action_version == row.action_version or one.theme == row.theme]
    return Task(
        pk=row.pk,
        code=row.code,
        title=row.title,
        theme=row.theme,
        provenance=row.provenance,
        complete=row.complete,
        not_applicable=row.not_applicable,
        version=row.version,
        queries=row.queries,
        checks=row.checks,
        findings=row.findings,
        evidence=row.evidence,
        comments=row.comments,
        gaps=row.gaps,
        practices=row.practices,
        mine=any(one.person == user.pk for one in own),
        people=tuple(dict.fromkeys(one.name for one in own)),
        due=min((one.due_on for one in own if one.due_on is not None), default=None),
    )
