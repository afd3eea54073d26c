"""Passwords that are easy to guess are refused with a sentence; every other one is taken as it was typed."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.factories.accounts import ForceFactory, UserFactory
from vkpp.accounts import passwords

pytestmark = pytest.mark.django_db

OWN = "This is mostly words that anybody would try here."
EASY = "This password is easy to guess."


def said(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short-one", "This password is too short."),
        ("Policing2026!", OWN),
        ("VKPP-portal-1", OWN),
        ("P0l1ce0fficer", OWN),
        ("NationalActionPlan", OWN),
        ("November2026!!", OWN),
        ("Norfolk-norfolk-1", OWN),
        ("dragon123456", EASY),
        ("dragon-dragon", EASY),
        ("abcabcabcabc", EASY),
        ("aaaaaaaaaaaa", EASY),
        ("abcdefghijklm", EASY),
        ("qwertyuiop12", "This password is too common."),
        ("123456789012", EASY),
        ("!!Monkey!!2024", EASY),
    ],
)
def test_easy_password_is_refused(password, sentence):
    ForceFactory(code="norfolk")
    assert sentence in said(password)


@pytest.mark.parametrize(
    "password",
    [
        "zebra-lamp-9-river",
        "three random words",
        "ünïcödé-wörds-ok",
        "日本語のパスワードをここに",
        "lower only letters here",
        "x9" * 3 + "Kq!7-vessel-otter",
        "a long sentence that somebody remembers " * 3,
        "policing-otter-vessel-lantern",
    ],
)
def test_any_composition_is_taken(password):
    ForceFactory(code="norfolk")
    assert said(password) == ""


def test_password_is_checked_exactly_as_typed(officer):
    officer.set_password(" Zebra lamp 9 river ")
    assert officer.check_password(" Zebra lamp 9 river ")
    assert not officer.check_password("Zebra lamp 9 river")
    assert not officer.check_password(" zebra lamp 9 river ")


def test_long_password_is_not_cut(officer):
    officer.set_password("otter" * 40 + "a")
    assert not officer.check_password("otter" * 40 + "b")


def test_own_name_is_refused():
    user = UserFactory(email="winterbottom@norfolk.police.uk", display_name="Winterbottom")
    assert "too similar" in said("winterbottom9", user)


@pytest.fixture
def leak(tmp_path, settings):
    """A list of stolen passwords as they are published: hash, colon, how often; in order of the hashes."""
    stolen = [f"stolen password number {n}" for n in range(501)]
    hashes = sorted(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest().upper() for text in stolen)
    path = tmp_path / "leaked.txt"
    path.write_text("".join(f"{digest}:{n % 1000 + 1}\r\n" for n, digest in enumerate(hashes)))
    settings.BREACHED_PASSWORDS = str(path)
    return stolen


def test_every_password_of_the_leak_is_found_and_no_other(leak):
    for text in leak:
        assert "leak of passwords" in said(text), text
    assert [n for n in range(500) if said(f"another password entirely {n}")] == []


def test_leak_of_one_line_and_of_none(tmp_path):
    path = tmp_path / "leaked.txt"
    path.write_text("ABCDEF:1\n")
    assert passwords.in_sorted_file(path, "ABCDEF")
    assert not passwords.in_sorted_file(path, "ABCDEE")
    path.write_text("")
    assert not passwords.in_sorted_file(path, "ABCDEF")


def test_without_a_list_nothing_is_refused_for_it(settings):
    settings.BREACHED_PASSWORDS = ""
    assert said("stolen password number 5") == ""
