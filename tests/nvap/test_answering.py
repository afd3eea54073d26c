"""Saving an answer: the difference only, merged where possible, refused where somebody's text would be lost."""

import datetime as dt

import pytest
from django.utils import timezone

from nvap.actions import answering, assigning
from nvap.models import Extension, Gap, PromisingPractice, ResponseRevision, Round
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import COMPLETE, answer_of, answered
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


def save(response, by, values, version=None, **more):
    return answering.save(response=response, values=values, version=version, by=by, **more)


def test_save_keeps_the_difference_and_starts_the_return(ret, lead):
    answer = save(answer_of(ret), lead, {"now": " Training for all. ", "headline": ""}, 0)

    stored = answer_of(ret)
    revision = ResponseRevision.objects.get()
    assert stored.answers == {"now": "Training for all."}
    assert (stored.version, stored.provenance, stored.complete, stored.updated_by) == (1, "typed", False, lead)
    assert (revision.changes, revision.by, revision.source) == ({"now": [None, "Training for all."]}, lead, "form")
    assert (stored.ret.state, stored.ret.version) == ("answering", 2)
    assert (answer.version, answer.ret.state) == (1, "answering")
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["return.start", "answer.save"]


def test_save_of_nothing_new_writes_nothing(ret, lead):
    save(answer_of(ret), lead, {"now": "Training."})

    save(answer_of(ret), lead, {"now": "Training.", "gap": None}, 1)

    assert (answer_of(ret).version, ResponseRevision.objects.count()) == (1, 1)


def test_complete_answer_has_scores_and_counts(ret, lead):
    answer = answered(ret, by=lead, implementation="embedding")

    assert answer.complete
    assert answer.scores == {"implementation": 3, "impact": 2}
    assert (answer.has_gap, answer.has_practice, answer.not_applicable) == (False, False, False)


def test_action_that_does_not_apply_needs_only_the_reason(ret, lead):
    answer = save(answer_of(ret), lead, COMPLETE | {"not_applicable": True})
    assert (answer.complete, answer.not_applicable, answer.scores) == (False, True, {})

    save(answer, lead, {"not_applicable_reason": "We have no coast."})

    assert answer_of(ret).complete
    assert answer_of(ret).answers["implementation"] == "developing"


def test_answers_taken_back_leave_an_empty_one(ret, lead):
    answer = save(answer_of(ret), lead, {"now": "Training."})

    save(answer, lead, {"now": ""})

    stored = answer_of(ret)
    assert (stored.answers, stored.provenance, stored.version) == ({}, "empty", 2)


def test_different_questions_merge_by_themselves(ret, lead):
    other = person("nvap_lead", ret.force)
    save(answer_of(ret), other, {"headline": "Theirs"}, 0)

    save(answer_of(ret), lead, {"now": "Mine"}, 0)

    assert answer_of(ret).answers == {"headline": "Theirs", "now": "Mine"}


def test_same_question_changed_meanwhile_is_refused_with_their_value(ret, lead):
    save(answer_of(ret), person("nvap_lead", ret.force), {"now": "Theirs", "posts": 4}, 0)

    with pytest.raises(Conflict) as refusal:
        save(answer_of(ret), lead, {"now": "Mine", "headline": "Also mine"}, 0)

    assert refusal.value.message == "This answer was changed since you opened it. Compare the two versions and choose."
    assert refusal.value.current == {"now": "Theirs", "version": 1}
    assert answer_of(ret).answers == {"now": "Theirs", "posts": 4}


def test_whole_form_sent_with_an_old_version_takes_back_nobodys_change(ret, lead):
    save(answer_of(ret), lead, {"now": "Before", "headline": "Old"}, 0)
    save(answer_of(ret), person("nvap_lead", ret.force), {"headline": "Theirs"}, 1)
    save(answer_of(ret), person("nvap_lead", ret.force), {"headline": "Theirs, again"}, 2)

    save(answer_of(ret), lead, {"now": "Mine", "headline": "Old"}, 1)

    assert answer_of(ret).answers == {"now": "Mine", "headline": "Theirs, again"}


def test_same_value_sent_twice_is_no_conflict(ret, lead):
    save(answer_of(ret), lead, {"now": "Mine"}, 0)

    save(answer_of(ret), lead, {"now": "Mine"}, 0)

    assert answer_of(ret).version == 1


def test_version_that_does_not_exist_yet_is_refused(ret, lead):
    with pytest.raises(Invalid) as refusal:
        save(answer_of(ret), lead, {"now": "Mine"}, 7)

    assert refusal.value.errors == {"version": ["There is no version 7 of this answer yet."]}


