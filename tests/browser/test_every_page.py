"""Every page, in every state that the route × role table reaches, passes axe on a wide screen and on a phone.

It walks the table of tests/security, so that a new route is looked at as soon as it stands there. Each way to answer is
asked for: as people of each kind, with what the table sends, with nothing, with nonsense, and as somebody refused.
"""

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.test import RequestFactory

from tests.security.rows import ROWS
from tests.security.standing import standing
from tests.security.table import FORBIDDEN, HIDDEN, members
from tests.security.test_bodies import garbage
from tests.security.test_sign_in_routes import FIELDS, NAMES, address
from tests.security.test_table import FIRST
from vkpp.core import error_pages

pytestmark = pytest.mark.django_db

KINDS = (
    *("owner", "viewer", "vkpp_admin", "vkpp_staff", "interested", "evidence_reviewer", "nvap_lead@A"),
    *("national_analyst", "chief_officer@A", "contributor@B", "peer_reviewer", "nobody", "anonymous"),
)
ROUTES = sorted({row.route for row in ROWS})
NOTHING_FOUND = {"q": "zznothingatall", "tab": "none", "page": "999", "before": "x", "category": "none"}
BODIES = {"with nothing": {}, "with nonsense": dict.fromkeys(FIELDS, "nonsense")}
ERRORS = {
    "400": error_pages.bad_request,
    "403": lambda request: error_pages.permission_denied(request, PermissionError("Only the owner may.")),
    "404": error_pages.page_not_found,
    "409": lambda request: error_pages.stale(request, "Somebody else took it meanwhile.", "/practice/"),
    "413": lambda request: error_pages.bad_request(request, RequestDataTooBig()),
    "429": error_pages.too_many_requests,
    "500": error_pages.server_error,
    "503": error_pages.unavailable,
    "csrf": error_pages.csrf_failure,
    "signed out": lambda request: error_pages.bad_request(request, SessionInterrupted()),
}


@pytest.fixture(scope="module")
def world(browser, django_db_setup, django_db_blocker):
    """The cast and their things, on the connection that Django keeps while Playwright's event loop runs."""
    with standing(django_db_blocker) as world:
        yield world
    with django_db_blocker.unblock():
        connection.close()


def answers(world, row):
    """Label and answer of every way to ask for this row: the first row of a route as everybody, the others as some."""
    insiders = [actor for actor in KINDS if actor in members(row.allowed)]
    outsiders = [next((actor for actor in KINDS if row.expected(actor) == told), None) for told in (FORBIDDEN, HIDDEN)]
    if row in FIRST and not row.is_api:
        actors = [*(insiders if row.method == "get" else []), *filter(None, outsiders)]
    else:
        actors = insiders[:1]
    for actor in actors:
        yield f"{row} as {actor}", row.ask(world, actor)
    if row.is_api or not insiders:
        return
    if row.method == "get" and row in FIRST:
        yield f"{row}, nothing found", world.ask(insiders[0], "get", row.url(world), data=NOTHING_FOUND)
    if row.method == "post":
        for name, body in (("as sent", ...), ("with nothing", {}), ("with nonsense", garbage(row))):
            yield f"{row} {name}, followed", row.ask(world, insiders[0], data=body, follow=True)


@pytest.mark.parametrize("route", ROUTES)
def test_pages_of_route(world, looker, route):
    for row in ROWS:
        if row.route == route:
            for label, answer in answers(world, row):
                looker.look(label, answer)
    looker.found_nothing()


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_sign_in(world, looker, name):
    for actor in ("anonymous", "vkpp_staff"):
        looker.look(f"get as {actor}", world.ask(actor, "get", address(name), follow=True))
        for label, body in BODIES.items():
            looker.look(f"post as {actor} {label}", world.ask(actor, "post", address(name), data=body, follow=True))
    looker.found_nothing()


@pytest.mark.parametrize("name", ERRORS)
def test_pages_of_errors(world, looker, name):
    for actor in ("anonymous", "owner"):
        asked = world.ask(actor, "get", "/help/").wsgi_request
        request = RequestFactory().get("/help/")
        request.session, request.user, request.resolver_match = asked.session, asked.user, asked.resolver_match
        answer = ERRORS[name](request)
        answer.request = {"PATH_INFO": "/help/"}
        looker.look(f"{name} as {actor}", answer)
    looker.found_nothing()
