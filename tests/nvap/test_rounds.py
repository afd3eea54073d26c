"""Rounds: prepare, change, announce, extend, publish."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from nvap.actions import forms, rounds
from nvap.models import Question, Response, Return, Round
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_form, a_plan
from tests.queries import queries
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification, OutboxItem

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)


@pytest.fixture
def admin():
    return person("vkpp_admin")


@pytest.fixture
def values():
    return {
        "code": "2027",
        "title": "2027 return",
        "plan": a_plan(),
        "form": forms.copy(form=a_form(), code="next", title="Next form", by=None),
        "opens_at": NOW - DAY,
        "due_at": NOW + 10 * DAY,
        "closes_at": NOW + 20 * DAY,
    }


@pytest.fixture
def norfolk():
    return ForceFactory(code="norfolk", benchmarked=True)


@pytest.fixture
def running(values, admin, norfolk):
    made = rounds.create(values=values, by=admin)
    rounds.announce(round=made, by=admin)
    return made


@pytest.mark.parametrize("role", ["vkpp_staff", "national_analyst"])
def test_only_administrators_prepare_rounds(values, role):
    with pytest.raises(NotAllowed, match="Only VKPP administrators"):
        rounds.create(values=values, by=person(role))
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"title": " "}, {"title": ["Enter a title, for example “2026 return”."]}),
        ({"due_at": None}, {"due_at": ["A round that ends needs a due time and a closing time."]}),
        ({"due_at": NOW - 2 * DAY}, {"due_at": ["Returns must be due after the round opens."]}),
        ({"closes_at": NOW + DAY}, {"closes_at": ["The round cannot close before returns are due."]}),
        ({"opens_at": None}, {"opens_at": ["Say when the round opens."]}),
    ],
)
def test_a_round_that_cannot_be_is_refused_by_field(values, admin, change, errors):
    with pytest.raises(Invalid) as refusal:
        rounds.create(values={**values, **change}, by=admin)
    assert refusal.value.errors == errors
    assert not Round.objects.exists()


def test_a_living_round_has_no_close(values, admin):
    made = rounds.create(values={**values, "always_open": True, "due_at": None}, by=admin)
    assert (made.closes_at, made.end_for(1)) == (None, None)


def test_announcing_fixes_the_form_makes_the_returns_and_tells_the_leads(values, admin, norfolk):
    lead = person("nvap_lead", norfolk)
    ForceFactory(code="police-scotland", benchmarked=False)
    made = rounds.create(values=values, by=admin)

    assert rounds.announce(round=made, by=admin) == 1

    assert (made.state, made.form.state) == ("running", "published")
    assert Return.objects.get().force == norfolk
    assert Response.objects.count() == values["plan"].actions.count()
    mail = Notification.objects.get()
    assert (mail.to, mail.subject) == (lead, "2027 return: your force's return")
    assert AuditEvent.objects.filter(verb="round.announce").count() == 1


def test_a_form_that_a_round_uses_cannot_be_changed_by_anybody(running, admin):
    with pytest.raises(Conflict, match="Copy it, and change the copy"):
        forms.remove_question(form=running.form, code="headline", by=admin)
    question = Question.objects.filter(form=running.form).first()
    with pytest.raises(IntegrityError, match="a fixed form cannot be changed"), transaction.atomic():
        question.save()
    with pytest.raises(IntegrityError, match="a fixed form cannot be changed"), transaction.atomic():
        question.options.create(value="more", label="More")


def test_a_round_is_announced_once(running, admin):
    with pytest.raises(Conflict, match="announced already"):
        rounds.announce(round=running, by=admin)
    assert Return.objects.count() == 1


def test_a_round_whose_close_has_passed_is_not_announced(values, admin):
    past = {"opens_at": NOW - 9 * DAY, "due_at": NOW - 2 * DAY, "closes_at": NOW - DAY}
    made = rounds.create(values={**values, **past}, by=admin)
    with pytest.raises(Invalid, match="The closing time has passed"):
        rounds.announce(round=made, by=admin)
    made.refresh_from_db()
    assert (made.state, made.form.state) == ("draft", "draft")


def test_a_running_round_closes_later_but_never_earlier(running, admin):
    rounds.change(round=running, values={"closes_at": NOW + 30 * DAY}, by=admin)
    assert running.closes_at == NOW + 30 * DAY
    with pytest.raises(Invalid, match="later, not earlier"):
        rounds.change(round=running, values={"closes_at": NOW + 29 * DAY}, by=admin)


def test_of_two_people_who_change_a_round_the_second_is_told(values, admin):
    made = rounds.create(values=values, by=admin)
    seen = made.version
    rounds.change(round=made, values={"title": "First"}, version=seen, by=admin)
    with pytest.raises(Conflict) as conflict:
        rounds.change(round=made, values={"title": "Second"}, version=seen, by=admin)
    assert (conflict.value.current["version"], conflict.value.current["title"]) == (seen + 1, "First")


def test_a_code_that_another_round_has_is_refused_when_a_round_is_changed_too(values, admin):
    rounds.create(values=values, by=admin)
    other = rounds.create(values={**values, "code": "2028"}, by=admin)
    for refused in (
        lambda: rounds.create(values=values, by=admin),
        lambda: rounds.change(round=other, values={"code": "2027"}, by=admin),
    ):
        with pytest.raises(Invalid) as refusal:
            refused()
        assert refusal.value.errors == {"code": ["There is a round with this code already. Choose another."]}
    assert sorted(Round.objects.values_list("code", flat=True)) == ["2027", "2028"]


def test_an_extension_gives_one_force_more_time(running, admin, norfolk):
    kent = ForceFactory(code="kent", benchmarked=True)
    lead = person("nvap_lead", norfolk)
    rounds.extend(round=running, force=norfolk, until=NOW + 40 * DAY, reason="A new lead.", by=admin)

    after = NOW + 35 * DAY
    assert running.takes_answers(norfolk.pk, after) is True
    assert running.takes_answers(kent.pk, after) is False
    assert Notification.objects.get().to == lead


@pytest.mark.parametrize(
    ("change", "field"),
    [({"until": NOW + 5 * DAY}, "until"), ({"reason": "  "}, "reason"), ({"force": "kent"}, "force")],
)
def test_an_extension_that_cannot_be_is_refused(running, admin, norfolk, change, field):
    words = {"force": norfolk, "until": NOW + 40 * DAY, "reason": "A new lead.", **change}
    if words["force"] == "kent":
        words["force"] = ForceFactory(code="kent")
    with pytest.raises(Invalid) as refusal:
        rounds.extend(round=running, by=admin, **words)
    assert list(refusal.value.errors) == [field]
    assert not running.extensions.exists()


def test_a_round_is_published_only_after_everybodys_time(running, admin, norfolk):
    with pytest.raises(Conflict, match="Forces may still answer until"):
        rounds.publish(round=running, by=admin)
    times = {"opens_at": NOW - 30 * DAY, "due_at": NOW - 20 * DAY, "closes_at": NOW - 10 * DAY}
    Round.objects.filter(pk=running.pk).update(**times)

    rounds.publish(round=running, by=admin)

    assert (running.state, running.published_by) == ("published", admin)
    assert OutboxItem.objects.filter(kind="nvap.round_published").values_list("payload", flat=True).get() == {
        "round": running.pk
    }
    assert running.takes_answers(norfolk.pk) is False
    with pytest.raises(Conflict, match="published already"):
        rounds.publish(round=running, by=admin)


def test_a_round_goes_its_way_on_the_pages(values, admin, norfolk, client):
    client.force_login(admin)
    day = timezone.localtime(NOW + 40 * DAY)
    made = rounds.create(values=values, by=admin)
    base = f"/nvap/manage/rounds/{made.code}/"

    assert "1 force gets its return." in client.get(f"{base}announce/").content.decode()
    client.post(f"{base}announce/")
    given = {"force": norfolk.pk, "reason": "A new lead.", "until_time": "17:00"}
    given |= {"until_on_0": day.day, "until_on_1": day.month, "until_on_2": day.year}
    assert client.post(f"{base}extend/", given).status_code == 302
    said = client.get(base).content.decode()
    assert "A new lead." in said
    assert "Forces may still answer until" in client.get(f"{base}publish/").content.decode()
    made.refresh_from_db()
    assert made.state == "running"


def test_the_list_of_rounds_costs_the_same_for_one_and_three(values, admin, client):
    client.force_login(admin)
    rounds.create(values=values, by=admin)
    one = queries(client, "/nvap/manage/")
    for number in range(2):
        rounds.create(values={**values, "code": f"more-{number}"}, by=admin)
    assert queries(client, "/nvap/manage/") == one
