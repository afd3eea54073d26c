"""Who sees what of practice; every read starts at one of these."""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from practice.vocab import Audience, PracticeState, Use
from vkpp.accounts import permissions
from vkpp.accounts.roles import Permission

UNSENT = (PracticeState.DRAFT, PracticeState.DISCARDED)
GROUP_USES = {"public": Use.PUBLISH_PUBLIC, "police": Use.SHARE_FORCES, "government": Use.DISCUSS_STAKEHOLDERS}
FOR_RATERS = (PracticeState.TAKEN_FORWARD, PracticeState.DECIDED, PracticeState.PUBLISHED)


class CallQuerySet(models.QuerySet[Any]):
    """Calls for practice."""

    def visible_to(self, user: Any) -> Self:
        """Announced calls for everybody; those being prepared for who manages calls."""
        if permissions.nationally(user, Permission.CALLS_MANAGE):
            return self
        return self.filter(state="announced")

    def with_end(self) -> Self:
        """Adds `ends_at`: closing time and grace, empty when there is no end."""
        return self.annotate(
            ends_at=models.ExpressionWrapper(
                F("closes_at") + models.Func(0, 0, 0, 0, 0, F("grace_minutes"), function="make_interval"),
                output_field=models.DateTimeField(),
            )
        )

    def open_now(self) -> Self:
        """Calls that take submissions at this moment."""
        now = timezone.now()
        return (
            self.filter(state="announced", opens_at__lte=now)
            .with_end()
            .filter(Q(ends_at__isnull=True) | Q(ends_at__gte=now))
        )

    def readable_at_vkpp(self) -> Self:
        """Without calls that are sealed and have not closed yet."""
        return self.exclude(sealed=True, closes_at__gt=Now())


class PracticeQuerySet(models.QuerySet[Any]):
    """Practice examples as authors and staff work on them; readers go to the bank."""

    def visible_to(self, user: Any) -> Self:
        """Authors see theirs, force leads their force's, staff what was sent in, raters what was taken forward."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        seen = _written_by(user)
        if forces := permissions.force_ids(user, Permission.PRACTICE_READ_FORCE):
            seen |= Q(force__in=forces) & ~Q(state=PracticeState.DISCARDED)
        if managed := permissions.force_ids(user, Permission.PRACTICE_MANAGE_FORCE):
            seen |= Q(force__in=managed)  # who decides for the force deletes its drafts, and brings them back
        if permissions.nationally(user, Permission.PRACTICE_TRIAGE):
            seen |= ~Q(state__in=UNSENT) & ~_sealed()
        elif permissions.nationally(user, Permission.PRACTICE_RATE):
            seen |= Q(state__in=FOR_RATERS) & ~_sealed()
        return self.filter(seen)

    def mine(self, user: Any) -> Self:
        """Examples the person owns or writes with others, those thrown away left out."""
        return self.filter(_written_by(user)).exclude(state=PracticeState.DISCARDED)

    def without_conflict(self, user: Any) -> Self:
        """Examples the person may judge: not their force's, not written by them, no interest declared."""
        return self.exclude(interest(user))

    def to_triage(self) -> Self:
        """Sent in and waiting for a decision of triage."""
        return self.filter(state=PracticeState.SUBMITTED)

    def to_rate(self) -> Self:
        """Taken forward and waiting for ratings or a decision."""
        return self.filter(state=PracticeState.TAKEN_FORWARD)

    def overdue(self) -> Self:
        """Past the time by which the present step should be done."""
        return self.filter(due_at__lt=timezone.now())


