"""What the portal forgets of practice when its time has come (practice/retention.py says when)."""

import datetime as dt
from typing import Any

import pgtrigger
from django.db import models, transaction
from django.urls import reverse

from nvap.actions import promising
from practice.actions import authoring
from practice.models import ContactMessage, ContactRequest, Practice
from practice.vocab import PracticeState
from vkpp.core import audit
from vkpp.core.notify import notify

UNTOUCHED = dt.timedelta(days=730)
DISCARDED = dt.timedelta(days=90)
CONTACTS = dt.timedelta(days=730)
KEYS = dt.timedelta(days=30)
REVISIONS = "practice.PracticeRevision:revision_append_only"


@transaction.atomic
def throw_away(rows: "models.QuerySet[Practice]") -> None:
    """Drafts that nobody touched for long go where deleted drafts are; their owner is told and may bring them back."""
    drafts = rows.filter(state=PracticeState.DRAFT, submitted_at=None)
    for practice in drafts.select_related("owner").select_for_update(of=("self",)):
        authoring.discard(practice=practice, by=None)
        if practice.owner is not None:
            notify(
                to=practice.owner,
                kind="practice_draft_old",
                context={"practice": practice, "days": DISCARDED.days},
                link=reverse("practice:example", args=[practice.reference]),
                about=practice,
            )


@transaction.atomic
def remove_drafts(rows: "models.QuerySet[Practice]") -> None:
    """Deleted drafts go for good, with their revisions and files; not those that were brought back meanwhile."""
    deleted = rows.filter(state=PracticeState.DISCARDED, submitted_at=None)
    for practice in deleted.select_for_update(of=("self",)):
        files = [attachment.file for attachment in practice.attachments.all()]
        audit.record(by=None, verb="practice.forget", target=practice, before={"state": practice.state})
        with pgtrigger.ignore(REVISIONS):
            practice.delete()
        promising.unlink(reference=practice.reference)
        for stored in files:
            transaction.on_commit(_removal(stored))


def _removal(stored: Any) -> Any:
    return lambda: stored.storage.delete(str(stored.name))


@transaction.atomic
def empty_contacts(rows: "models.QuerySet[ContactRequest]") -> None:
    """What was written about old contact requests goes; that somebody asked, and how fast the answer was, stays."""
    ContactMessage.objects.filter(request__in=rows).delete()
    rows.update(question="", answer="")
