"""Asking for roles, granting and ending them. A refused action changes nothing."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.accounts import MembershipFactory, RoleRequestFactory, UserFactory, person
from vkpp.accounts import actions
from vkpp.accounts.models import Membership, RoleRequest
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer():
    return UserFactory(email="new@norfolk.police.uk", display_name="Newcomer")


def told(user):
    return list(Notification.objects.filter(to=user).values_list("kind", flat=True))


def events(verb):
    return list(AuditEvent.objects.filter(verb=verb).values_list("actor_label", "target_label"))


def ask(user, force, role="contributor"):
    return actions.request_role(user=user, role=role, force=force, reason="I write our examples.", by=user)


def test_request_waits_and_the_forces_lead_is_told(newcomer, norfolk, lead, stranger, admin):
    asked = ask(newcomer, norfolk)

    assert (asked.state, asked.role, asked.force) == ("waiting", "contributor", norfolk)
    assert told(lead) == ["accounts_role_requested"]
    assert told(stranger) == told(admin) == []
    assert events("role_request.ask") == [("Newcomer", str(asked))]
    assert not can(newcomer, Permission.PRACTICE_WRITE)


def test_request_that_a_lead_may_not_decide_goes_to_vkpp(newcomer, norfolk, lead, admin):
    ask(newcomer, norfolk, role="chief_officer")

    assert told(admin) == ["accounts_role_requested"]
    assert told(lead) == []


def test_request_in_a_force_without_a_lead_goes_to_vkpp(newcomer, norfolk, admin):
    ask(newcomer, norfolk)

    assert told(admin) == ["accounts_role_requested"]


def test_request_goes_to_vkpp_when_the_former_lead_only_collects_practice(newcomer, norfolk, lead, admin):
    Membership.objects.filter(user=lead).update(ended_at=timezone.now(), ended_by=admin)
    MembershipFactory(user=lead, force=norfolk, role="contributor")

    ask(newcomer, norfolk)

    assert told(admin) == ["accounts_role_requested"]
    assert told(lead) == []


def test_national_role_is_asked_for_without_a_force(newcomer, norfolk):
    assert ask(newcomer, norfolk, role="evaluator").force is None


def test_force_role_needs_a_force(newcomer):
    with pytest.raises(Invalid) as refusal:
        ask(newcomer, None)

    assert refusal.value.errors == {"force": ["Choose the force in which you need this role."]}
    assert RoleRequest.objects.count() == 0


def test_request_needs_a_reason(newcomer, norfolk):
    with pytest.raises(Invalid) as refusal:
        actions.request_role(user=newcomer, role="contributor", force=norfolk, reason="  ", by=newcomer)

    assert list(refusal.value.errors) == ["reason"]


def test_same_request_twice_is_refused_in_a_sentence(newcomer, norfolk, lead):
    ask(newcomer, norfolk)

    with pytest.raises(Conflict, match="asked for this role already"):
        ask(newcomer, norfolk)

    assert RoleRequest.objects.count() == 1
    assert told(lead) == ["accounts_role_requested"]


def test_role_that_is_held_cannot_be_asked_for(officer, norfolk):
    with pytest.raises(Conflict, match="You hold this role already"):
        ask(officer, norfolk)


def test_nobody_asks_for_somebody_else(newcomer, norfolk, officer):
    with pytest.raises(NotAllowed):
        actions.request_role(user=newcomer, role="contributor", force=norfolk, reason="For them.", by=officer)

    assert RoleRequest.objects.count() == 0


def test_lead_grants_and_the_person_may_at_once(newcomer, norfolk, lead):
    asked = ask(newcomer, norfolk)

    held = actions.decide_role_request(request=asked, grant_it=True, by=lead)

    assert (held.user, held.force, held.role, held.granted_by) == (newcomer, norfolk, "contributor", lead)
    assert can(newcomer, Permission.PRACTICE_WRITE, norfolk)
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("granted", lead)
    assert told(newcomer) == ["accounts_role_granted"]
    assert events("membership.grant") == [("Lead, Norfolk", str(held))]


def test_refusal_needs_a_reason_and_the_person_reads_it(newcomer, norfolk, lead):
    asked = ask(newcomer, norfolk)

    with pytest.raises(Invalid):
        actions.decide_role_request(request=asked, grant_it=False, by=lead)
    asked.refresh_from_db()
    assert asked.state == "waiting"

    actions.decide_role_request(request=asked, grant_it=False, by=lead, reason="Ask your sergeant first.")
    asked.refresh_from_db()
    assert (asked.state, asked.decision_reason) == ("refused", "Ask your sergeant first.")
    assert told(newcomer) == ["accounts_role_refused"]
    assert Membership.objects.filter(user=newcomer).count() == 0


@pytest.mark.parametrize("role", ["nvap_lead", "chief_officer"])
def test_lead_cannot_grant_roles_that_are_vkpps_to_grant(newcomer, norfolk, lead, role):
    asked = ask(newcomer, norfolk, role=role)

    with pytest.raises(NotAllowed):
        actions.decide_role_request(request=asked, grant_it=True, by=lead)

    assert Membership.objects.filter(user=newcomer).count() == 0


def test_lead_of_another_force_cannot_decide(newcomer, norfolk, stranger):
    asked = ask(newcomer, norfolk)

    with pytest.raises(NotAllowed):
        actions.decide_role_request(request=asked, grant_it=True, by=stranger)

    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_nobody_decides_their_own_request(lead, norfolk, admin):
    own = ask(lead, norfolk)
    national = ask(admin, None, role="vkpp_staff")

    for person_, asked in ((lead, own), (admin, national)):
        with pytest.raises(NotAllowed):
            actions.decide_role_request(request=asked, grant_it=True, by=person_)
        asked.refresh_from_db()
        assert asked.state == "waiting"


def test_second_of_two_deciders_is_told_who_was_first(newcomer, norfolk, lead, admin):
    asked = ask(newcomer, norfolk)
    same, stale = RoleRequest.objects.get(pk=asked.pk), RoleRequest.objects.get(pk=asked.pk)

    actions.decide_role_request(request=same, grant_it=True, by=lead)
    with pytest.raises(Conflict, match="already decided by Lead, Norfolk"):
        actions.decide_role_request(request=stale, grant_it=False, by=admin, reason="Too late.")

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("granted", lead)
    assert Membership.objects.filter(user=newcomer).count() == 1


def test_granting_a_request_for_a_role_held_meanwhile_changes_nothing(newcomer, norfolk, lead):
    asked = ask(newcomer, norfolk)
    MembershipFactory(user=newcomer, force=norfolk, role="contributor")

    with pytest.raises(Conflict, match="holds that role already"):
        actions.decide_role_request(request=asked, grant_it=True, by=lead)

    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_request_is_taken_back_by_its_person_only(newcomer, norfolk, lead):
    asked = ask(newcomer, norfolk)

    with pytest.raises(NotAllowed):
        actions.take_back_role_request(request=asked, by=lead)
    actions.take_back_role_request(request=asked, by=newcomer)

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == ("cancelled", newcomer)
    assert ask(newcomer, norfolk).state == "waiting"


def test_nobody_grants_to_themselves(admin):
    with pytest.raises(NotAllowed, match="Nobody grants a role to themselves"):
        actions.grant(user=admin, role="vkpp_staff", force=None, by=admin)

    assert Membership.objects.filter(user=admin).count() == 1


def test_person_belongs_to_one_force(officer, kent, admin):
    with pytest.raises(Conflict, match="A person belongs to one force"):
        actions.grant(user=officer, role="contributor", force=kent, by=admin)

    assert Membership.objects.filter(user=officer).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(user=officer, force=kent, role="contributor")


@pytest.mark.parametrize(("role", "has_force"), [("vkpp_staff", True), ("contributor", False)])
def test_database_refuses_a_role_in_the_wrong_place(norfolk, role, has_force):
    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(role=role, force=norfolk if has_force else None)


def test_ended_role_stops_at_once_and_the_person_is_told(officer, norfolk, lead):
    held = officer.memberships.get()

    actions.end_membership(membership=held, reason="Moved to another team.", by=lead)

    held.refresh_from_db()
    assert held.ended_by == lead
    assert not can(held.user, Permission.PRACTICE_WRITE, norfolk)
    assert told(officer) == ["accounts_role_ended"]
    event = AuditEvent.objects.get(verb="membership.end")
    assert (event.actor_label, event.reason, event.before["role"]) == (
        "Lead, Norfolk",
        "Moved to another team.",
        "contributor",
    )


def test_ending_twice_says_so(officer, lead):
    held = officer.memberships.get()
    actions.end_membership(membership=held, reason="Moved.", by=lead)

    with pytest.raises(Conflict, match="ended already"):
        actions.end_membership(membership=held, reason="Moved.", by=lead)

    assert AuditEvent.objects.filter(verb="membership.end").count() == 1


@pytest.mark.parametrize("who", ["stranger", "officer", "staff"])
def test_others_cannot_end_a_leads_role(request, lead, who):
    held = lead.memberships.get()

    with pytest.raises(NotAllowed):
        actions.end_membership(membership=held, reason="Because.", by=request.getfixturevalue(who))

    held.refresh_from_db()
    assert held.ended_at is None


def test_own_role_may_be_given_up(officer):
    actions.end_membership(membership=officer.memberships.get(), reason="I leave.", by=officer)

    assert officer.memberships.filter(ended_at=None).count() == 0


def test_last_administrator_stays(admin):
    with pytest.raises(Conflict, match="last VKPP administrator"):
        actions.end_membership(membership=admin.memberships.get(), reason="I leave.", by=admin)

    person("vkpp_admin")
    actions.end_membership(membership=admin.memberships.get(), reason="I leave.", by=admin)
    assert admin.memberships.filter(ended_at=None).count() == 0


def test_mails_carry_no_reason_and_no_html(newcomer, norfolk, lead):
    newcomer.display_name = "O'Neill <b>"
    newcomer.save()
    ask(newcomer, norfolk)

    message = Notification.objects.get(to=lead)

    assert "O'Neill <b> asks for the role “Contributor” in" in message.body
    assert "I write our examples" not in message.body
    assert mail.outbox == []


def test_factories_of_requests_are_whole():
    assert RoleRequestFactory().state == "waiting"
