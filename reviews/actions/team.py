"""The team of a peer review: nobody of the reviewed force, interests declared, a conflict only with a waiver."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.telling import holders, tell
from reviews import people
from reviews.models import PeerReview, TeamMember
from reviews.peer_links import declare_page, peer_page, team_page
from reviews.vocab import Interest, PeerState, Sector
from vkpp.accounts.models import User
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist, words

CHANGES_IN = (PeerState.SCOPING, PeerState.PREPARING, PeerState.FIELDWORK, PeerState.DRAFTING, PeerState.FACTUAL)
"""While somebody may join or leave, declare and be waived."""
REASON = 300


@transaction.atomic
def add(*, review: PeerReview, person: User | None, sector: str, by: Any, lead: bool = False) -> TeamMember:
    """Put somebody on the team; they are asked to declare what connects them to the force."""
    _hold(review, by)
    if person is None:
        raise Invalid({"person": [_("Choose a person.")]})
    if sector not in Sector.values:
        raise Invalid({"sector": [_("Choose where the person comes from.")]})
    if not can(person, Permission.PEER_REVIEWS_TAKE_PART):
        raise Invalid(
            {"person": [_("%(person)s has no role of a peer reviewer. Invite them first.") % {"person": person}]}
        )
    _check_not_of_force(review, person)
    if review.team.filter(person=person, ended_at=None).exists():
        raise Invalid({"person": [_("%(person)s is on the team already.") % {"person": person}]})
    if lead:
        review.team.filter(lead=True, ended_at=None).update(lead=False)
    member = TeamMember.objects.create(review=review, person=person, sector=sector, lead=lead, added_by=by)
    after = {"person": str(person), "sector": sector, "lead": lead}
    audit.record(by=by, verb="peer_review.add_member", target=review, after=after)
    tell([person], "reviews_peer_invited", about=review, link=declare_page(review), by=by)
    return member


@transaction.atomic
def remove(*, member: TeamMember, reason: str, by: Any) -> None:
    """End somebody's place on the team; what they wrote stays."""
    review = member.review
    _hold(review, by)
    _still_there(member)
    reason = words(
        *(reason, "reason", _("The reason")),
        limit=REASON,
        one_line=True,
        required=_("Say why. It is kept with the team."),
    )
    member.ended_at, member.ended_by, member.ended_reason, member.lead = timezone.now(), by, reason, False
    member.save(update_fields=["ended_at", "ended_by", "ended_reason", "lead"])
    before = {"person": str(member.person), "sector": member.sector}
    audit.record(by=by, verb="peer_review.remove_member", target=review, before=before, reason=reason)
    tell([member.person], "reviews_peer_place_ended", about=review, link="", by=by)


@transaction.atomic
def lead(*, member: TeamMember, by: Any) -> None:
    """Choose who leads the team."""
    review = member.review
    _hold(review, by)
    _still_there(member)
    review.team.filter(lead=True, ended_at=None).update(lead=False)
    member.lead = True
    member.save(update_fields=["lead"])
    audit.record(by=by, verb="peer_review.lead", target=review, after={"person": str(member.person)})
    tell([member.person], "reviews_peer_lead", about=review, link=team_page(review), by=by)


@transaction.atomic
def declare(*, member: TeamMember, interest: str, text: str, by: Any) -> None:
    """A member says what connects them to the force. A conflict keeps them out until an administrator waives it.

    Nobody takes back their own conflict; what they say more of it ends a waiver.
    """
    insist(by is not None and member.person_id == by.pk, _("Everybody declares their own interests."))
    review = member.review
    hold_row(review)
    _still_there(member)
    _insist_open(review)
    if interest not in {Interest.NONE, Interest.CONFLICT}:
        raise Invalid({"interest": [_("Choose whether anything connects you to the force.")]})
    if member.interest == Interest.CONFLICT and interest == Interest.NONE:
        raise Invalid({"interest": [_("You declared a conflict. Ask a VKPP administrator to waive it.")]})
    text = words(text, "text", _("The connection"), limit=2000)
    if interest == Interest.CONFLICT and not text:
        raise Invalid({"text": [_("Say what connects you to the force.")]})
    before = {"interest": member.interest, "text": member.interest_text}
    member.interest, member.interest_text, member.declared_at = interest, text, timezone.now()
    member.waived_at = member.waived_by = None
    member.waiver_reason = ""
    changed = ["interest", "interest_text", "declared_at", "waived_at", "waived_by", "waiver_reason"]
    member.save(update_fields=changed)
    after = {"person": str(member.person), "interest": interest}
    audit.record(by=by, verb="peer_review.declare", target=review, before=before, after=after)
    told = [review.manager] if review.manager else list(holders(Permission.PEER_REVIEWS_MANAGE))
    if interest == Interest.CONFLICT:
        told += list(holders(Permission.PEER_REVIEWS_WAIVE))
    kind = "reviews_peer_conflict" if interest == Interest.CONFLICT else "reviews_peer_declared"
    tell(told, kind, about=review, link=team_page(review), by=by, member=member)


@transaction.atomic
def waive(*, member: TeamMember, reason: str, by: Any) -> None:
    """An administrator lets somebody with a declared conflict take part, and says why."""
    review = member.review
    insist(people.may_waive(by, review), _("A VKPP administrator who does not belong to the force waives a conflict."))
    insist(member.person_id != by.pk, _("Nobody waives their own conflict of interest. Ask another administrator."))
    hold_row(review)
    _still_there(member)
    _insist_open(review)
    if member.interest != Interest.CONFLICT:
        raise Conflict(_("%(person)s has declared no conflict.") % {"person": member.person})
    if member.waived_at is not None:
        raise Conflict(_("This conflict was waived already by %(who)s.") % {"who": member.waived_by})
    reason = words(
        *(reason, "reason", _("The reason")), limit=2000, required=_("Say why the person may take part all the same.")
    )
    member.waiver_reason, member.waived_at, member.waived_by = reason, timezone.now(), by
    member.save(update_fields=["waiver_reason", "waived_at", "waived_by"])
    audit.record(by=by, verb="peer_review.waive", target=review, after={"person": str(member.person)}, reason=reason)
    told = [member.person, *([review.manager] if review.manager else [])]
    tell(told, "reviews_peer_waived", about=review, link=peer_page(review), by=by, member=member)


def _hold(review: PeerReview, by: Any) -> None:
    insist(people.may_arrange(by, review), _("VKPP staff who do not belong to the force put the team together."))
    hold_row(review)
    _insist_open(review)


def _insist_open(review: PeerReview) -> None:
    if review.state not in CHANGES_IN:
        raise Conflict(_("The team can no longer be changed."), {"state": review.state})


def _still_there(member: TeamMember) -> None:
    member.refresh_from_db()
    if member.ended_at is not None:
        raise Conflict(_("%(person)s is no longer on the team.") % {"person": member.person})


def _check_not_of_force(review: PeerReview, person: User) -> None:
    """Whoever works for the force, by role or by address, reviews other forces."""
    domain = person.email.rpartition("@")[2].lower()
    if people.belongs(person, review) or domain in review.force.email_domains:
        sentence = _(
            "%(person)s works for %(force)s. Nobody of the reviewed force is on the team: choose somebody else."
        )
        raise Invalid({"person": [sentence % {"person": person, "force": review.force.name}]})
