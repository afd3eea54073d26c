"""Who sees measures and what forces report of them."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from vkpp.accounts import permissions
from vkpp.accounts.roles import Permission

FEW = 5


class MeasureQuerySet(models.QuerySet[Any]):
    """Definitions of measures."""

    def visible_to(self, user: Any) -> Self:
        """Everybody who is signed in reads what is measured."""
        return self if getattr(user, "is_authenticated", False) else self.none()

    def newest(self) -> Self:
        """Of each measure the version that counts now."""
        later = self.model._default_manager.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
        return self.filter(~Exists(later))

    def of_people(self, code: Any) -> Self:
        """The versions of this measure that count people: one is enough to guard the figures of all."""
        return self.filter(code=code, counts_people=True)

    def in_use(self) -> Self:
        """The newest versions of measures that are not retired."""
        return self.newest().filter(retired=False)


class MeasureValueQuerySet(models.QuerySet[Any]):
    """What forces report of measures."""

    def visible_to(self, user: Any) -> Self:
        """VKPP staff all; readers of the force's whole return all of their force; others what is assigned to them."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        if permissions.nationally(user, Permission.RETURN_CHECK):
            return self
        whole = permissions.force_ids(user, Permission.RETURN_READ_FORCE)
        seen = Q(force__in=whole)
        if working := permissions.force_ids(user, Permission.RETURN_ANSWER) - whole:
            from nvap.models import Assignment

            mine = Assignment.objects.filter(
                Q(action_version__action=OuterRef("definition__action"))
                | Q(theme__actions__action=OuterRef("definition__action")),
                ret__force=OuterRef("force"),
                person=user,
                ended_at=None,
            )
            seen |= Q(Exists(mine), force__in=working)
        return self.filter(seen)

    def judged(self) -> Self:
        """Each with `small`, and with `hidden`: it shares days with a small one, which a sum could give back."""
        from nvap.models import MeasureDefinition

        few = Q(numerator__range=(1, FEW - 1)) | Q(denominator__range=(F("numerator") + 1, F("numerator") + FEW - 1))
        of_people = Exists(MeasureDefinition.objects.of_people(OuterRef("definition__code")))
        beside = self.model._default_manager.filter(
            few,
            force=OuterRef("force"),
            definition__code=OuterRef("definition__code"),
            period_from__lte=OuterRef("period_to"),
            period_to__gte=OuterRef("period_from"),
        )
        return self.annotate(small=Q(few, of_people), hidden=Q(Exists(beside), of_people))
