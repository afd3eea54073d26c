"""What the pages of interviews and notes show."""

import datetime as dt
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils import timezone

from reviews.actions.interviews import MOVES
from reviews.actions.team_work import NOTING, PREPARED
from reviews.fieldwork_links import interview_page
from reviews.forms.fieldwork import NoteForm, actions_of
from reviews.models import FieldNote, Interview, PeerReview
from reviews.presenters.peer_frame import frame
from reviews.vocab import InterviewState

COLOURS: dict[str, str] = {
    InterviewState.PLANNED: "blue",
    InterviewState.HELD: "green",
    InterviewState.CANCELLED: "grey",
}
PER_PAGE = 30
ASKED = ("q", "action", "by", "interview")


def interviews(user: Any, review: PeerReview) -> dict[str, Any]:
    """The plan of conversations, day by day; those without a day at the end."""
    rows = Interview.objects.visible_to(user).filter(review=review).select_related("review")
    rows = rows.prefetch_related("leads", "actions").annotate(n_notes=Count("notes", filter=Q(notes__removed_at=None)))
    shown = [_interview(row) for row in rows.order_by("starts_at", "id")]
    days = [{"day": day, "rows": list(group)} for day, group in groupby(shown, key=lambda row: row["day"])]
    return {
        **frame(user, review, "interviews"),
        "days": days,
        "total": len(shown),
        "held": sum(row["interview"].state == InterviewState.HELD for row in shown),
        "may_plan": review.state in PREPARED,
    }


def _interview(row: Any) -> dict[str, Any]:
    starts = timezone.localtime(row.starts_at) if row.starts_at else None
    return {
        "interview": row,
        "href": interview_page(row),
        "day": starts.date() if starts else None,
        "starts": starts,
        "ends": starts + dt.timedelta(minutes=row.minutes) if starts else None,
        "leads": ", ".join(str(person) for person in row.leads.all()),
        "codes": ", ".join(action.code for action in row.actions.all()),
        "colour": COLOURS[row.state],
        "notes": row.n_notes,
    }


def interview(user: Any, found: Interview, form: Any) -> dict[str, Any]:
    """One conversation with its notes, and what may be done with it."""
    review = found.review
    notes = FieldNote.objects.visible_to(user).filter(interview=found, removed_at=None)
    return {
        **frame(user, review, "interviews"),
        "interview": found,
        "colour": COLOURS[found.state],
        "form": form,
        "notes": notes.select_related("by", "action"),
        "steps": [name for name, (source, _to, states) in MOVES.items() if _possible(found, source, states)],
        "may_plan": review.state in PREPARED,
        "may_note": review.state in NOTING and found.state != InterviewState.CANCELLED,
        "note_form": NoteForm(review=review, initial={"interview": found}),
    }


def _possible(found: Interview, source: Any, states: Any) -> bool:
    return found.state in source and found.review.state in states


def notes(user: Any, review: PeerReview, asked: dict[str, str], form: NoteForm) -> dict[str, Any]:
    """The team's notes, newest first, narrowed to an action, a conversation, a writer or words."""
    asked = {name: value.replace("\x00", "") for name, value in asked.items()}
    seen = FieldNote.objects.visible_to(user).filter(review=review)
    rows = seen.filter(removed_at=None, **_wanted(asked)).select_related("by", "action", "interview")
    if words := asked.get("q", "").strip():
        rows = rows.filter(text__icontains=words)
    writers = seen.filter(removed_at=None).values_list("by", "by__display_name").distinct().order_by("by__display_name")
    return {
        **frame(user, review, "notes"),
        "form": form,
        "may_note": review.state in NOTING,
        "page": Paginator(rows, PER_PAGE).get_page(asked.get("page")),
        "asked": {name: asked.get(name, "") for name in ASKED},
        "narrowed": any(asked.get(name) for name in ASKED),
        "actions": list(actions_of(review)),
        "writers": list(writers),
        "removed": seen.filter(removed_at__isnull=False, by=user).select_related("by").order_by("-removed_at")[:5],
    }


def _wanted(asked: dict[str, str]) -> dict[str, Any]:
    """The filters of the address that make sense."""
    found: dict[str, Any] = {}
    if action := asked.get("action"):
        found["action__code"] = action
    for name in ("by", "interview"):
        value = asked.get(name, "")
        if value.isascii() and value.isdigit() and len(value) < 10:
            found[name] = int(value)
    return found
