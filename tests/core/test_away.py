"""A part of the portal is away: who asks is told so in a sentence, and what was typed is not lost."""

import html
import re
import resource
from urllib.parse import parse_qsl, urlencode

import psycopg2
import pytest
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import OperationalError, connection
from django.urls import reverse

from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from vkpp.core import away, error_pages
from vkpp.core.whole_files import WholeFiles

SORRY = "The portal is not available"


def lose_connection():
    """The database ends our connection, as it does when it restarts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    parameters = connection.get_connection_params()
    wanted = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if name in parameters}
    other = psycopg2.connect(**wanted)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()


@pytest.fixture
def restarted(transactional_db):
    """A test in which the database goes away; the next one gets a connection of its own."""
    yield lose_connection
    connection.close()


def test_page_says_that_the_portal_is_away_when_its_database_is(client, restarted):
    client.raise_request_exception = False
    restarted()

    response = client.get("/practice/")

    assert (response.status_code, response["Retry-After"]) == (503, "20")
    text = response.content.decode()
    assert SORRY in text
    assert "Try again in a minute." in text
    assert "<form" not in text


def test_program_is_told_to_come_back_when_the_database_is_away(restarted):
    caller = program(person("contributor", ForceFactory(code="kent")))
    caller.raise_request_exception = False
    restarted()

    response = caller.get("practices/")

    assert (response.status_code, response["Retry-After"]) == (503, "20")
    assert (response.json()["code"], response.json()["fields"]) == ("unavailable", {})


def while_stored(monkeypatch, happens):
    """Something happens just before the session of a request is stored."""
    make = SessionStore.create_model_instance

    def made(store, data):
        happens(store)
        return make(store, data)

    monkeypatch.setattr(SessionStore, "create_model_instance", made)


def test_session_that_cannot_be_stored_is_not_the_fault_of_who_asked(client, restarted, monkeypatch):
    client.force_login(person("contributor", ForceFactory(code="kent")))
    while_stored(monkeypatch, lambda store: restarted())

    response = client.get("/practice/")

    assert (response.status_code, response["Retry-After"]) == (503, "20")
    assert SORRY in response.content.decode()


def test_what_may_have_been_saved_is_not_said_to_be_lost(rf):
    fault = SessionInterrupted()
    fault.__context__ = OperationalError("server closed the connection unexpectedly")
    maybe = "may have been saved already"
    sent = rf.post("/practice/write/", {"text": "Typed for the second time"})

    assert maybe in error_pages.bad_request(sent, fault).content.decode()
    assert maybe not in error_pages.bad_request(rf.get("/practice/"), fault).content.decode()
    assert maybe not in error_pages.unavailable(sent).content.decode()


def test_who_signed_out_meanwhile_is_told_so(client, monkeypatch, db):
    client.force_login(person("contributor", ForceFactory(code="kent")))
    while_stored(monkeypatch, lambda store: Session.objects.all().delete())

    response = client.get("/practice/")

    assert response.status_code == 403
    assert "You were signed out meanwhile" in response.content.decode()


@pytest.mark.parametrize("statement", ["SELECT 1/0", "SELECT 1 FROM nobody_made_this"])
def test_mistake_of_ours_is_still_ours(statement, db):
    with pytest.raises(Exception, match=r"division|nobody") as raised, connection.cursor() as cursor:
        cursor.execute(statement)

    assert away.is_away(raised.value) is False


def test_fault_behind_another_is_seen():
    fault = KeyError("what the page wanted to say")
    fault.__context__ = OperationalError("server closed the connection unexpectedly")

    assert away.is_away(fault) is True
    assert away.has_no_room(fault) is False


def shown(rf, address, fields):
    """The page after a form with these fields could not be saved."""
    request = rf.post(address, urlencode(fields, doseq=True), content_type="application/x-www-form-urlencoded")
    return error_pages.unavailable(request).content.decode()


def test_what_was_sent_can_be_sent_again_exactly(rf):
    typed = "\nFirst line\n</textarea><script>alert(1)</script> & “more”\n"
    fields = [("csrfmiddlewaretoken", "abc"), ("text", typed), ("choice", "a"), ("choice", "b"), ("version", "3")]
    address = "/practice/write/?page=2"

    text = shown(rf, address, fields)

    assert f'<form method="post" action="{address}">' in text
    again = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', text, re.DOTALL)
    assert [(name, html.unescape(value)) for name, value in again] == parse_qsl(urlencode(fields))
    assert "<script>" not in text
    assert text.count("What you typed") == 2  # one heading, one text long enough to be shown


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/account/login/", {"login": "somebody@kent.police.uk", "word": "x"}),
        ("/practice/", {"password": "know-share-protect"}),
        ("/practice/", {"new_password": "know-share-protect"}),
        ("/practice/", {"text": "x" * 1_000_001}),
    ],
)
def test_secret_or_huge_text_is_not_sent_back(address, fields, rf):
    text = shown(rf, address, fields)

    assert SORRY in text
    assert "<form" not in text
    assert not any(value in text for value in fields.values() if len(value) > 3)


@pytest.fixture
def no_room():
    """No file may be longer than a thousand bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_file_without_room_leaves_nothing_behind(tmp_path, no_room):
    storage = WholeFiles(location=tmp_path)

    with pytest.raises(OSError, match="File too large") as raised:
        storage.save("practice/report", ContentFile(b"x" * 5000))

    assert away.has_no_room(raised.value) is True
    assert away.is_away(raised.value) is True
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert storage.save("practice/note", ContentFile(b"x" * 500)) == "practice/note"


def test_page_says_that_there_is_no_room(rf):
    response = error_pages.unavailable(rf.get(reverse("home")), no_room=True)

    assert "There is no room for files at the moment" in response.content.decode()
