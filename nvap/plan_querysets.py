"""Who sees plans, forms, rounds, peer groups, national actions and change proposals."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from vkpp.accounts import permissions
from vkpp.accounts.roles import Permission


def _signed_in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False))


def prepares(user: Any) -> bool:
    """Who works on plans and toolkits, and so sees drafts."""
    manages = permissions.nationally(user, Permission.PLANS_MANAGE)
    return manages or permissions.nationally(user, Permission.TOOLKIT_EDIT)


class PlanQuerySet(models.QuerySet[Any]):
    """Plan versions."""

    def visible_to(self, user: Any) -> Self:
        """Published ones everybody who is signed in; drafts who prepares them."""
        if not _signed_in(user):
            return self.none()
        return self if prepares(user) else self.filter(state="published")

    def in_force(self) -> Self:
        """Published ones that count by now, the newest first."""
        rows = self.filter(state="published", effective_from__lte=timezone.localdate(), framework__kind="plan")
        return rows.order_by("-effective_from", "-id")


class OfPlanQuerySet(models.QuerySet[Any]):
    """What a plan version consists of: its themes, its actions."""

    def visible_to(self, user: Any) -> Self:
        """With their plan."""
        if not _signed_in(user):
            return self.none()
        return self if prepares(user) else self.filter(plan__state="published")


class SuccessionQuerySet(models.QuerySet[Any]):
    """What became of actions from one plan version to the next."""

    def visible_to(self, user: Any) -> Self:
        """Into published versions everybody who is signed in; into drafts who prepares them."""
        if not _signed_in(user):
            return self.none()
        retired = Q(after=None, before__plan__next__state="published")
        return self if prepares(user) else self.filter(Q(after__plan__state="published") | retired)


class FormQuerySet(models.QuerySet[Any]):
    """Form versions."""

    def visible_to(self, user: Any) -> Self:
        """Those that a round uses everybody who is signed in; drafts who prepares them."""
        if not _signed_in(user):
            return self.none()
        return self if prepares(user) else self.filter(state="published")


class RoundQuerySet(models.QuerySet[Any]):
    """Rounds of benchmarking."""

    def visible_to(self, user: Any) -> Self:
        """Announced ones everybody who is signed in; those in preparation who manages plans."""
        if not _signed_in(user):
            return self.none()
        manages = permissions.nationally(user, Permission.PLANS_MANAGE)
        return self if manages else self.exclude(state="draft")


class PeerSetQuerySet(models.QuerySet[Any]):
    """Peer groups."""

    def visible_to(self, user: Any) -> Self:
        """Loaded ones whoever reads benchmarks; a force's own choice that force and VKPP."""
        if not _signed_in(user):
            return self.none()
        if permissions.nationally(user, Permission.BENCHMARKS_READ_NATIONAL):
            return self
        if not permissions.can(user, Permission.BENCHMARKS_READ_PUBLISHED):
            return self.none()
        own = permissions.force_ids(user, Permission.BENCHMARKS_READ_FORCE)
        return self.filter(Q(owner=None) | Q(owner__in=own))

    def newest(self) -> Self:
        """Of each peer group the version that counts now."""
        later = self.model._default_manager.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))


class SignedInQuerySet(models.QuerySet[Any]):
    """What everybody who is signed in may read: national actions and change proposals."""

    def visible_to(self, user: Any) -> Self:
        """All of them, for people who are signed in."""
        return self if _signed_in(user) else self.none()
