"""Triage: who takes an example on, what is checked, where it goes."""

import datetime as dt

import pytest
from django.utils import timezone

from practice import deadlines
from practice.actions import authoring, decisions, saving, triage
from practice.models import Comment, Practice, TriageCheck
from tests.factories.accounts import person
from tests.factories.assess import check_all, staged_decision, taken_forward_practice
from tests.factories.practice import submitted_practice
from tests.races import at_once
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db


def mails(kind):
    """Addresses that are owed a mail of this kind."""
    return sorted(Notification.objects.filter(kind=kind).values_list("to__email", flat=True))


def test_claim_gives_the_example_to_one_person():
    practice, staff = submitted_practice(), person("vkpp_staff")

    triage.claim(practice=practice, by=staff)
    triage.claim(practice=practice, by=staff)

    practice.refresh_from_db()
    assert practice.claimed_by == staff
    assert list(audit.events_about(practice).filter(verb="triage.claim").values_list("actor_id", flat=True)) == [
        staff.pk
    ]


def test_claim_of_a_claimed_example_says_who_has_it():
    practice, first = submitted_practice(), person("vkpp_staff", display_name="Ana Example")
    stale = Practice.objects.get(pk=practice.pk)
    triage.claim(practice=practice, by=first)

    with pytest.raises(Conflict) as refusal:
        triage.claim(practice=stale, by=person("vkpp_staff"))

    assert refusal.value.message == (
        f"Ana Example has claimed {practice.reference} already. Speak to them, or take it over."
    )
    practice.refresh_from_db()
    assert practice.claimed_by == first


@pytest.mark.parametrize("role", ["evidence_reviewer", "nvap_lead", "national_analyst", "peer_reviewer"])
def test_claim_is_for_staff(role):
    practice = submitted_practice()

    with pytest.raises(NotAllowed, match="Triage is for VKPP staff"):
        triage.claim(practice=practice, by=person(role))

    practice.refresh_from_db()
    assert practice.claimed_by is None


def test_claim_after_triage_names_the_state():
    practice = taken_forward_practice()

    with pytest.raises(Conflict) as refusal:
        triage.claim(practice=practice, by=person("vkpp_staff"))

    assert refusal.value.message == (
        f"{practice.reference} is no longer in triage: it is now “Taken forward, to be rated”."
    )


def test_unclaim_puts_it_back_and_only_by_who_has_it():
    practice, staff = submitted_practice(), person("vkpp_staff", display_name="Ana Example")
    triage.claim(practice=practice, by=staff)

    with pytest.raises(NotAllowed, match="Only Ana Example can put it back"):
        triage.unclaim(practice=practice, by=person("vkpp_staff"))
    triage.unclaim(practice=practice, by=staff)

    practice.refresh_from_db()
    assert (practice.claimed_by, practice.claimed_at) == (None, None)


def test_hand_over_tells_who_lost_it_and_who_got_it():
    practice, first, second, third = submitted_practice(), *(person("vkpp_staff") for _ in range(3))
    triage.claim(practice=practice, by=first)

    triage.hand_over(practice=practice, to=second, by=third)

    practice.refresh_from_db()
    assert practice.claimed_by == second
    assert mails("practice_handed_over") == sorted([first.email, second.email])


def test_hand_over_to_somebody_without_triage_is_refused():
    practice, staff = submitted_practice(), person("vkpp_staff")
    reviewer = person("evidence_reviewer", display_name="Rae Example")

    with pytest.raises(Invalid) as refusal:
        triage.hand_over(practice=practice, to=reviewer, by=staff)

    assert refusal.value.errors == {"to": ["Rae Example does not do triage. Choose somebody of VKPP staff."]}


