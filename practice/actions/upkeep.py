"""What the owner says when asked whether a published example is still so: still current, or retired; and chasing."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practice import deadlines
from practice.actions import bank
from practice.actions.held import hold
from practice.mails import tell
from practice.models import BankEntry, Practice, Upkeep
from practice.upkeep import people
from practice.upkeep.links import review_page
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, insist, words

LONGEST = 2000
MOST_YEARS = 3


@transaction.atomic
def confirm(
    *, practice: Practice, review_by: dt.date | None, note: str = "", version: int | None = None, by: Any
) -> None:
    """It is still so; the owner is asked again by `review_by` (none: two years on)."""
    entry, kept = _held(practice, version, by)
    day = review_by or deadlines.review_by()
    _check_day(day)
    said = words(note, "note", _("The note"), limit=LONGEST)
    kept.review_by, kept.confirmed_at, kept.confirmed_by, kept.note = day, timezone.now(), by, said
    _save(kept, "review_by", "confirmed_at", "confirmed_by", "note")
    bank.keep(practice=practice, review_by=day, archived=entry.archived)
    before = {"review_by": entry.review_by.isoformat()}
    audit.record(
        by=by,
        verb="practice.confirm",
        target=practice,
        before=before,
        after={"review_by": day.isoformat()},
        reason=said,
    )


@transaction.atomic
def archive(*, practice: Practice, reason: str, version: int | None = None, by: Any) -> None:
    """Retire it: out of the list and the search unless asked for; readers with the address still read it."""
    entry, kept = _held(practice, version, by)
    if entry.archived:
        raise Conflict(_("This example is archived already."), {"archived": True})
    required = _("Say why in a sentence. Readers of the example see it.")
    said = words(reason, "reason", _("The reason"), limit=LONGEST, required=required)
    kept.archived_at, kept.archived_by, kept.archive_reason = timezone.now(), by, said
    _save(kept, "archived_at", "archived_by", "archive_reason")
    bank.keep(practice=practice, review_by=entry.review_by, archived=True)
    audit.record(by=by, verb="practice.archive", target=practice, after={"archived": True}, reason=said)


@transaction.atomic
def take_up(*, practice: Practice, version: int | None = None, by: Any) -> None:
    """Bring an archived example back into the list; past its review date it shows as such."""
    entry, kept = _held(practice, version, by)
    if not entry.archived:
        raise Conflict(_("This example is not archived."), {"archived": False})
    kept.archived_at = kept.archived_by = None
    _save(kept, "archived_at", "archived_by")
    bank.keep(practice=practice, review_by=entry.review_by, archived=False)
    audit.record(by=by, verb="practice.take_up", target=practice, after={"archived": False})


@transaction.atomic
def chase(*, practice: Practice, by: Any) -> int:
    """VKPP asks the owner whether it is still so, at most once a day; how many people were asked."""
    insist(people.may_chase(by), _("VKPP staff ask owners."))
    hold(practice)
    entry, kept = _found(practice)
    if kept.chased_at is not None and timezone.localdate(kept.chased_at) == timezone.localdate():
        raise Conflict(_("The owner was asked today already."), {"chased_at": kept.chased_at.isoformat()})
    asked = people.to_ask(practice)
    if not asked:
        sentence = _("Nobody looks after %(reference)s. Confirm it yourself, or archive it with a reason.")
        raise Invalid({"": [sentence % {"reference": practice.reference}]})
    kept.chased_at, kept.chased_by = timezone.now(), by
    _save(kept, "chased_at", "chased_by", counted=False)
    for person in asked:
        tell(person, practice, "practice_review_due", by=by, link=review_page(practice), day=entry.review_by)
    audit.record(by=by, verb="practice.chase_owner", target=practice, after={"asked": len(asked)})
    return len(asked)


def _held(practice: Practice, version: int | None, by: Any) -> tuple[BankEntry, Upkeep]:
    """The example's row held, its place in the bank, and what was said of it; refused to who may not."""
    hold(practice)
    insist(people.may_keep(by, practice), _("Only the owner or the force's lead says whether an example is still so."))
    entry, kept = _found(practice)
    check_version(kept, version)
    return entry, kept


def _found(practice: Practice) -> tuple[BankEntry, Upkeep]:
    entry = BankEntry.objects.filter(practice=practice).first()
    if entry is None or not (entry.open_to_public or entry.open_to_police or entry.open_to_government):
        raise Conflict(_("%(reference)s is not in the practice bank.") % {"reference": practice.reference})
    return entry, Upkeep.objects.get_or_create(practice=practice)[0]


def _save(kept: Upkeep, *names: str, counted: bool = True) -> None:
    kept.version += counted
    kept.save(update_fields=[*names, "version"])


def _check_day(day: dt.date) -> None:
    today = timezone.localdate()
    if not today < day <= today + dt.timedelta(days=366 * MOST_YEARS):
        raise Invalid({"review_by": [_("Choose a day within the next three years.")]})
