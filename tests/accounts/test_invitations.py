"""Invitations: who may send them, and a link that works once."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.utils import timezone

from tests.factories.accounts import PASSWORD, UserFactory, able_to_sign_in, person
from vkpp.accounts import actions
from vkpp.accounts.actions.leaving import closed_accounts
from vkpp.accounts.models import Invitation, Membership, User
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


def invite(by, email="new@norfolk.police.uk", role="contributor", force=None):
    return actions.invite(email=email, role=role, force=force, by=by)


def mailed_secret():
    outbox.work()
    return re.search(r"/invitation/([^/\s]+)/", mail.outbox[-1].body).group(1)


def test_mail_has_the_link_and_the_database_only_its_hash(lead, norfolk):
    invitation = invite(lead, force=norfolk)

    secret = mailed_secret()

    assert [message.to for message in mail.outbox] == [["new@norfolk.police.uk"]]
    assert mail.outbox[0].subject == "You are invited to the VKPP portal"
    assert "Lead, Norfolk invites you" in mail.outbox[0].body
    assert actions.invitation_for(secret=secret) == invitation
    invitation.refresh_from_db()
    assert secret not in invitation.secret_hash


def test_newcomer_joins_once(client, lead, norfolk):
    invite(lead, force=norfolk)
    address = f"/invitation/{mailed_secret()}/"

    assert "Your account will have the address new@norfolk.police.uk" in client.get(address).text
    answer = client.post(address, {"display_name": "New Officer", "password": PASSWORD})

    assert (answer.status_code, answer.url) == (302, "/")
    user = User.objects.get(email="new@norfolk.police.uk")
    assert EmailAddress.objects.get(user=user).verified
    assert [(held.role, held.force, held.granted_by) for held in user.memberships.all()] == [
        ("contributor", norfolk, lead)
    ]
    assert client.session["_auth_user_id"] == str(user.pk)
    again = client.get(address)
    assert again.status_code == 410
    assert "This invitation has been used" in again.text


def test_weak_password_is_refused_and_nothing_is_made(client, lead, norfolk):
    invite(lead, force=norfolk)

    answer = client.post(f"/invitation/{mailed_secret()}/", {"display_name": "New", "password": "12345"})

    assert "This password is too short" in answer.text
    assert User.objects.filter(email="new@norfolk.police.uk").count() == 0
    assert Invitation.objects.get().accepted_at is None


def test_two_at_once_make_one_account(lead, norfolk):
    invitation = invite(lead, force=norfolk)
    first, second = Invitation.objects.get(pk=invitation.pk), Invitation.objects.get(pk=invitation.pk)

    actions.join(invitation=first, display_name="New", password=PASSWORD)
    with pytest.raises(Conflict):
        actions.join(invitation=second, display_name="New", password=PASSWORD)

    assert User.objects.filter(email="new@norfolk.police.uk").count() == 1
    assert Membership.objects.filter(user__email="new@norfolk.police.uk").count() == 1


def test_account_holder_signs_in_to_accept(client, client_for, lead, norfolk):
    invite(lead, email="known@norfolk.police.uk", force=norfolk)
    known = able_to_sign_in(UserFactory(email="known@norfolk.police.uk"))
    address = f"/invitation/{mailed_secret()}/"

    page = client.get(address).text
    assert "Sign in and accept" in page
    assert client.post(address, {"display_name": "Thief", "password": PASSWORD}).status_code == 200
    assert known.memberships.count() == 0

    browser = client_for(known)
    assert "Accept the invitation" in browser.get(address).text
    browser.post(address)
    assert known.memberships.get().role == "contributor"


def test_somebody_else_cannot_take_it(client_for, lead, norfolk, stranger):
    invite(lead, force=norfolk)
    browser = client_for(stranger)

    answer = browser.post(f"/invitation/{mailed_secret()}/")

    assert "The invitation is for new@norfolk.police.uk" in answer.text
    assert stranger.memberships.count() == 1
    assert Invitation.objects.get().accepted_at is None


def test_expired_and_unknown_links_say_so(client, lead, norfolk):
    invite(lead, force=norfolk)
    secret = mailed_secret()
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    assert "has expired" in client.get(f"/invitation/{secret}/").text
    assert "This link is not valid" in client.get("/invitation/nonsense/").text


def test_new_mail_makes_the_old_link_void(lead, norfolk):
    invitation = invite(lead, force=norfolk)
    old = mailed_secret()
    Invitation.objects.update(sent_at=timezone.now() - dt.timedelta(hours=1))
    invitation.refresh_from_db()

    actions.resend_invitation(invitation=invitation, by=lead)
    new = mailed_secret()

    with pytest.raises(Conflict, match="not valid"):
        actions.invitation_for(secret=old)
    assert actions.invitation_for(secret=new) == invitation


def test_impatient_resend_is_refused(lead, norfolk):
    invitation = invite(lead, force=norfolk)
    mailed_secret()
    invitation.refresh_from_db()

    with pytest.raises(Conflict, match="Wait five minutes"):
        actions.resend_invitation(invitation=invitation, by=lead)

    assert len(mail.outbox) == 1


def test_taken_back_invitation_is_not_mailed_and_not_accepted(lead, norfolk):
    invitation = invite(lead, force=norfolk)

    actions.cancel_invitation(invitation=invitation, by=lead)
    outbox.work()

    assert mail.outbox == []
    with pytest.raises(Conflict):
        actions.cancel_invitation(invitation=invitation, by=lead)
    with pytest.raises(Conflict):
        actions.join(invitation=invitation, display_name="New", password=PASSWORD)
    assert User.objects.filter(email="new@norfolk.police.uk").count() == 0


def test_same_invitation_twice_is_refused(lead, norfolk):
    invite(lead, force=norfolk)

    with pytest.raises(Conflict, match="Send the invitation again"):
        invite(lead, force=norfolk)

    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "role", "email"),
    [
        ("officer", "contributor", "new@norfolk.police.uk"),
        ("stranger", "contributor", "new@norfolk.police.uk"),
        ("lead", "nvap_lead", "new@norfolk.police.uk"),
        ("lead", "vkpp_staff", "new@vkpp.example"),
        ("staff", "contributor", "new@norfolk.police.uk"),
    ],
)
def test_who_may_not_invite(request, norfolk, who, role, email):
    with pytest.raises(NotAllowed):
        invite(request.getfixturevalue(who), email=email, role=role, force=norfolk)

    assert Invitation.objects.count() == 0
    assert AuditEvent.objects.filter(verb="invitation.send").count() == 0


def test_lead_invites_only_addresses_of_the_force(lead, norfolk):
    with pytest.raises(Invalid) as refusal:
        invite(lead, email="somebody@elsewhere.example", force=norfolk)

    assert "norfolk.police.uk" in refusal.value.errors["email"][0]


def test_vkpp_invites_any_address(admin, norfolk):
    invite(admin, email="partner@council.example", force=norfolk)
    invite(admin, email="professor@university.example", role="evaluator")

    assert Invitation.objects.count() == 2


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "x\x00@norfolk.police.uk"])
def test_address_that_is_none(admin, norfolk, email):
    with pytest.raises(Invalid) as refusal:
        invite(admin, email=email, force=norfolk)

    assert list(refusal.value.errors) == ["email"]


def test_inviter_who_may_no_longer_cannot_let_anybody_in(lead, norfolk):
    invitation = invite(lead, force=norfolk)
    actions.end_membership(membership=lead.memberships.get(), reason="Left.", by=person("vkpp_admin"))
    invitation = Invitation.objects.select_related("created_by").get(pk=invitation.pk)

    with pytest.raises(Conflict, match="may no longer"):
        actions.join(invitation=invitation, display_name="New", password=PASSWORD)

    assert User.objects.filter(email="new@norfolk.police.uk").count() == 0
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_first_administrator_comes_by_command(capsys):
    from django.core.management import call_command

    call_command("invite", "first@vkpp.example", "--role", "vkpp_admin")
    user = actions.join(
        invitation=actions.invitation_for(secret=mailed_secret()), display_name="First", password=PASSWORD
    )

    assert [held.role for held in user.memberships.all()] == ["vkpp_admin"]
    assert "invited by" not in mail.outbox[0].body


def test_person_who_left_is_invited_again_by_vkpp_only(client, lead, admin, norfolk, officer):
    able_to_sign_in(officer)
    actions.deactivate(user=officer, reason="Left.", by=officer)

    with pytest.raises(Conflict, match="Ask VKPP to invite them again"):
        invite(lead, email=officer.email, force=norfolk)
    officer.refresh_from_db()
    assert not officer.is_active

    invite(admin, email=officer.email, force=norfolk)
    address = f"/invitation/{mailed_secret()}/"
    officer.refresh_from_db()
    assert not officer.is_active

    client.post(address, {"display_name": "Officer, back in Norfolk", "password": "zebra-lamp-9-river"})

    officer.refresh_from_db()
    assert (officer.is_active, str(officer)) == (True, "Officer, back in Norfolk")
    assert officer.check_password("zebra-lamp-9-river")
    assert client.session["_auth_user_id"] == str(officer.pk)
    assert [held.role for held in officer.memberships.filter(ended_at=None)] == ["contributor"]
    assert AuditEvent.objects.get(verb="account.open_again").actor_label == "Administrator, VKPP"


def test_invitation_taken_back_or_run_out_leaves_the_account_closed(client, admin, norfolk, officer):
    able_to_sign_in(officer)
    actions.deactivate(user=officer, reason="Left.", by=officer)
    taken_back = invite(admin, email=officer.email, force=norfolk)

    actions.cancel_invitation(invitation=taken_back, by=admin)
    invite(admin, email=officer.email, force=norfolk)
    address = f"/invitation/{mailed_secret()}/"
    Invitation.objects.update(expires_at=timezone.now())

    assert client.post(address, {"display_name": "Officer", "password": PASSWORD}).status_code == 410
    assert [row.pk for row in closed_accounts()] == [officer.pk]


@pytest.mark.parametrize("inviter", ["admin", "lead"])
def test_invitation_from_before_the_account_was_closed_does_not_open_it(client, norfolk, officer, inviter, request):
    by = request.getfixturevalue(inviter)
    officer.memberships.update(ended_at=timezone.now(), ended_by=by)
    invite(by, email=officer.email, force=norfolk)
    address = f"/invitation/{mailed_secret()}/"
    actions.deactivate(user=officer, reason="Left.", by=officer)

    answer = client.post(address, {"display_name": "Officer", "password": PASSWORD})

    assert "Your account was closed. Ask VKPP for a new invitation." in answer.text
    officer.refresh_from_db()
    assert not officer.is_active
    assert Invitation.objects.get().accepted_at is None


def test_second_factor_of_somebody_who_comes_back_is_asked_for(client, admin, staff):
    TOTP.activate(staff, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    actions.deactivate(user=able_to_sign_in(staff), reason="Left.", by=staff)
    invite(admin, email=staff.email, role="vkpp_staff")

    answer = client.post(f"/invitation/{mailed_secret()}/", {"display_name": "Adviser", "password": PASSWORD})

    assert answer.url == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session


def test_link_is_not_written_into_the_log(client, lead, norfolk, caplog):
    invite(lead, force=norfolk)
    secret = mailed_secret()

    client.get(f"/invitation/{secret}/")

    assert secret not in caplog.text
    assert "/invitation/***/" in caplog.text
