"""Every rule at its boundary: a day before its time nothing is due, a day after the thing goes, and the rest stays.

`now` is moved instead of the rows: a rule is asked what would be due some days from now.
"""

import datetime as dt
import uuid

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from analytics.models import Delivery, SummaryRun, Webhook
from nvap.models import WorkbookUpload
from practice.actions import authoring, contacts
from practice.models import Attachment, Booking, ContactMessage, ContactRequest, Practice, PracticeRevision, StartKey
from tests.factories.accounts import (
    ForceFactory,
    InvitationFactory,
    RoleRequestFactory,
    TokenFactory,
    UserFactory,
    person,
)
from tests.factories.contacts import contact_request
from tests.factories.events import booked, event, past
from tests.factories.nvap import a_return
from tests.factories.practice import draft_practice, published_practice, submitted_practice
from vkpp.accounts import actions
from vkpp.accounts.models import Invitation, RoleRequest, SignInTries, Token, User
from vkpp.core import retention
from vkpp.core.models import AuditEvent, BackupRun, Job, Notification, OutboxItem, RetentionRun

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def now():
    return timezone.now()


def a_sign_in():
    values = {"session_key": uuid.uuid4().hex, "ip": "192.0.2.1", "user_agent": "Firefox"}
    return UserSession.objects.create(user=UserFactory(), **values)


def a_session():
    return Session.objects.create(session_key=uuid.uuid4().hex, session_data="", expire_date=now())


def a_revoked_token():
    token = TokenFactory(expires_at=now() + 900 * DAY)
    Token.objects.filter(pk=token.pk).update(revoked_at=now(), revoked_by=token.owner)
    return token


def a_decided_request():
    asked = RoleRequestFactory()
    RoleRequest.objects.filter(pk=asked.pk).update(state="refused", decided_at=now(), decided_by=UserFactory())
    return asked


def somebody_who_left():
    person("vkpp_admin")
    user = person("contributor", display_name="Sam Sample", email="sam.sample@norfolk.police.uk")
    actions.deactivate(user=user, reason="They have left.", by=user)
    return user


def a_discarded_draft():
    draft = draft_practice()
    authoring.discard(practice=draft, by=draft.owner)
    return draft


def a_declined_contact():
    asked = contact_request(practice=published_practice(), by=person("contributor"))
    contacts.decline(request=asked, text="Nobody works on it now.", by=asked.practice.owner)
    return asked


def a_booking():
    made = event()
    [booking] = booked(made, access_needs="A ramp")
    past(made, days=0)
    return booking


def a_start_key():
    user = person("contributor")
    draft = draft_practice(by=user)
    return StartKey.objects.create(owner=user, key="mine", body_hash="0" * 64, practice=draft)


def a_message():
    return Notification.objects.create(to=UserFactory(), kind="tests", subject="Hello", body="There", state="dropped")


def a_job(**values):
    values = {"state": "done", "queued_at": now(), "finished_at": now(), **values}
    return Job.objects.create(kind="tests", title="Numbers", owner=UserFactory(), **values)


def a_job_with_a_file():
    return a_job(file=ContentFile(b"n\n1\n", "numbers.csv"), expires_at=now() + 7 * DAY)


def an_upload():
    ret = a_return(ForceFactory(code="norfolk"))
    lead = person("nvap_lead", ret.force)
    values = {"name": "return.xlsx", "size": 2, "sha256": "0" * 64, "state": "ready"}
    return WorkbookUpload.objects.create(ret=ret, uploaded_by=lead, file=ContentFile(b"PK", "return.xlsx"), **values)


def a_delivery(**values):
    webhook = Webhook.objects.create(
        owner=UserFactory(), name="Library", url="https://library.example/", events=["practice.published"]
    )
    return Delivery.objects.create(webhook=webhook, event="practice.published", **{"state": "done", **values})


def work_done(**values):
    return OutboxItem.objects.create(kind="tests", due=now(), done_at=now(), **values)


def a_backup():
    return BackupRun.objects.create(started_at=now(), folder="20261122", rows=1, files=0, size=1)


def a_count():
    return SummaryRun.objects.create(kind="nightly", started_at=now(), finished_at=now(), rounds=1, counted=1)


def a_stray_file():
    return default_storage.save("evidence/2026/11/gone.txt", ContentFile(b"Broken off"))


RULES = {
    "sign-ins": a_sign_in,
    "sessions": a_session,
    "sign-in-tries": lambda: SignInTries.objects.create(key="a" * 64, last_at=now()),
    "tokens": a_revoked_token,
    "invitations": lambda: InvitationFactory(expires_at=now()),
    "role-requests": a_decided_request,
    "leavers": somebody_who_left,
    "drafts": draft_practice,
    "deleted-drafts": a_discarded_draft,
    "contact-texts": a_declined_contact,
    "access-needs": a_booking,
    "messages": a_message,
    "job-files": a_job_with_a_file,
    "jobs": a_job,
    "stray-files": a_stray_file,
    "workbooks": an_upload,
    "webhook-messages": a_delivery,
    "start-keys": a_start_key,
    "outbox": work_done,
    "backup-notes": a_backup,
    "retention-notes": lambda: RetentionRun.objects.create(started_at=now()),
    "figures-notes": a_count,
}


@pytest.fixture(autouse=True)
def _empty_storage(settings):
    """Files of other tests are named by no row any more."""
    settings.STORAGES = dict(settings.STORAGES)


def test_every_rule_is_tried_here():
    assert sorted(RULES) == sorted(rule.code for rule in retention.rules())


