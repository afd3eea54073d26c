"""Asking for roles, granting and ending them. A change counts from the person's next request on, web and API alike."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vkpp.accounts import rules
from vkpp.accounts.actions.refusals import refusals_in_sentences
from vkpp.accounts.models import Force, Membership, RoleRequest, User
from vkpp.accounts.permissions import forget
from vkpp.accounts.roles import BY_CODE
from vkpp.accounts.workflow import ROLE_REQUEST
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.held import words
from vkpp.core.notify import notify

LONGEST = 1000  # characters of a reason


@transaction.atomic
def request_role(*, user: User, role: str, force: Force | None, reason: str, by: User) -> RoleRequest:
    """Ask for a role; who decides is told. National roles name no force."""
    if by.pk != user.pk:
        raise NotAllowed(_("Roles are asked for by the person who needs them."))
    force = place(role, force)
    needed = _("Say in a sentence what you need the role for.")
    said = words(reason, "reason", _("The reason"), limit=LONGEST, required=needed)
    if Membership.objects.filter(user=user, role=role, force=force, ended_at=None).exists():
        raise Conflict(_("You hold this role already."))
    with refusals_in_sentences():
        asked = RoleRequest.objects.create(user=user, role=role, force=force, reason=said)
    audit.record(by=by, verb="role_request.ask", target=asked, after=_what(role, force), reason=asked.reason)
    for decider in rules.deciders(role, force):
        if decider.pk != user.pk:
            notify(to=decider, kind="accounts_role_requested", context={"asked": asked}, link=_decision_page(asked))
    return asked


@transaction.atomic
def take_back_role_request(*, request: RoleRequest, by: User) -> None:
    """The person no longer wants the role."""
    ROLE_REQUEST.move(request, "take_back", by=by, changes={"decided_at": timezone.now(), "decided_by": by})


@transaction.atomic
def decide_role_request(*, request: RoleRequest, grant_it: bool, by: User, reason: str = "") -> Membership | None:
    """Grant or refuse; a refusal needs a reason, which the person reads. Returns the role granted."""
    said = words(reason, "reason", _("The reason"), limit=LONGEST)
    changes = {"decided_at": timezone.now(), "decided_by": by, "decision_reason": said}
    ROLE_REQUEST.move(request, "grant" if grant_it else "refuse", by=by, reason=said, changes=changes)
    if not grant_it:
        notify(to=request.user, kind="accounts_role_refused", context={"asked": request}, link="/account/")
        return None
    return give(user=request.user, role=request.role, force=request.force, by=by)


@transaction.atomic
def grant(*, user: User, role: str, force: Force | None, by: User | None) -> Membership:
    """Give somebody a role, without a request."""
    force = place(role, force)
    if by is not None and by.pk == user.pk:
        raise NotAllowed(_("Nobody grants a role to themselves. Ask a colleague who may."))
    if by is not None and not rules.may_grant(by, role, force):
        raise NotAllowed(_("You cannot grant this role. VKPP administrators can."))
    return give(user=user, role=role, force=force, by=by)


def give(*, user: User, role: str, force: Force | None, by: User | None, tell: bool = True) -> Membership:
    """Write the role down; who asks must have checked that `by` may. For the actions of this package."""
    if not user.is_active:
        raise Conflict(_("This person’s account is closed."))
    with refusals_in_sentences():
        held = Membership.objects.create(user=user, role=role, force=force, granted_at=timezone.now(), granted_by=by)
    audit.record(by=by, verb="membership.grant", target=held, after={"user": user.pk, **_what(role, force)})
    forget(user)
    if by is not None and tell:
        notify(to=user, kind="accounts_role_granted", context={"held": held}, link="/")
    return held


@transaction.atomic
def end_membership(*, membership: Membership, reason: str, by: User) -> None:
    """Take a role from somebody, or give up one's own. It no longer counts from their next request on."""
    if not rules.may_end(by, membership):
        raise NotAllowed(_("You cannot end this role. VKPP administrators can."))
    if not reason.strip():
        raise Invalid({"reason": [_("Give a reason. It is kept with the decision.")]})
    keep_an_administrator(losing=[membership])
    ended = Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)
    if not ended:
        raise Conflict(_("This role has been ended already."))
    audit.record(
        by=by,
        verb="membership.end",
        target=membership,
        before={"user": membership.user_id, **_what(membership.role, membership.force)},
        reason=reason.strip(),
    )
    forget(membership.user)
    if by.pk != membership.user_id:
        notify(to=membership.user, kind="accounts_role_ended", context={"held": membership}, link="/account/")


def keep_an_administrator(*, losing: list[Membership]) -> None:
    """Refuse when nobody would be left who manages people everywhere. Holds the rows, so that two cannot leave at once."""
    holders = Membership.objects.filter(role__in=rules.MANAGING_ROLES, ended_at=None, user__is_active=True)
    left = {held.pk for held in holders.select_for_update(of=("self",)).order_by("pk")}
    going = {held.pk for held in losing}
    if left and left <= going:
        raise Conflict(_("This is the last VKPP administrator. Make somebody else an administrator first."))


def place(role: str, force: Force | None) -> Force | None:
    """The force that goes with the role: none for a national one; a force role without one is refused."""
    if role not in BY_CODE:
        raise Invalid({"role": [_("Choose a role.")]})
    if BY_CODE[role].national:
        return None
    if force is None:
        raise Invalid({"force": [_("Choose the force in which you need this role.")]})
    return force


def _what(role: str, force: Force | None) -> dict[str, Any]:
    return {"role": role, "force": force.code if force is not None else None}


def _decision_page(asked: RoleRequest) -> str:
    return f"/account/people/requests/{asked.pk}/"
