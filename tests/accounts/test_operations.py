"""Operators: what they see of the portal's own work, and what they do about it."""

import datetime as dt

import pytest
from django.utils import timezone

from analytics.models import Webhook
from tests.factories.accounts import UserFactory, person
from tests.queries import queries
from vkpp.accounts.operations import actions, reading
from vkpp.core import audit, chain_check, jobs, outbox, outbox_care, service
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import (
    AuditEvent,
    AuditSeal,
    BackupRun,
    Job,
    Notification,
    OutboxItem,
    ProcessSign,
    RetentionRun,
    ServiceNotice,
)

pytestmark = pytest.mark.django_db
WHY = "They have left."


@jobs.register("tests.operations")
def fail(progress):
    progress.fail("The file cannot be read.")


@pytest.fixture
def admin():
    return person("vkpp_admin")


@pytest.fixture
def page(client_for, admin):
    browser = client_for(admin)
    return lambda url: browser.get(url).content.decode()


def owed(n=1, *, kind="core.mail", **more):
    now = timezone.now()
    values = {"kind": kind, "due": now, "attempts": 12, "failed_at": now, "last_error": "Refused", **more}
    return [OutboxItem.objects.create(payload={"notification": number}, **values) for number in range(n)]


def failed_job(owner):
    job = jobs.start("tests.operations", title="Zzqtitle", payload={}, by=owner)
    jobs.run(job.pk)
    return job


def late_mail():
    mail = Notification.objects.create(to=UserFactory(), kind="practice_submitted", subject="S", body="Zzqbody")
    Notification.objects.filter(pk=mail.pk).update(created_at=timezone.now() - dt.timedelta(minutes=16))
    return mail


def verbs():
    return list(AuditEvent.objects.filter(verb__startswith="operations.").order_by("id").values_list("verb", flat=True))


def test_read_only_begins_and_ends_with_a_line_in_the_trail(admin):
    notice = actions.make_read_only(text=" We move. ", ends_at=None, by=admin)
    assert service.is_read_only() is True
    assert (notice.text, notice.written_by) == ("We move.", admin)

    actions.take_changes_again(by=admin)

    assert service.is_read_only() is False
    assert verbs() == ["operations.read_only_on", "operations.read_only_off"]


def test_read_only_cannot_begin_twice(admin):
    actions.make_read_only(text="We move.", ends_at=None, by=admin)

    with pytest.raises(Conflict, match="read-only already"):
        actions.make_read_only(text="We move again.", ends_at=None, by=admin)

    assert ServiceNotice.objects.get().text == "We move."


@pytest.mark.parametrize(
    ("starts", "ends", "field"), [(2, 1, "ends_at"), (-2, -1, "ends_at")], ids=["ends before it starts", "is past"]
)
def test_maintenance_needs_times_that_make_sense(admin, starts, ends, field):
    now, hour = timezone.now(), dt.timedelta(hours=1)

    with pytest.raises(Invalid) as refusal:
        actions.announce(text="Away.", starts_at=now + starts * hour, ends_at=now + ends * hour, by=admin)

    assert list(refusal.value.errors) == [field]
    assert ServiceNotice.objects.count() == 0


def test_a_notice_is_taken_back_once(admin):
    now = timezone.now()
    notice = actions.announce(text="Away.", starts_at=now, ends_at=now + dt.timedelta(hours=1), by=admin)
    actions.withdraw(notice=notice, by=admin)

    with pytest.raises(Conflict):
        actions.withdraw(notice=notice, by=admin)

    assert service.asked().planned == ()
    assert verbs() == ["operations.announce", "operations.withdraw"]


