"""Who asks, who answers, who looks after contact requests."""

from typing import Any

from django.db.models import QuerySet

from nvap.telling import holders
from practice import mails, people
from practice.contacts.querysets import asks_at_all
from practice.models import ContactRequest, Practice
from vkpp.accounts.models import Force, User
from vkpp.accounts.permissions import can, force_ids, memberships, nationally
from vkpp.accounts.roles import Permission

DECIDES = Permission.PRACTICE_MANAGE_FORCE


def may_ask(user: Any) -> bool:
    """Whoever reads practice that forces or government see may ask about it."""
    return asks_at_all(user)


def may_ask_about(user: Any, practice: Practice) -> bool:
    """Not about an example of the own force, nor about one's own."""
    return may_ask(user) and practice.owner_id != user.pk and not _of(user, practice.force_id)


def may_ask_force(user: Any, force: Force) -> bool:
    """Any force but the own."""
    return may_ask(user) and not _of(user, force.pk)


def _of(user: Any, force_id: int | None) -> bool:
    return force_id is not None and any(held.force_id == force_id for held in memberships(user))


def oversees(user: Any) -> bool:
    """VKPP staff see who asks whom and how long answers take."""
    return nationally(user, Permission.PRACTICE_TRIAGE)


def asks(user: Any, request: ContactRequest) -> bool:
    """The person who asked, while they still may."""
    return request.asked_by_id == getattr(user, "pk", None) and may_ask(user)


def answers(user: Any, request: ContactRequest) -> bool:
    """To whom it was passed on, who owns or edits the example, who decides for the force; VKPP where nobody else can."""
    if request.force_id is not None and request.force_id in force_ids(user, DECIDES):
        return True
    if request.handler_id == getattr(user, "pk", None):
        return can(user, Permission.PRACTICE_WRITE, request)
    if request.practice is None:
        return False
    if request.force_id is None and request.practice.owner_id is None:
        return oversees(user)
    return people.may_edit(user, request.practice)


def takes_part(user: Any, request: ContactRequest) -> bool:
    """Either side, and VKPP."""
    return asks(user, request) or answers(user, request) or oversees(user)


def handler_of(request: ContactRequest) -> User | None:
    """The colleague to whom it was passed on, while they write practice for the force."""
    colleague: User | None = request.handler
    return colleague if colleague is not None and can(colleague, Permission.PRACTICE_WRITE, request) else None


def asked_side(request: ContactRequest) -> list[User]:
    """Who is told: the colleague to whom it was passed on, or the example's owner and contact and the force's leads.

    When that colleague has left, the others are told again.
    """
    if (colleague := handler_of(request)) is not None:
        return [colleague]
    found = [*_of_example(request.practice)] if request.practice is not None else []
    if request.force_id is not None:
        return [*found, *holders(DECIDES, request.force_id)]
    return found or list(people.triage_staff())


def _of_example(practice: Practice) -> list[User]:
    """Owner and co-authors who edit, and whoever has the address that the example names."""
    authors = [person for person in mails.authors(practice) if people.may_edit(person, practice)]
    named = User.objects.filter(email__iexact=practice.contact_email, is_active=True) if practice.contact_email else []
    return [*authors, *(person for person in named if people.may_write_at_all(person, practice))]


def colleagues(request: ContactRequest) -> "QuerySet[User]":
    """To whom it may be passed on: everybody who writes practice for the force."""
    if request.force_id is None:
        return User.objects.none()
    return holders(Permission.PRACTICE_WRITE, request.force_id)
