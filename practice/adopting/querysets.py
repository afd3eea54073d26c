"""Who sees what forces do with practice; every read starts here."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate

from practice.adopting.vocab import AdoptionResult, AdoptionState, Shared
from practice.querysets import reader_groups
from vkpp.accounts.permissions import force_ids, nationally
from vkpp.accounts.roles import Permission

HALF_A_YEAR = dt.timedelta(days=182)
A_YEAR = dt.timedelta(days=365)
SINCE = Coalesce("started_on", "decided_on")


class AdoptionQuerySet(models.QuerySet[Any]):
    """What forces do with practice."""

    def visible_to(self, user: Any) -> Self:
        """The own force's; others' as far as they share them and the practice is open to the reader; VKPP all of them.

        What was removed shows to who decides for the force alone, to be put back.
        """
        managed = force_ids(user, Permission.PRACTICE_MANAGE_FORCE)
        seen = self._shared(user) | Q(force__in=force_ids(user, Permission.BANK_READ_POLICE))
        if nationally(user, Permission.PRACTICE_TRIAGE):
            seen = Q()
        return self.filter(seen & Q(removed_at=None) | Q(force__in=managed))

    def standing(self) -> Self:
        """Those that were not removed."""
        return self.filter(removed_at=None)

    def shared_with(self, user: Any, **of_entry: Any) -> Self:
        """Only what the reader learns from others: shared, not removed, of a practice that is open to the reader.

        `of_entry` are conditions on the practice as the bank shows it.
        """
        return self.filter(self._shared(user, **of_entry), removed_at=None)

    def named_for(self, user: Any) -> Self:
        """Adds `practice_title`: the title of the practice while it is open to this reader, else nothing."""
        return self.annotate(practice_title=Subquery(self._entries(user).values("title")[:1]))

    def due(self, day: dt.date) -> Self:
        """Whose result is asked for: none after half a year, or too early to say and a year has passed since."""
        since = self.annotate(since=SINCE, told_on=TruncDate("result_at"))
        none = Q(result="", since__lte=day - HALF_A_YEAR)
        later = Q(result=AdoptionResult.TOO_EARLY, since__lte=day - A_YEAR, told_on__lt=F("since") + A_YEAR)
        return since.filter(none | later, removed_at=None, state__in=[AdoptionState.PLANNED, AdoptionState.RUNNING])

    def _shared(self, user: Any, **of_entry: Any) -> Q:
        least = Shared.POLICE if "police" in reader_groups(user) else Shared.PUBLIC
        return Q(Exists(self._entries(user).filter(**of_entry)), shared_to__gte=least)

    def _entries(self, user: Any) -> Any:
        entries = self.model._meta.apps.get_model("practice", "BankEntry").objects
        return entries.visible_to(user).filter(practice=OuterRef("practice"))
