"""Reminders and summaries: the right people, the right days, once, without anything sensitive, unless switched off."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from nvap import work
from nvap.actions import improving, queries, reminding, signing
from nvap.canonical import content, digest
from tests.factories.accounts import person
from tests.factories.nvap import a_return, a_round, all_answered, answer_of
from vkpp.core import mail_topics, outbox
from vkpp.core.models import Notification, OutboxItem
from vkpp.core.working_days import LONDON

pytestmark = pytest.mark.django_db
DUE = dt.datetime(2026, 12, 3, 17, 0, tzinfo=LONDON)


@pytest.fixture
def ret(force):
    """A return that is due on 3 December 2026."""
    opens = dt.datetime(2026, 9, 1, tzinfo=LONDON)
    return a_return(force, round=a_round(opens_at=opens, due_at=DUE, closes_at=DUE + dt.timedelta(days=10)))


def told(day, kind=None):
    """Who is mailed on that day, and about how many things."""
    Notification.objects.all().delete()
    reminding.remind(day=day)
    outbox.work()
    found = Notification.objects.filter(state="sent", **({"kind": kind} if kind else {}))
    return sorted((row.kind, row.to_id) for row in found)


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (15, []),
        (14, ["nvap_due_soon"]),
        (13, []),
        (7, ["nvap_due_soon"]),
        (1, ["nvap_due_soon"]),
        (0, []),
        (-1, ["nvap_overdue"]),
        (-2, []),
    ],
)
def test_lead_is_reminded_14_7_and_1_days_before_and_the_day_after(ret, force, days, kinds):
    lead = person("nvap_lead", force)
    assert told(DUE.date() - dt.timedelta(days=days)) == [(kind, lead.pk) for kind in kinds]


def test_each_reminder_is_owed_once_however_often_the_task_runs(ret, force):
    person("nvap_lead", force)
    day = DUE.date() - dt.timedelta(days=7)
    for _run in range(3):
        reminding.remind(day=day)
        outbox.work()
    assert Notification.objects.filter(kind="nvap_due_soon").count() == 1
    assert OutboxItem.objects.filter(kind=reminding.DAILY).count() == 1


def test_extension_moves_the_reminders(ret, force):
    lead = person("nvap_lead", force)
    ret.round.extensions.create(force=force, until=DUE + dt.timedelta(days=7), reason="Flood.", by=None)
    assert told(DUE.date()) == [("nvap_due_soon", lead.pk)]


def test_colleague_is_reminded_of_their_own_day(ret, force):
    lead, colleague = person("nvap_lead", force), person("contributor", force)
    action = answer_of(ret).action_version
    own = dt.date(2026, 11, 21)
    ret.assignments.create(action_version=action, person=colleague, assigned_by=lead, due_on=own)
    assert told(own - dt.timedelta(days=1)) == [("nvap_due_soon", colleague.pk)]


def test_overdue_improvement_is_told_to_owner_and_accountable(force):
    lead, owner = person("nvap_lead", force), person("contributor", force)
    due = dt.date(2026, 11, 10)
    improving.create(force=force, title="zzqtitle", by=lead, owner=owner, accountable=lead, due_on=due)
    assert told(dt.date(2026, 11, 11)) == [("nvap_overdue", lead.pk), ("nvap_overdue", owner.pk)]
    assert "zzqtitle" not in "".join(row.subject + row.body for row in Notification.objects.all())


def test_topic_switched_off_is_not_mailed_and_others_are(ret, force):
    lead = person("nvap_lead", force)
    mail_topics.choose(person=lead, topics={"nvap_digest"}, by=lead)
    assert told(DUE.date() - dt.timedelta(days=7)) == []
    reminding.summarise(day=dt.date(2026, 11, 23))
    outbox.work()
    assert [row.kind for row in Notification.objects.filter(state="sent")] == ["nvap_digest"]


def test_choices_page_saves_what_is_ticked(force, client_for):
    lead = person("nvap_lead", force)
    browser, url = client_for(lead), reverse("accounts:notification_choices")
    assert mail_topics.switched_off(lead) == set()
    kept = [row["topic"].code for row in browser.get(url).context["rows"] if row["topic"].code != "nvap_digest"]
    assert browser.post(url, {"topic": kept}).status_code == 302
    assert mail_topics.switched_off(lead) == {"nvap_digest"}
    ticked = {row["topic"].code: row["wanted"] for row in browser.get(url).context["rows"]}
    assert (ticked["nvap_digest"], ticked["nvap_turn"]) == (False, True)


def test_summary_says_what_waits_without_texts(force):
    ret = a_return(force)
    lead, chief, staff = person("nvap_lead", force), person("chief_officer", force), person("vkpp_staff")
    all_answered(ret, by=lead, now="zzqanswer")
    ret.refresh_from_db()
    signing.send_for_signature(ret=ret, by=lead)
    signing.sign(ret=ret, statement="Yes.", content_hash=digest(content(ret)), by=chief)
    signing.submit(ret=ret, by=lead)
    queries.raise_query(response=answer_of(ret), subject="zzqsubject", text="zzqtext", by=staff, assignee=lead)
    Notification.objects.all().delete()
    reminding.summarise()
    outbox.work()
    bodies = {row.to_id: row.body for row in Notification.objects.filter(kind="nvap_digest")}
    assert set(bodies) == {lead.pk, staff.pk}
    assert re.search(r"Query Q-\d{5}, due ", bodies[lead.pk])
    assert "Norfolk, 2026 return: sent " in bodies[staff.pk]
    assert "zzq" not in "".join(message.subject + message.body for message in mail.outbox)


def test_home_page_shows_each_role_its_work(force, client_for):
    ret = a_return(force)
    lead, chief, staff = person("nvap_lead", force), person("chief_officer", force), person("vkpp_staff")
    type(ret.round).objects.update(due_at=timezone.now() + dt.timedelta(days=5))
    assert "0 of 3 actions answered" in client_for(lead).get("/").content.decode()
    assert "Due in 5 days" in client_for(lead).get("/").content.decode()
    all_answered(ret, by=lead)
    ret.refresh_from_db()
    signing.send_for_signature(ret=ret, by=lead)
    assert "waits for your signature" in client_for(chief).get("/").content.decode()
    signing.sign(ret=ret, statement="Yes.", content_hash=digest(content(ret)), by=chief)
    signing.submit(ret=ret, by=lead)
    assert [item.link for item in work.to_check(staff)] == ["/nvap/returns/2026/norfolk/read/"]
    assert "Returns to check" in client_for(staff).get("/").content.decode()
    assert "Returns to check" not in client_for(chief).get("/").content.decode()
