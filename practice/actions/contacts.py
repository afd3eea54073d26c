"""Somebody asks an example's owner, or a force; the other side answers, passes it on, or declines."""

import datetime as dt
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.models import Action, Strand
from nvap.telling import tell
from practice.contacts import people
from practice.contacts.links import request_page
from practice.contacts.vocab import A_DAY, ANSWER_DAYS, LONGEST, OPEN, ContactSide
from practice.contacts.workflow import CONTACT
from practice.models import BankEntry, ContactMessage, ContactRequest, Practice
from vkpp.accounts.models import Force, User
from vkpp.accounts.permissions import force_of
from vkpp.core import audit, working_days
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.once import once
from vkpp.core.references import take

NUMBER = ("CT", "practice_contact_number")
DAY = dt.timedelta(days=1)


@transaction.atomic
def ask_about(*, practice: Practice, text: str, by: Any) -> ContactRequest:
    """Ask who works on an example that the person may read in the bank now."""
    insist(people.may_ask_about(by, practice), _("You can ask about practice of other forces that you may read."))
    insist(
        BankEntry.objects.visible_to(by).filter(pk=practice.pk).exists(),
        _("This example is no longer open to you, so its owner cannot be asked here."),
    )
    return _asked({"practice": practice, "force_id": practice.force_id}, text, by)


@transaction.atomic
def ask_force(
    *, force: Force, text: str, strand: Strand | None = None, action: Action | None = None, by: Any
) -> ContactRequest:
    """Ask a force who works on a strand or on an action of the plan, or on something else that the text says."""
    insist(people.may_ask_force(by, force), _("You can ask other forces than your own."))
    return _asked({"force": force, "strand": strand, "action": action}, text, by)


def _asked(about: dict[str, Any], text: str, by: Any) -> ContactRequest:
    said = words(
        text, "text", _("Your question"), limit=LONGEST, required=_("Write your question, in a sentence or two.")
    )
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # the count below holds until this is stored
    now = timezone.now()
    if ContactRequest.objects.filter(asked_by=by, asked_at__gt=now - DAY).count() >= A_DAY:
        raise Invalid(
            {"": [_("You have sent %(n)d requests within a day, which is the most. Go on tomorrow.") % {"n": A_DAY}]}
        )
    due = working_days.after(now, ANSWER_DAYS)
    own = {"question": said, "asked_by": by, "asker_force": force_of(by), "due_at": due}
    try:
        with transaction.atomic():
            request = ContactRequest.objects.create(reference=take(NUMBER), **about, **own)
    except IntegrityError as error:
        raise Invalid(
            {"": [_("You have asked this already and the request is open. Write a message there.")]}
        ) from error
    audit.record(by=by, verb="contact.ask", target=request, after={"due_at": due.isoformat()})
    tell(people.asked_side(request), "contact_asked", about=request, link=request_page(request), by=by)
    return request


@transaction.atomic
def ask_once(*, key: str, body_hash: str, by: Any, **about: Any) -> tuple[ContactRequest, bool]:
    """Asking for a program: the same `key` gives the same request, also when it is sent again. Whether it is new."""
    sent = ContactRequest.objects.filter(asked_by=by)
    ask = ask_about if "practice" in about else ask_force
    return once(sent, key=key, body_hash=body_hash, by=by, make=partial(ask, by=by, **about))


@transaction.atomic
def answer(*, request: ContactRequest, text: str, version: int | None = None, by: Any) -> None:
    """The side that was asked says who works on it and how to go on."""
    said = _said(request, "answer", text, _("Write an answer. The person who asked reads it."), by)
    _move(request, "answer", version, by, answer=said, answered_at=timezone.now(), answered_by=by)
    _tell_asker(request, "contact_answered", by)


@transaction.atomic
def pass_on(*, request: ContactRequest, to: Any, text: str = "", version: int | None = None, by: Any) -> None:
    """Hand it to a colleague of the force, who is told and answers."""
    said = _said(request, "pass_on", text, "", by)
    if to is None or not people.colleagues(request).filter(pk=to.pk).exists():
        raise Invalid({"to": [_("Choose a colleague of the force who may write practice.")]})
    _move(request, "pass_on", version, by, handler=to)
    if said:
        ContactMessage.objects.create(request=request, side=ContactSide.ASKED, text=said, by=by)
    tell([to], "contact_passed_on", about=request, link=request_page(request), by=by)


