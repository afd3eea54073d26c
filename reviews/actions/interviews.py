"""Conversations of a review team in the force: planned, held, or cancelled. People are roles, never names."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reviews.actions.team_work import NOTING, PREPARED, WRITING, hold_for_team, in_scope, save_changed, save_new
from reviews.models import Interview, PeerReview
from reviews.vocab import InterviewKind, InterviewState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, words

LONGEST = 12 * 60
MOVES: dict[str, tuple[tuple[str, ...], str, Collection[str]]] = {
    "hold": ((InterviewState.PLANNED,), InterviewState.HELD, WRITING),
    "cancel": ((InterviewState.PLANNED,), InterviewState.CANCELLED, NOTING),
    "reopen": ((InterviewState.HELD, InterviewState.CANCELLED), InterviewState.PLANNED, NOTING),
}
"""Step → from, to, and in which states of the review."""


@transaction.atomic
def plan(*, review: PeerReview, values: Mapping[str, Any], by: Any) -> Interview:
    """A new conversation. `values`: kind, whom, starts_at, minutes, place, topics, leads, actions."""
    hold_for_team(review, by, PREPARED)
    own, leads, actions = _cleaned(review, values)
    interview = Interview(review=review, made_by=by, **own)
    save_new(interview, "interview.plan", by)
    interview.leads.set(leads)
    interview.actions.set(actions)
    return interview


@transaction.atomic
def change(*, interview: Interview, values: Mapping[str, Any], version: int | None, by: Any) -> Interview:
    """Change when, where, with whom and about what."""
    review = interview.review
    hold_for_team(review, by, PREPARED)
    own, leads, actions = _cleaned(review, values)
    links = {"leads": leads, "actions": actions}
    save_changed(interview, own, version=version, verb="interview.change", by=by, links=links)
    return interview


@transaction.atomic
def step(*, interview: Interview, action: str, by: Any) -> None:
    """`hold`: it took place. `cancel`: it will not. `reopen`: it is planned again."""
    source, target, states = MOVES[action]
    hold_for_team(interview.review, by, states)
    hold_row(interview)
    if interview.state == target:
        return
    if interview.state not in source:
        raise Conflict(_("It is “%(state)s” already.") % {"state": interview.get_state_display()})
    interview.state = target
    interview.version += 1
    interview.save(update_fields=["state", "version"])
    audit.record(by=by, verb=f"interview.{action}", target=interview)


def _cleaned(review: PeerReview, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any], list[Any]]:
    """Own columns, who leads it, and the actions it is about."""
    errors: dict[str, list[str]] = {}
    if values["kind"] not in InterviewKind.values:
        errors["kind"] = [_("Choose how you speak with them.")]
    minutes = values.get("minutes") or 60
    if not 5 <= minutes <= LONGEST:
        errors["minutes"] = [_("Enter how long it takes, from 5 to 720 minutes.")]
    leads = list(values.get("leads") or ())
    team = set(review.team.filter(ended_at=None).values_list("person_id", flat=True)) | {review.manager_id}
    if strangers := [str(person) for person in leads if person.pk not in team]:
        errors["leads"] = [_("%(who)s is not on the team.") % {"who": strangers[0]}]
    if errors:
        raise Invalid(errors)
    required = _("Say with whom, by role: never by name.")
    own = {
        "kind": values["kind"],
        "whom": words(values["whom"], "whom", _("With whom"), limit=200, one_line=True, required=required),
        "starts_at": values.get("starts_at"),
        "minutes": minutes,
        "place": words(values.get("place") or "", "place", _("Where"), limit=200, one_line=True),
        "topics": words(values.get("topics") or "", "topics", _("What about")),
    }
    return own, leads, [in_scope(review, action) for action in values.get("actions") or ()]
