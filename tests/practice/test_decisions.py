"""Decisions: staged with reasons, taken back, released together; their mails wait for staff."""

import datetime as dt

import pytest
from django.core import mail

from practice import deadlines
from practice.actions import authoring, decisions, mailing, sharing
from practice.models import BankEntry, Decision, Practice, Publication
from tests.factories.accounts import MembershipFactory, person
from tests.factories.assess import link_evaluation, rate, staged_decision, taken_forward_practice
from tests.races import at_once
from vkpp.accounts import permissions
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db


def stage(practice, by, rating="new_innovative", **changes):
    return decisions.stage(practice=practice, by=by, **({"rating": rating, "rationale": "As rated."} | changes))


def staged_mails():
    return Notification.objects.filter(state=Notification.State.STAGED)


def test_stage_writes_the_decision_and_shows_nothing_yet():
    practice, staff = taken_forward_practice(permitted=["share_forces", "publish_public"]), person("vkpp_staff")
    rate(practice, staff)

    decision = stage(practice, staff, audience=2)

    practice.refresh_from_db()
    assert (practice.state, practice.due_at) == ("decided", None)
    assert (decision.rating, decision.audience, decision.review_by) == ("new_innovative", 2, deadlines.review_by())
    assert not Publication.objects.exists()
    assert not staged_mails().exists()


def test_stage_without_a_rating_needs_no_rater():
    practice, staff = taken_forward_practice(), person("vkpp_staff")

    assert stage(practice, staff, rating="").rating == ""


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"rating": "excellent"}, {"rating": ["Choose a rating, or “Not rated”."]}),
        ({"rating": "does_not_work"}, {"rating": ["The raters say “New or innovative”. Choose that, or “Not rated”."]}),
        ({"audience": 0}, {"audience": ["Choose who may read it."]}),
        ({"review_by": dt.date(2020, 1, 1)}, {"review_by": ["Enter a date in the future."]}),
        ({"rationale": " "}, {"rationale": ["Say why, for readers of the bank."]}),
    ],
)
def test_stage_refuses_wrong_values(changes, errors):
    practice, staff = taken_forward_practice(), person("vkpp_staff")
    rate(practice, staff)

    with pytest.raises(Invalid) as refusal:
        stage(practice, staff, **changes)

    assert refusal.value.errors == errors
    practice.refresh_from_db()
    assert practice.state == "taken_forward"
    assert not Decision.objects.exists()


def test_stage_of_a_sensitive_example_is_not_for_everybody():
    practice, staff = taken_forward_practice(), person("vkpp_staff")
    Practice.objects.filter(pk=practice.pk).update(marking="official_sensitive")

    with pytest.raises(Invalid) as refusal:
        stage(practice, staff, rating="", audience=2)

    assert refusal.value.errors == {"audience": ["An OFFICIAL-SENSITIVE example cannot be released to everybody."]}


@pytest.mark.parametrize(
    "changes", [{"serious_violence": True}, {"stage": "independently_evaluated"}], ids=["violence", "evaluated"]
)
def test_two_raters_are_needed_where_it_matters(changes):
    practice, staff = taken_forward_practice(**changes), person("vkpp_staff")
    rate(practice, staff)

    with pytest.raises(Invalid) as refusal:
        stage(practice, staff)
    rate(practice, person("evidence_reviewer"))

    assert refusal.value.errors == {"rating": ["This rating needs 2 raters, 1 have rated so far. Assign raters first."]}
    assert stage(practice, staff).rating == "new_innovative"


def test_two_raters_are_needed_to_say_that_it_works():
    practice, staff = taken_forward_practice(), person("vkpp_staff")
    link_evaluation(practice, staff)
    rate(practice, staff, "works")

    with pytest.raises(Invalid, match="needs 2 raters"):
        stage(practice, staff, rating="works")
    rate(practice, person("evidence_reviewer"), "works")

    assert stage(practice, staff, rating="works").rating == "works"


def test_raters_who_differ_are_settled_first():
    practice, staff = taken_forward_practice(), person("vkpp_staff")
    rate(practice, staff, "new_innovative")
    rate(practice, person("evidence_reviewer"), "does_not_work")

    with pytest.raises(Invalid) as refusal:
        stage(practice, staff)

    assert refusal.value.errors == {"rating": ["The raters differ. Have the ratings settled first."]}


def test_stage_with_an_interest_is_refused():
    practice, staff = taken_forward_practice(), person("vkpp_staff")
    MembershipFactory(user=staff, force=practice.force, role="contributor")
    permissions.forget(staff)

    with pytest.raises(NotAllowed):
        stage(practice, staff, rating="")

    assert list(Decision.objects.visible_to(staff)) == []


def test_undecide_takes_it_back():
    decision, staff = staged_decision(), person("vkpp_staff")

    decisions.undecide(decision=decision, by=staff)

    practice = Practice.objects.get()
    assert (practice.state, practice.due_at) == ("taken_forward", deadlines.rating_due())
    assert decision.cancelled_by == staff
    assert not Decision.objects.staged().exists()


