"""Webhooks: who is told of what, signed so that a program can check it, tried again, given up, and never sent inside."""

import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from analytics.actions import webhooks as actions
from analytics.feeds import delivering, sending, signing
from analytics.models import Delivery, Webhook
from practice.actions import sharing
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from tests.factories.reviews import taxonomy
from tests.queries import queries
from tests.reviews.briefings import learned
from tests.reviews.briefings import published as a_published_briefing
from vkpp.core import outbox, retention
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import OutboxItem

pytestmark = pytest.mark.django_db
EVERYTHING = ["practice.published", "practice.changed", "practice.removed", "briefing.published"]


@pytest.fixture
def program():
    """Another program: it takes messages, or answers as `program.status` says."""

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.server.taken.append((dict(self.headers), body))
            self.send_response(self.server.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()
            self.wfile.write(b"What a day\x00 it is")

        def log_message(self, *_arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    server.taken, server.status = [], 200
    server.url = f"http://localhost:{server.server_port}/vkpp?from=portal"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def owner():
    taxonomy()
    return person("force_analyst", ForceFactory(code="kent"))


def a_webhook(owner, program, events=EVERYTHING):
    return actions.add(owner=owner, name="Library", url=program.url, events=events, by=owner)


def later(**wait):
    """Everything that is owed within this time is due now."""
    OutboxItem.objects.filter(done_at=None, due__lte=timezone.now() + dt.timedelta(**wait)).update(due=timezone.now())
    outbox.work()


def test_program_is_told_and_can_check_who_says_so(owner, program):
    _webhook, secret = a_webhook(owner, program)
    practice = published_practice()
    outbox.work()

    headers, body = program.taken[0]
    told = json.loads(body)
    assert (told["event"], told["reference"]) == ("practice.published", practice.reference)
    assert told["api"].endswith(reverse("api:practice", args=[practice.reference]))
    assert practice.title not in body
    name, seconds = headers["webhook-id"], int(headers["webhook-timestamp"])
    assert headers["webhook-signature"] == signing.signature(secret, name, seconds, body)
    assert headers["Host"] == f"localhost:{program.server_port}"
    sent = Delivery.objects.get()
    assert (str(sent.pk), sent.state, sent.status, sent.attempts) == (name, "done", 200, 1)


def test_signature_is_the_one_of_the_published_example():
    """https://www.standardwebhooks.com: the example of its specification."""
    secret = "whsec_plJ3nmyCDGBKInavdOK15jsl"
    body = '{"event_type":"ping","data":{"success":true}}'

    assert signing.signature(secret, "msg_loFOjxBNrRLzqYUf", 1731705121, body) == (
        "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="
    )


def test_only_what_the_owner_may_read_and_wants_is_told(owner, program):
    a_webhook(owner, program, ["practice.published"])
    stranger = person("national_analyst")
    a_webhook(stranger, program, ["practice.published", "briefing.published"])
    published_practice()  # shared with forces, not with government
    learned()
    a_published_briefing(person("vkpp_staff"), person("vkpp_staff"))
    outbox.work()

    assert sorted(Delivery.objects.values_list("webhook__owner", "event")) == sorted(
        [(owner.pk, "practice.published"), (stranger.pk, "briefing.published")]
    )


def test_practice_that_is_taken_back_is_told_with_its_reference_alone(owner, program):
    a_webhook(owner, program)
    practice = published_practice()
    outbox.work()
    sharing.revoke(practice=practice, use="share_forces", by=practice.owner)
    outbox.work()

    told = json.loads(program.taken[-1][1])
    assert (told["event"], told["reference"]) == ("practice.removed", practice.reference)
    assert "page" not in told


def test_message_is_tried_again_until_it_is_taken(owner, program):
    webhook, _secret = a_webhook(owner, program)
    program.status = 503
    published_practice()
    outbox.work()
    sent = Delivery.objects.get()
    assert (sent.state, sent.status, sent.answer) == ("waiting", 503, "What a day it is")
    assert 20 < (sent.next_at - timezone.now()).total_seconds() <= 30

    program.status = 200
    later(minutes=1)
    sent.refresh_from_db()
    assert (sent.state, sent.attempts, len(program.taken)) == ("done", 2, 2)
    assert program.taken[0][1] == program.taken[1][1]
    later(days=2)
    assert len(program.taken) == 2
    webhook.refresh_from_db()
    assert webhook.failures == 0


def test_messages_that_nobody_takes_stop_the_webhook_and_tell_the_owner(owner, program):
    webhook, _secret = a_webhook(owner, program)
    program.status = 302
    for _number in range(delivering.STOP_AFTER):
        published_practice()
    for _attempt in range(len(delivering.WAITS) + 1):
        later(days=1)
    outbox.work()

    webhook.refresh_from_db()
    assert webhook.state == "stopped"
    assert set(Delivery.objects.values_list("state", "attempts", "status")) == {("failed", 8, 302)}
    assert [one.to for one in mail.outbox if "is stopped" in one.subject] == [[owner.email]]
    published_practice()
    outbox.work()
    assert Delivery.objects.count() == delivering.STOP_AFTER

    program.status = 200
    actions.switch(webhook=webhook, on=True, by=owner)
    failed = Delivery.objects.select_related("webhook").first()
    actions.send_again(delivery=failed, by=owner)
    outbox.work()
    failed.refresh_from_db()
    assert failed.state == "done"
    with pytest.raises(Conflict, match="taken already"):
        actions.send_again(delivery=failed, by=owner)


def test_who_may_no_longer_use_the_api_is_told_nothing(owner, program):
    a_webhook(owner, program)
    published_practice()
    owner.memberships.update(ended_at=timezone.now(), ended_by=owner)
    outbox.work()

    assert program.taken == []


def test_paused_one_is_told_nothing_but_can_be_tried_out(owner, program):
    webhook, _secret = a_webhook(owner, program)
    actions.switch(webhook=webhook, on=False, by=owner)
    published_practice()
    actions.ping(webhook=webhook, by=owner)
    outbox.work()

    assert [json.loads(body)["event"] for _headers, body in program.taken] == ["ping"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "10.0.0.8", "169.254.169.254", "[::1]", "0.0.0.0"])  # noqa: S104 - where nothing may be sent
def test_nothing_is_sent_inside(settings, host):
    settings.WEBHOOKS_MAY_STAY_INSIDE = False
    answer = sending.send(url=f"http://{host}:9/", secret=signing.secret_of("x"), name="m", body="{}")

    assert answer.status is None
    assert "is not an address on the internet" in answer.words


def test_host_that_is_nowhere_is_said_so():
    answer = sending.send(url="https://nowhere.invalid/", secret=signing.secret_of("x"), name="m", body="{}")

    assert (answer.good, answer.words) == (False, "There is no host nowhere.invalid.")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "Enter a whole address"),
        ("data.police.uk", "Enter a whole address"),
        ("https://a b.police.uk/", "Enter a whole address"),
        ("https://police.uk:port/", "Enter a whole address"),
        ("http://data.police.uk/", "must begin with https://"),
        ("ftp://data.police.uk/", "must begin with https://"),
        ("https://me:secret@data.police.uk/", "Leave out user names"),
        ("https://data.police.uk/#here", "Leave out user names"),
    ],
)
def test_addresses_that_are_none_are_refused(owner, settings, url, sentence):
    settings.WEBHOOKS_MAY_STAY_INSIDE = False
    with pytest.raises(Invalid) as refusal:
        actions.add(owner=owner, name="", url=url, events=[], by=owner)

    assert sentence in refusal.value.errors["url"][0]
    assert set(refusal.value.errors) == {"name", "url", "events"}


