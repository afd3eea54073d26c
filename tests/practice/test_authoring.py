"""Starting, saving, sending and withdrawing an example."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from practice.actions import authoring, calls, sharing
from practice.models import Assignment, BankEntry, Decision, Practice, PracticeRevision
from practice.vocab import PracticeState
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import (
    CallFactory,
    CallQuestionFactory,
    PracticeFactory,
    draft_practice,
    published_practice,
    submitted_practice,
    words,
)
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


def closed_call():
    now = timezone.now()
    return CallFactory(opens_at=now - dt.timedelta(days=9), closes_at=now - dt.timedelta(days=1))


def test_start_gives_a_draft_with_the_force_filled_in():
    officer = person("contributor", ForceFactory(code="norfolk", region="Eastern"))

    practice = authoring.start(call=CallFactory(), by=officer)

    assert practice.reference.startswith(f"VP-{timezone.localdate().year}-")
    assert (practice.state, practice.owner, practice.version) == ("draft", officer, 1)
    assert (practice.region, practice.lead_organisation) == ("Eastern", "Norfolk Constabulary")


def test_start_freezes_the_questions_of_the_call():
    call = CallFactory()

    authoring.start(call=call, by=person("contributor"))

    assert call.forms.get().frozen_at is not None


@pytest.mark.parametrize("role", ["chief_officer", "force_analyst", "vkpp_staff", "vkpp_admin", "evaluator"])
def test_start_is_refused_to_who_does_not_write_for_a_force(role):
    with pytest.raises(NotAllowed, match="Only contributors of a force write examples"):
        authoring.start(call=CallFactory(), by=person(role))

    assert not Practice.objects.exists()


def test_start_in_a_closed_call_is_refused():
    with pytest.raises(Invalid, match="has closed") as refusal:
        authoring.start(call=closed_call(), by=person("contributor"))

    assert list(refusal.value.errors) == ["call"]


def test_start_once_uses_an_untouched_draft_again_but_not_a_written_one():
    officer, call = person("contributor"), CallFactory()

    first = authoring.start_once(call=call, by=officer)
    second = authoring.start_once(call=call, by=officer)
    authoring.save(practice=first, values={"title": "Mine"}, version=1, by=officer)
    third = authoring.start_once(call=call, by=officer)

    assert first == second
    assert third != first


def test_import_starts_without_owner_for_administrators_only():
    assert authoring.start(call=CallFactory(), by=None, key="autism-passport").owner is None
    assert authoring.start(call=CallFactory(), by=person("vkpp_admin"), key="other").owner is None
    with pytest.raises(NotAllowed):
        authoring.start(call=CallFactory(), by=person("contributor"), key="third")


def test_submit_sends_the_example_and_tells_the_authors():
    practice = draft_practice()

    authoring.submit(practice=practice, by=practice.owner)
    outbox.work()

    practice.refresh_from_db()
    assert practice.state == PracticeState.SUBMITTED
    assert practice.submitted_at is not None
    assert practice.due_at > practice.submitted_at
    assert [message.to for message in mail.outbox] == [[practice.owner.email]]
    assert practice.reference in mail.outbox[0].subject
    assert practice.title not in mail.outbox[0].body
    assert f"/practice/mine/{practice.reference}/" in mail.outbox[0].body


def test_submit_of_an_unfinished_draft_names_each_gap():
    officer = person("contributor")
    practice = authoring.start(call=CallFactory(), by=officer)

    with pytest.raises(Invalid) as refusal:
        authoring.submit(practice=practice, by=officer)

    assert refusal.value.errors["title"] == ["Enter a title."]
    assert set(refusal.value.errors) == {
        "title", "summary", "contact_name", "contact_email", "categories", "strands", "serious_violence", "scale",
        "stage", "target_groups", "aim", "description",
    }  # fmt: skip
    practice.refresh_from_db()
    assert practice.state == PracticeState.DRAFT


def test_submit_twice_is_told_so_and_sends_once():
    practice = submitted_practice()

    with pytest.raises(Conflict, match="already decided by"):
        authoring.submit(practice=practice, by=practice.owner)

    assert AuditEvent.objects.filter(verb="practice.submit", target_id=str(practice.pk)).count() == 1


def test_submit_to_a_closed_call_keeps_the_draft():
    practice = draft_practice()
    now = timezone.now()
    type(practice.call).objects.filter(pk=practice.call_id).update(
        opens_at=now - dt.timedelta(days=2), closes_at=now - dt.timedelta(hours=1)
    )

    with pytest.raises(Invalid) as refusal:
        authoring.submit(practice=practice, by=practice.owner)

    sentence = (
        f"“{practice.call}” has closed. Your draft is kept: move it to another open call, "
        "or ask VKPP for a late-entry code."
    )
    assert refusal.value.errors == {"call": [sentence]}
    practice.refresh_from_db()
    assert practice.state == PracticeState.DRAFT


def test_submit_within_the_grace_after_the_close_is_taken():
    practice = draft_practice()
    now = timezone.now()
    type(practice.call).objects.filter(pk=practice.call_id).update(
        opens_at=now - dt.timedelta(days=2), closes_at=now - dt.timedelta(minutes=5), grace_minutes=15
    )

    authoring.submit(practice=practice, by=practice.owner)

    assert practice.state == PracticeState.SUBMITTED


def test_late_entry_code_works_once_and_for_the_named_person_only():
    practice, other = draft_practice(), draft_practice()
    call, admin = practice.call, person("vkpp_admin")
    now = timezone.now()
    Practice.objects.filter(pk=other.pk).update(call=call, form=practice.form)
    type(call).objects.filter(pk=call.pk).update(
        opens_at=now - dt.timedelta(days=2), closes_at=now - dt.timedelta(days=1)
    )
    call.refresh_from_db()
    until = now + dt.timedelta(days=3)
    entry = calls.add_late_entry(call=call, email=practice.owner.email, until=until, reason="Was ill", by=admin)

    with pytest.raises(Invalid) as refusal:
        authoring.submit(practice=other, by=other.owner, late_code=entry.code)
    assert list(refusal.value.errors) == ["late_code"]

    authoring.submit(practice=practice, by=practice.owner, late_code=entry.code.lower())
    entry.refresh_from_db()
    assert (practice.state, entry.used_by) == (PracticeState.SUBMITTED, practice.owner)


def test_returned_example_may_be_sent_again_after_the_call_has_closed():
    practice = submitted_practice()
    now = timezone.now()
    type(practice.call).objects.filter(pk=practice.call_id).update(
        opens_at=now - dt.timedelta(days=2), closes_at=now - dt.timedelta(days=1)
    )
    Practice.objects.filter(pk=practice.pk).update(state=PracticeState.RETURNED)

    authoring.submit(practice=practice, by=practice.owner)

    assert practice.state == PracticeState.SUBMITTED


def test_discard_and_restore_of_a_draft():
    practice = draft_practice()

    authoring.discard(practice=practice, by=practice.owner)
    assert not Practice.objects.mine(practice.owner).exists()

    authoring.restore(practice=practice, by=practice.owner)
    assert Practice.objects.mine(practice.owner).get() == practice


def test_withdraw_closes_the_bank_and_ends_the_work_of_staff():
    practice = published_practice(permitted=("share_forces", "publish_public"))
    staff = person("vkpp_staff")
    Assignment.objects.create(practice=practice, rater=staff, assigned_by=staff, due_at=timezone.now())
    Decision.objects.create(practice=practice, round=1, review_by="2027-01-01", rationale="", staged_by=staff)
    assert BankEntry.objects.visible_to(person("contributor")).exists()

    authoring.withdraw(practice=practice, by=practice.owner)

    assert not BankEntry.objects.visible_to(person("contributor")).exists()
    assert not practice.assignments.filter(ended_at=None).exists()
    assert practice.decisions.get().cancelled_by == practice.owner


def test_what_was_withdrawn_stays_closed_when_it_is_taken_up_again():
    practice = published_practice(permitted=("share_forces",))
    authoring.withdraw(practice=practice, by=practice.owner)

    authoring.revise(practice=practice, by=practice.owner)
    sharing.give(practice=practice, use="publish_public", by=practice.owner)

    assert not BankEntry.objects.filter(open_to_police=True).exists()


def test_revise_of_a_published_example_keeps_what_is_published():
    practice = published_practice(permitted=("share_forces",), title="As published")

    authoring.revise(practice=practice, by=practice.owner)
    authoring.save(practice=practice, values={"title": "Changed"}, version=practice.version, by=practice.owner)

    assert BankEntry.objects.get(open_to_police=True).title == "As published"
    assert practice.state == PracticeState.DRAFT


def test_revised_example_may_still_be_withdrawn_but_not_thrown_away():
    practice = published_practice()
    authoring.revise(practice=practice, by=practice.owner)

    with pytest.raises(NotAllowed):
        authoring.discard(practice=practice, by=practice.owner)
    authoring.withdraw(practice=practice, by=practice.owner)

    assert practice.state == PracticeState.WITHDRAWN


def test_move_to_call_takes_along_answers_to_the_same_question():
    words()
    old, new = CallFactory(), CallFactory()
    CallQuestionFactory(form=old.forms.get(), code="partners")
    CallQuestionFactory(form=old.forms.get(), code="only-old")
    CallQuestionFactory(form=new.forms.get(), code="partners")
    practice = draft_practice(call=old)
    values = {"question-partners": "Health", "question-only-old": "x"}
    authoring.save(practice=practice, values=values, version=practice.version, by=practice.owner)

    authoring.move_to_call(practice=practice, call=new, by=practice.owner)

    answers = {answer.question.code: answer.value for answer in practice.call_answers.filter(question__form__call=new)}
    assert practice.call == new
    assert answers == {"partners": "Health"}
    assert PracticeRevision.objects.first().changes == {"call": [old.slug, new.slug]}


def test_move_to_a_closed_call_is_refused():
    practice = draft_practice()

    with pytest.raises(Invalid, match="is not open"):
        authoring.move_to_call(practice=practice, call=closed_call(), by=practice.owner)


def test_kept_personal_data_is_remembered_once():
    practice = PracticeFactory()

    authoring.keep_personal_data(practice=practice, fingerprints=["a", "b"], by=practice.owner)
    authoring.keep_personal_data(practice=practice, fingerprints=["b"], by=practice.owner)

    practice.refresh_from_db()
    assert practice.personal_data_kept == ["a", "b"]
    assert AuditEvent.objects.filter(verb="practice.keep_personal_data").count() == 1
