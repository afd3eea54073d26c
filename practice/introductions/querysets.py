"""Who sees evaluators and introductions; every read starts at one of these."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, Q

from practice.introductions.vocab import LIVE, OPEN, BodyState, IntroductionState, NoteAudience, Side
from practice.vocab import Use
from vkpp.accounts.permissions import can, force_ids, nationally
from vkpp.accounts.roles import Permission
from vkpp.core.models import Marking

READERS = (Permission.BANK_READ_POLICE, Permission.BANK_READ_GOVERNMENT, Permission.EVALUATE)


class EvaluatorBodyQuerySet(models.QuerySet[Any]):
    """Bodies that evaluate."""

    def visible_to(self, user: Any) -> Self:
        """The list for policing, government and evaluators; everything for who keeps it; one's own body always."""
        if nationally(user, Permission.EVALUATORS_MANAGE):
            return self
        if not any(can(user, permission) for permission in READERS):
            return self.none()
        seen = Q(state=BodyState.LISTED)
        return self.filter(seen | own_body(user, "pk") if nationally(user, Permission.EVALUATE) else seen)

    def closed_to(self, user: Any) -> Self:
        """Those off the list that the person could see there once: to delete from copies."""
        if not any(can(user, permission) for permission in READERS):
            return self.none()
        return self.filter(state=BodyState.RETIRED).exclude(pk__in=self.visible_to(user).values("pk"))

    def listed(self) -> Self:
        """Those in the list now."""
        return self.filter(state=BodyState.LISTED)

    def of(self, user: Any) -> Self:
        """The body that the person belongs to, while they hold the role of an evaluator."""
        return self.filter(own_body(user, "pk")) if nationally(user, Permission.EVALUATE) else self.none()


class IntroductionQuerySet(models.QuerySet[Any]):
    """Introductions of owners to evaluators."""

    def visible_to(self, user: Any) -> Self:
        """All but the owner's own side only while the owner permits it, at this moment.

        The owner's side sees what concerns its examples. VKPP sees what is permitted. A body sees what it asked for
        itself, and what it was introduced to; nothing that was stopped, and nothing sensitive.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        seen = of_owner(user)
        if nationally(user, Permission.EVALUATORS_MANAGE):
            seen |= Q(_permitted())
        elif nationally(user, Permission.EVALUATE):
            seen |= _known_to_body(user) & _open_to_body()
        return self.filter(seen)

    def closed_to(self, user: Any) -> Self:
        """What the person could see once and no longer may: to delete from copies."""
        if nationally(user, Permission.EVALUATORS_MANAGE):
            return self.exclude(of_owner(user)).exclude(_permitted())
        if nationally(user, Permission.EVALUATE):
            return self.filter(_known_to_body(user)).exclude(_open_to_body())
        return self.none()

    def outlived(self) -> Self:
        """Live, although the owner no longer permits them or the example is sensitive."""
        return self.live().exclude(_permitted(), practice__marking=Marking.OFFICIAL)

    def permitted(self) -> Self:
        """Those whose owner permits it now."""
        return self.filter(_permitted())

    def unfinished(self) -> Self:
        """Somebody is still to do something."""
        return self.filter(state__in=OPEN)

    def live(self) -> Self:
        """Not over: an agreed evaluation counts."""
        return self.filter(state__in=LIVE)


class IntroductionNoteQuerySet(models.QuerySet[Any]):
    """Notes on introductions that one may read."""

    def visible_to(self, user: Any) -> Self:
        """VKPP's own only for VKPP."""
        if nationally(user, Permission.EVALUATORS_MANAGE):
            return self
        return self.exclude(audience=NoteAudience.VKPP)


def of_owner(user: Any) -> Q:
    """Examples that the person decides about: as owner, or for the force."""
    writes = force_ids(user, Permission.PRACTICE_WRITE)
    managed = force_ids(user, Permission.PRACTICE_MANAGE_FORCE)
    if not writes and not managed:
        return Q(pk__in=[])
    owns = Q(practice__owner=user) & (Q(practice__force__isnull=True) | Q(practice__force__in=writes))
    return owns | Q(practice__force__in=managed)


def own_body(user: Any, path: str) -> Q:
    """The body at `path` is the one that the person belongs to now."""
    held = user.evaluator_memberships.filter(ended_at=None).values("body_id")
    return Q(**{f"{path}__in": held})


def _known_to_body(user: Any) -> Q:
    """Of one's own body: what it asked for itself, and what it was introduced to."""
    return own_body(user, "body") & (Q(asked_side=Side.BODY) | Q(introduced_at__isnull=False))


def _open_to_body() -> Q:
    """Permitted now, never stopped, and not sensitive."""
    return Q(practice__marking=Marking.OFFICIAL) & ~Q(state=IntroductionState.STOPPED) & Q(_permitted())


def _permitted() -> Exists:
    """The owner's live permission; imported late, for the module asks the models that these querysets belong to."""
    from practice.permits import permitted

    return permitted(Use.CONTACT_EVALUATORS)
