"""What a team writes in the field: interviews, notes, judgements, findings; who may, when, and two at once."""

import pytest

from reviews.actions import field_notes, interviews, judging, peer_findings
from reviews.models import FieldNote, Interview, Judgement, PeerFinding
from tests.factories.accounts import person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_member
from tests.reviews.fieldwork import FINDING, TALK, a_field, advised, found
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_team_plans_holds_and_plans_again_a_conversation():
    field = a_field("preparing")
    talk = interviews.plan(
        review=field.review, values={**TALK, "leads": [field.member], "actions": [field.action]}, by=field.captain
    )

    with pytest.raises(Conflict, match="Being prepared"):
        interviews.step(interview=talk, action="hold", by=field.member)

    field.review.state = "fieldwork"
    field.review.save(update_fields=["state"])
    interviews.step(interview=talk, action="hold", by=field.member)
    interviews.step(interview=talk, action="hold", by=field.member)
    assert (talk.state, talk.version, list(talk.leads.all())) == ("held", 2, [field.member])
    with pytest.raises(Conflict, match="“Held” already"):
        interviews.step(interview=talk, action="cancel", by=field.member)
    interviews.step(interview=talk, action="reopen", by=field.member)
    assert Interview.objects.get().state == "planned"


def test_conversation_needs_a_role_and_a_member_of_the_team():
    field = a_field()

    with pytest.raises(Invalid, match="by role: never by name"):
        interviews.plan(review=field.review, values={**TALK, "whom": " "}, by=field.member)
    with pytest.raises(Invalid, match="is not on the team"):
        interviews.plan(review=field.review, values={**TALK, "leads": [field.lead]}, by=field.member)
    assert Interview.objects.count() == 0


def test_only_the_cleared_team_writes_anything():
    field = a_field()
    undeclared, conflicted = person("peer_reviewer"), person("peer_reviewer")
    a_member(field.review, undeclared, interest="undeclared")
    a_member(field.review, conflicted, interest="conflict", interest_text="I worked there.")
    field.member.memberships.create(force=field.force, role="contributor", granted_at=field.review.requested_at)

    for somebody in (field.lead, field.chief, field.stranger, undeclared, conflicted, field.member):
        with pytest.raises(NotAllowed, match="cleared team"):
            field_notes.write(review=field.review, values={"text": "Seen."}, by=somebody)
        with pytest.raises(NotAllowed, match="cleared team"):
            found(field) if somebody == field.member else peer_findings.add(
                review=field.review,
                values={"action": field.action, "kind": "strength", "title": "T", "text": "T"},
                by=somebody,
            )
    assert FieldNote.objects.count() == PeerFinding.objects.count() == 0


def test_two_writers_of_a_note_lose_nothing():
    field = a_field()
    note = field_notes.write(review=field.review, values={"text": "Calm.", "action": field.action}, by=field.member)
    field_notes.change(note=note, values={"text": "Calm and quick."}, version=1, by=field.captain)

    with pytest.raises(Conflict) as refusal:
        field_notes.change(note=note, values={"text": "Calm, at night too."}, version=1, by=field.member)

    assert refusal.value.current["text"] == "Calm and quick."
    assert FieldNote.objects.get().text == "Calm and quick."
    field_notes.change(note=note, values={"text": "Calm and quick, at night too."}, version=2, by=field.member)
    assert FieldNote.objects.get().version == 3


def test_two_who_tick_what_shows_a_finding_lose_nothing():
    field = a_field()
    finding = found(field)
    talk = interviews.plan(review=field.review, values=TALK, by=field.captain)
    old = {"action": field.action, **FINDING}
    peer_findings.change(finding=finding, values=old | {"interviews": [talk]}, version=1, by=field.captain)

    with pytest.raises(Conflict) as refusal:
        peer_findings.change(finding=finding, values=old | {"title": "No second look"}, version=1, by=field.member)

    assert (refusal.value.current["interviews"], refusal.value.current["version"]) == ([talk], 2)
    assert list(finding.interviews.all()) == [talk]
    event = AuditEvent.objects.get(verb="peer_finding.change")
    assert event.after == {"changed": ["interviews"], "version": 2}


def test_two_who_say_who_leads_a_conversation_lose_nothing():
    field = a_field()
    talk = interviews.plan(review=field.review, values=TALK, by=field.captain)
    interviews.change(interview=talk, values=TALK | {"leads": [field.member]}, version=1, by=field.captain)

    with pytest.raises(Conflict):
        interviews.change(interview=talk, values=TALK | {"minutes": 45}, version=1, by=field.member)

    assert list(talk.leads.all()) == [field.member]
    assert AuditEvent.objects.get(verb="interview.change").after == {"changed": ["leads"], "version": 2}


def test_note_is_removed_by_its_writer_and_comes_back():
    field = a_field()
    note = field_notes.write(review=field.review, values={"text": "Calm."}, by=field.member)

    with pytest.raises(NotAllowed, match="Only who wrote"):
        field_notes.remove(note=note, by=field.captain)
    field_notes.remove(note=note, by=field.member)
    assert FieldNote.objects.get().removed_at is not None
    field_notes.restore(note=note, by=field.captain)
    assert FieldNote.objects.get().removed_at is None


def test_trail_of_notes_does_not_quote_them():
    field = a_field()
    field_notes.write(review=field.review, values={"text": "Zebra crossing."}, by=field.member)

    event = AuditEvent.objects.get(verb="field_note.write")
    assert "Zebra" not in f"{event.target_label}{event.after}"


def test_judgement_says_how_much_stands_behind_it():
    field = a_field()
    judge = {"review": field.review, "action": field.action, "by": field.member}

    with pytest.raises(Invalid, match="how much stands behind"):
        judging.judge(values={"level": 3}, **judge)
    with pytest.raises(Invalid, match="Choose a level"):
        judging.judge(values={"level": 5, "evidence": 1}, **judge)
    judging.judge(values={"level": 3, "evidence": 2, "text": "Seen."}, version=0, **judge)
    with pytest.raises(Conflict):
        judging.judge(values={"level": 2, "evidence": 2, "text": "Seen."}, version=0, **judge)

    saved = Judgement.objects.get()
    assert (saved.level, saved.evidence, saved.version, saved.changed_by) == (3, 2, 1, field.member)


def test_finding_is_about_an_action_in_scope_and_what_was_supplied_here():
    field, other = a_field(), a_plan("other", actions=(("9.9.9", "9.9", "Elsewhere"),))
    elsewhere = other.actions.get().action

    with pytest.raises(Invalid, match="does not look at 9.9.9"):
        found(field, action=elsewhere)
    with pytest.raises(Invalid, match="Say it in one line"):
        found(field, title="")
    with pytest.raises(Invalid, match="a strength, an area to consider"):
        found(field, kind="")
    assert PeerFinding.objects.count() == 0


def test_finding_with_a_recommendation_is_not_removed():
    field = a_field()
    finding = found(field)
    advised(field, finding=finding)

    with pytest.raises(Conflict, match="recommendation rests on"):
        peer_findings.remove(finding=finding, by=field.member)

    field.review.recommendations.get().delete()
    peer_findings.remove(finding=finding, by=field.member)
    assert PeerFinding.objects.get().removed_at is not None
    peer_findings.restore(finding=finding, by=field.captain)
    assert PeerFinding.objects.get().removed_at is None


def test_nothing_is_found_once_the_draft_is_with_the_force():
    field = a_field("factual")

    with pytest.raises(Conflict, match="Factual accuracy being checked"):
        found(field)
