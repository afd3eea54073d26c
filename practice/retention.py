"""How long drafts, contact requests, and what people needed at events are kept; published practice stays."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.actions import forgetting
from practice.events.vocab import NEEDS_KEPT
from practice.models import Booking, ContactRequest, Practice, StartKey
from practice.vocab import PracticeState
from vkpp.core import personal, retention
from vkpp.core.retention import Kept, Rule


def _never_sent(before: dt.datetime, state: str) -> models.QuerySet[Practice]:
    return Practice.objects.filter(state=state, submitted_at=None, updated_at__lt=before)


def _drafts(before: dt.datetime) -> models.QuerySet[Practice]:
    return _never_sent(before, PracticeState.DRAFT)


def _discarded(before: dt.datetime) -> models.QuerySet[Practice]:
    return _never_sent(before, PracticeState.DISCARDED)


def _contacts(before: dt.datetime) -> models.QuerySet[ContactRequest]:
    """Closed, withdrawn or declined before then, and not yet emptied."""
    over = Q(closed_at__lt=before) | Q(state="declined", answered_at__lt=before)
    return ContactRequest.objects.filter(over).exclude(question="")


def _needs(before: dt.datetime) -> models.QuerySet[Booking]:
    return Booking.objects.filter(event__ends_at__lt=before).exclude(access_needs="")


def _forget_needs(rows: models.QuerySet[Any]) -> None:
    rows.update(access_needs="")


def _keys(before: dt.datetime) -> models.QuerySet[StartKey]:
    return StartKey.objects.filter(at__lt=before)


DRAFTS = (
    Rule(
        code="drafts",
        what=_("Drafts of practice examples that were never sent and that nobody touched"),
        keep=forgetting.UNTOUCHED,
        since=_("after the last change; the owner is told, and may bring the draft back"),
        why=_("what nobody goes on with should not lie about"),
        rows=_drafts,
        age="updated_at",
        forget=forgetting.throw_away,
        order=20,
    ),
    Rule(
        code="deleted-drafts",
        what=_("Deleted drafts of practice examples that were never sent, with their files"),
        keep=forgetting.DISCARDED,
        since=_("after they were deleted"),
        why=_("so that a draft deleted by mistake can be brought back"),
        rows=_discarded,
        age="updated_at",
        forget=forgetting.remove_drafts,
        order=21,
    ),
)

OTHERS = (
    Rule(
        code="contact-texts",
        what=_("What was written in contact requests; that somebody asked, and when it was answered, stays"),
        keep=forgetting.CONTACTS,
        since=_("after the request was closed, withdrawn or declined"),
        why=_("so that both sides find it again while they work on it"),
        rows=_contacts,
        age="asked_at",
        forget=forgetting.empty_contacts,
        order=25,
    ),
    Rule(
        code="access-needs",
        what=_("What you need to take part in a learning event; only you and VKPP read it"),
        keep=NEEDS_KEPT,
        since=_("after the event"),
        why=_("to arrange the event, and to put right what went wrong"),
        rows=_needs,
        age="event__ends_at",
        forget=_forget_needs,
        order=26,
    ),
    Rule(
        code="start-keys",
        what=_("Names that programs gave to examples they started"),
        keep=forgetting.KEYS,
        since=_("after the example was started"),
        why=_("so that a program that asks twice does not start two examples"),
        rows=_keys,
        age="at",
        order=71,
    ),
)

KEPT = Kept(
    what=_("Practice examples that were sent in, with their assessments, what was published, and who wrote it"),
    how_long=_("as long as the portal"),
    why=_("they are the forces’ record, and what was published must be found again as it was"),
    order=11,
)


def register() -> None:
    """Called once when the app is ready."""
    retention.register(*DRAFTS, *OTHERS)
    retention.register_kept(KEPT)
    personal.stays("practice.BodyMember.user", "practice.CoAuthor.user", "practice.ConflictOfInterest.person")
    personal.stays("practice.LateEntry.person")
    personal.about("practice.Booking.person")
    personal.gives_way(forgetting.REVISIONS)
