"""Calls for practice: prepare, announce, change, close; late entries for named people."""

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from nvap.models import Strand
from practice.actions.questions import form_to_answer, freeze_opened, set_questions
from practice.models import Call, CallForm, LateEntry
from vkpp.accounts.models import User
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit, plain_text
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.held import check_version, hold_row
from vkpp.core.notify import notify

__all__ = [
    "add_late_entry",
    "announce",
    "change",
    "close_early",
    "closed_sentence",
    "create",
    "extend",
    "form_to_answer",
    "freeze_opened",
    "remove_late_entry",
    "set_questions",
]
TEXTS = {
    "title": (_l("Title"), 160),
    "theme": (_l("Theme"), 160),
    "description": (_l("Description"), 5000),
    "sponsors": (_l("Sponsors"), 2000),
}
TIMES = ("opens_at", "closes_at", "grace_minutes", "sealed")
COLUMNS = (*TEXTS, "strands", *TIMES)
GRACE_LIMIT = 7 * 24 * 60
CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none that people mistake for another


def closed_sentence(call: Call) -> str:
    """Why a call takes nothing now, and what to do."""
    if not call.has_opened:
        return _("“%(call)s” has not opened yet. Your text is kept; send it when the call is open.") % {"call": call}
    return _(
        "“%(call)s” has closed. Your draft is kept: move it to another open call, or ask VKPP for a late-entry code."
    ) % {"call": call}


def may_manage(by: Any) -> bool:
    """Who prepares and changes calls; None is the portal itself."""
    return by is None or nationally(by, Permission.CALLS_MANAGE)


def check_manager(by: Any) -> None:
    """Refuse everybody who does not manage calls."""
    if not may_manage(by):
        raise NotAllowed(_("Only VKPP administrators manage calls for practice."))


@transaction.atomic
def create(*, values: Mapping[str, Any], by: Any, slug: str = "") -> Call:
    """A call in preparation with an empty first version of its own questions."""
    check_manager(by)
    call = Call(slug=slug or _free_slug(str(values.get("title", ""))), created_by=by)
    _fill(call, values)
    call.save()
    CallForm.objects.create(call=call, version=1)
    audit.record(by=by, verb="call.create", target=call, after=_shown(call))
    return call


