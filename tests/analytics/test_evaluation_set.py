"""The data set of commissioned evaluations: for the national team; the example is named only while its owner permits it."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from practice.actions import commissioning, sharing
from tests.analytics.test_datasets import rows, take
from tests.factories.accounts import ForceFactory, person
from tests.factories.shortlist import candidate, decided, evaluation_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation():
    """Agreed, with a milestone that is done and paid."""
    round_ = evaluation_round()
    row = candidate(round_)
    decided(round_, [row])
    row.refresh_from_db()
    values = {"evaluator": "A university", "cost": 90_000}
    made = commissioning.commission(candidate=row, values=values, by=round_.created_by)
    due = timezone.localdate() + dt.timedelta(days=9)
    step = commissioning.add_milestone(
        evaluation=made, title="Fieldwork", due_on=due, payment=20_000, by=round_.created_by
    )
    commissioning.settle_milestone(milestone=step, done=True, by=round_.created_by)
    return made


def test_the_national_team_takes_it_away(evaluation, client_for):
    staff = client_for(person("vkpp_staff"))

    (row,) = rows(staff, "evaluations")

    assert (row["reference"], row["practice"], row["cost"], row["committed"], row["spent"]) == (
        evaluation.reference,
        evaluation.candidate.practice.reference,
        90_000,
        90_000,
        20_000,
    )
    assert [json.loads(line) for line in take(staff, "evaluations", "jsonl").splitlines()] == [row]
    assert rows(staff, "evaluations", "&state=stopped") == []


def test_a_permission_taken_back_takes_the_name_out_and_leaves_the_money(evaluation, client_for):
    practice = evaluation.candidate.practice
    sharing.revoke(practice=practice, use="contact_evaluators", by=practice.owner)
    staff = client_for(person("vkpp_staff"))

    (row,) = rows(staff, "evaluations")

    assert (row["practice"], row["spent"]) == (None, 20_000)
    assert practice.reference.encode() not in take(staff, "evaluations", "csv")


def test_forces_do_not_find_it(client_for):
    lead = client_for(person("nvap_lead", ForceFactory(code="norfolk")))

    assert lead.get("/insight/data/evaluations/").status_code == 404
    assert lead.get("/api/v1/data-sets/evaluations/").status_code == 404