@pytest.mark.parametrize("role", ["vkpp_staff", "nvap_lead", "national_analyst"])
def test_only_administrators_act(role):
    [item], by = owed(), person(role)
    attempts = [
        lambda: actions.make_read_only(text="No", ends_at=None, by=by),
        lambda: actions.retry(item=item, by=by),
        lambda: actions.retry_failed(kind="", by=by),
        lambda: actions.give_up(item=item, reason=WHY, by=by),
        lambda: actions.retry_job(job=failed_job(UserFactory()), by=by),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()

    item.refresh_from_db()
    assert (item.failed_at is not None, item.dropped_at) == (True, None)
    assert ServiceNotice.objects.count() == 0


def test_an_item_is_owed_again_with_all_its_attempts(admin):
    [item] = owed()

    actions.retry(item=item, by=admin)

    item.refresh_from_db()
    assert (item.failed_at, item.attempts) == (None, 0)
    assert verbs() == ["operations.retry"]


def test_what_a_worker_has_is_left_to_it(admin):
    [item] = owed(failed_at=None, claimed_until=timezone.now() + dt.timedelta(minutes=1))

    with pytest.raises(Conflict):
        actions.retry(item=item, by=admin)
    with pytest.raises(Conflict):
        actions.give_up(item=item, reason=WHY, by=admin)

    item.refresh_from_db()
    assert (item.attempts, item.dropped_at) == (12, None)


def test_everything_of_a_kind_is_owed_again(admin):
    owed(2)
    owed(kind="core.run_job")

    assert actions.retry_failed(kind="core.mail", by=admin) == 2
    assert list(outbox_care.standing("failed").values_list("kind", flat=True)) == ["core.run_job"]


def test_an_item_is_given_up_for_a_reason_and_never_done(admin):
    [item] = owed(failed_at=None)
    with pytest.raises(Invalid):
        actions.give_up(item=item, reason=" ", by=admin)

    actions.give_up(item=item, reason=WHY, by=admin)

    item.refresh_from_db()
    assert (item.dropped_reason, item.failed_at is not None) == (WHY, True)
    assert outbox.work() == 0
    assert list(outbox_care.standing("failed")) == []
    assert AuditEvent.objects.get(verb="operations.give_up").reason == WHY


def test_what_was_given_up_can_be_owed_again(admin):
    [item] = owed()
    actions.give_up(item=item, reason=WHY, by=admin)

    actions.retry(item=item, by=admin)

    item.refresh_from_db()
    assert (item.dropped_at, item.dropped_reason, item.failed_at) == (None, "", None)


def test_a_failed_job_is_done_again_for_its_owner(admin):
    owner = UserFactory()
    job = failed_job(owner)

    actions.retry_job(job=job, by=admin)

    job.refresh_from_db()
    assert (job.state, job.owner) == ("waiting", owner)
    with pytest.raises(Conflict):
        actions.retry_job(job=job, by=admin)


def test_the_overview_says_what_needs_a_look(admin):
    lines = {line.label: line for group in reading.overview() for line in group["lines"]}
    bad = {label for label, line in lines.items() if not line.good}
    assert {"Workers", "Timetable (beat)", "Last backup"} <= bad
    assert lines["Owed work"].value == "0 due, 0 given up"

    now = timezone.now()
    for name, kind in (("worker@here", "worker"), ("beat@here", "beat")):
        ProcessSign.objects.create(name=name, kind=kind, started_at=now, seen_at=now)
    BackupRun.objects.create(started_at=now, folder="now", rows=1234, files=1, size=2048)
    owed(2)

    lines = {line.label: line for group in reading.overview() for line in group["lines"]}
    assert {label for label, line in lines.items() if not line.good} - {"Storage", "Queues at the broker"} == {
        "Owed work"
    }
    assert lines["Owed work"].value == "0 due, 2 given up"
    assert "1,234 rows" in lines["Last backup"].value


def test_the_overview_says_when_the_chain_did_not_hold_and_a_rule_failed(admin):
    AuditEvent.objects.create(actor_label="The portal", verb="tests.look", target_type="t", target_id="1")
    audit.seal()
    found = {"seals": 1, "events": 1, "problems": 1, "first": ["Seal 1 was changed."]}
    audit.record(by=None, verb=chain_check.VERB, target=AuditSeal.objects.get(), after=found)
    RetentionRun.objects.create(started_at=timezone.now(), failed=["outbox"])

    lines = {line.label: line for group in reading.overview() for line in group["lines"]}

    assert (lines["Chain of seals"].good, lines["Chain of seals"].note) == (False, "Seal 1 was changed.")
    assert (lines["What is kept"].good, lines["What is kept"].note) == (False, "These stopped with an error: outbox")


def test_lists_show_what_hinders_and_nothing_of_what_people_wrote(page):
    mail = late_mail()
    owed(key=f"core.mail:{mail.pk}", last_error="ConnectionRefusedError: no mail server")
    failed_job(UserFactory(display_name="Sam Green"))

    assert "no mail server" in page("/operations/outbox/")
    assert "no mail server" in page("/operations/mails/")
    shown = page("/operations/jobs/")
    assert "The file cannot be read." in shown
    assert "Sam Green" in shown
    assert "Zzq" not in shown + page("/operations/mails/") + page("/operations/")


def test_owed_work_is_shown_a_page_at_a_time(page):
    first, *_others, last = owed(reading.PAGE + 1)

    shown = page("/operations/outbox/")
    assert f"/operations/outbox/{first.pk}/retry/" in shown
    assert f"/operations/outbox/{last.pk}/retry/" not in shown
    more = page(f"/operations/outbox/?state=failed&after={OutboxItem.objects.order_by('pk')[reading.PAGE - 1].pk}")
    assert f"/operations/outbox/{last.pk}/retry/" in more


@pytest.mark.parametrize("asked", ["?state=none", "?kind=none", "?after=x", "?after=99999999999999999999", "?after=²"])
def test_a_list_asked_for_nonsense_is_the_whole_list(page, asked):
    [item] = owed()

    assert f"/operations/outbox/{item.pk}/retry/" in page(f"/operations/outbox/{asked}")


@pytest.mark.parametrize(
    ("url", "make"),
    [
        ("/operations/outbox/", owed),
        ("/operations/jobs/", lambda: failed_job(UserFactory())),
        ("/operations/mails/", late_mail),
        ("/operations/", owed),
    ],
)
def test_lists_ask_as_often_for_three_rows_as_for_one(client_for, admin, url, make):
    browser = client_for(admin)
    make()
    one = queries(browser, url)
    make(), make()

    assert queries(browser, url) == one


def test_texts_of_what_is_owed_are_not_shown(client_for, admin):
    now = timezone.now()
    payload = {"to": "zzq@norfolk.example", "subject": "Zzqsubject", "day": "2026-11-21", "user": 7}
    OutboxItem.objects.create(kind="accounts.notice", payload=payload, due=now, failed_at=now)

    html = client_for(admin).get("/operations/outbox/").content.decode()

    assert "to, day 2026-11-21, user 7, subject" in html
    assert "zzq" not in html.lower()


def test_a_notice_is_written_on_its_page(client_for, admin):
    browser = client_for(admin)
    days = {"starts_on_0": "1", "starts_on_1": "2", "starts_on_2": "2031", "starts_time": "6pm"}
    refused = browser.post("/operations/notices/new/", {"text": "Away.", **days})
    assert "Enter the day and the time." in refused.content.decode()
    days |= {"ends_on_0": "1", "ends_on_1": "2", "ends_on_2": "2031", "ends_time": "19:30"}

    browser.post("/operations/notices/new/", {"text": "Away.", **days})

    notice = ServiceNotice.objects.get()
    assert (notice.text, f"{notice.starts_at:%H:%M}", f"{notice.ends_at:%H:%M}") == ("Away.", "18:00", "19:30")


def test_forms_of_operators_work_from_page_to_page(client_for, admin):
    browser = client_for(admin)
    [item] = owed()

    refused = browser.post("/operations/read-only/", {"text": ""})
    assert "Say why, for everybody to read." in refused.content.decode()
    past = {"ends_on_0": "1", "ends_on_1": "2", "ends_on_2": "2020", "ends_time": "17:00"}
    refused = browser.post("/operations/read-only/", {"text": "We move.", **past})
    assert "Enter a time that is still to come, or leave it empty." in refused.content.decode()
    browser.post("/operations/read-only/", {"text": "We move."})
    assert "We move." in browser.get("/help/").content.decode()
    assert browser.post(f"/operations/outbox/{item.pk}/retry/").status_code == 503
    browser.post("/operations/read-only/end/")
    browser.post(f"/operations/outbox/{item.pk}/give-up/", {"reason": WHY})

    item.refresh_from_db()
    assert item.dropped_reason == WHY
    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "failures", "failing"), [("on", 0, 0), ("on", 1, 1), ("stopped", 0, 1), ("paused", 3, 0)]
)
def test_webhooks_that_nobody_answers_are_shown_and_measured(page, client, state, failures, failing):
    owner = UserFactory(display_name="Sam Green")
    Webhook.objects.create(
        owner=owner, name="N", url="https://zzq.example/", events=["practice.published"], state=state, failures=failures
    )

    shown = page("/operations/")

    assert ("Sam Green" in shown) is bool(failing)
    assert "zzq.example" not in shown
    assert f"portal_webhooks_failing {failing}.0" in client.get("/metrics").content.decode()
