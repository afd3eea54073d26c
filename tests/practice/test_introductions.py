import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice.actions import authoring, introducing, introduction_reminding, sharing, triage
from practice.actions import evaluators as bodies
from practice.introductions import matching
from practice.introductions.workflow import INTRODUCTION
from practice.models import BankEntry, Introduction, Practice
from practice.vocab import Use
from tests.factories.accounts import ForceFactory, person
from tests.practice.introduction_world import IntroductionWorld, url
from tests.races import at_once
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Marking, Notification
from vkpp.core.working_days import LONDON

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return IntroductionWorld()


def told(who):
    return sorted(Notification.objects.filter(to=who, kind__startswith="introduction").values_list("kind", flat=True))


def seen(user):
    return list(Introduction.objects.visible_to(user))


def test_owner_asks_and_vkpp_introduces(world):
    one = world.ask(by=world.owner)

    assert (one.state, one.asked_side, one.answered_by) == ("agreed", "owner", world.owner)
    assert one.why == [
        "interested in Domestic abuse", "does what it needs next: impact evaluation", "works everywhere",
        "takes on work",
    ]  # fmt: skip
    assert seen(world.evaluator) == []
    assert told(world.staff) == ["introduction_to_make"]

    world.step(one, "introduce", by=world.staff)

    assert seen(world.evaluator) == seen(world.owner) == seen(world.lead) == [one]
    assert told(world.evaluator) == told(world.owner) == ["introduction_moved"]
    world.step(one, "talk", by=world.evaluator)
    world.step(one, "conclude", text="A trial in 2027.", by=world.owner)
    one.refresh_from_db()
    assert (one.state, one.agreement) == ("evaluation", "A trial in 2027.")


def test_owner_is_asked_before_anything_is_told(world):
    one = world.ask(by=world.staff)

    assert (one.state, told(world.owner)) == ("proposed", ["introduction_asked"])
    assert (seen(world.evaluator), told(world.evaluator)) == ([], [])
    with pytest.raises(NotAllowed):
        world.step(one, "agree", by=world.staff)
    with pytest.raises(Conflict):
        world.step(one, "introduce", by=world.staff)

    world.step(one, "decline", text="Not this year.", by=world.lead)

    one.refresh_from_db()
    assert (one.state, one.answer, seen(world.evaluator)) == ("declined", "Not this year.", [])
    world.step(one, "agree", by=world.owner)
    one.refresh_from_db()
    assert one.state == "agreed"


def test_body_asks_only_for_what_it_may_read(world):
    with pytest.raises(NotAllowed):
        world.ask(by=world.evaluator)
    public = world.publish()

    one = world.ask(by=world.evaluator, practice=public)

    assert (one.state, one.asked_side) == ("proposed", "body")
    assert seen(world.evaluator) == [one]
    assert seen(world.other) == []
    with pytest.raises(NotAllowed):
        world.ask(by=world.other, practice=public)
    world.step(one, "withdraw", by=world.evaluator)
    assert world.ask(by=world.evaluator, practice=public).state == "proposed"


@pytest.mark.parametrize("role", ["chief_officer", "force_analyst", "national_analyst", "peer_reviewer"])
def test_nobody_else_sees_or_asks(world, role):
    world.introduced()
    somebody = person(role, None if role in {"national_analyst", "peer_reviewer"} else world.force)

    assert seen(somebody) == []
    with pytest.raises(NotAllowed):
        world.ask(by=somebody, body=world.add_body("Another university"))


def test_lead_of_another_force_sees_nothing(world):
    world.introduced()

    assert seen(person("nvap_lead", ForceFactory(code="kent"))) == []


def test_nothing_is_asked_without_permission(world):
    world.revoke()

    for who in (world.owner, world.staff):
        with pytest.raises(Conflict):
            world.ask(by=who)
    assert Introduction.objects.count() == 0


def test_nothing_sensitive_is_introduced(world):
    one = world.introduced()
    Practice.objects.filter(pk=world.practice.pk).update(marking=Marking.OFFICIAL_SENSITIVE)

    assert seen(world.evaluator) == []
    with pytest.raises(Conflict):
        world.step(one, "talk", by=world.owner)
    with pytest.raises(Conflict):
        world.ask(by=world.owner, body=world.add_body("Another university"))