@transaction.atomic
def decline(*, request: ContactRequest, text: str, version: int | None = None, by: Any) -> None:
    """The side that was asked cannot help, and says why."""
    said = _said(request, "decline", text, _("Say why: the person who asked reads it."), by)
    changes = {"answer": said, "answered_at": timezone.now(), "answered_by": by}
    _move(request, "decline", version, by, reason=said, **changes)
    _tell_asker(request, "contact_declined", by)


@transaction.atomic
def reconsider(*, request: ContactRequest, version: int | None = None, by: Any) -> None:
    """What was declined waits for an answer again; the reason given stays as a message."""
    _insist(request, "reconsider", by)
    said, wrote = request.answer, request.answered_by
    try:
        with transaction.atomic():
            _move(request, "reconsider", version, by, answer="", answered_at=None, answered_by=None, handler=None)
    except IntegrityError as error:
        raise Conflict(_("The person has asked again meanwhile. Answer the new request."), {}) from error
    assert wrote is not None  # a constraint: what is declined is answered by somebody
    ContactMessage.objects.create(request=request, side=ContactSide.ASKED, text=said, by=wrote)


@transaction.atomic
def withdraw(*, request: ContactRequest, version: int | None = None, by: Any) -> None:
    """The person no longer needs an answer."""
    _move(request, "withdraw", version, by, closed_at=timezone.now())
    tell(people.asked_side(request), "contact_withdrawn", about=request, link=request_page(request), by=by)


@transaction.atomic
def close(*, request: ContactRequest, version: int | None = None, by: Any) -> None:
    """The person has what they need."""
    _move(request, "close", version, by, closed_at=timezone.now())


@transaction.atomic
def reopen(*, request: ContactRequest, version: int | None = None, by: Any) -> None:
    """There is more to say."""
    try:
        with transaction.atomic():
            _move(request, "reopen", version, by, closed_at=None)
    except IntegrityError as error:
        raise Conflict(_("You have asked this again meanwhile. Go on in the new request."), {}) from error


@transaction.atomic
def write(*, request: ContactRequest, text: str, version: int | None = None, by: Any) -> ContactMessage:
    """A message to the other side while the request is open. VKPP may write to both."""
    insist(people.takes_part(by, request), _("Only who asked and who was asked write here."))
    hold_row(request)
    check_version(request, version)
    if request.state not in OPEN:
        raise Conflict(_("The request is over: nobody waits for a message here."), {"state": request.state})
    said = words(text, "text", _("The message"), limit=LONGEST, required=_("Write a message first."))
    side = side_of(by, request)
    message = ContactMessage.objects.create(request=request, side=side, text=said, by=by)
    request.version += 1
    request.save(update_fields=["version", "updated_at"])
    audit.record(by=by, verb="contact.write", target=request, after={"message": message.pk})
    others = [] if side == ContactSide.ASKER else [request.asked_by]
    if side != ContactSide.ASKED:
        others += [request.answered_by] if request.answered_by else people.asked_side(request)
    tell(others, "contact_message", about=request, link=request_page(request), by=by)
    return message


def side_of(user: Any, request: ContactRequest) -> ContactSide:
    """On whose behalf this person writes here."""
    if people.asks(user, request):
        return ContactSide.ASKER
    return ContactSide.ASKED if people.answers(user, request) else ContactSide.VKPP


def _said(request: ContactRequest, step: str, text: str, required: str, by: Any) -> str:
    _insist(request, step, by)
    return words(text, "text", _("The text"), limit=LONGEST, required=required)


def _insist(request: ContactRequest, step: str, by: Any) -> None:
    row = CONTACT.step(step)
    insist(row.may(by, request), _("“%(step)s” is for %(who)s.") % {"step": row.label, "who": row.who})


def _move(request: ContactRequest, step: str, version: int | None, by: Any, reason: str = "", **changes: Any) -> None:
    _insist(request, step, by)
    hold_row(request)
    check_version(request, version)
    CONTACT.move(request, step, by=by, reason=reason, changes={**changes, "version": request.version + 1})


def _tell_asker(request: ContactRequest, kind: str, by: Any) -> None:
    tell([request.asked_by], kind, about=request, link=request_page(request), by=by)
