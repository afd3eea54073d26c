"""The data set of contact requests: for VKPP, with times and without a word of what was said."""

import json

import pytest

from tests.analytics.test_datasets import rows, take
from tests.factories.accounts import ForceFactory, person
from tests.factories.contacts import contact_request

pytestmark = pytest.mark.django_db


def test_staff_take_it_away_without_texts(client_for):
    norfolk, asker = ForceFactory(code="norfolk"), person("contributor", ForceFactory(code="kent"))
    request = contact_request(force=norfolk, by=asker, text="A secret question?")
    staff = client_for(person("vkpp_staff"))

    (row,) = rows(staff, "contact_requests")

    assert (row["reference"], row["force"], row["asker_force"], row["state"], row["answered_at"]) == (
        request.reference, "norfolk", "kent", "asked", None
    )  # fmt: skip
    file = take(staff, "contact_requests", "jsonl")
    assert [json.loads(line) for line in file.splitlines()] == [row]
    assert b"secret" not in file
    assert asker.email.encode() not in file


def test_forces_do_not_find_it(client_for):
    lead = client_for(person("nvap_lead", ForceFactory(code="norfolk")))

    assert lead.get("/insight/data/contact_requests/").status_code == 404
    assert lead.get("/api/v1/data-sets/contact_requests/").status_code == 404
