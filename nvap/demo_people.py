"""Who acts for each force in the demonstration: role names only. Norfolk and Kent have people who can sign in."""

from django.utils.translation import gettext as _

from nvap.demo_history import Team
from vkpp.accounts import actions
from vkpp.accounts.models import Force, Membership, User
from vkpp.accounts.roles import RoleCode

ACTING = {
    RoleCode.NVAP_LEAD: ("nvap.lead", "NVAP Lead, %s"),
    RoleCode.CHIEF_OFFICER: ("acc", "Assistant Chief Constable, %s"),
}


def teams() -> dict[int, Team]:
    """Force → its lead and chief officer, opened without password where there is nobody, and VKPP's adviser."""
    checker = holder(RoleCode.VKPP_STAFF)
    forces = list(Force.objects.filter(benchmarked=True).order_by("code"))
    held = Membership.objects.filter(role__in=ACTING, ended_at=None).select_related("user").order_by("-pk")
    people = {(row.force_id, row.role): row.user for row in held}
    for force in forces:
        for role in ACTING:
            if (force.pk, role) not in people:
                people[force.pk, role] = _opened(role, force)
    return {
        force.pk: Team(people[force.pk, RoleCode.NVAP_LEAD], people[force.pk, RoleCode.CHIEF_OFFICER], checker)
        for force in forces
    }


def holder(role: str, force: str | None = None, place: int = 0) -> User:
    """The demo person (number `place`) who holds `role`."""
    held = Membership.objects.filter(role=role, force__code=force, ended_at=None)
    if force is None:
        held = Membership.objects.filter(role=role, force=None, ended_at=None)
    return held.select_related("user").order_by("user")[place].user


def _opened(role: RoleCode, force: Force) -> User:
    name, title = ACTING[role]
    domain = force.email_domains[0] if force.email_domains else f"{force.code}.example"
    user = actions.open_account(
        email=f"{name}@{domain}",
        display_name=title % force.short_name,
        password=None,
        by=None,
        organisation=_("Demonstration"),
    )
    actions.grant(user=user, role=role, force=force, by=None)
    return user
