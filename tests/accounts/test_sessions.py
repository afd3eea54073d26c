"""Sessions end by themselves, and where one asks."""

import datetime as dt
import re
import time
from urllib.parse import urlencode

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone

from practice.models import ContactRequest
from tests.clients import PortalClient
from tests.factories.accounts import PASSWORD, ForceFactory, able_to_sign_in
from tests.factories.practice import draft_practice
from vkpp.accounts.middleware import BEGAN, SEEN
from vkpp.core import kept, retention
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SENT_TOKEN = re.compile(r'<textarea name="csrfmiddlewaretoken" hidden>\s*(\w+)')


def sign_in(browser, user):
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})


def set_clock(client, **seconds_ago):
    session = client.session
    for name, seconds in seconds_ago.items():
        session[name] = int(time.time()) - seconds
    session.save()


def test_session_ends_after_two_hours_without_use(client, officer):
    client.force_login(officer)
    client.get("/account/")
    set_clock(client, **{SEEN: 2 * 3600 + 1})

    answer = client.get("/account/profile/", follow=True)

    assert answer.redirect_chain == [("/account/login/?next=%2Faccount%2Fprofile%2F", 302)]
    assert "You were signed out after 2 hours without activity." in answer.text
    assert "kept in this browser" in answer.text
    assert "_auth_user_id" not in client.session


def test_session_ends_after_ten_hours_of_use(client, officer):
    client.force_login(officer)
    client.get("/account/")
    set_clock(client, **{BEGAN: 10 * 3600 + 1, SEEN: 10})

    assert "a session lasts 10 hours" in client.get("/account/", follow=True).text


def test_form_sent_too_late_leads_back_to_its_page(client, officer):
    client.force_login(officer)
    client.get("/account/")
    set_clock(client, **{SEEN: 2 * 3600 + 1})

    answer = client.post("/account/profile/", headers={"Referer": "http://testserver/account/profile/?a=1"})

    assert answer.url == "/account/login/?next=%2Faccount%2Fprofile%2F%3Fa%3D1"


def test_part_that_asks_too_late_keeps_nothing_of_what_was_typed(client, officer):
    client.force_login(officer)
    mark = kept.author_mark(officer)
    client.get("/account/")
    set_clock(client, **{SEEN: 2 * 3600 + 1})

    typed = {"title": "Typed", "author": mark}
    headers = {"HX-Request": "true", "Origin": "http://testserver", "Referer": "http://testserver/reviews/send/"}
    answer = client.post("/reviews/send/", typed, headers=headers)

    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/account/login/?next=%2Freviews%2Fsend%2F")


def test_button_pressed_too_late_leads_back_to_its_page(client, officer):
    practice = draft_practice(by=officer)
    client.force_login(officer)
    client.get("/account/")
    set_clock(client, **{SEEN: 2 * 3600 + 1})

    address = f"/practice/mine/{practice.reference}/"
    headers = {"Origin": "http://testserver", "Referer": f"http://testserver{address}"}
    answer = client.post(f"{address}discard/", {"version": "1"}, headers=headers)

    assert answer.url == f"/account/login/?{urlencode({'next': address})}"
    practice.refresh_from_db()
    assert practice.state == "draft"


@pytest.mark.parametrize("ended", ["by time", "in another tab"])
def test_words_sent_too_late_are_shown_and_can_be_sent_again(officer, ended):
    """On pages that do not keep text by themselves; after signing in, the old form is offered with a new token."""
    able_to_sign_in(officer)
    browser = PortalClient(enforce_csrf_checks=True)
    browser.force_login(officer)
    address = reverse("practice:contact-new", query={"force": ForceFactory(code="kent").code})
    token = TOKEN.search(browser.get(address).text)[1]
    if ended == "by time":
        set_clock(browser, **{SEEN: 2 * 3600 + 1})
    else:
        browser.session.flush()
    body = {"csrfmiddlewaretoken": token, "text": "Who runs the unit on Tuesdays, and since when?"}
    headers = {"Origin": "http://testserver", "Referer": f"http://testserver{address}"}

    told = browser.post(address, body, headers=headers)
    assert (told.status_code, ContactRequest.objects.count()) == (409, 0)
    assert f'<form method="post" action="{address.replace("&", "&amp;")}">' in told.text
    assert told.text.count(body["text"]) == 2
    browser.force_login(officer)
    browser.cookies["csrftoken"] = "a" * 32  # signing in changes it
    again = browser.post(address, body, headers=headers)
    assert (again.status_code, again.text.count(body["text"])) == (403, 2)
    body["csrfmiddlewaretoken"] = SENT_TOKEN.search(again.text)[1]

    assert browser.post(address, body, headers=headers).status_code == 302
    assert ContactRequest.objects.get().question == body["text"]