@pytest.mark.parametrize("code", RULES)
def test_a_rule_takes_nothing_a_day_before_its_time_and_the_thing_a_day_after(code):
    thing, rule = RULES[code](), retention.find(code)
    [early] = retention.look([rule], now=now() + rule.keep - DAY)
    [late] = retention.look([rule], now=now() + rule.keep + DAY)

    assert (early.rows, late.rows) == (0, 1)
    assert list(rule.due(now() + rule.keep + DAY)) == [thing]
    assert abs(late.oldest - now()) < dt.timedelta(days=1, hours=6)

    [applied] = retention.apply([rule], now=now() + rule.keep + DAY)
    assert (applied.rows, applied.failed) == (1, False)
    assert thing not in rule.due(now() + rule.keep + DAY)


def test_work_that_a_person_gave_up_goes_like_work_that_was_done():
    ended = {"failed_at": now(), "dropped_at": now(), "dropped_reason": "Sent by hand."}
    OutboxItem.objects.create(kind="tests", due=now(), **ended)

    assert forget("outbox") == 1
    assert not OutboxItem.objects.exists()


def forget(code):
    rule = retention.find(code)
    [outcome] = retention.apply([rule], now=now() + rule.keep + DAY)
    assert not outcome.failed
    return outcome.rows


def test_what_is_open_stays():
    TokenFactory(expires_at=now() + 900 * DAY)
    InvitationFactory(expires_at=now() + 900 * DAY)
    RoleRequestFactory()
    Notification.objects.create(to=UserFactory(), kind="tests", subject="Hello", body="There", state="staged")
    a_job(state="waiting", finished_at=None)
    work_done(key="once")
    OutboxItem.objects.create(kind="tests", due=now())
    a_delivery(state="waiting")

    codes = ("tokens", "invitations", "role-requests", "messages", "jobs", "outbox", "webhook-messages")
    assert [forget(code) for code in codes] == [0] * 7
    assert [model.objects.count() for model in (Token, Invitation, RoleRequest, Job, Delivery)] == [1] * 5
    assert OutboxItem.objects.filter(kind="tests").count() == 2


def test_an_old_draft_can_be_brought_back_and_its_owner_is_told():
    draft = draft_practice()

    assert forget("drafts") == 1

    draft.refresh_from_db()
    assert draft.state == "discarded"
    told = Notification.objects.get(kind="practice_draft_old")
    assert (told.to, told.subject) == (draft.owner, f"Your draft {draft.reference} has been put away")
    authoring.restore(practice=draft, by=draft.owner)
    assert draft.state == "draft"


def test_what_was_sent_in_stays_also_as_a_draft_again():
    sent = submitted_practice()
    Practice.objects.filter(pk=sent.pk).update(state="draft")

    assert (forget("drafts"), forget("deleted-drafts")) == (0, 0)
    assert Practice.objects.get(pk=sent.pk).state == "draft"


def test_a_deleted_draft_goes_with_its_revisions_and_files(django_capture_on_commit_callbacks):
    draft, other = draft_practice(), draft_practice()
    stored = default_storage.save("practice/tests", ContentFile(b"%PDF-1.7"))
    values = {"name": "plan.pdf", "content_type": "application/pdf", "size": 8, "sha256": "0" * 64}
    Attachment.objects.create(practice=draft, file=stored, **values)
    authoring.save(practice=draft, values={"title": "Another title"}, version=draft.version, by=draft.owner)
    authoring.discard(practice=draft, by=draft.owner)

    with django_capture_on_commit_callbacks(execute=True):
        assert forget("deleted-drafts") == 1

    assert list(Practice.objects.all()) == [other]
    assert not PracticeRevision.objects.filter(practice=draft.pk).exists()
    assert not default_storage.exists(stored)
    assert AuditEvent.objects.get(verb="practice.forget").target_id == str(draft.pk)


def test_of_a_contact_request_only_the_texts_go():
    asked = a_declined_contact()
    ContactMessage.objects.create(request=asked, side="asker", text="Thank you", by=asked.asked_by)

    assert forget("contact-texts") == 1

    left = ContactRequest.objects.get()
    assert (left.question, left.answer, left.state, left.reference) == ("", "", "declined", asked.reference)
    assert left.answered_at is not None
    assert not ContactMessage.objects.exists()


def test_of_a_booking_only_what_the_person_needs_goes():
    booking = a_booking()

    forget("access-needs")

    left = Booking.objects.get()
    assert (left.pk, left.person, left.access_needs) == (booking.pk, booking.person, "")


def test_of_an_upload_the_file_goes_and_what_it_said_stays():
    upload = an_upload()
    name = upload.file.name

    forget("workbooks")

    upload.refresh_from_db()
    assert (upload.file.name, upload.name, upload.state) == ("", "return.xlsx", "ready")
    assert not default_storage.exists(name)


def test_of_a_job_the_file_goes_first_and_the_row_later():
    job = a_job_with_a_file()
    name = job.file.name

    assert (forget("jobs"), forget("job-files"), default_storage.exists(name)) == (0, 1, False)
    assert (forget("jobs"), Job.objects.count()) == (1, 0)


def test_somebody_who_left_long_ago_loses_the_name():
    user = somebody_who_left()

    forget("leavers")

    user.refresh_from_db()
    assert (user.display_name, user.email) == ("Somebody who left", f"left-{user.pk}@left.invalid")
    assert AuditEvent.objects.get(verb="account.anonymise").actor_id is None


def test_the_trail_has_no_rule():
    events = AuditEvent.objects.count()

    retention.apply(now=now() + 4000 * DAY)

    assert AuditEvent.objects.count() == events + 1
    assert User.objects.count() == 0
