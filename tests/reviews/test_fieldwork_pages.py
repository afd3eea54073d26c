"""The pages of fieldwork, report and after, as team and force use them; who is told what, and how often is asked."""

import re

import pytest
from django.urls import reverse

from reviews.actions import field_notes, interviews
from reviews.models import FactualComment, FieldNote, FollowUp, Interview, Judgement, PeerFinding, Recommendation
from tests.queries import queries
from tests.reviews.fieldwork import a_field, advised, drafted, ended, found, judged
from vkpp.accounts.models import Membership

pytestmark = pytest.mark.django_db


def at(field, name, *more):
    return reverse(f"reviews:{name}", args=[field.review.reference, *more])


def test_team_works_from_interview_to_recommendation(client):
    field = a_field()
    client.force_login(field.member)

    talk = {"kind": "interview", "whom": "Duty inspector", "day": "2026-11-02", "time": "09:30", "minutes": "45"}
    client.post(at(field, "peer-interview-new"), talk | {"actions": [field.action.pk], "leads": [field.member.pk]})
    made = Interview.objects.get()
    assert b"09:30 to 10:15" in client.get(at(field, "peer-interviews")).content
    client.post(at(field, "peer-interview-hold", made.pk))
    client.post(at(field, "peer-notes"), {"text": "Calm.", "interview": made.pk, "action": field.action.pk})
    assert b"Calm." in client.get(at(field, "peer-interview", made.pk)).content
    assert b"Calm." in client.get(at(field, "peer-action", "2.1.1")).content
    client.post(at(field, "peer-action", "2.1.1"), {"level": "3", "evidence": "2", "text": "Seen.", "version": "0"})
    finding = {"action": field.action.pk, "kind": "strength", "title": "A calm desk", "text": "We saw it."}
    client.post(at(field, "peer-finding-new"), finding | {"interviews": [made.pk]})
    row = PeerFinding.objects.get()
    client.post(at(field, "peer-advice-new"), {"text": "Go on.", "action": field.action.pk, "finding": row.pk})

    picture = client.get(at(field, "peer-findings")).content.decode()
    assert (Interview.objects.get().state, Judgement.objects.get().level) == ("held", 3)
    assert "Embedding" in picture
    assert "Go on." in picture
    assert Recommendation.objects.get().finding == row
    assert list(row.interviews.all()) == [made]


def test_forms_say_what_is_wrong(client):
    field = a_field()
    client.force_login(field.member)

    page = client.post(at(field, "peer-interview-new"), {"kind": "interview", "day": "2026-11-02"}).content.decode()
    assert "Enter day and time, or neither." in page
    far = {"kind": "interview", "whom": "Sergeants", "day": "9999-12-31", "time": "23:30"}
    assert "Enter a day before 2100." in client.post(at(field, "peer-interview-new"), far).content.decode()
    page = client.post(at(field, "peer-finding-new"), {"action": field.action.pk, "title": "T", "text": "T"})
    assert "Choose what it is" in page.content.decode()
    page = client.post(at(field, "peer-notes"), {"text": " "}).content.decode()
    assert "Write the note." in page


@pytest.mark.parametrize("page", ["peer-finding-new", "peer-advice-new"])
def test_an_action_in_the_address_that_is_none_is_passed_over(client, page):
    field = a_field()
    client.force_login(field.member)

    assert client.get(at(field, page), {"action": "\x00"}).status_code == 200
    chosen = client.get(at(field, page), {"action": field.action.code}).context["form"]
    assert chosen.initial["action"] == field.action.pk