def test_hand_over_of_what_somebody_claimed_meanwhile_is_refused():
    practice, staff, quick = submitted_practice(), person("vkpp_staff"), person("vkpp_staff", display_name="Quick One")
    stale = Practice.objects.get(pk=practice.pk)
    triage.claim(practice=practice, by=quick)

    with pytest.raises(Conflict, match="was claimed by Quick One meanwhile"):
        triage.hand_over(practice=stale, to=person("vkpp_staff"), by=staff)

    practice.refresh_from_db()
    assert practice.claimed_by == quick


def test_check_is_kept_for_the_version_and_replaced():
    practice, staff = submitted_practice(), person("vkpp_staff")

    triage.check(practice=practice, kind="sensitivity", result="fine", by=staff)
    triage.check(practice=practice, kind="sensitivity", result="concern", note="Names a street.", by=staff)

    row = practice.checks.get()
    assert (row.result, row.note, row.of_version, row.by) == ("concern", "Names a street.", practice.version, staff)


def test_check_with_a_concern_needs_words():
    practice = submitted_practice()

    with pytest.raises(Invalid) as refusal:
        triage.check(practice=practice, kind="sensitivity", result="concern", by=person("vkpp_staff"))

    assert refusal.value.errors == {"note": ["Say what the concern is."]}
    assert not practice.checks.exists()


def test_take_forward_needs_every_check():
    practice, staff = submitted_practice(), person("vkpp_staff")
    triage.check(practice=practice, kind="personal_data", result="fine", by=staff)

    with pytest.raises(Invalid) as refusal:
        triage.take_forward(practice=practice, by=staff)

    assert refusal.value.errors == {"checks": ["Do these checks first: duplicates, sensitivity, completeness."]}
    practice.refresh_from_db()
    assert practice.state == "submitted"
    assert mails("practice_taken_forward") == []


def test_take_forward_sets_the_next_due_date_and_tells_the_authors():
    practice, staff = submitted_practice(), person("vkpp_staff")
    triage.claim(practice=practice, by=staff)
    check_all(practice, staff)

    triage.take_forward(practice=practice, by=staff)

    practice.refresh_from_db()
    assert (practice.state, practice.claimed_by, practice.rating_round) == ("taken_forward", None, 1)
    assert practice.due_at == deadlines.rating_due()
    assert mails("practice_taken_forward") == [practice.owner.email]


def test_checks_of_an_earlier_version_do_not_count():
    practice, staff = submitted_practice(), person("vkpp_staff")
    check_all(practice, staff)
    triage.return_to_author(practice=practice, questions="Who pays?", by=staff)
    saving.save(practice=practice, values={"cost": "The force pays."}, version=practice.version, by=practice.owner)
    authoring.submit(practice=practice, by=practice.owner)

    with pytest.raises(Invalid, match="personal data, duplicates, sensitivity, completeness"):
        triage.take_forward(practice=practice, by=staff)


def test_return_asks_each_paragraph_as_a_question_and_keeps_the_claim():
    practice, staff = submitted_practice(), person("vkpp_staff")
    triage.claim(practice=practice, by=staff)

    triage.return_to_author(practice=practice, questions="Who pays?\n\nHow many\npeople?", by=staff)

    practice.refresh_from_db()
    assert (practice.state, practice.due_at, practice.claimed_by) == ("returned", None, staff)
    questions = practice.comments.filter(question=True, audience="authors").values_list("text", flat=True)
    assert list(questions) == ["Who pays?", "How many\npeople?"]
    assert mails("practice_returned") == [practice.owner.email]


def test_return_without_questions_changes_nothing():
    practice = submitted_practice()

    with pytest.raises(Invalid) as refusal:
        triage.return_to_author(practice=practice, questions=" \n ", by=person("vkpp_staff"))

    assert refusal.value.errors == {"reason": ["Give a reason. It is kept with the decision."]}
    practice.refresh_from_db()
    assert practice.state == "submitted"
    assert not practice.comments.exists()


