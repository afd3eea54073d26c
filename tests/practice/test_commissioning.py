"""Commissioned evaluations: within the fund also when two are agreed at once, followed to a result that is rated anew."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from practice.actions import commissioning, decisions, rating, sharing, shortlist_reminding, shortlist_rounds
from practice.models import CommissionedEvaluation, EvidenceLink, Publication
from practice.presenters import commissions as pages
from practice.shortlist import pool
from tests.factories.accounts import person
from tests.factories.assess import rate
from tests.factories.shortlist import candidate, decided, evaluation_round
from tests.races import at_once
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db
AGREED = {"evaluator": "A university", "cost": 60_000}


def chosen(count=2, fund=200_000, **changes):
    """A decided round and its chosen candidates."""
    round_ = evaluation_round(fund=fund)
    rows = [candidate(round_, cost=60_000, **changes) for _place in range(count)]
    decided(round_, rows)
    for row in rows:
        row.refresh_from_db()
        row.round = round_
    return round_, rows


def agreed(row, **values):
    return commissioning.commission(candidate=row, values=AGREED | values, by=row.round.created_by)


def milestone(evaluation, payment=20_000, days=30):
    due = timezone.localdate() + dt.timedelta(days=days)
    by = evaluation.created_by
    return commissioning.add_milestone(evaluation=evaluation, title="Fieldwork", due_on=due, payment=payment, by=by)


def finished(row, result="Fewer repeat calls."):
    """Agreed, started, reported and its result recorded."""
    evaluation, by = agreed(row), row.round.created_by
    for step in ("start", "report"):
        commissioning.move(evaluation=evaluation, step=step, by=by)
    values = {"title": "Evaluation of the pilot", "result": result, "year": 2026}
    commissioning.finish(evaluation=evaluation, values=values, by=by)
    return evaluation


def test_an_evaluation_is_agreed_within_the_fund():
    round_, (first, second) = chosen(fund=130_000)
    agreed(first, cost=100_000)

    with pytest.raises(Invalid) as refusal:
        agreed(second, cost=40_000)

    assert refusal.value.errors == {
        "cost": [
            "The fund has £30,000 left, £40,000 would be needed. Agree a lower cost or stop another.",
        ]
    }
    assert pages.left_of(round_) == 30_000


def test_only_what_was_decided_on_is_evaluated_once_and_by_administrators():
    round_ = evaluation_round()
    row, other = candidate(round_), candidate(round_)
    with pytest.raises(Conflict, match="once the round is decided"):
        agreed(row)
    decided(round_, [row])
    for one in (row, other):
        one.round = round_

    with pytest.raises(Invalid, match="Choose one of the examples that were decided on"):
        agreed(other)
    with pytest.raises(NotAllowed):
        commissioning.commission(candidate=row, values=AGREED, by=person("vkpp_staff"))
    agreed(row)
    with pytest.raises(Conflict, match="being evaluated already"):
        agreed(row)


def test_the_database_refuses_more_than_the_fund():
    round_, (first, second) = chosen(fund=130_000)
    evaluation = agreed(first)

    with pytest.raises(IntegrityError), transaction.atomic():
        CommissionedEvaluation.objects.create(
            reference="CE-99999", round=round_, candidate=second, evaluator="X", cost=80_000, committed=80_000
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        CommissionedEvaluation.objects.filter(pk=evaluation.pk).update(cost=140_000, committed=140_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(round_).objects.filter(pk=round_.pk).update(fund=50_000)


@pytest.mark.django_db(transaction=True)
def test_of_two_evaluations_agreed_at_once_only_one_fits_into_the_fund():
    round_, (first, second) = chosen(fund=130_000)

    outcomes = at_once(lambda row: agreed(row, cost=100_000), [first, second])

    assert sorted(outcomes) == ["Invalid", "done"]
    assert CommissionedEvaluation.objects.filter(round=round_).count() == 1


def test_milestones_pay_no_more_than_the_cost():
    _round, (row, _other) = chosen()
    evaluation = agreed(row)
    milestone(evaluation, 50_000)

    with pytest.raises(Invalid) as refusal:
        milestone(evaluation, 20_000)

    assert refusal.value.errors == {
        "payment": ["£10,000 of the cost is not yet promised for other milestones. Enter at most that."]
    }
    with pytest.raises(Invalid, match="The milestones pay £50,000 together"):
        commissioning.change(evaluation=evaluation, values={"cost": 40_000}, by=evaluation.created_by)


def test_a_stopped_evaluation_keeps_what_was_paid_and_gives_the_rest_back():
    round_, (row,) = chosen(fund=60_000, count=1)
    evaluation = agreed(row)
    done = milestone(evaluation, 20_000)
    commissioning.settle_milestone(milestone=done, done=True, by=evaluation.created_by)

    with pytest.raises(Invalid, match="Say why it is stopped"):
        commissioning.stop(evaluation=evaluation, reason=" ", by=evaluation.created_by)
    commissioning.stop(evaluation=evaluation, reason="No data.", by=evaluation.created_by)

    assert pages.left_of(round_) == 40_000
    with pytest.raises(Conflict, match="This evaluation is over"):
        milestone(evaluation)


def test_a_round_closes_when_its_evaluations_are_over():
    round_, (row, _other) = chosen()
    evaluation = agreed(row)

    with pytest.raises(Invalid, match="1 evaluation is not finished"):
        shortlist_rounds.move(round_=round_, step="close", by=round_.created_by)
    commissioning.stop(evaluation=evaluation, reason="No data.", by=round_.created_by)
    shortlist_rounds.move(round_=round_, step="close", by=round_.created_by)

    assert round_.state == "closed"


def test_a_result_becomes_evidence_and_the_example_is_rated_anew():
    _round, (row, _other) = chosen(strands=["DA", "CSE"])
    practice, staff = row.practice, person("vkpp_staff")
    number = practice.rating_round

    evaluation = finished(row)

    practice.refresh_from_db()
    link = EvidenceLink.objects.get(practice=practice)
    assert (link.kind, link.evaluator, link.result) == (
        "independent_evaluation",
        "A university",
        "Fewer repeat calls.",
    )
    assert (practice.state, practice.stage, practice.rating_round) == (
        "taken_forward",
        "independently_evaluated",
        number + 1,
    )
    assert practice.bank_entry.open_to_police
    assert not pool.fit(staff).filter(practice=practice).exists()
    assert Notification.objects.get(kind="evaluation_result").to == practice.owner
    assert pages.one(staff, evaluation, None)["rating"] == "It is being rated anew."


def test_the_new_rating_reaches_the_publication_by_the_usual_way():
    _round, (row, _other) = chosen()
    practice, staff, reviewer = row.practice, person("vkpp_staff"), person("evidence_reviewer")
    evaluation = finished(row)
    practice.refresh_from_db()

    rating.assign(practice=practice, raters=[staff, reviewer], by=staff)
    for rater in (staff, reviewer):
        rate(practice, rater, "works", score=4)
    staged = decisions.stage(practice=practice, rating="works", rationale="Evaluated.", by=staff)
    decisions.release(decisions=[staged], by=person("vkpp_admin"))

    latest = Publication.objects.filter(practice=practice).first()
    assert (latest.rating, latest.content["fields"]["stage"]) == ("works", "independently_evaluated")
    assert latest.content["evidence"][0]["evaluator"] == "A university"
    evaluation.candidate.practice.refresh_from_db()
    assert pages.one(staff, evaluation, None)["rating"] == "Rated anew and published: Works."


def test_a_permission_taken_back_hides_the_example_but_not_the_money():
    round_, (row, _other) = chosen()
    evaluation = agreed(row)
    sharing.revoke(practice=row.practice, use="contact_evaluators", by=row.practice.owner)
    staff = person("vkpp_staff")

    shown = pages.money(staff, round_)

    assert [line["title"] for line in shown["rows"]] == ["An example that is not shown now"]
    assert shown["stats"][1]["value"] == "£60,000"
    assert pages.one(staff, evaluation, None)["entry"] is None


def test_due_milestones_are_mailed_once_and_again_when_they_are_late():
    _round, (row, _other) = chosen()
    evaluation = agreed(row)
    milestone(evaluation, days=10)
    today = timezone.localdate()

    for day in (0, 1, 11):
        shortlist_reminding.remind(day=today + dt.timedelta(days=day))
        outbox.work()

    mails = Notification.objects.filter(kind="evaluation_due", to=evaluation.created_by)
    assert [mail.subject for mail in mails] == [f"Milestones are due: {evaluation.reference}"] * 2