def test_release_publishes_all_together_and_stages_the_mails():
    first, second = (staged_decision(permitted=["share_forces"]) for _ in range(2))
    admin, reader = person("vkpp_admin"), person("contributor")

    released = decisions.release(decisions=[first, second], by=admin)

    assert {row.pk for row in released} == {first.pk, second.pk}
    assert set(Practice.objects.values_list("state", flat=True)) == {"published"}
    assert len(set(Decision.objects.values_list("released_at", flat=True))) == 1
    assert BankEntry.objects.visible_to(reader).count() == 2
    publication = Publication.objects.first()
    assert (publication.rating, publication.released_to, publication.rationale) == (
        "new_innovative",
        1,
        "New and easy to copy.",
    )
    assert staged_mails().count() == 2
    outbox.work()
    assert "practice_published" not in Notification.objects.filter(state="sent").values_list("kind", flat=True)


def test_release_is_for_administrators():
    decision = staged_decision()

    with pytest.raises(NotAllowed, match="Decisions are released by VKPP administrators"):
        decisions.release(decisions=[decision], by=person("vkpp_staff"))

    assert not Publication.objects.exists()


def test_release_with_an_interest_in_one_releases_none():
    admin, mine, other = person("vkpp_admin"), staged_decision(), staged_decision()
    mine.practice.conflicts.create(person=admin, reason="I advised them.")

    with pytest.raises(NotAllowed, match=f"You cannot judge {mine.practice.reference}"):
        decisions.release(decisions=[other, mine], by=admin)

    assert not Publication.objects.exists()
    assert set(Practice.objects.values_list("state", flat=True)) == {"decided"}


def test_release_of_one_taken_back_meanwhile_releases_none():
    admin, gone, other = person("vkpp_admin"), staged_decision(), staged_decision()
    decisions.undecide(decision=Decision.objects.get(pk=gone.pk), by=person("vkpp_staff"))

    with pytest.raises(Conflict) as refusal:
        decisions.release(decisions=[other, gone], by=admin)

    assert refusal.value.message == (
        f"The decision on {gone.practice.reference} was taken back meanwhile, so nothing was released. "
        "Look at the list again."
    )
    assert not Publication.objects.exists()


def test_release_twice_publishes_once():
    admin, decision = person("vkpp_admin"), staged_decision()
    decisions.release(decisions=[decision], by=admin)

    again = decisions.release(decisions=[Decision.objects.get()], by=admin)

    assert again == []
    assert Publication.objects.count() == 1
    assert staged_mails().count() == 1


@pytest.mark.django_db(transaction=True)
def test_release_by_two_at_once_publishes_once():
    decision, admins = staged_decision(), [person("vkpp_admin"), person("vkpp_admin")]

    outcomes = at_once(lambda who: decisions.release(decisions=Decision.objects.all(), by=who), admins)

    assert outcomes == ["done", "done"]
    assert Publication.objects.filter(practice=decision.practice_id).count() == 1


def test_withdrawn_after_staging_is_not_released():
    decision, admin = staged_decision(permitted=["share_forces"]), person("vkpp_admin")
    practice = Practice.objects.get()
    authoring.withdraw(practice=practice, by=practice.owner)

    with pytest.raises(Conflict, match="was taken back meanwhile"):
        decisions.release(decisions=[decision], by=admin)

    assert not BankEntry.objects.exists()


def test_released_to_everybody_shows_only_what_the_owner_permits():
    practice, staff = taken_forward_practice(permitted=["share_forces"]), person("vkpp_staff")
    decision = stage(practice, staff, rating="", audience=2)
    decisions.release(decisions=[decision], by=person("vkpp_admin"))

    entry = BankEntry.objects.get()
    before = (entry.open_to_public, entry.open_to_police)
    practice.refresh_from_db()
    sharing.revoke(practice=practice, use="share_forces", by=practice.owner)
    entry.refresh_from_db()

    assert before == (False, True)
    assert (entry.open_to_public, entry.open_to_police) == (False, False)


def test_mails_are_sent_only_after_release_and_once():
    admin = person("vkpp_admin")
    decisions.release(decisions=[staged_decision()], by=admin)
    waiting = list(staged_mails())

    with pytest.raises(NotAllowed, match="Mails are released by VKPP administrators"):
        mailing.send(messages=waiting, by=person("vkpp_staff"))
    sent, again = (mailing.send(messages=waiting, by=admin) for _ in range(2))
    outbox.work()

    assert (sent, again) == (1, 0)
    assert [message.to for message in mail.outbox if "is in the practice bank" in message.subject] == [
        [waiting[0].to.email]
    ]


def test_dropped_mails_are_never_sent():
    admin = person("vkpp_admin")
    decisions.release(decisions=[staged_decision()], by=admin)
    waiting = list(staged_mails())

    dropped, sent = mailing.drop(messages=waiting, by=admin), mailing.send(messages=waiting, by=admin)
    outbox.work()

    assert (dropped, sent) == (1, 0)
    assert Notification.objects.get(pk=waiting[0].pk).state == "dropped"


def test_review_date_is_two_years_ahead():
    assert deadlines.review_by(dt.date(2026, 11, 21)) == dt.date(2028, 11, 21)
