"""Home per role, notifications, audit trail, demonstration, loading."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories.accounts import PASSWORD, RoleRequestFactory, UserFactory, able_to_sign_in, person
from vkpp.accounts import demo
from vkpp.accounts.models import User
from vkpp.accounts.roles import ROLES
from vkpp.core import audit, loading
from vkpp.core.audit_words import event_words
from vkpp.core.models import AuditEvent, Notification
from vkpp.core.notify import notify

pytestmark = pytest.mark.django_db


# ---- home --------------------------------------------------------------------------------------------------------


def test_visitor_gets_the_landing_page(client):
    answer = client.get("/")

    assert answer.status_code == 200
    assert "Sign in" in answer.text


def test_person_without_a_role_is_told_what_to_do_and_nothing_else(client, norfolk):
    client.force_login(UserFactory(email="new@norfolk.police.uk", display_name="Newcomer"))

    page = client.get("/").text

    assert "Welcome, Newcomer" in page
    assert "Your address belongs to Norfolk Constabulary." in page
    assert 'href="/account/roles/"' in page
    assert "Quick links" not in page


def test_person_who_has_asked_is_told_to_wait(client, norfolk):
    asked = RoleRequestFactory(user=UserFactory(email="new@norfolk.police.uk"), force=norfolk)
    client.force_login(asked.user)

    assert "Your request waits for a decision" in client.get("/").text


def test_lead_sees_requests_to_decide(client, lead, norfolk):
    asked = RoleRequestFactory(user=UserFactory(display_name="Newcomer"), force=norfolk)
    hidden = RoleRequestFactory(user=UserFactory(display_name="Elsewhere"))
    client.force_login(lead)

    page = client.get("/").text

    assert f'href="/account/people/requests/{asked.pk}/"' in page
    assert str(hidden.user) not in page


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_every_role_has_a_home(client, role):
    client.force_login(person(role))

    answer = client.get("/")

    assert answer.status_code == 200
    assert "Your work" in answer.text


def test_home_takes_constant_queries(client, lead, norfolk, django_assert_max_num_queries):
    RoleRequestFactory(force=norfolk)
    client.force_login(lead)
    client.get("/")
    with django_assert_max_num_queries(40) as one:
        client.get("/")
    RoleRequestFactory(force=norfolk)
    RoleRequestFactory(force=norfolk)
    with django_assert_max_num_queries(40) as three:
        client.get("/")
    assert len(three.captured_queries) == len(one.captured_queries)


# ---- notifications -----------------------------------------------------------------------------------------------


def tell(user, **more):
    return notify(to=user, kind="accounts_role_granted", context={"held": user.memberships.first()}, link="/", **more)


def test_own_messages_are_listed_and_marked_as_read(client, officer, stranger):
    mine, other, staged = tell(officer), tell(stranger), tell(officer, staged=True)
    client.force_login(officer)

    page = client.get("/account/notifications/")
    assert [row.pk for row in page.context["rows"]] == [mine.pk]
    assert client.post(f"/account/notifications/{other.pk}/").status_code == 404
    assert client.post(f"/account/notifications/{staged.pk}/").status_code == 404
    assert client.post(f"/account/notifications/{mine.pk}/").url == "/"

    mine.refresh_from_db()
    assert mine.read_at is not None
    client.post("/account/notifications/read/")
    assert Notification.objects.filter(to=stranger, read_at=None).count() == 1


def test_messages_come_in_pages(client, officer):
    for _n in range(21):
        tell(officer)
    client.force_login(officer)

    first = client.get("/account/notifications/")
    second = client.get(f"/account/notifications/{first.context['older']}")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (20, 1)
    assert client.get("/account/notifications/?before=nonsense").status_code == 200


# ---- audit trail -------------------------------------------------------------------------------------------------


def test_only_administrators_read_the_trail(client, lead, staff, admin):
    for user, status in ((lead, 403), (staff, 403), (admin, 200)):
        client.force_login(user)
        assert client.get("/account/audit/").status_code == status


def rows(answer):
    return [(row["event"].actor_label, row["event"].verb) for row in answer.context["rows"]]


def test_filters_of_the_trail(client, admin, officer, lead):
    audit.record(by=officer, verb="token.create", target=officer, after={"name": "<script>alert(1)</script>"})
    audit.record(by=lead, verb="membership.grant", target=officer)
    audit.record(by=None, verb="force.add", target=lead)
    client.force_login(admin)

    everything = client.get("/account/audit/")
    assert rows(everything) == [
        ("The portal", "force.add"),
        ("Lead, Norfolk", "membership.grant"),
        ("Officer, Norfolk", "token.create"),
    ]
    assert "<script>alert(1)" not in everything.text
    assert "made the API token" in everything.text
    for query, verbs in (
        (f"who={officer.pk}", ["token.create"]),
        ("who=lead", ["membership.grant"]),
        ("verb=token.", ["token.create"]),
        (f"thing=accounts.user:{officer.pk}", ["membership.grant", "token.create"]),
        ("from=2000-01-01&to=2000-01-02", []),
        ("from=2000-01-01", ["force.add", "membership.grant", "token.create"]),
        ("who=%00", ["force.add", "membership.grant", "token.create"]),
        ("before=999999999999999999999", ["force.add", "membership.grant", "token.create"]),
        ("before=%C2%B2", ["force.add", "membership.grant", "token.create"]),
        ("who=%C2%B2", []),
    ):
        assert [verb for _who, verb in rows(client.get(f"/account/audit/?{query}"))] == verbs, query
    for wrong in ("from=yesterday", "to=2026-02-31", "to=9999-12-31", "from=0001-01-01", "to=10000-01-01"):
        assert "is not a date. Use the form 2026-11-21." in client.get(f"/account/audit/?{wrong}").text


def test_trail_goes_on_from_the_last_row(client, admin):
    for n in range(51):
        audit.record(by=admin, verb=f"thing.deed_{n}", target=admin)
    client.force_login(admin)

    first = client.get("/account/audit/?verb=thing.")
    second = client.get(f"/account/audit/{first.context['older']}")

    assert rows(first)[0][1] == "thing.deed_50"
    assert [verb for _who, verb in rows(second)] == ["thing.deed_0"]


def test_words_for_verbs_of_other_apps():
    assert event_words("practice_draft.send_back") == "Practice draft: send back"
    assert event_words("token.create") == "made the API token"


@pytest.mark.django_db(transaction=True)
def test_chain_that_holds_and_chain_that_was_tampered_with(client, admin, capsys):
    audit.record(by=admin, verb="thing.deed", target=admin)
    audit.seal()
    client.force_login(admin)

    assert "The chain holds" in client.get("/account/audit/?check=1").text
    call_command("verify_audit")
    assert "The chain holds: 1 seals over 1 events." in capsys.readouterr().out

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE core_auditevent SET actor_label = 'Somebody else'")
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER USER")

    assert "The chain does not hold" in client.get("/account/audit/?check=1").text
    with pytest.raises(SystemExit) as ended:
        call_command("verify_audit")
    assert ended.value.code == 1
    assert "an event was changed after it was sealed" in capsys.readouterr().err


# ---- demonstration -------------------------------------------------------------------------------------------------


@pytest.fixture
def demo_people():
    from vkpp.accounts import reference

    list(reference.load())
    return list(demo.load())


def test_demo_people_cover_every_role_and_load_once(demo_people):
    assert demo_people == ["19 people, 19 of them new."]
    assert list(demo.load()) == ["19 people, 0 of them new."]
    assert {row.role for row in demo.PEOPLE} == {role.code for role in ROLES}
    assert User.objects.count() == 19
    assert AuditEvent.objects.filter(verb="membership.grant").count() == 19
    assert Notification.objects.count() == 0


def test_demo_page_signs_everybody_in(client, demo_people):
    page = client.get("/demo/").text
    code = re.search(r"manager@vkpp\.example</code></td><td[^>]*><code>(\d{6})", page).group(1)

    client.post("/account/login/", {"login": "manager@vkpp.example", "password": demo.PASSWORD})
    answer = client.post("/account/2fa/authenticate/", {"code": code})

    assert answer.url == "/"
    assert client.get("/account/audit/").status_code == 200


def test_no_demonstration_in_production(client, settings, demo_people):
    settings.DEMO = False

    assert client.get("/demo/").status_code == 404
    assert demo.sign_ins() == []
    for command in ("demo_sign_ins", "load_demo"):
        with pytest.raises(CommandError, match="production"):
            call_command(command)


def test_command_prints_sign_ins(demo_people, capsys):
    call_command("demo_sign_ins")

    said = capsys.readouterr().out
    assert f"Password of everybody: {demo.PASSWORD}" in said
    assert "nvap.lead@norfolk.police.uk" in said


def test_one_time_code_is_that_of_the_standard():
    # RFC 6238, appendix B: SHA-1, key "12345678901234567890", 59 seconds, the last six of 94287082
    assert demo.code_now("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at=59) == "287082"


def test_loaders_run_in_order_and_report(monkeypatch):
    calls = []
    monkeypatch.setattr(loading, "_reference", {})

    def late():
        calls.append("late")
        return "Done late."

    def early():
        calls.append("early")
        yield "One."
        yield "Two."

    loading.register_reference(20, late)
    loading.register_reference(10, early)
    loading.register_reference(10, early)

    lines = [line.partition(": ")[2] for line in loading.load_reference()]

    assert (calls, lines) == (["early", "late"], ["One.", "Two.", "Done late."])


def test_sign_in_page_leads_to_the_demonstration(client, officer):
    able_to_sign_in(officer, PASSWORD)

    assert 'href="/demo/"' in client.get("/account/login/").text