def test_one_value_that_cannot_be_stored_keeps_all_out(ret, lead):
    with pytest.raises(Invalid) as refusal:
        save(answer_of(ret), lead, {"now": "Good", "implementation": "splendid", "colour": "blue"})

    assert refusal.value.errors == {
        "implementation": ["“splendid” is not in the list. Choose from the list."],
        "colour": ["There is no question “colour” about action 2.1.1."],
    }
    assert answer_of(ret).answers == {}


def test_gap_and_practice_rows_follow_the_answer(ret, lead):
    answer = answered(
        ret, by=lead, gap=True, gap_text="No trainer", practice=True, practice_text="Peer coaching", share=True
    )
    gap, practice = Gap.objects.get(), PromisingPractice.objects.get()
    assert (gap.text, gap.state, gap.identified_by) == ("No trainer", "open", "force")
    assert (practice.text, practice.willing_to_share) == ("Peer coaching", True)
    assert (answer.has_gap, answer.has_practice) == (True, True)

    save(answer, lead, {"gap": False, "practice": False})

    gap.refresh_from_db()
    practice.refresh_from_db()
    assert (gap.state, gap.closed_at is None, practice.removed_at is None) == ("closed", False, False)

    save(answer, lead, {"gap": True, "gap_text": "Again no trainer"})

    assert (Gap.objects.get().text, Gap.objects.get().state) == ("Again no trainer", "open")


def test_contributor_answers_only_what_is_assigned(ret, lead):
    colleague = person("contributor", ret.force)
    theme = answer_of(ret, "2.1.2").action_version.theme
    assigning.assign(ret=ret, person=colleague, things=[theme], by=lead)

    save(answer_of(ret, "2.1.2"), colleague, {"now": "Mine"})

    with pytest.raises(NotAllowed) as refusal:
        save(answer_of(ret, "2.2.1"), colleague, {"now": "Not mine"})
    sentence = "Only your force's NVAP lead and colleagues whom this action is assigned to can answer it."
    assert refusal.value.message == sentence
    assert answer_of(ret, "2.2.1").version == 0


@pytest.mark.parametrize("role", ["chief_officer", "force_analyst", "contributor", "vkpp_staff", "vkpp_admin"])
def test_nobody_else_answers(ret, role):
    force = None if role.startswith("vkpp") else ret.force

    with pytest.raises(NotAllowed):
        save(answer_of(ret), person(role, force), {"now": "Mine"})


def test_lead_of_another_force_does_not_answer(ret):
    with pytest.raises(NotAllowed):
        save(answer_of(ret), person("nvap_lead", ForceFactory(code="kent")), {"now": "Mine"})


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (
            "to_sign",
            """This return waits for the chief officer's signature, so answers cannot be changed. \
Ask your NVAP lead to take it back first.""",
        ),
        (
            "submitted",
            """This return is with VKPP, so answers cannot be changed. \
Ask VKPP to send it back if something must change.""",
        ),
    ],
)
def test_return_that_went_on_takes_no_answer(ret, lead, state, sentence):
    type(ret).objects.filter(pk=ret.pk).update(state=state, submitted_at=timezone.now())

    with pytest.raises(Conflict) as refusal:
        save(answer_of(ret), lead, {"now": "Late"})

    assert (refusal.value.message, refusal.value.current) == (sentence, {"state": state})


def close(ret, ago):
    now = timezone.now()
    Round.objects.filter(pk=ret.round_id).update(due_at=now - ago * 2, closes_at=now - ago, opens_at=now - ago * 3)


def test_closed_round_takes_no_answer_but_for_its_grace_and_extensions(ret, lead):
    close(ret, dt.timedelta(minutes=10))
    save(answer_of(ret), lead, {"now": "Within the grace"})

    close(ret, dt.timedelta(days=1))
    with pytest.raises(Conflict) as refusal:
        save(answer_of(ret), lead, {"now": "Too late"})
    assert refusal.value.message.startswith("The round “2026 return” closed on ")
    assert refusal.value.message.endswith("Ask VKPP for more time if you need it.")

    Extension.objects.create(
        round=ret.round, force=ret.force, until=timezone.now() + dt.timedelta(days=2), reason="Floods"
    )
    save(answer_of(ret), lead, {"now": "With more time"})
    assert answer_of(ret).answers == {"now": "With more time"}


def test_queried_return_takes_answers_after_the_round_has_closed(ret, lead):
    close(ret, dt.timedelta(days=9))
    type(ret).objects.filter(pk=ret.pk).update(state="queried", submitted_at=timezone.now())

    save(answer_of(ret), lead, {"now": "Put right"})

    assert answer_of(ret).answers == {"now": "Put right"}
