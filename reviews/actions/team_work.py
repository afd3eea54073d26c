"""What everything that a review team does begins with: who may, in which states, and the actions that are looked at."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from nvap.models import Action
from reviews import people
from reviews.models import PeerReview
from reviews.vocab import PeerState
from reviews.workflow import PEER
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist

PREPARED = (PeerState.PREPARING, PeerState.FIELDWORK, PeerState.DRAFTING)
"""While interviews are planned and held."""
WRITING = (PeerState.FIELDWORK, PeerState.DRAFTING)
"""While judgements, findings, recommendations and the report are written."""
NOTING = (*PREPARED, PeerState.FACTUAL)
"""While the team keeps notes."""


def hold_for_team(review: PeerReview, by: Any, states: Collection[str]) -> None:
    """Keep the review as it is until the change is committed; only its cleared team works on it, and only in `states`."""
    insist(people.may_work_on(by, review), _("Only the cleared team of the review and VKPP staff do this."))
    hold_row(review)
    check_state(review, states)


def check_state(review: PeerReview, states: Collection[str]) -> None:
    """Refused in any other state, with what it is now."""
    if review.state not in states:
        label = PEER.state(review.state).label
        raise Conflict(_("This is not possible while the review is at “%(state)s”.") % {"state": label})


def in_scope(
    review: PeerReview, action: Action | None, *, required: bool = True, stored: int | None = None
) -> Action | None:
    """The action when the review looks at it; refused otherwise, but for the one that is `stored` already."""
    if action is None and not required:
        return None
    if action is None:
        raise Invalid({"action": [_("Choose the action it is about.")]})
    if action.pk != stored and not review.scopes.filter(action=action).exists():
        raise Invalid({"action": [_("The review does not look at %(code)s.") % {"code": action.code}]})
    return action


def save_new(row: models.Model, verb: str, by: Any, **more: Any) -> None:
    """Store a new row, and write that it was made."""
    row.save()
    audit.record(by=by, verb=verb, target=row, after=more)


def save_changed(
    row: Any,
    values: Mapping[str, Any],
    *,
    version: int | None,
    verb: str,
    by: Any,
    stamps: Iterable[str] = (),
    links: Mapping[str, Collection[Any]] = MappingProxyType({}),
) -> bool:
    """Store what differs; of two people who write at once the second is asked. Says whether anything changed.

    `links`: the rows it is joined to, as they are to be, by the name of the many-to-many field.
    """
    hold_row(row)
    linked = {name: list(getattr(row, name).all()) for name in links}
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    joined = [name for name, rows in links.items() if set(rows) != set(linked[name])]
    if not changed and not joined:
        return False
    check_version(row, version, lambda: {name: getattr(row, name) for name in values} | linked)
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    row.save(update_fields=[*changed, "version", *stamps])
    for name in joined:
        getattr(row, name).set(links[name])
    audit.record(by=by, verb=verb, target=row, after={"changed": changed + joined, "version": row.version})
    return True
