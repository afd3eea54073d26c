"""Profile, leaving, second factor reset, forces."""

import csv

import pytest
from allauth.mfa.models import Authenticator

from tests.factories.accounts import ForceFactory, TokenFactory, person
from vkpp.accounts import actions, affiliation
from vkpp.accounts.actions.forces import DATA
from vkpp.accounts.models import Force
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


def profile(user, by=None, **values):
    values = {"display_name": "New name", "sector": "policing", "organisation": "", **values}
    actions.update_profile(user=user, by=by or user, **values)


def test_profile_changes_and_the_trail_has_only_what_changed(officer):
    profile(officer)

    officer.refresh_from_db()
    assert officer.display_name == "New name"
    event = AuditEvent.objects.get(verb="account.profile")
    assert (event.before, event.after) == ({"display_name": "Officer, Norfolk"}, {"display_name": "New name"})


def test_letters_of_a_name_are_the_same_however_they_were_typed(officer):
    profile(officer, display_name=" Rene\u0301 ", organisation="E\u0301cole")

    officer.refresh_from_db()
    assert (officer.display_name, officer.organisation) == ("Ren\u00e9", "\u00c9cole")


def test_profile_that_stays_the_same_is_no_event(officer):
    profile(officer, display_name="Officer, Norfolk")

    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize(("wrong", "field"), [({"display_name": " "}, "display_name"), ({"sector": "press"}, "sector")])
def test_wrong_profile_is_refused(officer, wrong, field):
    with pytest.raises(Invalid) as refusal:
        profile(officer, **wrong)

    assert list(refusal.value.errors) == [field]
    officer.refresh_from_db()
    assert officer.display_name == "Officer, Norfolk"


def test_nobody_changes_anothers_profile(officer, admin):
    with pytest.raises(NotAllowed):
        profile(officer, by=admin)


def test_profile_page(client, officer):
    client.force_login(officer)

    refused = client.post("/account/profile/", {"display_name": "", "sector": "policing"})
    assert "Enter your name." in refused.text
    assert "Officer, Norfolk" in refused.text  # the header keeps the name as it is
    client.post("/account/profile/", {"display_name": "Sam", "sector": "academia", "organisation": "Unit"})

    officer.refresh_from_db()
    assert (officer.display_name, officer.sector, officer.organisation) == ("Sam", "academia", "Unit")


def test_leaving_ends_everything(client, officer):
    token = TokenFactory(owner=officer)
    client.force_login(officer)

    answer = client.post("/account/leave/", {"reason": "I retire."}, follow=True)

    officer.refresh_from_db()
    token.refresh_from_db()
    assert not officer.is_active
    assert token.revoked_by == officer
    assert officer.memberships.filter(ended_at=None).count() == 0
    assert "Your account is closed" in answer.text


def test_last_administrator_cannot_leave(admin):
    with pytest.raises(Conflict, match="last VKPP administrator"):
        actions.deactivate(user=admin, reason="I leave.", by=admin)

    admin.refresh_from_db()
    assert admin.is_active
    assert admin.memberships.filter(ended_at=None).count() == 1


def test_closing_twice_says_so(officer, admin):
    actions.deactivate(user=officer, reason="Left.", by=admin)

    with pytest.raises(Conflict, match="closed already"):
        actions.deactivate(user=officer, reason="Left.", by=admin)


def test_lead_cannot_close_accounts(officer, lead):
    with pytest.raises(NotAllowed):
        actions.deactivate(user=officer, reason="Left.", by=lead)

    officer.refresh_from_db()
    assert officer.is_active


def test_second_factor_is_reset_by_a_colleague_with_a_reason(staff, admin):
    Authenticator.objects.create(user=staff, type="totp", data={"secret": "x"})

    for by, reason, refusal in ((staff, "Mine.", NotAllowed), (admin, " ", Invalid)):
        with pytest.raises(refusal):
            actions.reset_second_factor(user=staff, reason=reason, by=by)
    assert Authenticator.objects.filter(user=staff).count() == 1

    actions.reset_second_factor(user=staff, reason="Spoke by telephone.", by=admin)
    assert Authenticator.objects.filter(user=staff).count() == 0
    assert AuditEvent.objects.get(verb="account.reset_second_factor").reason == "Spoke by telephone."


def test_nobody_grants_to_a_closed_account(officer, admin, norfolk):
    actions.deactivate(user=officer, reason="Left.", by=admin)

    with pytest.raises(Conflict, match="closed"):
        actions.grant(user=officer, role="force_analyst", force=norfolk, by=admin)


def test_forces_of_the_file_are_loaded_once_and_edits_stay():
    assert actions.load_forces() == 48
    Force.objects.filter(code="kent").update(name="Kent Police Service")

    assert actions.load_forces() == 0

    assert Force.objects.count() == 48
    assert Force.objects.get(code="kent").name == "Kent Police Service"
    assert Force.objects.filter(benchmarked=True).count() == 44
    assert Force.objects.filter(kind="territorial").count() == 43
    assert Force.objects.get(code="bedfordshire").email_domains == ["beds.police.uk", "bedfordshire.police.uk"]
    assert AuditEvent.objects.filter(verb="force.add").count() == 48


def test_every_row_of_the_file_has_a_domain_of_its_own():
    with DATA.open(encoding="utf-8") as lines:
        domains = [row["email_domain"] for row in csv.DictReader(lines)]

    assert all(domains)
    assert len(set(domains)) == len(domains)


@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("x@NORFOLK.police.uk", "norfolk"),
        ("x@norfolk.pnn.police.uk", "norfolk"),
        ("x@notnorfolk.police.uk", None),
        ("x@sub.norfolk.police.uk", None),
        ("norfolk.police.uk", None),
        ("", None),
    ],
)
def test_address_points_to_a_force_by_its_whole_domain(email, code):
    ForceFactory(code="norfolk", email_domains=["norfolk.police.uk", "norfolk.pnn.police.uk"])

    found = affiliation.force_for(email)

    assert (found.code if found else None) == code


def test_account_page_takes_constant_queries(client, norfolk, django_assert_num_queries):
    user = person("contributor", norfolk)
    client.force_login(user)
    client.get("/account/")
    with django_assert_num_queries(5):
        client.get("/account/")
    for _n in range(3):
        TokenFactory(owner=user)
    with django_assert_num_queries(5):
        client.get("/account/")
