"""Who sees the register of collections; every read starts at one of these."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from analytics.register.vocab import CollectionState, OtherKind
from nvap.models import FormVersion
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission


def reads(user: Any) -> bool:
    """Whether the person reads the register: forces, the national team, the College and national bodies."""
    return bool(getattr(user, "is_authenticated", False)) and can(user, Permission.REGISTER_READ)


class CollectionQuerySet(models.QuerySet[Any]):
    """National data collections."""

    def visible_to(self, user: Any) -> Self:
        """All of them for readers of the register, nothing for others."""
        return self if reads(user) else self.none()

    def in_use(self) -> Self:
        """Those that forces are asked for."""
        return self.filter(state=CollectionState.IN_USE)


class ItemQuerySet(models.QuerySet[Any]):
    """What collections ask for."""

    def visible_to(self, user: Any) -> Self:
        """Items of the collections that one sees."""
        return self.asked() if reads(user) else self.none()

    def asked(self) -> Self:
        """Those that are asked for now."""
        return self.filter(removed_at=None, collection__state=CollectionState.IN_USE)


class OverlapQuerySet(models.QuerySet[Any]):
    """Pairs that ask for the same."""

    def visible_to(self, user: Any) -> Self:
        """Readers of the register all, except pairs with a question of a form that they do not see."""
        if not reads(user):
            return self.none()
        forms = FormVersion.objects.visible_to(user).values("code")
        return self.filter(~Q(other_kind=OtherKind.QUESTION) | Q(other_form__in=forms))
