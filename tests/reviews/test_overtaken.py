"""Forms that two people save at once: the second reads both texts, and what they send again is saved."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.urls import reverse

from nvap.models import Action
from reviews.actions import asking, evidence_requests, factual, interviews, judging, points
from reviews.actions import coding as codings
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_document, a_peer, taxonomy
from tests.reviews.fieldwork import TALK, a_field, drafted, found, judged

pytestmark = pytest.mark.django_db
POINT = {"text": "Ask.", "theme": "risk", "level": "operational", "kind": "problem"}


def a_form(name, row, by, typed, told, saved, args=None):
    """A page on which `by` sends `typed`; `told` are words of both texts, `saved` an attribute of the row and its value."""
    address = reverse(f"reviews:{name}", args=args or [row.reference])
    return SimpleNamespace(address=address, row=row, by=by, typed=typed, told=told, saved=saved)


def request():
    force = ForceFactory(code="kent")
    review, action = a_peer(force, "requested", team=False), Action.objects.get(code="2.1.1")
    theirs = {"title": "Theirs", "reason": "Why.", "actions": [action], "plan": review.plan}
    asking.change_request(review=review, values=theirs, version=1, by=review.requested_by)
    typed = {"title": "Mine", "reason": "Why.", "actions": [Action.objects.get(code="2.1.2").pk]}
    told = ("Theirs", "Mine", *map(str, Action.objects.filter(code__in=("2.1.1", "2.1.2"))))
    return a_form("peer-change", review, person("chief_officer", force), typed, told, ("title", "Mine"))


def arrangement():
    review, staff = a_peer(state="preparing"), person("vkpp_staff")
    theirs = {"manager": review.manager, "fieldwork_from": dt.date(2027, 3, 1)}
    asking.arrange(review=review, values=theirs, version=1, by=review.manager)
    typed = {"manager": staff.pk, "fieldwork_from": "2027-03-08"}
    told = ("1 March 2027", "8 March 2027", str(review.manager), str(staff))
    return a_form("peer-arrange", review, staff, typed, told, ("fieldwork_from", dt.date(2027, 3, 8)))


def evidence():
    review = a_peer(state="preparing")
    peer = review.team.get(lead=True).person
    row = evidence_requests.make(review=review, text="The record.", by=peer)
    theirs = {"text": "The policy.", "action": Action.objects.get(code="2.1.1"), "due_on": None}
    evidence_requests.change(request=row, version=1, by=review.manager, **theirs)
    told = ("The policy.", "The audit.", str(theirs["action"]))
    args = [review.reference, row.pk]
    return a_form("peer-request-change", row, peer, {"text": "The audit."}, told, ("text", "The audit."), args)


def learning_point():
    a_plan()
    taxonomy()
    case, (ada, ben, cat) = a_case("included"), (person("vkpp_staff") for _one in range(3))
    a_document(case)
    coding = codings.assign(review=case, first=ada, second=ben, by=cat)[0]
    row = points.save(coding=coding, values=POINT, by=ada)
    theirs = POINT | {"theme": "risk-assessment", "actions": ["2.1.1"]}
    points.save(coding=coding, values=theirs, point=row, version=1, by=ada)
    told = ("Risk assessment", "Victim", "2.1.1", "Look again.")
    typed = POINT | {"text": "Look again.", "theme": "victim"}
    return a_form("point", row, ada, typed, told, ("text", "Look again."), [coding.pk, row.pk])


def comment():
    field, row = a_comment()
    factual.change(comment=row, text="Theirs.", version=1, by=field.lead)
    args = [field.review.reference, row.pk]
    return a_form("peer-comment", row, field.chief, {"text": "Mine."}, ("Theirs.", "Mine."), ("text", "Mine."), args)


def answer():
    field, row = a_comment()
    factual.answer(comment=row, state="accepted", reply="Theirs.", version=1, by=field.captain)
    typed = {"state": "not_accepted", "reply": "Mine."}
    told = ("Theirs.", "Mine.", "the report changes", "the paragraph stays")
    args = [field.review.reference, row.pk]
    return a_form("peer-comment-answer", row, field.member, typed, told, ("reply", "Mine."), args)


def interview():
    field = a_field()
    row = interviews.plan(review=field.review, values=TALK, by=field.captain)
    theirs = TALK | {"whom": "Theirs", "starts_at": dt.datetime(2027, 3, 1, 9, 30, tzinfo=dt.UTC)}
    interviews.change(interview=row, values=theirs, version=1, by=field.captain)
    typed = {"kind": "interview", "whom": "Mine", "minutes": 60, "day": "2027-03-08", "time": "10:00"}
    told = ("Theirs", "Mine", "1 March 2027", "8 March 2027", "09:30", "10:00")
    args = [field.review.reference, row.pk]
    return a_form("peer-interview", row, field.member, typed, told, ("whom", "Mine"), args)


def judgement():
    field = a_field()
    row = judging.judge(review=field.review, action=field.action, values={"text": "First."}, by=field.member)
    values = {"text": "Theirs.", "level": 2, "evidence": 2}
    judging.judge(review=field.review, action=field.action, values=values, version=1, by=field.captain)
    told, args = ("Theirs.", "Mine."), [field.review.reference, field.action.code]
    return a_form("peer-action", row, field.member, {"text": "Mine."}, told, ("text", "Mine."), args)


def a_comment():
    """A comment of the force on a paragraph of the draft."""
    field = a_field()
    judged(field)
    finding = found(field)
    report = drafted(field)
    return field, factual.comment(report=report, paragraph=f"f{finding.pk}", text="We ask twice.", by=field.chief)


MADE = (request, arrangement, evidence, learning_point, comment, answer, interview, judgement)


@pytest.mark.parametrize("made", MADE)
def test_second_who_saves_reads_both_texts_and_can_save(client, made):
    form = made()
    client.force_login(form.by)

    refused = client.post(form.address, form.typed | {"version": "1"})

    page = refused.content.decode()
    assert refused.status_code == 409
    (table,) = re.findall(r'<table class="app-compare">.*?</table>', page, re.DOTALL)
    for words in form.told:
        assert words in table
    name, value = form.saved
    form.row.refresh_from_db()
    assert getattr(form.row, name) != value

    again = client.post(form.address, form.typed | {"version": re.search(r'name="version" value="(\d+)"', page)[1]})
    assert again.status_code == 302
    form.row.refresh_from_db()
    assert getattr(form.row, name) == value