def test_two_are_introduced_once_at_a_time(world):
    one = world.ask(by=world.owner)
    with pytest.raises(Invalid):
        world.ask(by=world.staff)

    world.step(one, "withdraw", by=world.owner)
    assert world.ask(by=world.staff).state == "proposed"


def test_permission_taken_back_hides_and_stops_at_once(world, client_for):
    one = world.introduced()
    introducing.write(introduction=one, text="Call me.", by=world.owner)
    page = url(one)
    assert client_for(world.evaluator).get(page).status_code == 200
    Notification.objects.all().delete()

    world.revoke()

    one.refresh_from_db()
    assert (one.state, one.ended_at is not None) == ("stopped", True)
    assert (seen(world.evaluator), seen(world.staff), seen(world.owner)) == ([], [], [one])
    assert client_for(world.evaluator).get(page).status_code == 404
    assert client_for(world.staff).get(page).status_code == 404
    assert "no longer open to evaluators" in client_for(world.owner).get(page).text
    assert told(world.owner) == told(world.evaluator) == ["introduction_stopped"]
    mail = Notification.objects.get(to=world.evaluator)
    assert one.reference in mail.body
    assert "permission" not in mail.body + mail.subject
    assert world.practice.title not in mail.body + mail.subject
    with pytest.raises(Conflict):
        world.step(one, "talk", by=world.owner)


def test_permission_given_again_does_not_bring_it_back(world):
    one = world.introduced()
    world.revoke()
    sharing.give(practice=world.practice, use=Use.CONTACT_EVALUATORS, by=world.owner)

    assert seen(world.evaluator) == []
    assert seen(world.staff) == [one]
    assert world.ask(by=world.owner).state == "agreed"


def test_body_that_never_knew_is_not_told_that_it_ended(world):
    world.ask(by=world.staff)
    Notification.objects.all().delete()

    world.revoke()

    assert (told(world.evaluator), told(world.owner)) == ([], ["introduction_stopped"])


def test_withdrawn_example_stops_its_introductions(world):
    one = world.introduced()
    world.practice.refresh_from_db()

    authoring.withdraw(practice=world.practice, by=world.owner)

    one.refresh_from_db()
    assert (one.state, seen(world.evaluator), seen(world.staff)) == ("stopped", [], [])


def test_example_made_sensitive_stops_its_introductions(world):
    one = world.introduced()
    Notification.objects.all().delete()

    triage.mark(practice=world.practice, marking="official_sensitive", reason="Covert methods.", by=world.staff)

    one.refresh_from_db()
    assert (one.state, one.ended_at is not None) == ("stopped", True)
    assert told(world.owner) == told(world.evaluator) == ["introduction_stopped"]


def test_introduction_that_outlived_its_permission_is_stopped_by_the_task_of_the_day(world):
    """Earlier versions left it live when its example became sensitive; others go on."""
    one, other = world.introduced(), world.introduced(practice=world.publish())
    Practice.objects.filter(pk=world.practice.pk).update(marking=Marking.OFFICIAL_SENSITIVE)

    introduction_reminding.remind()

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == ("stopped", "introduced")
    assert "introduction_stopped" in told(world.owner)


def test_person_who_leaves_the_body_sees_nothing_from_then_on(world, client_for):
    one = world.introduced()
    bodies.end_person(member=world.body.members.get(), by=world.staff)

    assert seen(world.evaluator) == []
    assert client_for(world.evaluator).get(url(one)).status_code == 404


def test_stale_page_is_told(world):
    one = world.introduced()

    with pytest.raises(Conflict):
        world.step(one, "talk", version=1, by=world.owner)
    one.refresh_from_db()
    assert one.state == "introduced"


def test_ending_needs_a_reason_and_can_be_taken_up_again(world):
    one = world.introduced()
    with pytest.raises(Invalid):
        world.step(one, "end", by=world.evaluator)

    world.step(one, "end", text="No funds this year.", by=world.evaluator)
    world.step(one, "resume", by=world.owner)

    one.refresh_from_db()
    assert (one.state, one.reason, one.ended_at) == ("talks", "", None)


