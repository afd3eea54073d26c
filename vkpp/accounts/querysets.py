"""What a person may see of people, roles, requests and invitations. Every page and API read starts here."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from vkpp.accounts import rules
from vkpp.accounts.models import Force, Invitation, Membership, RoleRequest, Token, User
from vkpp.accounts.permissions import force_ids, nationally
from vkpp.accounts.roles import Permission


def people_visible_to(user: Any) -> QuerySet[User]:
    """People who hold a role that this person may see: those of the own force, or everybody."""
    held = memberships_visible_to(user).filter(ended_at=None)
    shown = Prefetch("memberships", queryset=held.order_by("role"), to_attr="roles_shown")
    return User.objects.filter(is_active=True, pk__in=held.values("user")).prefetch_related(shown)


def memberships_visible_to(user: Any) -> QuerySet[Membership]:
    """Roles, past and present, in the forces whose people this person may see; national ones for who sees every force."""
    seen = rules.forces_seen(user)
    found = Membership.objects.select_related("user", "force")
    return found.filter(seen) if seen is not None else found.none()


def requests_decidable_by(user: Any) -> QuerySet[RoleRequest]:
    """Requests that wait for this person's decision, or that somebody like them decided."""
    found = RoleRequest.objects.select_related("user", "force", "decided_by").exclude(user=user)
    return found.filter(_granted_by(user))


def invitations_handled_by(user: Any) -> QuerySet[Invitation]:
    """Invitations that this person could have sent."""
    return Invitation.objects.select_related("force", "created_by").filter(_granted_by(user))


def open_invitations(user: Any) -> QuerySet[Invitation]:
    """Those not yet accepted or taken back, expired ones too."""
    return invitations_handled_by(user).filter(accepted_at=None, cancelled_at=None)


def own_tokens(user: User) -> QuerySet[Token]:
    """The person's own tokens, newest first; nobody sees those of others."""
    return Token.objects.filter(owner=user).order_by("-created_at")


def forces_managed_by(user: Any) -> QuerySet[Force]:
    """The forces into which this person may invite."""
    if nationally(user, Permission.PEOPLE_MANAGE):
        return Force.objects.all()
    return Force.objects.filter(pk__in=force_ids(user, Permission.PEOPLE_MANAGE_FORCE))


def forces_seen_by(user: Any) -> QuerySet[Force]:
    """The forces whose people this person may see."""
    if rules.forces_seen(user) == Q():
        return Force.objects.all()
    return Force.objects.filter(pk__in=force_ids(user, Permission.PEOPLE_READ_FORCE))


def _granted_by(user: Any) -> Q:
    """Filter on rows with `role` and `force` that this person may grant."""
    if nationally(user, Permission.PEOPLE_MANAGE):
        return Q()
    own = force_ids(user, Permission.PEOPLE_MANAGE_FORCE)
    return Q(force__in=own, role__in=rules.LEAD_ROLES)
