"""What authors do with an example: start it, save it as it is typed, send it, withdraw it, take it up again."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import deadlines, people
from practice.actions import bank, calls
from practice.actions.held import hold
from practice.actions.saving import save
from practice.mails import tell, tell_authors
from practice.models import Call, CallAnswer, LateEntry, Practice, PracticeRevision
from practice.vocab import PracticeState
from practice.workflow import PRACTICE
from vkpp.accounts.models import Force, User
from vkpp.accounts.permissions import can, force_of
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Invalid, NotAllowed

__all__ = [
    "discard",
    "keep_personal_data",
    "move_to_call",
    "restore",
    "revise",
    "save",
    "start",
    "start_once",
    "submit",
    "withdraw",
]


@transaction.atomic
def start(*, call: Call, by: Any, force: Force | None = None, key: str | None = None) -> Practice:
    """A new draft in `call` for `force` (default: the person's own). `key` marks an import, which nobody owns."""
    if key is None:
        force = force or force_of(by)
        _check_start(call, by, force)
    elif not people.may_keep_register(by):
        raise NotAllowed(_("You cannot import examples. VKPP administrators do."))
    practice = Practice.objects.create(
        reference=_next_reference(),
        import_key=key,
        call=call,
        form=calls.form_to_answer(call=call),
        force=force,
        owner=by if key is None else None,
        region=force.region if force else "",
        lead_organisation=force.name if force else "",
    )
    audit.record(by=by, verb="practice.start", target=practice, after={"call": call.slug, "state": practice.state})
    return practice


@transaction.atomic
def start_once(*, call: Call, by: Any) -> Practice:
    """Like `start`, but a draft of this call that the person has not touched yet is used again: a double click."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    untouched = Practice.objects.filter(owner=by, call=call, state=PracticeState.DRAFT, version=1, import_key=None)
    return untouched.order_by("-id").first() or start(call=call, by=by)


def _check_start(call: Call, by: Any, force: Force | None) -> None:
    if force is None or not can(by, Permission.PRACTICE_WRITE, force):
        raise NotAllowed(_("Only contributors of a force write examples. Ask for that role in your account."))
    if not call.is_open and not _late_entries(call, by).exists():
        raise Invalid({"call": [calls.closed_sentence(call)]})


def _next_reference() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('practice_reference')")
        number = cursor.fetchone()[0]
    return f"VP-{timezone.localdate().year}-{number:05}"


def _late_entries(call: Call, by: Any) -> Any:
    return LateEntry.objects.filter(call=call, person=by, until__gte=timezone.now(), used_at=None)


@transaction.atomic
def submit(*, practice: Practice, by: Any, reason: str = "", late_code: str = "") -> None:
    """Send the example to VKPP. What was sent in before may be sent again although its call has closed."""
    hold(practice)
    PRACTICE.check(practice, "submit", by, reason)
    entry = None
    if practice.submitted_at is None and not practice.call.is_open:
        entry = _late_entry(practice.call, by, late_code)
    now = timezone.now()
    again = practice.submitted_at is not None
    PRACTICE.move(
        practice,
        "submit",
        by=by,
        reason=reason,
        changes={"submitted_at": now, "due_at": deadlines.triage_due(now)},
        after={"version": practice.version, **({"late_code": entry.code} if entry else {})},
    )
    if entry is not None:
        LateEntry.objects.filter(pk=entry.pk).update(used_at=now, used_by=by)
    tell_authors(practice, "practice_submitted", by=by)
    if again and practice.claimed_by is not None:
        tell(practice.claimed_by, practice, "practice_sent_again", by=by)


def _late_entry(call: Call, by: Any, code: str) -> LateEntry:
    if not code.strip():
        raise Invalid({"call": [calls.closed_sentence(call)]})
    entry: LateEntry | None = _late_entries(call, by).filter(code=code.strip().upper()).select_for_update().first()
    if entry is None:
        raise Invalid(
            {"late_code": [_("This late-entry code is not yours, was used, or has run out. Ask VKPP for a new one.")]}
        )
    return entry


@transaction.atomic
def discard(*, practice: Practice, by: Any, reason: str = "") -> None:
    """Throw a draft away that was never sent; `restore` brings it back."""
    hold(practice)
    PRACTICE.move(practice, "discard", by=by, reason=reason)


@transaction.atomic
def restore(*, practice: Practice, by: Any, reason: str = "") -> None:
    """Bring a discarded draft back."""
    hold(practice)
    PRACTICE.move(practice, "restore", by=by, reason=reason)


@transaction.atomic
def withdraw(*, practice: Practice, by: Any, reason: str = "") -> None:
    """Take the example out of everything at once: the bank, triage, rating and decisions that wait for release."""
    hold(practice)
    now = timezone.now()
    PRACTICE.move(
        practice,
        "withdraw",
        by=by,
        reason=reason,
        changes={
            "withdrawn_at": now,
            "due_at": None,
            "claimed_by": None,
            "claimed_at": None,
        },
    )
    practice.assignments.filter(ended_at=None).update(ended_at=now)
    practice.decisions.filter(released_at=None, cancelled_at=None).update(cancelled_at=now, cancelled_by=by)
    bank.refresh(practice=practice)
    tell_authors(practice, "practice_withdrawn", by=by)


@transaction.atomic
def revise(*, practice: Practice, by: Any, reason: str = "") -> None:
    """Take an example up again to change it. What is published stays until the change is published."""
    hold(practice)
    PRACTICE.move(practice, "revise", by=by, reason=reason, changes={"due_at": None})


@transaction.atomic
def move_to_call(*, practice: Practice, call: Call, by: Any) -> None:
    """Take a draft into another open call; answers to questions that both calls ask under one code go along."""
    hold(practice)
    if practice.state != PracticeState.DRAFT or not people.may_edit(by, practice):
        raise NotAllowed(_("Only the authors can move an example, while it is a draft."))
    if not call.is_open:
        raise Invalid({"call": [_("“%(call)s” is not open. Choose a call that is open now.") % {"call": call}]})
    if call.pk == practice.call_id:
        raise Invalid({"call": [_("The draft is in “%(call)s” already.") % {"call": call}]})
    old, form = practice.call, calls.form_to_answer(call=call)
    answers = {answer.question.code: answer for answer in practice.call_answers.select_related("question")}
    moved = [
        CallAnswer(practice=practice, question=question, value=answers[question.code].value)
        for question in form.questions.all()
        if question.code in answers and question.kind == answers[question.code].question.kind
    ]
    CallAnswer.objects.bulk_create(moved, ignore_conflicts=True)
    practice.call, practice.form, practice.version = call, form, practice.version + 1
    practice.save(update_fields=["call", "form", "version", "updated_at"])
    PracticeRevision.objects.create(
        practice=practice,
        version=practice.version,
        by=by,
        source=PracticeRevision.Source.FORM,
        changes={"call": [old.slug, call.slug]},
    )
    audit.record(
        by=by, verb="practice.move_to_call", target=practice, before={"call": old.slug}, after={"call": call.slug}
    )


@transaction.atomic
def keep_personal_data(*, practice: Practice, fingerprints: Iterable[str], by: Any) -> None:
    """Record that an author looked at these likely personal data and keeps them; earlier decisions stay."""
    hold(practice)
    if not people.may_edit(by, practice):
        raise NotAllowed(_("Only the owner and co-authors who may edit decide what the text keeps."))
    new = [mark for mark in dict.fromkeys(fingerprints) if mark not in practice.personal_data_kept]
    if not new:
        return
    practice.personal_data_kept = [*practice.personal_data_kept, *new]
    practice.save(update_fields=["personal_data_kept", "updated_at"])
    audit.record(by=by, verb="practice.keep_personal_data", target=practice, after={"kept": new})