def test_note_of_vkpp_alone_is_read_by_vkpp_alone(world, client_for):
    one = world.introduced()
    introducing.write(introduction=one, text="Ask their head first.", audience="vkpp", by=world.staff)
    introducing.write(introduction=one, text="We are glad to meet you.", by=world.evaluator)

    for who, sees in ((world.staff, True), (world.owner, False), (world.evaluator, False)):
        page = client_for(who).get(url(one)).text
        assert ("Ask their head first." in page, "We are glad to meet you." in page) == (sees, True)
    with pytest.raises(Invalid):
        introducing.write(introduction=one, text="Ours", audience="vkpp", by=world.owner)


def test_evaluators_are_proposed_by_what_they_share(world):
    near = world.add_body("Near University", regions=["Eastern"], methods=["impact"])
    BankEntry.objects.filter(pk=world.practice.pk).update(region="Eastern")
    Practice.objects.filter(pk=world.practice.pk).update(region="Wales", strands=["CSE"], stage="untested")  # not sent
    entry = BankEntry.objects.get(pk=world.practice.pk)
    world.add_body("Elsewhere", strands=["CSE"], methods=["theory"])
    world.add_body("Busy", availability="full", regions=["Eastern"], methods=[])

    found = [(one.thing.name, one.points) for one in matching.bodies_for(entry, world.owner)]

    assert found == [("Near University", 60), ("University of Somewhere", 50), ("Busy", 30)]
    assert near.slug == "near-university"
    assert sum(reason.points for reason in matching.reasons(Practice.objects.get(pk=entry.pk), near)) == 60


def test_those_for_whom_it_waits_are_reminded(world):
    one = world.ask(by=world.staff)
    asked = timezone.localdate(one.moved_at, LONDON)
    assert introduction_reminding.remind(day=asked + dt.timedelta(days=6)) == 0

    for _twice in range(2):
        assert introduction_reminding.remind(day=asked + dt.timedelta(days=7)) == 1
    outbox.work()

    assert told(world.owner) == ["introduction_asked", "introduction_due"]
    world.revoke()
    assert introduction_reminding.remind(day=asked + dt.timedelta(days=21)) == 0


def test_every_step_is_in_the_trail(world):
    one = world.introduced()

    verbs = AuditEvent.objects.filter(target_type="practice.introduction", target_id=str(one.pk)).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["introduction.ask", "introduction.introduce"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_step_at_once_one_is_told(world):
    one = world.ask(by=world.owner)
    colleague = person("vkpp_admin")

    def introduce(who):
        world.step(Introduction.objects.select_related("practice", "body").get(pk=one.pk), "introduce", by=who)

    assert sorted(at_once(introduce, [world.staff, colleague])) == ["Conflict", "done"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_done_nobody_outside_sees_it_without_the_owner(data, django_db_blocker):
    from django.db import transaction

    with transaction.atomic():
        world = IntroductionWorld()
        people = [world.owner, world.staff, world.evaluator, world.lead]
        one = world.ask(by=data.draw(st.sampled_from([world.owner, world.staff])))
        permitted, agreed = True, one.answered_at is not None
        for _turn in range(data.draw(st.integers(0, 7))):
            action = data.draw(st.sampled_from([*introducing.ACTIONS, "revoke", "give"]))
            if action == "revoke":
                world.revoke()
                permitted = False
            elif action == "give":
                sharing.give(practice=world.practice, use=Use.CONTACT_EVALUATORS, by=world.owner)
                permitted = True
            else:
                who = data.draw(st.sampled_from(people))
                try:
                    one.__dict__.pop("_of_body", None)
                    world.step(one, action, text="Because.", by=who)
                    agreed = agreed or action == "agree"
                except (Conflict, Invalid, NotAllowed):
                    pass
            one.refresh_from_db()
            visible = bool(seen(world.evaluator))
            assert not visible or (permitted and agreed and one.introduced_at is not None and one.state != "stopped")
            assert permitted or (one.state not in {"proposed", "agreed", "introduced", "talks", "evaluation"})
        transaction.set_rollback(True)


def test_table_names_every_step():
    assert {step.action for step in INTRODUCTION.steps} == {*introducing.ACTIONS, "stop"}
