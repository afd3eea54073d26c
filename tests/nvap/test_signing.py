"""Sign-off: bound to what was read, voided by a change, frozen for ever, never by who prepared it alone."""

import datetime as dt
import hashlib
import json

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, InternalError
from django.utils import timezone

from nvap import canonical
from nvap.actions import answering, queries, reviewing, signing
from nvap.models import Submission, SubmittedAnswer
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, all_answered, answer_of, answered
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """A force with lead and chief officer, staff, and a return with every action answered by the lead."""
    force = ForceFactory(code="norfolk")
    people = {
        "force": force,
        "lead": person("nvap_lead", force),
        "chief": person("chief_officer", force),
        "staff": person("vkpp_staff"),
    }
    ret = a_return(force)
    all_answered(ret, by=people["lead"])
    ret.refresh_from_db()
    return {**people, "ret": ret}


def digest(ret):
    return canonical.digest(canonical.content(ret))


def signed(cast):
    ret = cast["ret"]
    signing.send_for_signature(ret=ret, by=cast["lead"])
    return signing.sign(ret=ret, statement=signing.declaration(ret), content_hash=digest(ret), by=cast["chief"])


def test_canonical_text_sorts_keys_has_no_spaces_and_keeps_letters():
    content = {"b": [1, {"d": "é", "c": None}], "a": True}
    assert canonical.text(content) == '{"a":true,"b":[1,{"c":null,"d":"é"}]}'
    expected = hashlib.sha256('{"a":true,"b":[1,{"c":null,"d":"é"}]}'.encode()).hexdigest()
    assert canonical.digest(content) == expected


def test_content_is_the_same_text_after_a_round_through_the_database(cast):
    submission = signing.send_for_signature(ret=cast["ret"], by=cast["lead"])
    stored = Submission.objects.get(pk=submission.pk)
    assert canonical.digest(stored.content) == stored.content_hash == digest(cast["ret"])
    assert json.loads(canonical.text(stored.content)) == stored.content


def test_sign_freezes_every_answer(cast):
    sign_off = signed(cast)
    ret = cast["ret"]
    ret.refresh_from_db()
    assert (ret.state, ret.signed_id, sign_off.content_hash) == ("signed", sign_off.submission_id, digest(ret))
    frozen = SubmittedAnswer.objects.filter(submission=ret.signed).order_by("action_version__code")
    assert [row.answers for row in frozen] == [
        answer.answers for answer in ret.responses.order_by("action_version__code")
    ]
    assert frozen.count() == 3


def test_send_for_signature_is_refused_while_something_is_missing():
    force = ForceFactory(code="norfolk")
    lead, ret = person("nvap_lead", force), a_return(force)
    answered(ret, by=lead)
    ret.refresh_from_db()
    with pytest.raises(Invalid) as refusal:
        signing.send_for_signature(ret=ret, by=lead)
    assert refusal.value.errors == {"answers": ["2 actions are not answered or not confirmed. Answer them first."]}
    ret.refresh_from_db()
    assert ret.state == "answering"
    assert not Submission.objects.exists()


def test_only_a_chief_officer_of_the_force_signs(cast):
    ret = cast["ret"]
    signing.send_for_signature(ret=ret, by=cast["lead"])
    for somebody in (cast["lead"], cast["staff"], person("chief_officer", ForceFactory(code="suffolk"))):
        with pytest.raises(NotAllowed):
            signing.sign(ret=ret, statement="Yes.", content_hash=digest(ret), by=somebody)
    ret.refresh_from_db()
    assert (ret.state, ret.sign_offs.count()) == ("to_sign", 0)


def test_nobody_signs_what_they_prepared_alone():
    force = ForceFactory(code="norfolk")
    both = person("nvap_lead", force)
    both.memberships.create(force=force, role="chief_officer", granted_at=timezone.now())
    ret = a_return(force)
    all_answered(ret, by=both)
    ret.refresh_from_db()
    signing.send_for_signature(ret=ret, by=both)
    with pytest.raises(NotAllowed, match="You prepared this return alone"):
        signing.sign(ret=ret, statement="Yes.", content_hash=digest(ret), by=both)
    signing.recall(ret=ret, by=both)
    answered(ret, by=person("nvap_lead", force), now="Somebody else looked at it.")
    ret.refresh_from_db()
    signing.send_for_signature(ret=ret, by=both)
    assert signing.sign(ret=ret, statement="Yes.", content_hash=digest(ret), by=both).signer == both


def test_a_change_after_reading_is_a_conflict_that_names_the_action(cast):
    ret = cast["ret"]
    signing.send_for_signature(ret=ret, by=cast["lead"])
    read = digest(ret)
    ret.responses.filter(action_version__code="2.1.2").update(answers={"now": "Slipped in."})
    with pytest.raises(Conflict) as refusal:
        signing.sign(ret=ret, statement="Yes.", content_hash=read, by=cast["chief"])
    assert refusal.value.current["actions"] == ["2.1.2"]
    assert refusal.value.current["content_hash"] == digest(ret)
    assert not ret.sign_offs.exists()