@pytest.mark.parametrize("bad", ["a\x00b", "a\u202eb"])
def test_return_refuses_unseen_characters(bad):
    practice = submitted_practice()

    with pytest.raises(Invalid) as refusal:
        triage.return_to_author(practice=practice, questions=bad, by=person("vkpp_staff"))

    assert list(refusal.value.errors) == ["reason"]


def test_not_take_forward_gives_the_authors_the_reason():
    practice, staff = submitted_practice(), person("vkpp_staff")

    triage.not_take_forward(practice=practice, reason="It repeats VP-2020-00001.", by=staff)

    practice.refresh_from_db()
    assert (practice.state, practice.due_at) == ("not_taken_forward", None)
    assert practice.comments.get().text == "It repeats VP-2020-00001."
    assert list(practice.comments.visible_to(practice.owner)) == [practice.comments.get()]
    assert mails("practice_not_taken_forward") == [practice.owner.email]


def test_reopen_puts_it_back_with_a_new_due_date():
    practice, staff = submitted_practice(), person("vkpp_staff")
    triage.not_take_forward(practice=practice, reason="Too short.", by=staff)

    triage.reopen(practice=practice, by=staff)

    practice.refresh_from_db()
    assert (practice.state, practice.due_at) == ("submitted", deadlines.triage_due())


def test_taken_forward_again_starts_a_new_round():
    admin = person("vkpp_admin")
    decision = staged_decision()
    decisions.release(decisions=[decision], by=admin)
    practice = Practice.objects.get(pk=decision.practice_id)
    authoring.revise(practice=practice, by=practice.owner)
    saving.save(practice=practice, values={"cost": "More."}, version=practice.version, by=practice.owner)
    authoring.submit(practice=practice, by=practice.owner)
    check_all(practice, admin)

    triage.take_forward(practice=practice, by=admin)

    practice.refresh_from_db()
    assert practice.rating_round == 2


def test_republish_keeps_rating_and_audience():
    admin, staff = person("vkpp_admin"), person("vkpp_staff")
    decision = staged_decision(permitted=["share_forces"])
    decisions.release(decisions=[decision], by=admin)
    practice = Practice.objects.get(pk=decision.practice_id)
    authoring.revise(practice=practice, by=practice.owner)
    saving.save(practice=practice, values={"cost": "Nothing."}, version=practice.version, by=practice.owner)
    authoring.submit(practice=practice, by=practice.owner)
    check_all(practice, staff)

    publication = triage.republish(practice=practice, by=staff)

    assert (publication.number, publication.rating, publication.released_to) == (2, "new_innovative", 1)
    assert publication.content["fields"]["cost"] == "Nothing."
    practice.refresh_from_db()
    assert (practice.state, practice.due_at) == ("published", None)


def test_republish_of_what_was_never_published_is_refused():
    practice, staff = submitted_practice(), person("vkpp_staff")
    check_all(practice, staff)

    with pytest.raises(NotAllowed):
        triage.republish(practice=practice, by=staff)

    practice.refresh_from_db()
    assert practice.state == "submitted"


def test_mark_needs_a_reason_and_is_audited():
    practice, staff = submitted_practice(), person("vkpp_staff")

    with pytest.raises(Invalid, match="Give a reason"):
        triage.mark(practice=practice, marking="official_sensitive", reason="", by=staff)
    triage.mark(practice=practice, marking="official_sensitive", reason="Covert methods.", by=staff)

    practice.refresh_from_db()
    assert practice.marking == "official_sensitive"
    event = audit.events_about(practice).first()
    assert (event.verb, event.after, event.reason) == (
        "triage.mark",
        {"marking": "official_sensitive"},
        "Covert methods.",
    )


@pytest.mark.parametrize(("marking", "logged"), [("official", 0), ("official_sensitive", 1)])
def test_look_is_logged_for_sensitive_examples_only(marking, logged):
    practice, staff = submitted_practice(), person("vkpp_staff")
    Practice.objects.filter(pk=practice.pk).update(marking=marking)
    practice.refresh_from_db()

    triage.look(practice=practice, by=staff)

    assert audit.events_about(practice).filter(verb="triage.look").count() == logged