def test_form_of_another_site_is_not_offered_again(officer):
    browser = PortalClient(enforce_csrf_checks=True)
    browser.force_login(officer)
    text = "A question that somebody else made up, of some length"

    told = browser.post(reverse("practice:contact-new"), {"text": text}, headers={"Origin": "https://evil.example"})

    assert (told.status_code, text in told.text) == (403, False)


def test_session_is_written_at_most_every_five_minutes(client, officer, django_assert_num_queries):
    client.force_login(officer)
    client.get("/help/roles/")
    noted = client.session[SEEN]

    with django_assert_num_queries(2):  # the person and their roles
        client.get("/help/roles/")
    assert client.session[SEEN] == noted

    set_clock(client, **{SEEN: 301})
    client.get("/help/roles/")
    assert client.session[SEEN] >= noted


def test_sign_out_everywhere_else_keeps_this_browser(officer):
    able_to_sign_in(officer)
    here, there = PortalClient(), PortalClient()
    sign_in(here, officer)
    sign_in(there, officer)
    assert UserSession.objects.filter(user=officer).count() == 2
    assert "Sign out everywhere else" in here.get("/account/signed-in/").text

    here.post("/account/signed-in/end-others/")

    assert here.get("/account/").status_code == 200
    assert there.get("/account/").url == "/account/login/?next=/account/"
    assert AuditEvent.objects.get(verb="account.sign_out_everywhere").after == {"sessions": 1}


def test_part_of_a_page_that_was_signed_out_elsewhere_makes_the_whole_page_go(officer):
    able_to_sign_in(officer)
    here, there = PortalClient(), PortalClient()
    sign_in(here, officer)
    sign_in(there, officer)
    here.post("/account/signed-in/end-others/")

    headers = {"HX-Request": "true", "Referer": "http://testserver/practice/?q=calls"}
    for address in ("/practice/mine/", "/account/"):
        answer = there.get(address, headers=headers)
        assert (answer.status_code, answer.content) == (401, b""), address
        assert answer["HX-Redirect"] == "/account/login/?next=%2Fpractice%2F%3Fq%3Dcalls", address


def test_one_other_browser_is_signed_out_and_nobody_elses(officer, stranger):
    able_to_sign_in(officer)
    able_to_sign_in(stranger)
    here, there, other = PortalClient(), PortalClient(), PortalClient()
    for browser, user in ((here, officer), (there, officer), (other, stranger)):
        sign_in(browser, user)
    mine = UserSession.objects.get(session_key=there.session.session_key)
    others = UserSession.objects.get(user=stranger)

    assert here.post(f"/account/signed-in/{others.pk}/end/").status_code == 404
    assert here.post(f"/account/signed-in/{mine.pk}/end/").status_code == 302

    assert other.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_sessions_that_ended_are_forgotten(officer):
    able_to_sign_in(officer)
    sign_in(PortalClient(), officer)
    sign_in(PortalClient(), officer)
    old = UserSession.objects.order_by("pk").first()
    UserSession.objects.filter(pk=old.pk).update(created_at=timezone.now() - dt.timedelta(hours=11))

    [outcome] = retention.apply([retention.find("sign-ins")])

    assert outcome.rows == 1

    assert UserSession.objects.filter(user=officer).count() == 1
