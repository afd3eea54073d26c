"""What waits for a person in returns and improvement plans: for the home page, the reminders and the weekly summary.

`label` holds nothing sensitive and may stand in a mail; `title` is for pages behind the sign-in.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nvap import desk
from nvap.links import improvement_page, query_page, reading_page, return_page, sign_page
from nvap.models import ImprovementAction, Query, Response, Return
from nvap.querysets import assigned_to
from nvap.vocab import ImprovementState, QueryState, ReturnState
from nvap.workflow import EDITABLE
from vkpp.accounts.permissions import force_ids, nationally
from vkpp.accounts.roles import Permission
from vkpp.core.working_days import LONDON

Items = list["Item"]


@dataclass(frozen=True)
class Item:
    """One thing that waits: which kind, its words, where it is done and until when."""

    kind: str
    key: str
    label: str
    title: str
    link: str
    due: dt.date | None = None
    meta: str = ""

    def days_left(self, day: dt.date) -> int | None:
        """Whole days until it is due; negative when it is overdue."""
        return None if self.due is None else (self.due - day).days


def everything(person: Any) -> Items:
    """All that waits for the person, kind by kind."""
    return [item for find in SOURCES for item in find(person)]


def assigned(person: Any) -> Items:
    """Returns in which actions assigned to the person are not answered."""
    open_ones = Return.objects.under_way().filter(state__in=EDITABLE)
    waiting = Response.objects.visible_to(person).filter(assigned_to(person), complete=False, ret__in=open_ones)
    counts = dict(waiting.order_by().values("ret").annotate(n=Count("pk")).values_list("ret", "n"))
    mine = person.nvap_assignments.filter(ended_at=None, ret__in=counts)
    earlier = dict(mine.order_by().values("ret").annotate(first=Min("due_on")).values_list("ret", "first"))
    return [
        _of_return(
            "assigned",
            ret,
            ngettext("%(n)s action is assigned to you", "%(n)s actions are assigned to you", counts[ret.pk])
            % {"n": counts[ret.pk]},
            return_page(ret),
            earlier.get(ret.pk),
        )
        for ret in _returns(Return.objects.filter(pk__in=counts))
    ]


def leading(person: Any) -> Items:
    """Returns of the forces the person leads that are not with VKPP yet, or no longer."""
    led = Return.objects.under_way().filter(force__in=force_ids(person, Permission.RETURN_MANAGE_FORCE))
    items = []
    for ret in _returns(led.filter(state__in=[*EDITABLE, ReturnState.TO_SIGN])):
        words = _("%(n)s of %(m)s actions answered") % {"n": ret.answered, "m": ret.actions}
        if ret.state == ReturnState.SIGNED:
            words = _("Signed: send it to VKPP")
        items.append(_of_return("leading", ret, words, return_page(ret)))
    return items


def to_sign(person: Any) -> Items:
    """Returns that wait for the person's signature."""
    forces = force_ids(person, Permission.RETURN_SIGN)
    rows = _returns(Return.objects.filter(force__in=forces, state=ReturnState.TO_SIGN))
    return [_of_return("to_sign", ret, _("waits for your signature"), sign_page(ret)) for ret in rows]


def asked(person: Any) -> Items:
    """Open queries given to the person, and for a lead those given to nobody."""
    led = force_ids(person, Permission.RETURN_MANAGE_FORCE)
    rows = Query.objects.visible_to(person).filter(
        Q(assignee=person) | Q(assignee=None, response__ret__force__in=led), state=QueryState.OPEN
    )
    rows = rows.select_related("response__ret__round", "response__ret__force", "response__action_version")
    return [
        Item(
            "asked",
            query.reference,
            _("Query %(reference)s") % {"reference": query.reference},
            query.subject,
            query_page(query),
            query.due_on,
            f"{query.reference}, {query.response.action_version.code}",
        )
        for query in rows.order_by(F("due_on").asc(nulls_last=True), "pk").distinct()
    ]


def to_check(person: Any) -> Items:
    """For VKPP staff: returns that were sent in, the one that waits longest first."""
    if not nationally(person, Permission.RETURN_CHECK):
        return []
    rows = _returns(Return.objects.filter(state=ReturnState.SUBMITTED)).order_by("submitted_at", "pk")
    items = []
    for ret in rows:
        words = _("sent %(day)s") % {"day": _day(ret.submitted_at)}
        items.append(Item("to_check", str(ret.pk), f"{ret}: {words}", str(ret), reading_page(ret), None, words))
    return items


def answered_queries(person: Any) -> Items:
    """Queries that the person raised and the force has answered."""
    rows = Query.objects.visible_to(person).filter(raised_by=person, state=QueryState.ANSWERED)
    rows = rows.select_related("response__ret__force", "response__action_version").order_by("pk")
    return [
        Item(
            "answered",
            query.reference,
            _("Query %(reference)s was answered") % {"reference": query.reference},
            query.subject,
            query_page(query),
            None,
            f"{query.reference}, {query.response.ret.force.short_name}",
        )
        for query in rows
    ]


def improvements(person: Any) -> Items:
    """Improvement actions with a date that the person owns or is accountable for."""
    rows = ImprovementAction.objects.visible_to(person).filter(
        Q(owner=person) | Q(accountable=person),
        state__in=[ImprovementState.OPEN, ImprovementState.UNDER_WAY],
        due_on__isnull=False,
    )
    return [
        Item(
            "improvement",
            row.reference,
            _("Improvement action %(reference)s") % {"reference": row.reference},
            row.title,
            improvement_page(row),
            row.due_on,
            row.reference,
        )
        for row in rows.order_by("due_on", "pk")
    ]


SOURCES: tuple[Callable[[Any], Items], ...] = (
    to_sign,
    asked,
    assigned,
    leading,
    improvements,
    answered_queries,
    to_check,
)


def overdue(items: Iterable[Item], day: dt.date) -> Items:
    """Those past their day."""
    return [item for item in items if item.due is not None and item.due < day]


def queries_url() -> str:
    """The list of queries."""
    return reverse("nvap:queries")


def _returns(wanted: Any) -> Any:
    rows = desk.annotated(wanted).select_related("round", "force")
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


def _of_return(kind: str, ret: Any, words: str, link: str, earlier: dt.date | None = None) -> Item:
    due = timezone.localdate(ret.due, LONDON) if ret.due is not None and ret.sent is None else None
    days = [day for day in (earlier, due) if day is not None]
    return Item(kind, str(ret.pk), f"{ret}: {words}", str(ret), link, min(days) if days else None, words)


def _day(moment: dt.datetime) -> str:
    return str(date_format(timezone.localtime(moment, LONDON), "j F Y"))
