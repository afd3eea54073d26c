"""Demonstration: people ask who works on something, in every state a request can have. All of it is made up."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from nvap.models import Strand
from nvap.telling import holders
from practice.actions import contacts
from practice.contacts.people import DECIDES
from practice.contacts.vocab import ANSWER_DAYS
from practice.models import BankEntry, ContactRequest, Practice
from vkpp.accounts.models import Force, User
from vkpp.accounts.roles import Permission
from vkpp.core import working_days

ASKER, ASKED = "norfolk", "kent"


def load() -> Iterator[str]:
    """Tells it once; safe to run again."""
    norfolk, kent = (Force.objects.filter(code=code).first() for code in (ASKER, ASKED))
    if ContactRequest.objects.exists() or norfolk is None or kent is None:
        return
    officer, lead = _writer(norfolk), _lead(norfolk)
    their, their_lead = _writer(kent), _lead(kent)
    _answered(kent, officer, their_lead)
    _passed_on(kent, lead, their_lead, their)
    _asked(norfolk, their, kent, officer)
    _declined(norfolk, their_lead, lead)
    _withdrawn(kent, officer)
    _about_practice(officer)
    yield f"{ContactRequest.objects.count()} contact requests."


def _writer(force: Force) -> User:
    return next(one for one in holders(Permission.PRACTICE_WRITE, force.pk) if one not in holders(DECIDES, force.pk))


def _lead(force: Force) -> User:
    return next(iter(holders(DECIDES, force.pk)))


def _ask(force: Force, strand: str, text: str, by: User, days: int) -> ContactRequest:
    """Asked so many days ago."""
    about = Strand.objects.filter(code=strand).first()
    return _dated(contacts.ask_force(force=force, strand=about, text=text, by=by), days)


def _dated(request: ContactRequest, days: int) -> ContactRequest:
    at = timezone.now() - dt.timedelta(days=days)
    request.asked_at, request.due_at = at, working_days.after(at, ANSWER_DAYS)
    request.save(update_fields=["asked_at", "due_at"])
    return request


def _answered(force: Force, asker: User, lead: User) -> None:
    request = _ask(force, "SH", "Made up: who runs your one page of support for victims of stalking?", asker, 12)
    contacts.answer(request=request, text="Made up: our victim care unit. Ring them on any weekday.", by=lead)
    contacts.write(request=request, text="Made up: thank you. Would they show us a filled page?", by=asker)
    closed = _ask(force, "MH", "Made up: how do your response officers reach the mental health team?", asker, 30)
    contacts.answer(
        request=closed, text="Made up: by a telephone line at all hours. We send you the protocol.", by=lead
    )
    contacts.close(request=closed, by=asker)
    for told, days in ((request, 9), (closed, 26)):
        told.answered_at = timezone.now() - dt.timedelta(days=days)
        told.save(update_fields=["answered_at"])


def _passed_on(force: Force, asker: User, lead: User, colleague: User) -> None:
    request = _ask(force, "DA", "Made up: who trains your call handlers on domestic abuse?", asker, 4)
    contacts.pass_on(request=request, to=colleague, text="Made up: this is yours, I think.", by=lead)


def _asked(force: Force, asker: User, other: Force, colleague: User) -> None:
    _ask(force, "CCE", "Made up: what do you do when a child is found far from home for the third time?", asker, 1)
    _ask(force, "KNIFE", "Made up: how do you choose the places for your weapon sweeps?", asker, 25)
    _ask(other, "SUICIDE", "Made up: what do officers leave with a family on the first day?", colleague, 3)


def _declined(force: Force, asker: User, lead: User) -> None:
    request = _ask(force, "HBA", "Made up: do you have an officer for honour-based abuse whom we may call?", asker, 15)
    contacts.decline(request=request, text="Made up: the post is empty until spring. Essex has one.", by=lead)


def _withdrawn(force: Force, asker: User) -> None:
    request = _ask(force, "MISSING", "Made up: could you send your return-home interview form?", asker, 6)
    contacts.withdraw(request=request, by=asker)


def _about_practice(asker: User) -> None:
    """About real published examples: VKPP looks after those that nobody here owns."""
    entries = BankEntry.objects.visible_to(asker).exclude(force_id=None).exclude(practice__force__code=ASKER)
    for practice in Practice.objects.filter(pk__in=entries.order_by("practice_id").values("pk")[:1]):
        text = "Made up: who could we visit to see it, and what would you do differently?"
        _dated(contacts.ask_about(practice=practice, text=text, by=asker), 2)
