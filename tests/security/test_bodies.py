"""What anybody may send: every address that takes a body meets nothing, nonsense, NUL, far too much, and a forged sender."""

import json
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import NoReverseMatch

from tests.security.rows import ROWS
from tests.security.table import Row, members, thing_of
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db

WRITES = [row for row in ROWS if row.method != "get" and members(row.allowed) - {"anonymous"}]
ADDRESSES = list({(row.route, row.method): row for row in WRITES}.values())
GETS = list({row.route: row for row in ROWS if row.method == "get"}.values())
TEN_MEGABYTES = 10 * 1024 * 1024
LONG_TEXTS = {
    "accounts:leave": "reason",
    "practice:rating-rate": "rationale",
    "practice:reply": "text",
    "practice:triage-comment": "text",
    "practice:write_section": "title",
}
ODD = "\x00\u202e\u0007'\"><%0d%0a{{}}../"
TOKEN = "a" * 32  # what the forms of a page carry, and its cookie
LARGEST_NUMBERS = ("9" * 19, "9" * 40)


def insider(row):
    """Somebody who gets in."""
    return min(members(row.allowed) - {"anonymous"})


def garbage(row):
    """A body with every name of the row's own and some that no form has, none of the values right."""
    odd = (ODD, "-1", "9" * 30, "[]", "null", "\u0663")[len(str(row)) % 6]
    names = [*row.data, "pk", "id", "pick", "state", "owner", "force", "version", "next", "scope", "action", "query"]
    return dict.fromkeys(names, odd)


def as_sent(row, values):
    """The body in the shape that the address reads."""
    return json.dumps(values) if row.is_api else values


def sent(world, row, body, **more):
    kind = {"content_type": "application/json"} if row.is_api and isinstance(body, str) else {}
    return row.ask(world, insider(row), data=body, **kind, **more)


@pytest.mark.parametrize("row", WRITES, ids=str)
def test_no_body_breaks_an_address(world, row):
    bodies = {
        "empty": "[]" if row.is_api else {},
        "garbage": as_sent(row, {name: [text, "x"] for name, text in garbage(row).items()}),
        "nul": as_sent(row, dict.fromkeys(row.data or ["text"], "before\x00after")),
    }
    statuses = {name: sent(world, row, body).status_code for name, body in bodies.items()}
    assert {name: status for name, status in statuses.items() if status >= 500} == {}


@pytest.mark.parametrize("row", [row for row in ADDRESSES if row.method in {"post", "patch"}], ids=str)
def test_body_that_is_too_large_is_refused_and_nothing_is_done(world, row):
    answer, done = sent_large(world, row, settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert answer.status_code in ({400, 413, 415} if row.is_api else {400, 413})
    assert done == 0


@pytest.mark.parametrize("route", sorted(LONG_TEXTS))
def test_text_of_ten_megabytes_is_refused_in_a_sentence(world, route):
    row = next(row for row in WRITES if row.route == route)
    answer, done = sent_large(world, row, TEN_MEGABYTES)
    told = b"characters" in answer.content
    assert (answer.status_code, done, told) == (200, 0, True)


def sent_large(world, row, size):
    """The answer to a body of this size with a valid token of the form, and how many events it made."""
    name = LONG_TEXTS.get(row.route, "text")
    body = json.dumps({name: "x" * size}) if row.is_api else urlencode({**simple(row), name: "x" * size}, doseq=True)
    kind = "application/json" if row.is_api else "application/x-www-form-urlencoded"
    browser = world.client(insider(row), enforce_csrf_checks=True)
    browser.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    sent = {"content_type": kind, "headers": {**row.headers, "X-CSRFToken": TOKEN}, "browser": browser}
    before, made = AuditEvent.objects.count(), []
    answer = world.ask(insider(row), row.method, row.url(world), data=body, then=lambda: made.append(events()), **sent)
    return answer, sum(made) - before if made else 0


def simple(row):
    """The row's own values that need no things of the world."""
    return {name: value for name, value in row.data.items() if isinstance(value, str) and not value.startswith("@")}


def events():
    return AuditEvent.objects.count()


@pytest.mark.parametrize("row", [row for row in ADDRESSES if row.route != "csp_report"], ids=str)  # browsers send it
def test_forms_of_other_sites_do_nothing(world, row):
    """Without the token of our own page nothing changes, whoever is signed in."""
    actor = insider(row)
    browser = world.client(actor, enforce_csrf_checks=True)
    before, after = events(), []
    headers = {**row.headers, "Origin": "https://evil.example"}
    answer = row.ask(world, actor, browser=browser, headers=headers, then=lambda: after.append(events()))
    assert answer.status_code == 403
    assert after == [before]


NUMBERED = [row for row in [*ADDRESSES, *GETS] if any(name in {"pk", "number"} for name in row.things)]


@pytest.mark.parametrize("row", NUMBERED, ids=str)
def test_numbers_beyond_the_database_are_nothing(world, row):
    actor = insider(row) if members(row.allowed) - {"anonymous"} else "vkpp_admin"
    met_with = set()
    for number in LARGEST_NUMBERS:
        things = {name: f"={number}" if name in {"pk", "number"} else thing for name, thing in row.things.items()}
        other = Row(row.route, row.allowed, method=row.method, things=things, data=row.data, headers=row.headers)
        try:
            met_with.add(other.ask(world, actor).status_code)
        except NoReverseMatch:  # no address of this route has so many digits
            met_with.add(404)
    assert met_with <= {403, 404}


ODD_CHARACTERS = ("%ff%fe", "%0d%0aSet-Cookie:x=1", "%D9%A3", "..%2f..%2fetc")
PARAMETERS = (
    "q",
    "page",
    "tab",
    "sort",
    "kept",
    "removed",
    "deleted",
    "undo",
    "before",
    "who",
    "force",
    "pick",
    "call",
)


@pytest.mark.parametrize("where", ["path", "query"])
def test_characters_that_no_address_has_break_nothing(world, where):
    """NUL, invalid UTF-8, line breaks and other alphabets' digits, in each part of each address and in its query."""
    broken = {}
    for number, row in enumerate(GETS):
        actor = insider(row) if members(row.allowed) - {"anonymous"} else "vkpp_staff"
        for odd in ("%00", ODD_CHARACTERS[number % 4]):
            path, _mark, query = row.url(world).partition("?")
            if where == "query":
                query = "&".join(f"{name}={odd}" for name in PARAMETERS)
            else:
                last = next((str(value) for value in _values(world, row)), "")
                path = path.replace(last, odd, 1) if last else f"{path}{odd}/"
            answer = world.ask(actor, "get", f"{path}?{query}")
            if answer.status_code >= 500 or "x=1" in str(answer.headers.get("Set-Cookie", "")):
                broken[f"{row} {odd}"] = answer.status_code
    assert broken == {}


def _values(world, row):
    return [thing_of(world, thing) for thing in row.things.values()]
