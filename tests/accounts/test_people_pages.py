"""The lists of people, requests and invitations: who sees whom, and what a decision does."""

import pytest

from tests.factories.accounts import InvitationFactory, MembershipFactory, RoleRequestFactory, UserFactory, person
from vkpp.accounts.models import Invitation, Membership, RoleRequest
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db

PAGES = (
    "/account/people/",
    "/account/people/requests/",
    "/account/people/invitations/",
    "/account/people/invitations/new/",
)


def names(answer):
    return [str(person_) for person_ in answer.context["found"].object_list]


def test_anonymous_is_led_to_the_sign_in(client):
    for path in (*PAGES, "/account/", "/account/audit/", "/account/notifications/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, f"/account/login/?next={path}")


def test_lead_sees_the_own_force_only(client, lead, officer, stranger, staff):
    client.force_login(lead)

    answer = client.get("/account/people/")

    assert names(answer) == ["Lead, Norfolk", "Officer, Norfolk"]
    assert stranger.email not in answer.text
    assert client.get(f"/account/people/{officer.pk}/").status_code == 200
    assert client.get(f"/account/people/{stranger.pk}/").status_code == 404
    assert client.get(f"/account/people/{staff.pk}/").status_code == 404


def test_national_team_sees_everybody(client, lead, stranger, staff):
    client.force_login(staff)

    assert names(client.get("/account/people/")) == ["Adviser, VKPP", "Lead, Kent", "Lead, Norfolk"]


def test_filter_tells_a_lead_nothing_about_national_roles(client, lead, officer, staff):
    MembershipFactory(user=officer, force=None, role="peer_reviewer")
    client.force_login(lead)
    assert names(client.get("/account/people/?role=peer_reviewer")) == []

    client.force_login(staff)
    assert names(client.get("/account/people/?role=peer_reviewer")) == ["Officer, Norfolk"]


@pytest.mark.parametrize("role", ["contributor", "force_analyst", "evaluator", "peer_reviewer", "national_analyst"])
def test_others_see_nobody(client, role):
    client.force_login(person(role))

    for path in PAGES:
        assert client.get(path).status_code == 403


def test_chief_officer_looks_and_decides_nothing(client, norfolk, officer):
    client.force_login(person("chief_officer", norfolk, display_name="ACC"))

    assert names(client.get("/account/people/")) == ["ACC", "Officer, Norfolk"]
    assert client.get("/account/people/requests/").status_code == 403
    assert client.post(f"/account/people/roles/{officer.memberships.get().pk}/end/", {"reason": "x"}).status_code == 403
    assert officer.memberships.get().ended_at is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=officer", ["Officer, Norfolk"]),
        ("q=norfolk.police lead", ["Lead, Norfolk"]),
        ("force=kent", ["Lead, Kent"]),
        ("role=nvap_lead", ["Lead, Kent", "Lead, Norfolk"]),
        ("role=nvap_lead&force=norfolk", ["Lead, Norfolk"]),
        ("q=%00", ["Adviser, VKPP", "Lead, Kent", "Lead, Norfolk", "Officer, Norfolk"]),
        ("force=nowhere", []),
        ("page=nonsense&role=nonsense", []),
    ],
)
def test_filters(client, lead, officer, stranger, staff, query, found):
    client.force_login(staff)

    assert names(client.get(f"/account/people/?{query}")) == found


def test_people_come_in_pages_of_25(client, norfolk, lead):
    for n in range(30):
        person("contributor", norfolk, display_name=f"Officer {n:02}")
    client.force_login(lead)

    first, second = client.get("/account/people/"), client.get("/account/people/?page=2")

    assert len(names(first)) == 25
    assert len(names(second)) == 6
    assert "31 people hold a role" in first.text


def test_queries_do_not_grow_with_people(client, norfolk, lead, django_assert_num_queries):
    person("contributor", norfolk)
    client.force_login(lead)
    client.get("/account/people/")
    with django_assert_num_queries(6):
        client.get("/account/people/")
    for _n in range(3):
        person("contributor", norfolk)
    with django_assert_num_queries(6):
        client.get("/account/people/")


def test_lead_grants_a_request_on_its_page(client, lead, norfolk):
    asked = RoleRequestFactory(user=UserFactory(email="new@norfolk.police.uk"), force=norfolk)
    client.force_login(lead)

    page = client.get(f"/account/people/requests/{asked.pk}/").text
    assert "I collect our practice examples." in page
    assert "The force’s address, verified" in page
    answer = client.post(f"/account/people/requests/{asked.pk}/", {"decision": "grant", "reason": ""}, follow=True)

    assert "Granted." in answer.text
    assert asked.user.memberships.get().granted_by == lead


def test_refusal_without_reason_stays_on_the_page(client, lead, norfolk):
    asked = RoleRequestFactory(force=norfolk)
    client.force_login(lead)

    answer = client.post(f"/account/people/requests/{asked.pk}/", {"decision": "refuse", "reason": ""})

    assert "Give a reason." in answer.text
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_foreign_address_is_marked(client, lead, norfolk):
    asked = RoleRequestFactory(user=UserFactory(email="me@elsewhere.example"), force=norfolk)
    client.force_login(lead)

    assert "Not an address of this force" in client.get(f"/account/people/requests/{asked.pk}/").text