def test_a_later_change_voids_the_signature_and_tells_both(cast):
    sign_off = signed(cast)
    Notification.objects.all().delete()
    answered(cast["ret"], by=cast["lead"], now="Changed after signature.")
    cast["ret"].refresh_from_db()
    sign_off.refresh_from_db()
    assert (cast["ret"].state, cast["ret"].signed_id) == ("answering", None)
    assert sign_off.voided_by == cast["lead"]
    assert "2.1.1" in sign_off.voided_reason
    told = Notification.objects.filter(kind="nvap_signature_void")
    assert {row.to for row in told} == {cast["lead"], cast["chief"]}
    assert "Changed after signature." not in "".join(row.subject + row.body for row in told)


def test_saving_the_same_answer_again_leaves_the_signature(cast):
    signed(cast)
    response = answer_of(cast["ret"])
    answering.save(response=response, values=dict(response.answers), version=response.version, by=cast["lead"])
    cast["ret"].refresh_from_db()
    assert cast["ret"].state == "signed"


def test_submit_needs_a_signature_that_holds(cast):
    signed(cast)
    ret = cast["ret"]
    ret.responses.filter(action_version__code="2.1.2").update(answers={"now": "Behind the back."})
    with pytest.raises(Conflict, match="no longer what was signed"):
        signing.submit(ret=ret, by=cast["lead"])
    ret.refresh_from_db()
    assert (ret.state, ret.submitted_at) == ("signed", None)


def test_queries_answered_without_a_change_need_no_new_signature(cast):
    signed(cast)
    ret = cast["ret"]
    signing.submit(ret=ret, by=cast["lead"])
    query = queries.raise_query(response=answer_of(ret), subject="Numbers", text="How many?", by=cast["staff"])
    with pytest.raises(Invalid, match="blocking query"):
        reviewing.accept(ret=ret, by=cast["staff"])
    reviewing.send_back(ret=ret, by=cast["staff"])
    queries.answer(query=query, text="Forty.", by=cast["lead"])
    signing.submit(ret=ret, by=cast["lead"])
    queries.close(query=query, by=cast["staff"])
    reviewing.accept(ret=ret, by=cast["staff"])
    ret.refresh_from_db()
    assert (ret.state, ret.validated_id, ret.sign_offs.count()) == ("accepted", ret.signed_id, 1)


def test_return_cannot_be_changed_while_it_waits_for_signature(cast):
    signing.send_for_signature(ret=cast["ret"], by=cast["lead"])
    before = answer_of(cast["ret"])
    with pytest.raises(Conflict):
        answered(cast["ret"], by=cast["lead"], now="Too late.")
    assert answer_of(cast["ret"]).answers == before.answers


def test_return_unsigned_needs_a_reason_and_tells_the_lead(cast):
    ret = cast["ret"]
    signing.send_for_signature(ret=ret, by=cast["lead"])
    with pytest.raises(Invalid, match="Give a reason"):
        signing.return_unsigned(ret=ret, reason=" ", by=cast["chief"])
    signing.return_unsigned(ret=ret, reason="2.1.1 is too hopeful.", by=cast["chief"])
    assert ret.state == "answering"
    assert Notification.objects.get(kind="nvap_not_signed").to == cast["lead"]


def test_sending_the_same_content_again_makes_no_second_version(cast):
    ret = cast["ret"]
    first = signing.send_for_signature(ret=ret, by=cast["lead"])
    signing.recall(ret=ret, by=cast["lead"])
    assert signing.send_for_signature(ret=ret, by=cast["lead"]) == first
    assert ret.submissions.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE nvap_submission SET content_hash = repeat('0', 64)",
        "UPDATE nvap_submission SET content = '{}'",
        "DELETE FROM nvap_submission",
        "UPDATE nvap_submittedanswer SET scores = '{}', has_gap = true",
        "DELETE FROM nvap_submittedanswer",
        "DELETE FROM nvap_signoff",
        "UPDATE nvap_signoff SET content_hash = repeat('0', 64)",
        "UPDATE nvap_signoff SET signer_id = signer_id + 1",
        "UPDATE nvap_signoff SET statement = 'Something else.'",
        "UPDATE nvap_signoff SET signed_at = now()",
        "DELETE FROM nvap_responserevision",
        "UPDATE nvap_responserevision SET changes = '{}'",
    ],
)
def test_the_database_itself_keeps_what_was_signed(cast, statement):
    signed(cast)
    before = list(Submission.objects.values_list("pk", "content_hash", "content"))
    with pytest.raises((InternalError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Submission.objects.values_list("pk", "content_hash", "content")) == before


def test_what_vkpp_sent_back_stays_open_after_the_round_has_closed_also_when_recalled(cast):
    signed(cast)
    ret = cast["ret"]
    signing.submit(ret=ret, by=cast["lead"])
    queries.raise_query(response=answer_of(ret), subject="Numbers", text="How many?", by=cast["staff"])
    reviewing.send_back(ret=ret, by=cast["staff"])
    now = timezone.now()
    due, closes = now - dt.timedelta(hours=2), now - dt.timedelta(hours=1)
    type(ret.round).objects.update(due_at=due, closes_at=closes)
    signing.send_for_signature(ret=ret, by=cast["lead"])
    signing.recall(ret=ret, by=cast["lead"])
    answered(ret, by=cast["lead"], now="Put right.")
    assert answer_of(ret).answers["now"] == "Put right."