def test_comment_is_internal_unless_said_otherwise():
    practice, staff = submitted_practice(), person("vkpp_staff")

    row = triage.comment(practice=practice, text="Check with the force.", by=staff)

    assert row.audience == Comment.Audience.STAFF
    assert list(practice.comments.visible_to(practice.owner)) == []
    assert mails("practice_comment") == []


def test_comment_to_authors_tells_them_and_their_answer_tells_who_claimed():
    practice, staff = submitted_practice(), person("vkpp_staff")
    triage.claim(practice=practice, by=staff)

    triage.comment(practice=practice, text="Who pays?", audience="authors", by=staff)
    triage.comment(practice=practice, text="The force.", audience="authors", by=practice.owner)

    assert mails("practice_comment") == [practice.owner.email]
    assert mails("practice_author_comment") == [staff.email]


@pytest.mark.parametrize(
    ("role", "audience"), [("evidence_reviewer", "authors"), ("national_analyst", "staff"), ("nvap_lead", "authors")]
)
def test_comment_for_readers_one_may_not_write_to_is_refused(role, audience):
    practice = submitted_practice()

    with pytest.raises(NotAllowed, match="cannot comment on this example for these readers"):
        triage.comment(practice=practice, text="Hello.", audience=audience, by=person(role))

    assert not practice.comments.exists()


def test_comments_are_shown_by_audience():
    practice, staff, reviewer = submitted_practice(), person("vkpp_staff"), person("evidence_reviewer")
    for audience in Comment.Audience.values:
        triage.comment(practice=practice, text=audience, audience=audience, by=staff)

    def seen(user):
        return sorted(practice.comments.visible_to(user).values_list("text", flat=True))

    assert seen(person("vkpp_staff")) == ["authors", "raters", "staff"]
    assert seen(reviewer) == ["authors", "raters"]
    assert seen(practice.owner) == ["authors"]
    assert seen(person("nvap_lead", practice.force)) == ["authors"]
    assert seen(person("nvap_lead")) == []
    practice.conflicts.create(person=reviewer, reason="I advised them.")
    assert seen(reviewer) == []


def test_working_days_give_the_due_date():
    assert deadlines.review_by(dt.date(2024, 2, 29)) == dt.date(2026, 2, 28)
    assert deadlines.triage_due(timezone.now()) > timezone.now() + dt.timedelta(days=11)


@pytest.mark.django_db(transaction=True)
def test_claim_by_two_at_once_has_one_winner():
    practice, people = submitted_practice(), [person("vkpp_staff"), person("vkpp_staff")]
    outcomes = at_once(lambda who: triage.claim(practice=Practice.objects.get(pk=practice.pk), by=who), people)

    practice.refresh_from_db()
    assert sorted(outcomes) == ["Conflict", "done"]
    assert practice.claimed_by == people[outcomes.index("done")]


@pytest.mark.django_db(transaction=True)
def test_decided_by_two_at_once_the_second_is_told_who_decided():
    practice = submitted_practice()
    people = [person("vkpp_staff", display_name=name) for name in ("Ana Example", "Ben Example")]
    check_all(practice, people[0])
    said = []

    def decide(who):
        mine = Practice.objects.get(pk=practice.pk)
        try:
            if who is people[0]:
                triage.take_forward(practice=mine, by=who)
            else:
                triage.not_take_forward(practice=mine, reason="No.", by=who)
        except Conflict as refusal:
            said.append(refusal.message)
            raise

    outcomes = at_once(decide, people)

    assert sorted(outcomes) == ["Conflict", "done"]
    winner = people[outcomes.index("done")]
    assert len(said) == 1
    assert said[0].startswith(f"This was already decided by {winner.display_name}: it is now ")
    assert TriageCheck.objects.count() == 4
