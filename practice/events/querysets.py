"""Who sees what of learning events; every read starts at one of these."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from practice.events import people
from practice.events.vocab import BookingState, EventState, MaterialAudience, MaterialScan
from practice.vocab import Use


class EventQuerySet(models.QuerySet[Any]):
    """Learning events."""

    def visible_to(self, user: Any) -> Self:
        """Announced events for everybody, also once they are over or cancelled; those being prepared for staff."""
        return self if people.arranges(user) and user is not None else self.exclude(state=EventState.DRAFT)

    def upcoming(self) -> Self:
        """Those that have not ended, the next one first."""
        return self.filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Those that have ended, the last one first."""
        return self.filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")

    def announced(self) -> Self:
        """Those to which people may come."""
        return self.filter(state=EventState.PUBLISHED)


class FeaturedQuerySet(models.QuerySet[Any]):
    """Practice shown at events."""

    def visible_to(self, user: Any) -> Self:
        """What the bank shows this reader while its owner permits it to be featured, of events that they see."""
        from practice import permits

        shown = permits.entries(user, Use.FEATURE_EVENTS).filter(practice=OuterRef("practice"))
        events = self.model._meta.apps.get_model("practice", "LearningEvent").objects.visible_to(user)
        return self.filter(Exists(shown), event__in=events)


class BookingQuerySet(models.QuerySet[Any]):
    """Bookings."""

    def visible_to(self, user: Any) -> Self:
        """One's own; staff all."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self if people.arranges(user) else self.filter(person=user)

    def standing(self) -> Self:
        """Those that were not cancelled."""
        return self.exclude(state=BookingState.CANCELLED)

    def placed(self) -> Self:
        """Those with a place."""
        return self.filter(state=BookingState.PLACED)

    def waiting(self) -> Self:
        """The waiting list, in order."""
        return self.filter(state=BookingState.WAITING).order_by("booked_at", "pk")


class MaterialQuerySet(models.QuerySet[Any]):
    """What was handed out."""

    def visible_to(self, user: Any) -> Self:
        """Staff see all of it; others what is for them and clean. What is of an example goes with its permission."""
        rows = self.filter(removed_at=None).filter(Q(practice=None) | Q(Exists(self._permitted(user))))
        if people.arranges(user):
            return rows
        if not people.may_book(user):
            return self.none()
        bookings = self.model._meta.apps.get_model("practice", "Booking").objects
        placed = Exists(bookings.filter(person=user, event=OuterRef("event"), state=BookingState.PLACED))
        mine = Q(audience=MaterialAudience.READERS) | Q(placed)
        return rows.filter(mine, scan=MaterialScan.CLEAN).exclude(event__state=EventState.DRAFT)

    def _permitted(self, user: Any) -> Any:
        from practice import permits

        return permits.entries(user, Use.FEATURE_EVENTS).filter(practice=OuterRef("practice"))
