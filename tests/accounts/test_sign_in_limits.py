"""Guessing passwords takes ages, tells nothing about who has an account, and shuts nobody out of their own."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.clients import PortalClient
from tests.factories.accounts import PASSWORD, UserFactory, able_to_sign_in
from vkpp.accounts import devices, sign_in_limits
from vkpp.accounts.models import SignInTries
from vkpp.core import outbox, retention

pytestmark = pytest.mark.django_db
EMAIL = "officer@norfolk.police.uk"
HERE, THERE = "192.0.2.1", "198.51.100.7"


def begin(ip=HERE, email=EMAIL, browser=""):
    return sign_in_limits.begin(email=email, ip=ip, browser=browser)


def waits_over():
    """As if every wait had passed."""
    SignInTries.objects.update(until=timezone.now() - dt.timedelta(seconds=1))


def sign_in(browser, email, password=PASSWORD, ip=HERE):
    return browser.post("/account/login/", {"login": email, "password": password}, REMOTE_ADDR=ip)


def is_in(browser):
    return "_auth_user_id" in browser.session


@pytest.fixture
def known(officer):
    """An officer, and a browser in which they have signed in before."""
    able_to_sign_in(officer)
    browser = PortalClient()
    sign_in(browser, officer.email)
    browser.post("/account/logout/")
    return officer, browser


def test_five_tries_then_waits_that_double():
    assert [begin().waits for _ in range(5)] == [0] * 5
    waits = []
    for _ in range(8):
        waits.append(round(begin().waits / 60))
        waits_over()
        assert begin().waits == 0
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_tries_while_waiting_do_not_make_it_longer():
    for _ in range(5):
        begin()
    before = SignInTries.objects.values_list("key", "count", "until").order_by("key")
    kept = list(before)
    assert [begin().waits > 0 for _ in range(20)] == [True] * 20
    assert list(before.all()) == kept


def test_right_password_forgets_the_own_count_only():
    for _ in range(4):
        begin()
    sign_in_limits.succeeded(begin())
    assert [begin().waits for _ in range(5)] == [0] * 5
    assert sorted(SignInTries.objects.values_list("count", flat=True)) == [5, 9, 9]


def test_counts_are_forgotten_after_a_day():
    for _ in range(6):
        begin()
    SignInTries.objects.update(last_at=timezone.now() - dt.timedelta(hours=25), until=None)
    assert begin().waits == 0
    assert set(SignInTries.objects.values_list("count", flat=True)) == {1}


def test_old_counts_are_cleared():
    begin(email="old@example.org")
    SignInTries.objects.update(last_at=timezone.now() - dt.timedelta(hours=25))
    begin(ip=THERE)
    [outcome] = retention.apply([retention.find("sign-in-tries")])
    assert outcome.rows == 3
    assert SignInTries.objects.count() == 3


def test_guesses_from_many_places_slow_the_address_down_for_strangers_only():
    for n in range(50):
        assert begin(ip=f"203.0.113.{n}").waits == 0
    assert begin(ip=THERE).waits > 0
    assert begin(browser="their own").waits == 0


def test_one_place_cannot_try_the_whole_force():
    tries = [begin(email=f"officer{n}@norfolk.police.uk").waits for n in range(101)]
    assert (tries[:100], tries[100] > 0) == ([0] * 100, True)
    assert begin(ip=THERE, email="officer5@norfolk.police.uk").waits == 0


@pytest.mark.parametrize(
    ("ip", "place"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unix", "nowhere"),
    ],
)
def test_place_is_an_address_or_a_household(ip, place):
    assert sign_in_limits.place_of(ip) == place


def test_table_says_nothing_about_anybody():
    begin()
    keys = list(SignInTries.objects.values_list("pk", flat=True))
    assert len(keys) == 3
    assert all(len(key) == 64 and EMAIL not in key and HERE not in key for key in keys)


def test_attacker_cannot_shut_the_owner_out(known):
    owner, browser = known
    attacker = PortalClient()
    for n in range(60):
        sign_in(attacker, owner.email, f"guess-{n}-of-many", ip=f"203.0.113.{n}")
    assert "Too many failed attempts" in sign_in(attacker, owner.email, ip=THERE).text

    sign_in(browser, owner.email, ip=THERE)

    assert is_in(browser)
    assert not is_in(attacker)


def test_own_browser_is_limited_too(known):
    owner, browser = known
    answers = [sign_in(browser, owner.email, f"forgotten-{n}").text for n in range(11)]
    assert ["Too many failed attempts" in answer for answer in answers] == [False] * 10 + [True]


def test_new_password_by_mail_opens_the_way_again(officer):
    able_to_sign_in(officer)
    browser = PortalClient()
    for n in range(6):
        sign_in(browser, officer.email, f"forgotten-{n}")
    browser.post("/account/password/reset/", {"email": officer.email})
    link = next(line for line in mail.outbox[-1].body.split() if "/reset/key/" in line).partition("://testserver")[2]
    form = browser.get(link or _path(mail.outbox[-1].body)).url
    browser.post(form, {"password1": "zebra-lamp-9-river", "password2": "zebra-lamp-9-river"})

    sign_in(browser, officer.email, "zebra-lamp-9-river")

    assert is_in(browser)


def _path(body):
    return "/" + next(word for word in body.split() if "/reset/key/" in word).split("/", 3)[3]


def test_known_browser_of_one_person_is_not_known_for_another(known, stranger):
    _owner, browser = known
    able_to_sign_in(stranger)
    answers = [sign_in(browser, stranger.email, f"guess-{n}-of-many").text for n in range(6)]
    assert "Too many failed attempts" in answers[-1]


@pytest.mark.parametrize("forged", ["", "x", "x" * 5000, "eyJpZCI6IjEifQ:1:abc"])
def test_forged_cookie_is_no_known_browser(officer, forged):
    able_to_sign_in(officer)
    browser = PortalClient()
    browser.cookies[devices.COOKIE] = forged
    answers = [sign_in(browser, officer.email, f"guess-{n}-of-many") for n in range(6)]
    assert "Too many failed attempts" in answers[-1].text


def test_cookie_of_the_browser_is_out_of_reach_and_names_nobody(known):
    owner, browser = known
    cookie = browser.cookies[devices.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 180 * 86_400)
    assert owner.email not in cookie.value
    assert len(cookie.value) < 400


# ---- who hears of it -------------------------------------------------------------------------------------------------


def test_sign_in_with_a_new_browser_is_told_by_mail(known):
    owner, browser = known
    sign_in(browser, owner.email)
    outbox.work()
    assert mail.outbox == []

    sign_in(PortalClient(), owner.email)
    outbox.work()

    (message,) = mail.outbox
    assert message.to == [owner.email]
    assert message.subject == "New sign-in to your account in the VKPP portal"
    assert "If it was not you, set a new password at once" in message.body
    assert f"{settings.SITE_URL}/account/password/reset/" in message.body


def test_first_sign_in_ever_is_no_news(officer):
    able_to_sign_in(officer)
    sign_in(PortalClient(), officer.email)
    outbox.work()
    assert mail.outbox == []


def test_failed_sign_in_is_logged_without_the_address(officer, caplog):
    able_to_sign_in(officer)
    sign_in(PortalClient(), officer.email, "guess-guess-guess")
    (line,) = [record.msg for record in caplog.records if "sign_in_failed" in str(record.msg)]
    assert len(line["account"]) == 12
    assert officer.email not in caplog.text


# ---- equal work ------------------------------------------------------------------------------------------------------


@pytest.fixture
def hashed(monkeypatch):
    """How many passwords were hashed so far; Django's own hasher, counted."""
    count = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        count.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return count