class RatingQuerySet(models.QuerySet[Any]):
    """What raters judged."""

    def visible_to(self, user: Any) -> Self:
        """One's own; others' never with an interest in the example, and not before they can no longer sway anybody.

        That is: after giving one's own, for who settles differences, and for triage staff once all who were asked
        have answered.
        """
        if not getattr(user, "is_authenticated", False) or not permissions.nationally(user, Permission.PRACTICE_RATE):
            return self.none()
        own = self.model.objects.filter(rater=user, practice=OuterRef("practice"), round__gte=OuterRef("round"))
        open_to_all = Q(Exists(own))
        if permissions.nationally(user, Permission.PRACTICE_MODERATE):
            open_to_all = Q()
        elif permissions.nationally(user, Permission.PRACTICE_TRIAGE):
            open_to_all |= ~Q(Exists(self._unanswered()))
        return self.filter(Q(rater=user) | (~interest(user, "practice__") & open_to_all))

    def _unanswered(self) -> Any:
        """Who was asked to rate the same example in the same round and has neither rated nor been let off."""
        given = self.model.objects.filter(
            practice=OuterRef("practice"), round=OuterRef("round"), rater=OuterRef("rater")
        )
        asked = self.model._meta.apps.get_model("practice", "Assignment").objects.filter(
            practice=OuterRef("practice"), round=OuterRef("round"), ended_at=None
        )
        return asked.exclude(Exists(given))