def test_what_is_stored_stays_when_it_is_no_choice_any_more(client):
    field = a_field()
    talk = interviews.plan(review=field.review, values={"kind": "interview", "whom": "Desk"}, by=field.member)
    note = field_notes.write(
        review=field.review, values={"text": "Calm.", "interview": talk, "action": field.action}, by=field.member
    )
    finding, advice = found(field, interviews=[talk]), advised(field, owner=field.lead)
    interviews.step(interview=talk, action="cancel", by=field.member)
    field.review.scopes.filter(action=field.action).delete()
    Membership.objects.filter(user=field.lead).update(role="force_analyst")
    client.force_login(field.member)

    for page, row in (("peer-note", note.pk), ("peer-finding", finding.pk), ("peer-advice", advice.reference)):
        form = client.get(at(field, page, row)).context["form"]
        sent = {name: form[name].value() for name in form.fields}
        sent = {name: getattr(value, "pk", value) for name, value in sent.items() if value is not None}
        sent["interviews"] = [talk.pk]
        assert client.post(at(field, page, row), sent | {"text": "New."}).status_code == 302, page

    note.refresh_from_db()
    finding.refresh_from_db()
    advice.refresh_from_db()
    assert (note.text, note.interview, note.action) == ("New.", talk, field.action)
    assert (finding.text, finding.action, list(finding.interviews.all())) == ("New.", field.action, [talk])
    assert (advice.text, advice.action, advice.owner) == ("New.", field.action, field.lead)


def test_a_cancelled_conversation_asks_for_no_note(client):
    field = a_field()
    talk = interviews.plan(review=field.review, values={"kind": "interview", "whom": "Desk"}, by=field.member)
    client.force_login(field.member)
    assert b"Keep the note" in client.get(at(field, "peer-interview", talk.pk)).content

    interviews.step(interview=talk, action="cancel", by=field.member)

    assert b"Keep the note" not in client.get(at(field, "peer-interview", talk.pk)).content


def test_a_judgement_can_be_taken_back(client):
    field = a_field()
    client.force_login(field.member)
    client.post(at(field, "peer-action", "2.1.1"), {"level": "3", "evidence": "2", "text": "Seen.", "version": "0"})

    assert "No judgement" in client.get(at(field, "peer-action", "2.1.1")).content.decode()
    client.post(at(field, "peer-action", "2.1.1"), {"level": "", "evidence": "", "text": "Seen.", "version": "1"})

    now = Judgement.objects.get()
    assert (now.level, now.evidence) == (None, None)


