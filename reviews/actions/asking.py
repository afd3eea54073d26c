"""A peer review from the request on: asking for it, taking it on or not, people and dates, and its plain steps."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nvap.models import Action, PlanVersion
from nvap.telling import holders, tell
from reviews import people, references
from reviews.models import PeerReview, PeerScope
from reviews.peer_links import peer_page, scope_page
from reviews.vocab import PeerState
from reviews.workflow import PEER
from vkpp.accounts.models import Force, User
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.references import take

MOST_ACTIONS = 12
"""A review looks at some actions well, not at all of them."""
DAYS = ("fieldwork_from", "fieldwork_to", "report_due_on", "comments_due_on", "follow_up_on")


@transaction.atomic
def ask(*, force: Force, values: Mapping[str, Any], by: Any) -> PeerReview:
    """A force asks for a peer review. `values`: title, reason, plan, actions, wanted_from, wanted_to."""
    insist(people.may_ask(by) and _of_force(by, force), _("The NVAP lead or a chief officer of the force asks."))
    checked = _checked(values)
    review = PeerReview.objects.create(
        reference=take(references.PEER), force=force, requested_by=by, plan=values["plan"], **checked
    )
    set_scope(review, _actions(values["plan"], values["actions"]))
    audit.record(by=by, verb="peer_review.ask", target=review, after={"title": review.title})
    tell(managers(), "reviews_peer_asked", about=review, link=peer_page(review), by=by)
    return review


@transaction.atomic
def change_request(*, review: PeerReview, values: Mapping[str, Any], version: int | None, by: Any) -> None:
    """The force changes its request while VKPP has not decided."""
    insist(people.may_ask(by, review), _("The NVAP lead or a chief officer of the force asks."))
    hold_row(review)
    check_version(review, version)
    if review.state != PeerState.REQUESTED:
        raise Conflict(_("VKPP has decided about the request: it can no longer be changed."), {"state": review.state})
    checked = _checked(values)
    before = {name: str(getattr(review, name) or "") for name in checked}
    for name, value in checked.items():
        setattr(review, name, value)
    review.plan = values["plan"]
    review.version += 1
    review.save(update_fields=[*checked, "plan", "version", "updated_at"])
    set_scope(review, _actions(values["plan"], values["actions"]))
    after = {name: str(getattr(review, name) or "") for name in checked}
    audit.record(by=by, verb="peer_review.change_request", target=review, before=before, after=after)


@transaction.atomic
def accept(*, review: PeerReview, manager: User | None, by: Any) -> None:
    """VKPP takes the request on; somebody of the national team looks after it."""
    hold_row(review)
    _check_manager(review, manager)
    review.manager = manager
    PEER.move(review, "accept", by=by, changes={"manager": manager, "version": review.version + 1})
    tell(force_side(review), "reviews_peer_accepted", about=review, link=peer_page(review), by=by)
    if manager is not None:
        tell([manager], "reviews_peer_manager", about=review, link=scope_page(review), by=by)


@transaction.atomic
def decline(*, review: PeerReview, reason: str, by: Any) -> None:
    """VKPP does not take the request on, and says why."""
    hold_row(review)
    _step(review, "decline", by, reason)
    tell(force_side(review), "reviews_peer_declined", about=review, link=peer_page(review), by=by)


@transaction.atomic
def withdraw(*, review: PeerReview, reason: str, by: Any) -> None:
    """The force no longer wants the review."""
    hold_row(review)
    _step(review, "withdraw", by, reason)
    tell(our_side(review), "reviews_peer_withdrawn", about=review, link=peer_page(review), by=by)


@transaction.atomic
def prepare(*, review: PeerReview, by: Any) -> None:
    """Scope and terms are agreed: the team is put together."""
    hold_row(review)
    _step(review, "prepare", by)
    tell(force_side(review), "reviews_peer_step", about=review, link=peer_page(review), by=by, state=_label(review))


@transaction.atomic
def rescope(*, review: PeerReview, reason: str, by: Any) -> None:
    """Scope or terms must change after all; the force agrees them anew."""
    hold_row(review)
    _step(review, "rescope", by, reason, terms_agreed_at=None, terms_agreed_by=None)
    tell(force_side(review), "reviews_peer_step", about=review, link=peer_page(review), by=by, state=_label(review))


@transaction.atomic
def start(*, review: PeerReview, by: Any) -> None:
    """The team begins its fieldwork: complete, declared, cleared, and with dates."""
    hold_row(review)
    _step(review, "start", by)
    everybody = [*force_side(review), *team_of(review)]
    tell(everybody, "reviews_peer_step", about=review, link=peer_page(review), by=by, state=_label(review))


@transaction.atomic
def write(*, review: PeerReview, by: Any) -> None:
    """Fieldwork is done; the team writes its report."""
    hold_row(review)
    _step(review, "write", by)
    tell(force_side(review), "reviews_peer_step", about=review, link=peer_page(review), by=by, state=_label(review))


@transaction.atomic
def go_back(*, review: PeerReview, by: Any) -> None:
    """More fieldwork is needed before the report."""
    hold_row(review)
    _step(review, "go_back", by)


@transaction.atomic
def arrange(*, review: PeerReview, values: Mapping[str, Any], version: int | None, by: Any) -> None:
    """Who looks after it, and the days: `manager` and any of DAYS."""
    insist(people.may_arrange(by, review), _("VKPP staff who do not belong to the force decide who and when."))
    hold_row(review)
    check_version(review, version)
    _check_days(values)
    _check_manager(review, values.get("manager"))
    names = ("manager", *DAYS)
    before = {name: str(getattr(review, name) or "") for name in names}
    for name in names:
        setattr(review, name, values.get(name))
    after = {name: str(getattr(review, name) or "") for name in names}
    if before == after:
        return
    review.version += 1
    review.save(update_fields=[*names, "version", "updated_at"])
    audit.record(by=by, verb="peer_review.arrange", target=review, before=before, after=after)
    if any(before[name] != after[name] for name in DAYS):
        everybody = [*force_side(review), *team_of(review)]
        tell(everybody, "reviews_peer_days", about=review, link=peer_page(review), by=by)


@transaction.atomic
def look(*, review: PeerReview, by: Any, page: str) -> None:
    """Log that somebody outside the force opened an OFFICIAL-SENSITIVE review."""
    if not people.belongs(by, review):
        audit.record(by=by, verb="peer_review.look", target=review, after={"page": page, "marking": review.marking})


def set_scope(review: PeerReview, wanted: Iterable[tuple[Action, str]]) -> None:
    """The actions the review looks at, in order, with what the force wants to know about each."""
    rows = list(wanted)
    review.scopes.exclude(action__in=[action for action, _question in rows]).delete()
    for order, (action, question) in enumerate(rows):
        PeerScope.objects.update_or_create(
            review=review, action=action, defaults={"question": question, "order": order}
        )


def managers() -> "Any":
    """The national team that arranges peer reviews."""
    return holders(Permission.PEER_REVIEWS_MANAGE)


def force_side(review: PeerReview) -> list[User]:
    """Lead and chief officers of the force."""
    return list(holders(Permission.PEER_REVIEWS_MANAGE_FORCE, review.force_id))


def our_side(review: PeerReview) -> list[User]:
    """Who looks after it, or all of the national team while nobody does; and the team."""
    return [*([review.manager] if review.manager else managers()), *team_of(review)]


def team_of(review: PeerReview) -> list[User]:
    """Everybody on the team now."""
    return [member.person for member in review.team.filter(ended_at=None).select_related("person")]


def _step(review: PeerReview, action: str, by: Any, reason: str = "", **changes: Any) -> None:
    reason = words(reason, "reason", _("The reason"), limit=2000)
    PEER.move(review, action, by=by, reason=reason, changes={**changes, "version": review.version + 1})


def _label(review: PeerReview) -> str:
    return str(PEER.state(review.state).label)


def _of_force(by: Any, force: Force) -> bool:
    return any(held.force_id == force.pk for held in by.memberships.filter(ended_at=None))


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    first, last = values.get("wanted_from"), values.get("wanted_to")
    if first and last and last < first:
        raise Invalid({"wanted_to": [_("The last day is before the first. Choose a later day.")]})
    title = words(
        *(values["title"], "title", _("The title")),
        limit=160,
        one_line=True,
        required=_("Enter a short title, for example “Recognising and responding to abuse”."),
    )
    reason = words(
        values["reason"], "reason", _("The reason"), required=_("Say why the force asks and what it hopes for.")
    )
    return {"title": title, "reason": reason, "wanted_from": first, "wanted_to": last}


def _actions(plan: PlanVersion, actions: Iterable[Action]) -> list[tuple[Action, str]]:
    chosen = list(actions)
    if not chosen:
        raise Invalid({"actions": [_("Choose at least one action of the plan.")]})
    if len(chosen) > MOST_ACTIONS:
        raise Invalid(
            {"actions": [_("Choose at most %(n)s actions: a review looks well at few.") % {"n": MOST_ACTIONS}]}
        )
    known = set(plan.actions.filter(action__in=chosen).values_list("action", flat=True))
    if unknown := [action.code for action in chosen if action.pk not in known]:
        raise Invalid({"actions": [_("Not in this plan: %(codes)s.") % {"codes": ", ".join(unknown)}]})
    return [(action, "") for action in chosen]


def _check_manager(review: PeerReview, manager: User | None) -> None:
    if manager is None:
        return
    if not nationally(manager, Permission.PEER_REVIEWS_MANAGE):
        raise Invalid({"manager": [_("%(person)s is not of the national team.") % {"person": manager}]})
    if people.belongs(manager, review):
        sentence = _("%(person)s belongs to %(force)s. Choose somebody who does not.")
        raise Invalid({"manager": [sentence % {"person": manager, "force": review.force.name}]})


def _check_days(values: Mapping[str, Any]) -> None:
    first, last = values.get("fieldwork_from"), values.get("fieldwork_to")
    if last and not first:
        raise Invalid({"fieldwork_from": [_("Enter the first day of fieldwork too.")]})
    if first and last and last < first:
        raise Invalid({"fieldwork_to": [_("The last day is before the first. Choose a later day.")]})
    known: list[tuple[str, dt.date]] = [
        (name, values[name]) for name in ("fieldwork_to", *DAYS[2:]) if values.get(name)
    ]
    for (_before, earlier), (name, later) in pairwise(known):
        if later < earlier:
            raise Invalid({name: [_("This day comes before the one above. Choose a later day.")]})