def test_only_the_owner_changes_it(owner, program):
    webhook, _secret = a_webhook(owner, program)
    stranger = person("force_analyst")
    for action in (actions.ping, actions.renew_secret, actions.delete):
        with pytest.raises(NotAllowed):
            action(webhook=webhook, by=stranger)
    with pytest.raises(NotAllowed):
        actions.add(owner=person("evaluator"), name="a", url=program.url, events=EVERYTHING, by=owner)


def test_another_secret_signs_from_then_on(owner, program):
    webhook, secret = a_webhook(owner, program)
    other = actions.renew_secret(webhook=webhook, by=owner)
    actions.ping(webhook=webhook, by=owner)
    outbox.work()

    headers, body = program.taken[0]
    parts = (headers["webhook-id"], int(headers["webhook-timestamp"]), body)
    assert signing.signature(other, *parts) == headers["webhook-signature"] != signing.signature(secret, *parts)


def test_pages_make_show_and_delete_one(owner, program, client_for):
    browser = client_for(owner)
    page = browser.post(reverse("analytics:webhook-new"), {"name": "", "url": "x", "events": []})
    assert "Give it a name." in page.content.decode()
    values = {"name": "Library", "url": program.url, "events": ["practice.published"]}
    made = browser.post(reverse("analytics:webhook-new"), values)
    webhook = Webhook.objects.get()
    assert signing.secret_of(webhook.salt) in made.content.decode()
    assert browser.post(reverse("analytics:webhook-ping", args=[webhook.pk])).status_code == 302
    outbox.work()
    shown = browser.get(reverse("analytics:webhook", args=[webhook.pk])).content.decode()
    assert "Delivered" in shown
    assert signing.secret_of(webhook.salt) not in shown
    assert "Library" in browser.get(reverse("analytics:webhooks")).content.decode()
    assert browser.post(reverse("analytics:webhook-delete", args=[webhook.pk])).status_code == 302
    assert not Webhook.objects.exists()


def test_log_asks_no_more_for_three_than_for_one(owner, program, client_for):
    webhook, _secret = a_webhook(owner, program)
    actions.ping(webhook=webhook, by=owner)
    browser = client_for(owner)
    one = queries(browser, reverse("analytics:webhook", args=[webhook.pk]))
    for _number in range(2):
        actions.ping(webhook=webhook, by=owner)

    assert queries(browser, reverse("analytics:webhook", args=[webhook.pk])) == one


def test_old_messages_are_forgotten(owner, program):
    webhook, _secret = a_webhook(owner, program)
    for _number in range(2):
        actions.ping(webhook=webhook, by=owner)
    outbox.work()
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(created_at=timezone.now() - dt.timedelta(days=40))

    [outcome] = retention.apply([retention.find("webhook-messages")])

    assert (outcome.rows, Delivery.objects.count()) == (1, 1)
