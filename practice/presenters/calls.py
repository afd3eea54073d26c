"""Calls for practice in words: when they are open, what they ask, and for managers how many examples they have."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nvap.models import Strand
from practice import fields, people
from practice.actions.calls import may_manage
from practice.actions.questions import current_form
from practice.models import Call, CallQuestion, LateEntry, Practice

LISTS: dict[str, Any] = {
    CallQuestion.Kind.ONE_OF.value: gettext_lazy("One of: %(list)s"),
    CallQuestion.Kind.SOME_OF.value: gettext_lazy("Any of: %(list)s"),
}


def moment(value: dt.datetime) -> str:
    """21 November 2026 at 5pm, in London."""
    local = timezone.localtime(value)
    hour, minute = local.hour, local.minute
    if (hour, minute) in {(0, 0), (12, 0)}:
        clock = _("midnight") if hour == 0 else _("midday")
    else:
        clock = f"{hour % 12 or 12}{f':{minute:02}' if minute else ''}{'am' if hour < 12 else 'pm'}"
    return _("%(day)s at %(clock)s") % {"day": date_format(local, "j F Y"), "clock": clock}


def left(until: dt.datetime) -> str:
    """How much time there is still: 12 days left, closes today."""
    days = (timezone.localtime(until).date() - timezone.localdate()).days
    if days <= 0:
        return _("closes today")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def card(call: Call) -> dict[str, Any]:
    """One call as lists show it."""
    if call.state == Call.State.DRAFT:
        state, colour, when = _("Being prepared"), "grey", _("opens %(when)s") % {"when": moment(call.opens_at)}
    elif not call.has_opened:
        state, colour, when = _("Opens soon"), "teal", _("opens %(when)s") % {"when": moment(call.opens_at)}
    elif not call.is_open:
        state, colour, when = _("Closed"), "grey", _("closed %(when)s") % {"when": moment(_closed(call))}
    elif call.closes_at is None:
        state, colour, when = _("Open"), "green", _("always open")
    elif call.closes_at <= timezone.now():
        state, colour, when = _("Open"), "orange", _("closed, but still takes examples for some minutes")
    else:
        state, colour, when = _("Open"), "green", _("closes %(when)s") % {"when": moment(call.closes_at)}
    ends = call.closes_at if call.is_open else None
    return {
        "call": call,
        "state": state,
        "colour": colour,
        "when": when,
        "left": left(ends) if ends else "",
        "theme": call.theme if call.theme != call.title else "",
    }


def _closed(call: Call) -> dt.datetime:
    assert call.closes_at is not None  # what has closed had a closing time
    return call.closes_at


def call_list(user: Any) -> dict[str, Any]:
    """Calls that are open (the next to close first), that come, and that have closed."""
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    calls = list(Call.objects.visible_to(user).filter(state=Call.State.ANNOUNCED))
    open_now = sorted((call for call in calls if call.is_open), key=lambda call: call.closes_at or far)
    coming = sorted((call for call in calls if not call.has_opened), key=lambda call: call.opens_at)
    closed = [call for call in calls if call.has_opened and not call.is_open]
    return {
        "open": [card(call) for call in open_now],
        "coming": [card(call) for call in coming],
        "closed": [card(call) for call in closed],
        "manages": bool(getattr(user, "is_authenticated", False)) and may_manage(user),
    }


def call_page(call: Call, user: Any) -> dict[str, Any]:
    """Everything on the page of one call."""
    labels = dict(Strand.objects.filter(code__in=call.strands).values_list("code", "label"))
    signed_in = bool(getattr(user, "is_authenticated", False))
    return card(call) | {
        "sponsors": [line for line in call.sponsors.splitlines() if line.strip()],
        "strands": [labels.get(code, code) for code in call.strands],
        "sections": [page.title for page in fields.SECTIONS],
        "questions": [_question(question) for question in current_form(call).questions.select_related("shown_when")],
        "may_start": signed_in and people.may_start(user) and (call.is_open or _has_late_entry(call, user)),
        "late": signed_in and _has_late_entry(call, user) and not call.is_open,
        "manages": signed_in and may_manage(user),
        "mine": list(Practice.objects.mine(user).filter(call=call)[:5]) if signed_in else [],
    }


def _has_late_entry(call: Call, user: Any) -> bool:
    return LateEntry.objects.filter(call=call, person=user, until__gte=timezone.now(), used_at=None).exists()


def _question(question: CallQuestion) -> dict[str, Any]:
    words = LISTS.get(question.kind)
    return {
        "question": question,
        "answers": words % {"list": ", ".join(question.options)} if words else question.get_kind_display(),
        "when": _when(question),
    }


def _when(question: CallQuestion) -> str:
    if question.shown_when is None:
        return ""
    answer = {"yes": _("Yes"), "no": _("No")}.get(question.shown_when_answer, question.shown_when_answer)
    return _("Only after “%(answer)s” to “%(question)s”") % {"answer": answer, "question": question.shown_when.text}


def managed(calls: Any) -> list[dict[str, Any]]:
    """Every call with its numbers, for who manages them."""
    counted = calls.annotate(
        drafts=Count("practices", filter=Q(practices__state="draft", practices__submitted_at=None)),
        sent=Count("practices", filter=Q(practices__submitted_at__isnull=False)),
    )
    return [card(call) | {"drafts": call.drafts, "sent": call.sent} for call in counted]


def management(call: Call) -> dict[str, Any]:
    """Everything on the management page of one call."""
    by_force = (
        call.practices.values("force__name")
        .annotate(
            drafts=Count("pk", filter=Q(state="draft", submitted_at=None)),
            sent=Count("pk", filter=Q(submitted_at__isnull=False)),
        )
        .filter(Q(drafts__gt=0) | Q(sent__gt=0))
        .order_by("force__name")
    )
    rows = list(by_force)
    form = current_form(call)
    return card(call) | {
        "form_version": form,
        "questions": [_question(question) for question in form.questions.select_related("shown_when")],
        "by_force": rows,
        "drafts": sum(row["drafts"] for row in rows),
        "sent": sum(row["sent"] for row in rows),
        "late_entries": call.late_entries.select_related("person", "created_by").order_by("-created_at"),
        "opens": moment(call.opens_at),
        "closes": moment(call.closes_at) if call.closes_at else "",
    }
