"""Who sees contact requests; every read starts at `visible_to`."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from nvap.telling import roles_with
from practice.contacts.vocab import OPEN, WAITING, ContactState
from vkpp.accounts import permissions
from vkpp.accounts.roles import Permission


class ContactRequestQuerySet(models.QuerySet[Any]):
    """Requests for contact."""

    def visible_to(self, user: Any) -> Self:
        """Who asked and who is asked, with those who read all practice of either force; all of them for VKPP."""
        if permissions.nationally(user, Permission.PRACTICE_TRIAGE):
            return self
        if not asks_at_all(user):
            return self.none()
        read = permissions.force_ids(user, Permission.PRACTICE_READ_FORCE)
        either = Q(force__in=read) | Q(asker_force__in=read)
        return self.filter(Q(asked_by=user) | either | self._asked_of(user))

    def _asked_of(self, user: Any) -> Q:
        """Passed on to the person, or about an example that they own or edit, while they belong to the force."""
        forces = {held.force_id for held in permissions.memberships(user) if held.force_id is not None}
        return (Q(handler=user) | _of_own_example(user)) & (Q(force__in=forces) | Q(force=None))

    def waiting_for(self, user: Any) -> Self:
        """Those that wait for an answer of this person; passed on to somebody who left, for the asked side again."""
        decides = permissions.force_ids(user, Permission.PRACTICE_MANAGE_FORCE)
        writes = permissions.force_ids(user, Permission.PRACTICE_WRITE)
        mine = Q(handler=user, force__in=writes)
        asked = Q(force__in=decides) | (_of_own_example(user) & (Q(force__in=writes) | Q(force=None)))
        if permissions.nationally(user, Permission.PRACTICE_TRIAGE):
            asked |= Q(force=None, practice__owner=None)
        passed_on = Q(state=ContactState.PASSED_ON)
        return self.filter((passed_on & mine) | ((Q(state=ContactState.ASKED) | passed_on & _handler_left()) & asked))

    def asked_by(self, user: Any) -> Self:
        """Those that the person sent."""
        return self.filter(asked_by=user)

    def unanswered(self) -> Self:
        """Nobody has answered, declined or withdrawn them."""
        return self.filter(state__in=WAITING)

    def still_open(self) -> Self:
        """Something may still be said."""
        return self.filter(state__in=OPEN)


def asks_at_all(user: Any) -> bool:
    """Policing and government ask; evaluators, peer reviewers and the public have no contact requests."""
    return permissions.can(user, Permission.BANK_READ_POLICE) or permissions.can(user, Permission.BANK_READ_GOVERNMENT)


def _handler_left() -> Q:
    """The colleague to whom it was passed on no longer writes practice for the force."""
    writes = roles_with(Permission.PRACTICE_WRITE).filter(user__is_active=True)
    return ~Q(Exists(writes.filter(user=OuterRef("handler"), force=OuterRef("force"))))


def _of_own_example(user: Any) -> Q:
    edited = user.co_authorships.filter(level="edit").values("practice_id")
    return Q(practice__owner=user) | Q(practice__in=models.Subquery(edited))
