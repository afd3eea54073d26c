"""Pages of decisions and their mails: staged, looked over, released, read, sent or dropped."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from practice.actions import decisions
from practice.models import Decision, Practice
from tests.factories.accounts import person
from tests.factories.assess import rate, staged_decision, taken_forward_practice
from tests.queries import queries
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db
DECISIONS, OUTBOX = "/practice/decisions/", "/practice/outbox/"


@pytest.fixture
def staff():
    return person("vkpp_staff", display_name="Ana Staff")


def test_decision_is_staged_on_a_page(client, staff):
    practice = taken_forward_practice(staff=staff)
    rate(practice, staff)
    client.force_login(staff)
    when = timezone.localdate() + dt.timedelta(days=365)
    values = {
        "rating": "new_innovative",
        "audience": "1",
        "review_by_0": when.day,
        "review_by_1": when.month,
        "review_by_2": when.year,
        "rationale": "New.",
    }

    page = client.get(reverse("practice:decision-stage", args=[practice.reference])).content.decode()
    wrong = client.post(reverse("practice:decision-stage", args=[practice.reference]), values | {"rating": "works"})
    client.post(reverse("practice:decision-stage", args=[practice.reference]), values)

    assert 'value="new_innovative" checked' in page
    assert "This rating needs 2 raters, 1 have rated so far. Assign raters first." in wrong.content.decode()
    row = Decision.objects.get()
    assert (row.rating, row.audience, row.review_by) == ("new_innovative", 1, when)


def test_decisions_warn_of_what_the_owner_does_not_permit(client, staff):
    staged_decision(staff=staff)
    client.force_login(staff)

    assert "The owner permits nobody to read it yet." in client.get(DECISIONS).content.decode()


def test_decisions_are_looked_over_and_released_together(client):
    rows, admin = [staged_decision(permitted=["share_forces"]) for _ in range(2)], person("vkpp_admin")
    picked = {"pick": [row.pk for row in rows]}
    client.force_login(admin)

    look = client.post(reverse("practice:decisions-look-over"), picked).content.decode()
    untouched = Decision.objects.staged().count()
    done = client.post(reverse("practice:decisions-release"), picked, follow=True).content.decode()
    again = client.post(reverse("practice:decisions-release"), picked, follow=True).content.decode()

    assert "Release 2 decisions together?" in look
    assert untouched == 2
    assert "2 decisions are released." in done
    assert "These had been released already; nothing was done twice." in again
    assert Notification.objects.filter(state="staged").count() == 2


def test_release_by_staff_is_refused(client, staff):
    row = staged_decision()
    client.force_login(staff)

    response = client.post(reverse("practice:decisions-release"), {"pick": row.pk})

    assert response.status_code == 403
    assert "Decisions are released by VKPP administrators." in response.content.decode()
    assert Practice.objects.get().state == "decided"


def test_decision_is_taken_back_on_the_list(client, staff):
    row = staged_decision()
    client.force_login(staff)

    client.post(reverse("practice:decision-undecide", args=[row.pk]))
    second = client.post(reverse("practice:decision-undecide", args=[row.pk]), follow=True)

    assert Practice.objects.get().state == "taken_forward"
    assert "This was already decided by Ana Staff" in second.content.decode()


def test_decisions_have_the_same_queries_for_one_and_three(client, staff):
    staged_decision(permitted=["share_forces"])
    client.force_login(staff)
    one = queries(client, DECISIONS)
    staged_decision(permitted=["share_forces"])
    staged_decision(permitted=["share_forces"])

    assert queries(client, DECISIONS) == one <= 13


def released(admin, number=1):
    decisions.release(decisions=[staged_decision() for _ in range(number)], by=admin)


def test_mails_are_read_confirmed_and_released(client):
    admin = person("vkpp_admin")
    released(admin, 2)
    client.force_login(admin)

    page = client.get(OUTBOX).content.decode()
    confirm = client.post(reverse("practice:outbox-confirm"), {"scope": "all"}).content.decode()
    before = Notification.objects.filter(state="staged").count()
    picked = re.findall(r'name="pick" value="(\d+)"', confirm)
    done = client.post(reverse("practice:outbox-act"), {"act": "send", "pick": picked}, follow=True)

    assert page.count("is in the practice bank") == 2
    assert "Release 2 mails?" in confirm
    assert before == 2
    assert "2 mails are released and sent shortly." in done.content.decode()
    assert "No mail waits for release" in done.content.decode()


def test_mails_are_dropped_after_a_question(client):
    admin = person("vkpp_admin")
    released(admin)
    mail = Notification.objects.get(state="staged")
    client.force_login(admin)

    question = client.post(reverse("practice:outbox-confirm"), {"pick": mail.pk, "act": "drop"}).content.decode()
    client.post(reverse("practice:outbox-act"), {"pick": mail.pk, "act": "drop"})

    assert "Drop 1 mail?" in question
    mail.refresh_from_db()
    assert mail.state == "dropped"
    assert "Not sent" in client.get(OUTBOX, {"tab": "history"}).content.decode()


def test_mails_are_read_by_staff_and_released_by_administrators_only(client, staff):
    released(person("vkpp_admin"))
    mail = Notification.objects.get(state="staged")
    client.force_login(staff)

    assert "is in the practice bank" in client.get(OUTBOX).content.decode()
    assert client.post(reverse("practice:outbox-act"), {"pick": mail.pk}).status_code == 403
    mail.refresh_from_db()
    assert mail.state == "staged"


def test_outbox_has_the_same_queries_for_one_and_three(client):
    admin = person("vkpp_admin")
    released(admin)
    client.force_login(admin)
    one = queries(client, OUTBOX)
    released(admin, 2)

    assert queries(client, OUTBOX) == one <= 13
