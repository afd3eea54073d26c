"""Notes of a review team: for the team only, for ever."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.actions.team_work import NOTING, hold_for_team, in_scope, save_changed, save_new
from reviews.models import FieldNote, PeerReview
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist, words

LONGEST = 20_000


@transaction.atomic
def write(*, review: PeerReview, values: Mapping[str, Any], by: Any) -> FieldNote:
    """A new note. `values`: text, and the interview and the action it belongs to, if any."""
    hold_for_team(review, by, NOTING)
    note = FieldNote(review=review, by=by, **_cleaned(review, values))
    save_new(note, "field_note.write", by)
    return note


@transaction.atomic
def change(*, note: FieldNote, values: Mapping[str, Any], version: int | None, by: Any) -> FieldNote:
    """Anybody of the team may go on with a note; the trail says who did."""
    hold_for_team(note.review, by, NOTING)
    cleaned = _cleaned(note.review, values, note.action_id)
    if note.removed_at is not None:
        raise Conflict(_("Somebody has removed this note. Bring it back first."))
    save_changed(note, cleaned, version=version, verb="field_note.change", by=by, stamps=["changed_at"])
    return note


@transaction.atomic
def remove(*, note: FieldNote, by: Any) -> None:
    """Take it out of the list; it can be brought back."""
    _set_removed(note, by, "field_note.remove", gone=True)


@transaction.atomic
def restore(*, note: FieldNote, by: Any) -> None:
    """Bring it back."""
    _set_removed(note, by, "field_note.restore", gone=False)


def _set_removed(note: FieldNote, by: Any, verb: str, *, gone: bool) -> None:
    hold_for_team(note.review, by, NOTING)
    hold_row(note)
    if (note.removed_at is not None) == gone:
        return
    insist(note.by_id == by.pk or not gone, _("Only who wrote a note removes it."))
    note.removed_at = timezone.now() if gone else None
    note.save(update_fields=["removed_at"])
    audit.record(by=by, verb=verb, target=note)


def _cleaned(review: PeerReview, values: Mapping[str, Any], stored: int | None = None) -> dict[str, Any]:
    interview = values.get("interview")
    if interview is not None and interview.review_id != review.pk:
        raise Invalid({"interview": [_("This conversation belongs to another review.")]})
    return {
        "text": words(values["text"], "text", _("The note"), limit=LONGEST, required=_("Write the note.")),
        "interview": interview,
        "action": in_scope(review, values.get("action"), required=False, stored=stored),
    }