class CommentQuerySet(models.QuerySet[Any]):
    """Remarks on an example."""

    def visible_to(self, user: Any) -> Self:
        """By audience: authors theirs; raters and staff theirs too unless they have an interest in the example."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        forces = permissions.force_ids(user, Permission.PRACTICE_READ_FORCE)
        writes = Q(practice__owner=user) | Q(practice__in=_co_authored(user)) | Q(practice__force__in=forces)
        seen = Q(author=user) | (Q(audience="authors") & writes)
        if permissions.nationally(user, Permission.PRACTICE_TRIAGE):
            seen |= Q(audience="authors") | ~interest(user, "practice__")
        elif permissions.nationally(user, Permission.PRACTICE_RATE):
            seen |= Q(audience__in=["raters", "authors"]) & ~interest(user, "practice__")
        return self.filter(seen)


class DecisionQuerySet(models.QuerySet[Any]):
    """Outcomes of rating, staged and released."""

    def visible_to(self, user: Any) -> Self:
        """Triage staff, but for examples they have an interest in."""
        if not permissions.nationally(user, Permission.PRACTICE_TRIAGE):
            return self.none()
        return self.exclude(interest(user, "practice__"))

    def staged(self) -> Self:
        """Waiting to be released."""
        return self.filter(released_at=None, cancelled_at=None)


class BankEntryQuerySet(models.QuerySet[Any]):
    """The practice bank."""

    def visible_to(self, user: Any) -> Self:
        """What the owner permits this kind of reader now: the public, policing, or government."""
        return self.filter(readers(user))

    def listed(self) -> Self:
        """Without what its owner has archived: that is read under its address, or when somebody asks for it."""
        return self.filter(archived=False)

    def closed_to(self, user: Any) -> Self:
        """What this kind of reader could read once and no longer may: to delete from copies.

        That is what staff released to them and the owner permitted at some time; of the rest nobody learns anything.
        """
        groups = reader_groups(user)
        released = Audience.PUBLIC if groups == ("public",) else Audience.POLICE
        uses = {Use.PUBLISH_PUBLIC, *(GROUP_USES[group] for group in groups)}
        permissions_given = self.model._meta.apps.get_model("practice", "SharePermission").objects
        once = permissions_given.filter(practice=OuterRef("practice"), use__in=uses)
        return self.exclude(readers(user)).filter(Exists(once), publication__released_to__gte=released)


class PracticeCollectionQuerySet(models.QuerySet[Any]):
    """Collections of practice."""

    def visible_to(self, user: Any) -> Self:
        """All for who curates them; for readers the published ones for them that hold something they may read now."""
        if permissions.nationally(user, Permission.COLLECTIONS_CURATE):
            return self
        shown = self.filter(state="published", audience__in=_audiences(user))
        return shown.filter(self._holding(self._entries().visible_to(user)))

    def closed_to(self, user: Any) -> Self:
        """What this reader could see once and no longer may: retired, for others now, or nothing left in it to read."""
        if permissions.nationally(user, Permission.COLLECTIONS_CURATE):
            return self.none()
        entries, seen = self._entries(), self.model.objects.visible_to(user).values("pk")
        once = self._holding(entries.visible_to(user)) | self._holding(entries.closed_to(user))
        return self.filter(once, shown_to__in=_audiences(user)).exclude(pk__in=seen)

    def dated(self, user: Any) -> Self:
        """Each with `changed_at`: when it, or what this reader may or could read of it, was last changed."""
        entries = self._entries()
        lasts = [self._last(found) for found in (entries.visible_to(user), entries.closed_to(user))]
        return self.annotate(changed_at=Greatest("updated_at", *lasts))

    def _entries(self) -> Any:
        return self.model._meta.apps.get_model("practice", "BankEntry").objects

    def _holding(self, entries: Any) -> Any:
        items = self.model._meta.apps.get_model("practice", "PracticeCollectionItem").objects
        return Q(Exists(items.filter(collection=OuterRef("pk"), practice__in=entries.values("practice"))))

    def _last(self, entries: Any) -> Subquery:
        held = entries.filter(practice__in_collections__collection=OuterRef("pk"))
        return Subquery(held.order_by("-updated_at").values("updated_at")[:1])


class SentExampleQuerySet(models.QuerySet[Any]):
    """Examples that were sent in, for counting."""

    def visible_to(self, user: Any) -> Self:
        """All for VKPP staff, but for sealed calls; those of their own force for who reads all of its examples."""
        if permissions.nationally(user, Permission.PRACTICE_TRIAGE):
            return self.exclude(_sealed())
        forces = permissions.force_ids(user, Permission.PRACTICE_READ_FORCE)
        return self.filter(force__in=forces) if forces else self.none()


def readers(user: Any) -> Q:
    """The bank rows open to this person, as a condition."""
    open_to = (Q(**{f"open_to_{group}": True}) for group in reader_groups(user))
    return reduce(or_, open_to)


def reader_groups(user: Any) -> tuple[str, ...]:
    """The kinds of reader that somebody is: police, government, or, if neither, public."""
    if not getattr(user, "is_authenticated", False):
        return ("public",)
    groups = {
        "police": permissions.can(user, Permission.BANK_READ_POLICE),
        "government": permissions.can(user, Permission.BANK_READ_GOVERNMENT),
    }
    return tuple(group for group, belongs in groups.items() if belongs) or ("public",)


def interest(user: Any, path: str = "") -> Q:
    """Why somebody keeps away from judging: an example of their force, written by them, or an interest declared."""
    own_forces = {held.force_id for held in permissions.memberships(user) if held.force_id is not None}
    declared = models.Subquery(user.conflicts.values("practice_id"))
    return (
        Q(**{f"{path}force__in": own_forces})
        | Q(**{f"{path}owner": user})
        | Q(**{f"{path}pk__in": _co_authored(user)})
        | Q(**{f"{path}pk__in": declared})
    )


def _audiences(user: Any) -> list[str]:
    """The audiences of collections to which this person belongs."""
    return ["public", "police"] if permissions.can(user, Permission.BANK_READ_POLICE) else ["public"]


def _written_by(user: Any) -> Q:
    """Examples the person owns or writes with others, while they hold a role in the example's force."""
    forces = {held.force_id for held in permissions.memberships(user) if held.force_id is not None}
    return (Q(owner=user) | Q(pk__in=_co_authored(user))) & (Q(force__isnull=True) | Q(force__in=forces))


def _co_authored(user: Any) -> Any:
    return models.Subquery(user.co_authorships.values("practice_id"))


def _sealed() -> Q:
    return Q(call__sealed=True, call__closes_at__gt=Now())
