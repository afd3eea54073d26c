"""Who sees offers of help and requests for help; every read starts at one of these."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from vkpp.accounts.permissions import can, force_ids, nationally
from vkpp.accounts.roles import Permission


class HelpOfferQuerySet(models.QuerySet[Any]):
    """Offers of help."""

    def visible_to(self, user: Any) -> Self:
        """Standing offers for who reads where a force stands, and for VKPP; ended ones for the force and VKPP."""
        if nationally(user, Permission.BENCHMARKS_READ_NATIONAL):
            return self
        if not reads_offers(user):
            return self.none()
        return self.filter(Q(ended_at=None) | Q(force__in=force_ids(user, Permission.BENCHMARKS_READ_FORCE)))

    def gone_for(self, user: Any) -> Self:
        """Those that this person could read while they stood."""
        return self.exclude(ended_at=None) if reads_offers(user) else self.none()

    def standing(self) -> Self:
        """Those that hold now."""
        return self.filter(ended_at=None)


def reads_offers(user: Any) -> bool:
    """Whether standing offers are open to the person: who reads where a force stands, and VKPP."""
    return nationally(user, Permission.BENCHMARKS_READ_NATIONAL) or can(user, Permission.BENCHMARKS_READ_FORCE)


class HelpRequestQuerySet(models.QuerySet[Any]):
    """Requests for help."""

    def visible_to(self, user: Any) -> Self:
        """Of the own force, asked or asking, for who reads its return; all of them for VKPP."""
        if nationally(user, Permission.RETURN_CHECK):
            return self
        own = force_ids(user, Permission.RETURN_READ_FORCE)
        return self.filter(Q(force__in=own) | Q(helper__in=own)) if own else self.none()
