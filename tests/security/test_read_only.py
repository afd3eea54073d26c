"""While the portal is read-only, every address that takes something refuses it, writes nothing, and loses no text."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests.factories.accounts import person
from tests.security.rows import ROWS
from tests.security.table import members
from tests.security.test_sign_in_routes import GIVEN
from tests.security.test_sign_in_routes import NAMES as SIGN_IN_NAMES
from vkpp.accounts.operations import OPEN_WHILE_READ_ONLY
from vkpp.core import service
from vkpp.core.models import Notification, ServiceNotice

pytestmark = pytest.mark.django_db

OPEN = {
    *("operations:read_only", "operations:read_only_end", "operations:notice", "operations:notice_withdraw"),
    "accounts:open_notification",
}
WRITES = re.compile(r"^(INSERT|UPDATE|DELETE|SELECT .* FOR UPDATE)")
SESSIONS = re.compile(r'"(django_session|usersessions_usersession)"')
WHY = "We move to another server."
CHANGES = [row for row in ROWS if row.method != "get"]
FIRST = list({(row.route, row.method): row for row in reversed(CHANGES)}.values())


@pytest.fixture
def notice():
    notice = ServiceNotice.objects.create(kind="read_only", text=WHY, starts_at=timezone.now())
    service.forget()
    return notice


def written(queries):
    return [one["sql"] for one in queries if WRITES.match(one["sql"]) and not SESSIONS.search(one["sql"])]


def test_no_address_takes_a_change(world, notice):
    met, expected = {}, {}
    for row in FIRST:
        actor = min(members(row.allowed) - {"anonymous"}, default="owner")
        with CaptureQueriesContext(connection) as captured:
            answer = row.ask(world, actor)
        is_open = row.route in OPEN | set(OPEN_WHILE_READ_ONLY)
        met[str(row)] = (answer.status_code == 503, not written(captured) or is_open)
        expected[str(row)] = (not is_open, True)
    assert met == expected


def test_every_refusal_says_why_and_when_to_come_back(world, notice):
    wrong = {}
    for row in FIRST:
        if row.route in OPEN | set(OPEN_WHILE_READ_ONLY):
            continue
        actor = min(members(row.allowed) - {"anonymous"}, default="owner")
        answer = row.ask(world, actor)
        if row.is_api:
            told = answer.json()
            good = (told["code"], told["status"]) == ("read_only", 503) and WHY in told["detail"]
        else:
            good = f"The portal is read-only: {WHY}" in answer.content.decode()
        if not good or answer["Retry-After"] != "300":
            wrong[str(row)] = answer.status_code
    assert wrong == {}


def test_what_was_typed_into_a_form_can_be_sent_again(world, notice):
    lost = {}
    for row in FIRST:
        body = row.body(world)
        typed = {(name, value) for name, value in body.items() if isinstance(value, str)}
        if row.is_api or not typed or row.route.startswith("accounts:") or row.route in OPEN:
            continue  # forms of an account may hold a password: their fields are not shown again
        if any({"code", "secret", "token", "password"} & set(name.lower().split("_")) for name in body):
            continue
        actor = min(members(row.allowed) - {"anonymous"}, default="owner")
        kept = row.ask(world, actor).context["sent"]
        missing = typed - set(kept["fields"] if kept else ())
        if missing:
            lost[str(row)] = missing
    assert lost == {}


def test_signing_in_goes_on_and_nothing_else_of_an_account_changes(world, notice):
    found = {}
    for name in SIGN_IN_NAMES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            kwargs = [{key: GIVEN[key]} for key in GIVEN]
            url = next((made for made in map(lambda given: _url(name, given), kwargs) if made), None)  # noqa: C417 - short
        if url is not None:
            found[name] = world.ask("nobody", "post", url, data={}).status_code == 503
    assert found == {name: name not in OPEN_WHILE_READ_ONLY for name in found}
    assert {"account_login", "account_logout", "account_change_password"} <= set(found)


def test_message_leads_on_and_stays_unread(client_for, notice):
    reader = person("contributor")
    message = Notification.objects.create(to=reader, kind="x", subject="Look", body="Look.", link="/practice/")

    answer = client_for(reader).post(reverse("accounts:open_notification", args=[message.pk]))

    assert (answer.status_code, answer["Location"]) == (302, "/practice/")
    message.refresh_from_db()
    assert message.read_at is None


def _url(name, given):
    try:
        return reverse(name, kwargs=given)
    except NoReverseMatch:
        return None


def test_reading_goes_on(world, notice):
    rows = list({row.route: row for row in reversed(ROWS) if row.method == "get"}.values())
    refused = {str(row) for row in rows if row.ask(world, "vkpp_admin").status_code == 503}

    assert refused == set()