def test_second_writer_sees_both_texts(client):
    field = a_field()
    note = field_notes.write(review=field.review, values={"text": "Calm."}, by=field.member)
    field_notes.change(note=note, values={"text": "Calm and quick."}, version=1, by=field.captain)
    client.force_login(field.member)

    refused = client.post(at(field, "peer-note", note.pk), {"text": "Calm at night.", "version": "1"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Calm and quick." in page
    assert "Calm at night." in page
    assert 'name="version" value="2"' in page
    client.post(at(field, "peer-note", note.pk), {"text": "Calm and quick at night.", "version": "2"})
    assert FieldNote.objects.get().text == "Calm and quick at night."


def test_second_writer_sees_who_was_ticked_and_when_it_is(client):
    field = a_field()
    talk = {"kind": "interview", "whom": "Sergeants", "minutes": 60, "version": "1"}
    made = interviews.plan(review=field.review, values=talk, by=field.captain)
    client.force_login(field.captain)
    client.post(
        at(field, "peer-interview", made.pk),
        talk | {"leads": [field.member.pk], "day": "2026-11-02", "time": "09:30"},
    )

    client.force_login(field.member)
    refused = client.post(at(field, "peer-interview", made.pk), talk | {"place": "The station"})

    page = refused.content.decode()
    table = page[page.index('<table class="app-compare">') : page.index("</table>")]
    assert refused.status_code == 409
    for words in (str(field.member), "2 November 2026", "09:30", "The station"):
        assert words in table
    client.post(at(field, "peer-interview", made.pk), talk | {"place": "The station", "version": "2"})
    assert Interview.objects.get().place == "The station"


def test_force_never_meets_what_the_team_writes(client):
    field = a_field()
    note = field_notes.write(review=field.review, values={"text": "Zebra."}, by=field.member)
    judged(field)
    finding = found(field)
    advised(field)

    for somebody in (field.lead, field.chief):
        client.force_login(somebody)
        for name, more in (
            *(("peer-interviews", ()), ("peer-notes", ()), ("peer-note", (note.pk,)), ("peer-findings", ())),
            *(("peer-action", ("2.1.1",)), ("peer-finding", (finding.pk,)), ("peer-interview-new", ())),
        ):
            answer = client.get(at(field, name, *more))
            assert (name, answer.status_code) == (name, 403)
            assert b"Zebra" not in answer.content
        assert client.get(at(field, "peer-report")).status_code == 404
        assert client.get(at(field, "peer-calibration")).status_code == 404
    client.force_login(field.stranger)
    assert client.get(at(field, "peer-notes")).status_code == 404


def test_draft_is_checked_and_the_final_report_sent(client):
    field = a_field("drafting")
    judged(field)
    finding = found(field)
    advised(field)
    client.force_login(field.captain)
    client.post(at(field, "peer-sections-begin"))
    page = client.get(at(field, "peer-report")).content.decode()
    client.post(at(field, "peer-send-draft"), {"hash": re.search(r'name="hash" value="(\w{64})"', page)[1]})
    field.review.refresh_from_db()
    assert field.review.state == "factual"

    client.force_login(field.lead)
    draft = client.get(at(field, "peer-report")).content.decode()
    assert "Are the facts right?" in draft
    client.post(at(field, "peer-comment-new", 1, f"f{finding.pk}"), {"text": "We ask twice."})
    client.post(at(field, "peer-comments-done"))
    comment = FactualComment.objects.get()

    client.force_login(field.captain)
    waiting = client.get(at(field, "peer-report")).content.decode()
    assert "still open" in waiting
    assert at(field, "peer-finish") not in waiting
    client.post(
        at(field, "peer-comment-answer", comment.pk), {"state": "not_accepted", "reply": "Twelve cases say no."}
    )
    client.post(at(field, "peer-finish"))

    client.force_login(field.lead)
    final = client.get(at(field, "peer-report")).content.decode()
    assert "Final report" in final
    pdf = client.get(at(field, "peer-report-pdf", 2))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_after_the_report(client):
    field = a_field()
    judged(field)
    advice = advised(field)
    drafted(field)
    ended(field)

    client.force_login(field.staff)
    assert b"The force looks at this first" in client.get(at(field, "peer-calibration")).content
    client.force_login(field.lead)
    assert b"This page is yours alone" in client.get(at(field, "peer-calibration")).content
    client.post(at(field, "peer-calibration-share"))
    client.post(at(field, "peer-feedback"), {"helpful": "4", "changed": "More questions.", "better": ""})
    assert client.post(at(field, "peer-follow-up"), {"summary": "Done."}).status_code == 403
    client.force_login(field.captain)
    values = {"held_on": "2026-11-01", "summary": "Moving.", f"seen-{advice.pk}": "Half are trained."}
    client.post(at(field, "peer-follow-up"), values)
    client.post(at(field, "peer-follow-up-close"))

    field.review.refresh_from_db()
    page = client.get(at(field, "peer-follow-up")).content.decode()
    assert (FollowUp.objects.count(), field.review.state) == (1, "followed_up")
    assert "Half are trained." in page
    assert "More questions." in page
    client.force_login(field.staff)
    assert b"How the force sees itself beside" in client.get(at(field, "peer-calibration")).content


def test_lists_ask_as_often_for_three_rows_as_for_one(client):
    field = a_field()
    judged(field)
    client.force_login(field.captain)

    def more():
        talk = {"kind": "interview", "whom": "Sergeants", "leads": [field.member], "actions": [field.action]}
        made = interviews.plan(review=field.review, values=talk, by=field.captain)
        note = {"text": "Seen.", "interview": made, "action": field.action}
        field_notes.write(review=field.review, values=note, by=field.member)
        found(field, interviews=[made])
        advised(field)

    names = (("peer-interviews",), ("peer-notes",), ("peer-findings",), ("peer-action", "2.1.1"))
    more()
    few = {name: queries(client, at(field, *name)) for name in names}
    more()
    more()
    many = {name: queries(client, at(field, *name)) for name in names}
    assert many == few