def work(hashed, browser, address, data):
    hashed.clear()
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(address, data)
    return answer.status_code, len(hashed), len(queries)


def test_sign_in_takes_the_same_work_with_and_without_an_account(officer, hashed):
    able_to_sign_in(officer)
    closed = able_to_sign_in(UserFactory(email="closed@norfolk.police.uk", is_active=False))
    seen = {
        email: work(hashed, PortalClient(), "/account/login/", {"login": email, "password": "guess-guess-guess"})
        for email in (officer.email, "nobody@norfolk.police.uk", closed.email)
    }
    assert {(status, hashes) for status, hashes, _queries in seen.values()} == {(200, 1)}
    assert len({queries for _status, _hashes, queries in seen.values()}) == 1, seen


def test_asking_for_a_new_password_sends_one_mail_either_way(officer, hashed):
    able_to_sign_in(officer)
    for email in (officer.email, "nobody@norfolk.police.uk"):
        status, hashes, _queries = work(hashed, PortalClient(), "/account/password/reset/", {"email": email})
        assert (status, hashes) == (302, 0)
    assert [message.to for message in mail.outbox] == [[officer.email], ["nobody@norfolk.police.uk"]]


def test_signing_up_hashes_a_password_either_way(officer, hashed):
    able_to_sign_in(officer)
    for email in (officer.email, "new@norfolk.police.uk"):
        data = {"display_name": "New", "email": email, "password1": "zebra-lamp-9-river"}
        status, hashes, _queries = work(hashed, PortalClient(), "/account/signup/", data)
        assert (status, hashes) == (302, 1), email
