"""Bulk writing leaves what the actions leave."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from nvap import canonical, demo_history
from nvap.actions import answering, carrying, checking, reviewing, signing
from nvap.demo_answers import Voice
from nvap.demo_history import EXPLANATION, Story, Team
from nvap.form_spec import spec
from nvap.models import Finding, Gap, PromisingPractice, Response, ResponseRevision, Return, Round
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, a_round

pytestmark = pytest.mark.django_db


def everything(ret):
    """What the returns' tables say about one return, without ids and times."""
    ret = Return.objects.get(pk=ret.pk)
    mine = Response.objects.filter(ret=ret).order_by("action_version__order")
    columns = ("answers", "scores", "provenance", "version", "complete", "not_applicable", "has_gap", "has_practice")
    of_response = {"response__ret": ret}
    submissions = ret.submissions.order_by("number")
    return {
        "return": (ret.state, ret.version, ret.accepted_by, ret.signed.number, ret.validated.number),
        "times": [getattr(ret, name) is None for name in ("started_at", "submitted_at", "accepted_at")],
        "responses": list(mine.values(*columns, "updated_by", "action_version__code", "carried_from")),
        "revisions": list(
            ResponseRevision.objects.filter(**of_response)
            .order_by("response", "version")
            .values("version", "by", "source", "changes", "provenance")
        ),
        "findings": list(
            Finding.objects.filter(**of_response)
            .order_by("response", "rule")
            .values("rule__code", "state", "explanation", "explained_by")
        ),
        "gaps": list(
            Gap.objects.filter(**of_response)
            .order_by("response")
            .values("text", "state", "identified_by", "created_by", "closed_at")
        ),
        "practice": list(
            PromisingPractice.objects.filter(**of_response)
            .order_by("response")
            .values("text", "willing_to_share", "identified_by", "created_by", "practice_reference", "removed_at")
        ),
        "submissions": list(submissions.values("number", "content", "content_hash")),
        "submitted": [
            list(row.answers.order_by("action_version").values(*columns[:2], *columns[5:])) for row in submissions
        ],
        "signatures": list(
            ret.sign_offs.values("statement", "signer", "signer_label", "content_hash", "voided_reason")
        ),
    }


def by_actions(ret, number, team):
    """The same story, told one action at a time."""
    voice = Voice(ret.force.code, number)
    for response in Response.objects.of_return(ret):
        response.ret = ret
        code = response.action_version
        after = voice.answers(code.action.code, spec(ret.round.form).questions_of(code.code))
        gone = {code: None for code in response.answers if code not in after}
        answering.save(response=response, values=after | gone, version=response.version, by=team.lead, confirm=True)
    for finding in Finding.objects.filter(response__ret=ret, rule__severity="explain"):
        finding.response.ret = ret
        checking.explain(finding=finding, explanation=EXPLANATION, by=team.lead)
    signing.send_for_signature(ret=ret, by=team.lead)
    read = canonical.digest(canonical.content(ret))
    signing.sign(ret=ret, statement=signing.declaration(ret), content_hash=read, by=team.chief)
    signing.submit(ret=ret, by=team.lead)
    reviewing.accept(ret=ret, by=team.checker)


def told_twice(tell_in_bulk, tell_by_actions, ret):
    """What each way leaves, from the same beginning."""
    with transaction.atomic():
        tell_in_bulk()
        bulk = everything(ret)
        transaction.set_rollback(True)
    tell_by_actions()
    return bulk, everything(ret)


@pytest.mark.parametrize("number", [0, 2])
def test_a_first_return_is_as_the_actions_leave_it(number):
    force = ForceFactory(code="norfolk")
    team = Team(person("nvap_lead", force), person("chief_officer", force), person("vkpp_staff"))
    ret = a_return(force)

    bulk, acted = told_twice(
        lambda: demo_history.fill(ret.round, number, {force.pk: Story(team, timezone.now())}),
        lambda: by_actions(Return.objects.get(pk=ret.pk), number, team),
        ret,
    )

    assert bulk == acted
    assert len(bulk["revisions"]) == 3
    assert bulk["return"][0] == "accepted"


def test_a_return_with_answers_carried_forward_is_as_the_actions_leave_it():
    force = ForceFactory(code="kent")
    team = Team(person("nvap_lead", force), person("chief_officer", force), person("vkpp_staff"))
    first = a_round("2024", opens_at=timezone.now() - dt.timedelta(days=400))
    demo_history.fill(first, 0, {force.pk: Story(team, timezone.now())}) if a_return(force, round=first) else None
    ret = a_return(force, round=a_round("2026", previous=Round.objects.get(code="2024")))
    carrying.carry_forward(ret=ret, by=None)

    bulk, acted = told_twice(
        lambda: demo_history.fill(ret.round, 2, {force.pk: Story(team, timezone.now())}),
        lambda: by_actions(Return.objects.get(pk=ret.pk), 2, team),
        ret,
    )

    assert bulk == acted
    assert {row["source"] for row in bulk["revisions"]} == {"carried", "form"}


def test_a_story_stops_where_it_stops():
    force = ForceFactory(code="kent")
    team = Team(person("nvap_lead", force), person("chief_officer", force), person("vkpp_staff"))
    ret = a_return(force)

    given = demo_history.fill(ret.round, 0, {force.pk: Story(team, timezone.now(), state="answering", share=0.5)})

    ret.refresh_from_db()
    assert given == 2
    assert (ret.state, ret.signed, ret.submitted_at, ret.submissions.count()) == ("answering", None, None, 0)
    assert ret.responses.filter(complete=True).count() == 2