@transaction.atomic
def change(*, call: Call, values: Mapping[str, Any], version: int | None = None, by: Any) -> Call:
    """Change what a call says and when it runs. Once it has opened, its opening time and seal stay; see `extend`."""
    check_manager(by)
    hold_row(call)
    check_version(call, version)
    before = _shown(call)
    if call.has_opened and any(name in values and values[name] != getattr(call, name) for name in TIMES):
        raise Conflict(_("This call has opened. Its times change only by extending or closing it, with a reason."))
    _fill(call, values)
    after = _shown(call)
    changed = [name for name in COLUMNS if before[name] != after[name]]
    if changed:
        call.version += 1
        call.save(update_fields=[*changed, "version"])
        audit.record(
            by=by,
            verb="call.change",
            target=call,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return call


@transaction.atomic
def announce(*, call: Call, by: Any) -> None:
    """Show the call to everybody; it opens at its time."""
    check_manager(by)
    won = Call.objects.filter(pk=call.pk, state=Call.State.DRAFT).update(state=Call.State.ANNOUNCED)
    if not won:
        raise Conflict(_("This call has been announced already."))
    call.state = Call.State.ANNOUNCED
    audit.record(by=by, verb="call.announce", target=call, after={"opens_at": call.opens_at.isoformat()})


@transaction.atomic
def extend(*, call: Call, closes_at: dt.datetime, reason: str, by: Any) -> None:
    """Give everybody more time, with the reason; also opens a closed call again."""
    check_manager(by)
    hold_row(call)
    if call.closes_at is None:
        raise Conflict(_("This call is always open: there is no closing time to move."))
    errors = _reason(reason)
    if closes_at <= call.closes_at:
        errors["closes_at"] = [_("The new closing time must be later than the present one.")]
    elif closes_at <= timezone.now():
        errors["closes_at"] = [_("The new closing time must lie ahead.")]
    if errors:
        raise Invalid(errors)
    _set_end(call, closes_at, call.grace_minutes, "call.extend", reason, by)


@transaction.atomic
def close_early(*, call: Call, reason: str, by: Any) -> None:
    """Close an open call now, without grace."""
    check_manager(by)
    hold_row(call)
    if not call.is_open:
        raise Conflict(_("This call is not open, so there is nothing to close."))
    errors = _reason(reason)
    if call.closes_at is None and not Call.objects.open_now().filter(closes_at=None).exclude(pk=call.pk).exists():
        errors["reason"] = [_("One call must always be open. Open another one without a closing time first.")]
    if errors:
        raise Invalid(errors)
    _set_end(call, timezone.now(), 0, "call.close_early", reason, by)


def _set_end(call: Call, closes_at: dt.datetime, grace: int, verb: str, reason: str, by: Any) -> None:
    before = call.closes_at.isoformat() if call.closes_at else None
    call.closes_at, call.grace_minutes = closes_at, grace
    call.version += 1
    call.save(update_fields=["closes_at", "grace_minutes", "version"])
    audit.record(
        by=by,
        verb=verb,
        target=call,
        before={"closes_at": before},
        after={"closes_at": closes_at.isoformat()},
        reason=reason.strip(),
    )


@transaction.atomic
def add_late_entry(*, call: Call, email: str, until: dt.datetime, reason: str, by: Any) -> LateEntry:
    """Let one named person send an example after the close; they get the code by mail. Naming them again renews it."""
    check_manager(by)
    person = _late_person(call, email, until, reason)
    entry, _new = LateEntry.objects.update_or_create(
        call=call,
        person=person,
        defaults={
            "code": _code(),
            "until": until,
            "reason": reason.strip(),
            "created_by": by,
            "used_at": None,
            "used_by": None,
        },
    )
    audit.record(
        by=by,
        verb="call.add_late_entry",
        target=call,
        after={"person": person.pk, "until": until.isoformat()},
        reason=reason.strip(),
    )
    notify(
        to=person,
        kind="practice_late_entry",
        context={"call": call, "entry": entry},
        link=f"/practice/calls/{call.slug}/",
        about=call,
    )
    return entry


def _late_person(call: Call, email: str, until: dt.datetime, reason: str) -> User:
    """Whom the late entry is for, or every reason why there can be none."""
    errors = _reason(reason)
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        errors["email"] = [_("Nobody has an account with this address. Ask the person to make one first.")]
    if until <= timezone.now():
        errors["until"] = [_("The code must be valid for some time from now.")]
    if call.closes_at is None:
        errors["until"] = [_("This call is always open, so nobody is late.")]
    if errors or person is None:
        raise Invalid(errors)
    return person


@transaction.atomic
def remove_late_entry(*, entry: LateEntry, by: Any) -> None:
    """Make a late-entry code worthless."""
    check_manager(by)
    audit.record(by=by, verb="call.remove_late_entry", target=entry.call, before={"person": entry.person_id})
    entry.delete()


def _fill(call: Call, values: Mapping[str, Any]) -> None:
    """Put cleaned `values` on the call; a sentence for each that cannot be."""
    errors: dict[str, list[str]] = {}
    for name, (label, limit) in TEXTS.items():
        if name in values:
            one_line = name in {"title", "theme"}
            try:
                setattr(call, name, plain_text.text(values[name], label, limit, one_line=one_line))
            except plain_text.Refused as refusal:
                errors[name] = [str(refusal)]
    for name in ("strands", *TIMES):
        if name in values:
            setattr(call, name, values[name])
    errors = _missing(call) | errors
    if errors:
        raise Invalid(errors)


def _missing(call: Call) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not call.title:
        errors["title"] = [_("Enter a title.")]
    if not call.description:
        errors["description"] = [_("Describe what you are asking for.")]
    if call.opens_at is None:
        errors["opens_at"] = [_("Enter when the call opens.")]
    elif call.closes_at and call.closes_at <= call.opens_at:
        errors["closes_at"] = [_("The call must close after it opens.")]
    if call.sealed and not call.closes_at:
        errors["sealed"] = [_("Only a call with a closing time can be sealed until it closes.")]
    if not 0 <= call.grace_minutes <= GRACE_LIMIT:
        errors["grace_minutes"] = [_("The grace must be between 0 minutes and a week.")]
    known = set(Strand.objects.values_list("code", flat=True))
    if unknown := [code for code in call.strands if code not in known]:
        errors["strands"] = [_("Unknown strand: %(codes)s.") % {"codes": ", ".join(unknown)}]
    return errors


def _reason(reason: str) -> dict[str, list[str]]:
    return {} if reason.strip() else {"reason": [_("Give a reason. It is kept with the decision.")]}


def _shown(call: Call) -> dict[str, Any]:
    values = {name: getattr(call, name) for name in COLUMNS}
    return {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in values.items()}


def _free_slug(title: str) -> str:
    base = slugify(title)[:50] or "call"
    taken = set(Call.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken)


def _code() -> str:
    letters = "".join(secrets.choice(CODE_LETTERS) for _place in range(8))
    return f"{letters[:4]}-{letters[4:]}"
