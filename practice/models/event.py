"""Learning events: what is featured, who comes, what was handed out, and what people said afterwards."""

import secrets

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practice.events.querysets import BookingQuerySet, EventQuerySet, FeaturedQuerySet, MaterialQuerySet
from practice.events.vocab import HIGHEST, LOWEST, BookingState, EventState, MaterialAudience, MaterialScan
from practice.models.practice import Practice
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check, together_check, touched

PERSON = settings.AUTH_USER_MODEL
SCORE = (MinValueValidator(LOWEST), MaxValueValidator(HIGHEST))


class LearningEvent(models.Model):
    """A day on which forces learn from one another. Everybody may know of it; the link to join is for who has a place."""

    State = EventState

    reference = models.CharField(max_length=16, unique=True, help_text=_("For example LE-00012."))
    title = models.CharField(max_length=160)
    description = models.TextField()
    region = models.CharField(max_length=40, blank=True, help_text=_("Policing region; empty: for all of them."))
    place = models.CharField(max_length=200, blank=True, help_text=_("Town and venue; empty when it is online."))
    online_link = models.URLField(max_length=500, blank=True, help_text=_("Told only to people with a place."))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    contact = models.EmailField(blank=True, help_text=_("A team's mailbox, told to people after sign-in."))
    state = models.CharField(max_length=10, choices=EventState, default=EventState.DRAFT)
    why_cancelled = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0, help_text=_("Counts changes that calendars must take over."))
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=100, blank=True, help_text=_("The program's own name for it, to create it once."))
    body_hash = models.CharField(max_length=64, blank=True, help_text=_("SHA-256 of what the program sent."))
    updated_at = models.DateTimeField(auto_now=True)
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("description", "place", "region", weight="B", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            choice_check("state", EventState, "event_state_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(condition=Q(places__gte=1), name="event_has_places"),
            models.CheckConstraint(condition=~Q(place="") | ~Q(online_link=""), name="event_is_somewhere"),
            models.UniqueConstraint(fields=["created_by", "key"], condition=~Q(key=""), name="event_key_once"),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="event_starts"),
            models.Index(fields=["updated_at", "id"], name="event_changed"),
            GinIndex(fields=["search"], name="event_by_words"),
        ]
        triggers = [touched("event_touched")]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def has_started(self) -> bool:
        """Whether it has begun."""
        return self.starts_at <= timezone.now()

    @property
    def has_ended(self) -> bool:
        """Whether it is behind us."""
        return self.ends_at < timezone.now()


class FeaturedPractice(models.Model):
    """An example that an event is about. Readers see it only while its owner permits that."""

    event = models.ForeignKey(LearningEvent, on_delete=models.CASCADE, related_name="featured")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="featured_at")
    order = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    objects = FeaturedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["event", "practice"], name="featured_practice_once")]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.practice_id}"


class Booking(models.Model):
    """Somebody's place at an event, or their turn on its waiting list. Cancelled ones are kept; a new one is a new row."""

    State = BookingState

    event = models.ForeignKey(LearningEvent, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="event_bookings")
    force = models.ForeignKey(
        Force, on_delete=models.PROTECT, null=True, related_name="+", help_text=_("Of the person when they booked.")
    )
    state = models.CharField(max_length=10, choices=BookingState)
    access_needs = models.TextField(blank=True, help_text=_("Read by the person and VKPP; deleted after the event."))
    booked_at = models.DateTimeField(default=timezone.now)
    placed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    attended = models.BooleanField(null=True, help_text=_("Whether they came; empty: not noted."))
    attended_at = models.DateTimeField(null=True)
    attended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["booked_at", "pk"]
        constraints = [
            choice_check("state", BookingState, "booking_state_known"),
            together_check("cancelled_at", "cancelled_by", "booking_cancelled_by"),
            together_check("attended_at", "attended_by", "booking_attended_by"),
            models.UniqueConstraint(
                fields=["event", "person"], condition=~Q(state="cancelled"), name="booking_standing_once"
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | Q(state="placed", placed_at__isnull=False, cancelled_at__isnull=True)
                | Q(state="waiting", placed_at__isnull=True, cancelled_at__isnull=True),
                name="booking_dates_fit_state",
            ),
            models.CheckConstraint(
                condition=Q(attended__isnull=True) | Q(state="placed"), name="booking_came_with_place"
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "booked_at"], name="booking_list"),
            models.Index(fields=["updated_at", "id"], name="booking_changed"),
        ]
        triggers = [
            touched("booking_touched"),
            pgtrigger.Protect(name="booking_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.person_id}"


def material_path(material: "EventMaterial", _name: str) -> str:
    """A private path that tells nothing about the file and cannot be guessed."""
    return f"events/{material.event_id}/{secrets.token_hex(16)}"


class EventMaterial(models.Model):
    """A file or link handed out at an event. One about an example goes with the owner's permission."""

    Audience = MaterialAudience
    Scan = MaterialScan

    event = models.ForeignKey(LearningEvent, on_delete=models.CASCADE, related_name="materials")
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, null=True, related_name="+")
    title = models.CharField(max_length=160)
    audience = models.CharField(max_length=10, choices=MaterialAudience)
    url = models.URLField(max_length=500, blank=True, help_text=_("Of a link; empty for a file."))
    file = models.FileField(upload_to=material_path, max_length=120, blank=True)
    name = models.CharField(max_length=160, blank=True, help_text=_("What the file is called."))
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0, help_text=_("Bytes."))
    sha256 = models.CharField(max_length=64, blank=True)
    scan = models.CharField(max_length=10, choices=MaterialScan, default=MaterialScan.WAITING)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            choice_check("audience", MaterialAudience, "material_audience_known"),
            choice_check("scan", MaterialScan, "material_scan_known"),
            together_check("removed_at", "removed_by", "material_removed_by"),
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (~Q(url="") & Q(file="")), name="material_is_file_or_link"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EventFeedback(models.Model):
    """What somebody who was there said afterwards: scores from 1 to 5, and words. Staff read it without the name."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="feedback")
    useful = models.PositiveSmallIntegerField(validators=SCORE)
    relevant = models.PositiveSmallIntegerField(validators=SCORE)
    organised = models.PositiveSmallIntegerField(validators=SCORE)
    will_do = models.TextField(blank=True, help_text=_("What they will do with it."))
    text = models.TextField(blank=True)
    given_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__range=(LOWEST, HIGHEST))
                & Q(relevant__range=(LOWEST, HIGHEST))
                & Q(organised__range=(LOWEST, HIGHEST)),
                name="feedback_scores_in_range",
            )
        ]

    def __str__(self) -> str:
        return f"Feedback {self.pk}"