def test_double_click_on_grant_gets_a_sentence(client, lead, norfolk):
    asked = RoleRequestFactory(force=norfolk)
    client.force_login(lead)

    client.post(f"/account/people/requests/{asked.pk}/", {"decision": "grant"})
    answer = client.post(f"/account/people/requests/{asked.pk}/", {"decision": "grant"}, follow=True)

    assert "This was already decided by Lead, Norfolk" in answer.text
    assert Membership.objects.filter(user=asked.user).count() == 1


def test_requests_of_other_forces_and_roles_do_not_exist(client, lead, norfolk, stranger):
    hidden = [
        RoleRequestFactory(force=norfolk, role="chief_officer"),
        RoleRequestFactory(),
        RoleRequestFactory(user=lead, force=norfolk),
    ]
    client.force_login(lead)

    for asked in hidden:
        assert client.post(f"/account/people/requests/{asked.pk}/", {"decision": "grant"}).status_code == 404
        asked.refresh_from_db()
        assert asked.state == "waiting"
    assert "Nobody waits for a role" in client.get("/account/people/requests/").text


def test_requests_take_constant_queries(client, admin, django_assert_num_queries):
    RoleRequestFactory()
    client.force_login(admin)
    client.get("/account/people/requests/")
    with django_assert_num_queries(4):
        client.get("/account/people/requests/")
    RoleRequestFactory()
    RoleRequestFactory()
    with django_assert_num_queries(4):
        client.get("/account/people/requests/")


def test_role_ends_with_a_reason_after_a_question(client, lead, officer):
    held = officer.memberships.get()
    client.force_login(lead)

    assert "End “Contributor, Norfolk” of Officer, Norfolk?" in client.get(f"/account/people/roles/{held.pk}/end/").text
    assert "Give a reason." in client.post(f"/account/people/roles/{held.pk}/end/", {"reason": " "}).text
    client.post(f"/account/people/roles/{held.pk}/end/", {"reason": "Moved."})

    held.refresh_from_db()
    assert held.ended_by == lead
    assert AuditEvent.objects.get(verb="membership.end").reason == "Moved."


def test_officer_asks_and_takes_back(client, officer, norfolk):
    client.force_login(officer)

    client.post("/account/roles/", {"role": "force_analyst", "force": norfolk.pk, "reason": "I pull our data."})
    asked = RoleRequest.objects.get()
    assert (asked.user, asked.role, asked.state) == (officer, "force_analyst", "waiting")
    again = client.post("/account/roles/", {"role": "force_analyst", "force": norfolk.pk, "reason": "Again."})
    assert "You have asked for this role already." in again.text

    client.post(f"/account/roles/requests/{asked.pk}/take-back/")
    asked.refresh_from_db()
    assert asked.state == "cancelled"


def test_nobody_takes_back_anothers_request(client, officer, norfolk):
    asked = RoleRequestFactory(force=norfolk)
    client.force_login(officer)

    assert client.post(f"/account/roles/requests/{asked.pk}/take-back/").status_code == 404


def test_lead_invites_on_the_page(client, lead, norfolk):
    client.force_login(lead)

    refused = client.post(
        "/account/people/invitations/new/", {"email": "a@b.example", "role": "contributor", "force": norfolk.pk}
    )
    assert "Use an address of Norfolk Constabulary (norfolk.police.uk)." in refused.text
    client.post(
        "/account/people/invitations/new/",
        {"email": "new@norfolk.police.uk", "role": "contributor", "force": norfolk.pk},
    )

    assert Invitation.objects.get().email == "new@norfolk.police.uk"
    assert "new@norfolk.police.uk" in client.get("/account/people/invitations/").text


def test_lead_is_offered_only_what_a_lead_may_grant(client, lead, kent):
    client.force_login(lead)

    form = client.get("/account/people/invitations/new/").context["form"]

    assert [value for value, _label in form.fields["role"].choices] == ["contributor", "force_analyst"]
    assert [force.code for force in form.fields["force"].queryset] == ["norfolk"]


def test_invitations_of_others_do_not_exist(client, lead):
    national = InvitationFactory()
    client.force_login(lead)

    assert national.email not in client.get("/account/people/invitations/").text
    for verb in ("resend", "cancel"):
        assert client.post(f"/account/people/invitations/{national.pk}/{verb}/").status_code == 404


def test_administrator_closes_an_account(client, client_for, admin, officer):
    browser = client_for(officer)
    client.force_login(admin)

    client.post(f"/account/people/{officer.pk}/close/", {"reason": "Retired."})

    officer.refresh_from_db()
    assert not officer.is_active
    assert officer.memberships.filter(ended_at=None).count() == 0
    assert browser.get("/account/").status_code == 302
    assert AuditEvent.objects.get(verb="account.close").reason == "Retired."


@pytest.mark.parametrize("verb", ["close", "reset-second-factor", "sign-out"])
def test_lead_does_not_manage_accounts(client, lead, officer, verb):
    client.force_login(lead)

    assert client.post(f"/account/people/{officer.pk}/{verb}/", {"reason": "x"}).status_code == 403


def test_page_of_a_person_takes_constant_queries(client, admin, officer, norfolk, django_assert_num_queries):
    client.force_login(admin)
    client.get(f"/account/people/{officer.pk}/")
    with django_assert_num_queries(7):
        client.get(f"/account/people/{officer.pk}/")
    MembershipFactory(user=officer, force=norfolk, role="force_analyst")
    MembershipFactory(user=officer, force=norfolk, role="chief_officer")
    with django_assert_num_queries(7):
        client.get(f"/account/people/{officer.pk}/")
