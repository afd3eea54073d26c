"""Every route × every role, against the declared table. A route that is missing from the table fails."""

import pytest
from django.urls import URLPattern, get_resolver

from analytics.datasets import dataset
from tests.security.checks import leaks, weaknesses
from tests.security.rows import ROWS
from tests.security.rows_data import READ_BY
from tests.security.table import ACTORS, OPEN, Row, members, met

pytestmark = pytest.mark.django_db

ALLAUTH = ("account_", "mfa_", "socialaccount_", "openid_connect_")  # rules of their own: test_sign_in_routes.py


def routes(resolver=None, space=""):
    """Names of all address patterns, with their namespace."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name, so no test can speak of it."
            yield f"{space}{pattern.name}"
        else:
            yield from routes(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)


OURS = {name for name in routes() if not name.startswith(ALLAUTH)}


FIRST = list({(row.route, row.method): row for row in reversed(ROWS)}.values())
SOME = (
    *("anonymous", "nobody", "owner", "editor", "viewer", "contributor@A", "nvap_lead@A", "contributor@B"),
    *("vkpp_staff", "vkpp_admin", "interested", "evidence_reviewer", "national_analyst"),
)


def test_every_route_is_in_the_table():
    assert OURS - {row.route for row in ROWS} == set()


def test_every_row_speaks_of_a_route():
    assert {row.route for row in ROWS} - OURS == set()


def test_every_data_set_is_in_the_table(world):
    assert {each.code for each in dataset.of(world.people["vkpp_admin"])} == set(READ_BY)


def test_no_row_stands_twice():
    named = [str(row) + str(sorted(row.data)) for row in ROWS]
    assert sorted({name for name in named if named.count(name) > 1}) == []


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_gets_in(world, row):
    """Nobody else does, nobody meets what they must not see, and whatever was typed stays text.

    The first row of a route and method is tried as everybody, further ones (other things) as one of each kind.
    """
    actors = ACTORS if row in FIRST else SOME
    expected = {actor: (row.expected(actor), [], []) for actor in actors}
    found = {}
    for actor in actors:
        answer = row.ask(world, actor)
        found[actor] = (
            met(answer),
            leaks(world, actor, answer, row.route, row.data.values()),
            weaknesses(actor, answer),
        )
    assert found == expected


@pytest.mark.parametrize("route", sorted(OURS))
def test_a_method_that_is_not_in_the_table_is_refused(world, route):
    rows = [row for row in ROWS if row.route == route]
    known = {row.method for row in rows}
    row = next((row for row in rows if members(row.allowed)), rows[0])
    actor = min(members(row.allowed) - {"anonymous"}, default="nobody")
    found = {}
    for method in {"get", "post", *(("put", "patch", "delete") if row.is_api else ())} - known:
        other = Row(route, row.allowed, method=method, things=row.things, query="" if row.is_api else row.query)
        found[method] = other.ask(world, actor).status_code
    assert found == dict.fromkeys(found, 405)


def test_head_tells_no_more_than_get(world):
    told = {}
    for row in ROWS:
        if row.method == "get" and row.expected("contributor@B") != OPEN:
            answer = world.ask("contributor@B", "head", row.url(world))
            if answer.content or (met(answer) == OPEN and answer.status_code != 405):
                told[str(row)] = answer.status_code
    assert told == {}
