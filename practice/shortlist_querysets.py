"""Who sees what of the choice of practice for an independent evaluation; every read starts at one of these.

An example that its owner closes, or whose permission to be put in touch with evaluators is taken back, is gone in the
query itself, and so is an example in which the person has an interest.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from practice.querysets import interest
from practice.vocab import Use
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission


def takes_part(user: Any) -> bool:
    """Whether the choice of practice for evaluation is this person's work at all."""
    return nationally(user, Permission.SHORTLIST_SCORE) or nationally(user, Permission.SHORTLIST_MANAGE)


def open_now(user: Any, path: str = "practice") -> Exists:
    """A condition: the example at `path` is in the bank for this person, and its owner permits evaluators now."""
    from practice.models import BankEntry
    from practice.permits import permitted

    shown = BankEntry.objects.visible_to(user).filter(permitted(Use.CONTACT_EVALUATORS))
    return Exists(shown.filter(practice=OuterRef(path)))


class RoundQuerySet(models.QuerySet[Any]):
    """Rounds."""

    def visible_to(self, user: Any) -> Self:
        """Who scores or decides."""
        return self if takes_part(user) else self.none()


class CandidateQuerySet(models.QuerySet[Any]):
    """Candidates of rounds."""

    def visible_to(self, user: Any) -> Self:
        """For who scores or decides: what the owner permits now, without examples they have an interest in."""
        if not takes_part(user):
            return self.none()
        return self.filter(open_now(user)).exclude(interest(user, "practice__"))

    def in_pool(self) -> Self:
        """Not taken out again."""
        return self.filter(removed_at=None)


class ScoreQuerySet(models.QuerySet[Any]):
    """What people say about candidates."""

    def visible_to(self, user: Any) -> Self:
        """One's own; others' once one has given one's own, or the round is no longer being scored; never with an
        interest in the example."""
        if not takes_part(user):
            return self.none()
        own = self.model.objects.filter(candidate=OuterRef("candidate"), scorer=user)
        seen = Q(scorer=user) | Q(Exists(own)) | ~Q(candidate__round__state__in=["preparing", "scoring"])
        if nationally(user, Permission.SHORTLIST_MANAGE):
            seen = Q()
        candidates = self.model._meta.apps.get_model("practice", "Candidate").objects.visible_to(user)
        return self.filter(seen, candidate__in=candidates.values("pk"))

    def that_count(self) -> Self:
        """Without those of people who declared an interest since."""
        declared = self.model._meta.apps.get_model("practice", "ConflictOfInterest").objects
        later = declared.filter(practice=OuterRef("candidate__practice"), person=OuterRef("scorer"))
        return self.exclude(Exists(later))


class SuggestionQuerySet(models.QuerySet[Any]):
    """Suggested sets."""

    def visible_to(self, user: Any) -> Self:
        """Who decides."""
        return self if nationally(user, Permission.SHORTLIST_MANAGE) else self.none()


class DecisionRecordQuerySet(models.QuerySet[Any]):
    """Decisions about rounds."""

    def visible_to(self, user: Any) -> Self:
        """Who scores or decides."""
        return self if takes_part(user) else self.none()


class CommissionQuerySet(models.QuerySet[Any]):
    """Commissioned evaluations."""

    def visible_to(self, user: Any) -> Self:
        """Who scores or decides: all of them, for the money is spent whatever becomes of the example; what is shown
        of the example itself is asked of the candidates."""
        return self if takes_part(user) else self.none()

    def unfinished(self) -> Self:
        """Neither finished nor stopped."""
        return self.filter(state__in=["agreed", "running", "reported"])
