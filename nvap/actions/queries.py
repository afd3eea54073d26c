"""Queries: VKPP asks about an answer, the force answers, VKPP closes or asks again; all of it in one thread."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import people, references
from nvap.actions.held import check_version, hold, hold_row, insist, words
from nvap.links import query_page
from nvap.models import Query, QueryMessage, Response
from nvap.telling import leads, tell
from nvap.vocab import QueryState, ReturnState
from nvap.workflow import QUERY
from vkpp.accounts.models import User
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import audit, working_days
from vkpp.core.exceptions import Conflict, Invalid

DAYS = 10
ASKED_IN = (ReturnState.SUBMITTED, ReturnState.QUERIED)


def usual_due() -> dt.date:
    """Until when a force answers unless staff say otherwise: ten working days."""
    return timezone.localdate(working_days.after(timezone.now(), DAYS), working_days.LONDON)


@transaction.atomic
def raise_query(
    *,
    response: Response,
    subject: str,
    text: str,
    by: Any,
    blocking: bool = True,
    assignee: User | None = None,
    due_on: dt.date | None = None,
) -> Query:
    """Ask about an answer of a return that was sent in."""
    ret = response.ret
    insist(people.may_check(by, ret), _("Queries are raised by VKPP staff."))
    hold(ret)
    if ret.state not in ASKED_IN:
        raise Conflict(_("Queries are raised on returns that the force has sent in."), {"state": ret.state})
    subject = words(subject, "subject", _("The subject"), limit=160, required=_("Enter a subject."), one_line=True)
    text = words(text, "text", _("The question"), required=_("Enter what you want to know."))
    _check_assignee(assignee, ret)
    query = Query.objects.create(
        reference=references.take(references.QUERY),
        response=response,
        subject=subject,
        blocking=blocking,
        assignee=assignee,
        due_on=_check_due(due_on) or usual_due(),
        raised_by=by,
    )
    QueryMessage.objects.create(query=query, text=text, by=by)
    after = {"query": query.reference, "blocking": blocking, "action": response.action_version.code}
    audit.record(by=by, verb="query.raise", target=query, after=after)
    _tell_force(query, "nvap_query", by)
    return query


@transaction.atomic
def answer(*, query: Query, text: str, by: Any) -> None:
    """The force's answer; VKPP decides whether that settles it."""
    hold_row(query)
    text = words(text, "text", _("The answer"), required=_("Enter your answer."))
    QUERY.move(query, "answer", by=by, changes=_changed(query))
    QueryMessage.objects.create(query=query, text=text, by=by)
    tell([query.raised_by], "nvap_query_answered", about=query, link=query_page(query), by=by)


@transaction.atomic
def ask_again(*, query: Query, text: str, by: Any, due_on: dt.date | None = None) -> None:
    """The answer does not settle it, or it comes up anew."""
    hold_row(query)
    text = words(text, "text", _("The question"), required=_("Enter what you want to know."))
    due_on = _check_due(due_on) or usual_due()
    QUERY.move(query, "ask_again", by=by, changes=_changed(query, closed_at=None, closed_by=None, due_on=due_on))
    QueryMessage.objects.create(query=query, text=text, by=by)
    _tell_force(query, "nvap_query", by)


@transaction.atomic
def close(*, query: Query, by: Any, text: str = "") -> None:
    """It is settled."""
    hold_row(query)
    text = words(text, "text", _("The remark"))
    QUERY.move(query, "close", by=by, changes=_changed(query, closed_at=timezone.now(), closed_by=by))
    if text:
        QueryMessage.objects.create(query=query, text=text, by=by)


@transaction.atomic
def add(*, query: Query, text: str, by: Any) -> QueryMessage:
    """Say something more in the thread; its state stays."""
    insist(may_write(query, by), _("You cannot write in this query."))
    hold_row(query)
    if query.state == QueryState.CLOSED:
        raise Conflict(_("The query is closed. VKPP can ask again."), {"state": query.state})
    text = words(text, "text", _("The message"), required=_("Enter a message."))
    message = QueryMessage.objects.create(query=query, text=text, by=by)
    Query.objects.filter(pk=query.pk).update(changed_at=message.at)
    audit.record(by=by, verb="query.add", target=query, after={"message": message.pk})
    return message


@transaction.atomic
def change(
    *, query: Query, blocking: bool, assignee: User | None, due_on: dt.date | None, version: int | None, by: Any
) -> None:
    """Who is to answer, until when, and (by VKPP only) whether it stops acceptance."""
    ret = query.response.ret
    checks = people.may_check(by, ret)
    insist(checks or people.may_lead(by, ret), _("VKPP staff and the force's NVAP lead decide who answers a query."))
    hold_row(query)
    check_version(query, version)
    _check_assignee(assignee, ret)
    before = {"assignee": query.assignee_id, "due_on": str(query.due_on or ""), "blocking": query.blocking}
    told = assignee is not None and assignee.pk != query.assignee_id
    query.assignee = assignee
    if checks:
        query.blocking, query.due_on = blocking, due_on
    changed = _changed(query)
    query.version, query.changed_at = changed["version"], changed["changed_at"]
    query.save(update_fields=["assignee", "blocking", "due_on", *changed])
    after = {"assignee": query.assignee_id, "due_on": str(query.due_on or ""), "blocking": query.blocking}
    audit.record(by=by, verb="query.change", target=query, before=before, after=after)
    if told:
        _tell_force(query, "nvap_query", by)


def may_write(query: Query, user: Any) -> bool:
    """Both sides of the thread."""
    return people.may_raise_query(user, query) or people.may_answer_query(user, query)


def _changed(query: Query, **more: Any) -> dict[str, Any]:
    """What every change of a query notes, and what this one notes besides."""
    return {"version": query.version + 1, "changed_at": timezone.now(), **more}


def _check_assignee(assignee: User | None, ret: Any) -> None:
    if assignee is not None and not can(assignee, Permission.RETURN_ANSWER, ret):
        words_ = _("%(who)s has no role that answers for %(force)s. Choose somebody else.")
        raise Invalid({"assignee": [words_ % {"who": assignee, "force": ret.force.short_name}]})


def _check_due(due_on: dt.date | None) -> dt.date | None:
    if due_on is not None and due_on < timezone.localdate():
        raise Invalid({"due_on": [_("Choose a day that is not in the past.")]})
    return due_on


def _tell_force(query: Query, kind: str, by: Any) -> None:
    """The assignee, or the leads while nobody is named."""
    concerned = [query.assignee] if query.assignee is not None else list(leads(query.response.ret.force_id))
    tell(concerned, kind, about=query, link=query_page(query), by=by)
