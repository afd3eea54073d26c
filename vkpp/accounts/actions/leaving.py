"""When somebody has left: their name and address go, what they did for their force stays by nobody's name.

Works on closed accounts only. Everything happens in one transaction: the account, what was the person's alone, every
text that names them, and the trail, whose seals hold afterwards (`vkpp.core.audit_names`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from vkpp.accounts.models import User
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit, audit_names, personal, personal_texts
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent
from vkpp.core.personal_texts import Found, Identity, nobody

NOWHERE = "left.invalid"
CLOSED = "account.close"
WHO = {"email", "display_name", "organisation"}


@dataclass(frozen=True)
class Account:
    """What of an account is, or would be, taken out: rows removed by place, texts by column, events of the trail."""

    removed: dict[str, int] = field(default_factory=dict)
    texts: list[Found] = field(default_factory=list)
    events: int = 0
    events_fixed: int = 0

    def numbers(self) -> dict[str, Any]:
        """For the trail."""
        return {
            "removed": self.removed,
            "texts": {one.place: one.rows for one in self.texts},
            "kept": {one.place: one.fixed for one in self.texts if one.fixed},
            "events": self.events,
            "events_kept": self.events_fixed,
        }


def closed_accounts() -> models.QuerySet[Any]:
    """Accounts that were closed and still have a name, with `closed_at`."""
    closing = AuditEvent.objects.filter(
        verb=CLOSED, target_type=User._meta.label_lower, target_id=Cast(models.OuterRef("pk"), models.CharField())
    )
    last = closing.order_by("-id").values("at")[:1]
    named = User.objects.filter(is_active=False).exclude(email__endswith=f"@{NOWHERE}")
    found: models.QuerySet[Any] = named.annotate(closed_at=models.Subquery(last))
    return found


def look(*, user: User) -> Account:
    """What `anonymise` would find; changes nothing."""
    identity = identity_of(user)
    fixed_until = audit_names.sealed_as_they_were()
    able = [audit_names.may_lose(event, fixed_until) for event in _events(user, identity)]
    return Account(_rows_that_go(user), personal_texts.look(identity), able.count(True), able.count(False))


@transaction.atomic
def anonymise(*, user: User, reason: str, by: User | None) -> Account:
    """Take the name and addresses out. It cannot be undone. `by` None: the rule on people who left, or the command."""
    if by is not None and (by.pk == user.pk or not nationally(by, Permission.PEOPLE_MANAGE)):
        raise NotAllowed(_("Names are taken out by a VKPP administrator, and never by the person themselves."))
    if not reason.strip():
        raise Invalid({"reason": [_("Say who asked for it, and when. Do not write the name.")]})
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_active:
        raise Conflict(_("Close the account first."))
    if held.email.endswith(f"@{NOWHERE}"):
        raise Conflict(_("The name has been taken out already."))
    identity = identity_of(held)
    removed = _rows_that_go(held)
    personal.remove(held)
    _empty(held)
    texts = personal_texts.take_out(identity)
    events, fixed = _out_of_the_trail(held, identity)
    done = Account(removed, texts, events, fixed)
    audit.record(
        by=by,
        verb="account.anonymise",
        target=held,
        after=done.numbers(),
        reason=identity.without(reason.strip()),
    )
    return done


def identity_of(user: User) -> Identity:
    """By what texts name the person: addresses and names, now and before."""
    emails = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    names = {user.display_name}
    for event in audit.events_about(user).filter(verb__in=("account.open", "account.email", "account.profile")):
        for values in (event.before, event.after):
            emails.add(values.get("email", ""))
            names.add(values.get("display_name", ""))
    return Identity.of(emails, names)


def _rows_that_go(user: User) -> dict[str, int]:
    counts = {place.name: place.rows(user).count() for place in personal.places() if place.goes}
    return {name: count for name, count in counts.items() if count}


def _empty(user: User) -> None:
    """The account stays as the one who did what was done."""
    user.email, user.display_name, user.organisation = f"left-{user.pk}@{NOWHERE}", nobody(), ""
    user.last_login = None
    user.set_unusable_password()
    user.save(update_fields=["email", "display_name", "organisation", "last_login", "password"])


def _events(user: User, identity: Identity) -> Iterator[AuditEvent]:
    """Everything of the trail that may name the person: done by them, done to them, or with their name in it."""
    about = Q(target_type=User._meta.label_lower, target_id=str(user.pk))
    said = Q()
    for word in identity.words:
        for name in audit_names.TEXTS:
            said |= Q(**{f"_{name}__icontains": word})
    texts = {f"_{name}": Cast(name, models.TextField()) for name in audit_names.TEXTS}
    yield from AuditEvent.objects.annotate(**texts).filter(Q(actor_id=user.pk) | about | said).order_by("pk").iterator()


def _out_of_the_trail(user: User, identity: Identity) -> tuple[int, int]:
    """How many events lost the name, and how many keep it because their seal is of the first form."""
    fixed_until = audit_names.sealed_as_they_were()
    changed = fixed = 0
    for event in _events(user, identity):
        mine = {"actor_label": event.actor_id == user.pk, "target_label": _is_about(event, user)}
        if not audit_names.may_lose(event, fixed_until):
            fixed += 1
            continue
        changed += audit_names.redact(event=event, rewrite=_rewriter(mine, identity))
    return changed, fixed


def _rewriter(mine: dict[str, bool], identity: Identity) -> Any:
    """Labels of the person, and what their profile said, as a whole; in other texts only the name."""

    def rewrite(name: str, text: Any) -> Any:
        if mine.get(name) and text:
            return nobody()
        if mine["target_label"] and isinstance(text, dict):
            text = {key: nobody() if key in WHO else value for key, value in text.items()}
        return identity.without(text)

    return rewrite


def _is_about(event: AuditEvent, user: User) -> bool:
    return event.target_type == User._meta.label_lower and event.target_id == str(user.pk)
