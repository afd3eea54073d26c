"""Data sets that others can take away: no word of force A is in any of their files."""

import pytest
from django.core.cache import cache

from analytics.datasets.files import FORMATS
from tests.security.attacker.sending import insist_on_none
from tests.security.checks import leaks

pytestmark = pytest.mark.django_db

ASKING = ("anonymous", "contributor@B", "nvap_lead@B")


@pytest.mark.parametrize("actor", ASKING)
def test_data_sets_hold_nothing_of_others_in_any_format(world, actor):
    found, taken = [], 0
    browser = world.client(actor)
    listed = world.ask(actor, "get", "/api/v1/data-sets/", browser=browser)
    codes = [row["code"] for row in listed.json().get("results", [])] if listed.status_code == 200 else []
    for code in codes:
        for kind in FORMATS:
            cache.clear()
            answer = world.ask(actor, "get", f"/api/v1/data-sets/{code}/download/?format={kind}", browser=browser)
            taken += answer.status_code == 200
            if answer.status_code >= 500 or (markers := leaks(world, actor, answer, "api:data_set_download")):
                found.append((code, kind, answer.status_code, markers))
    insist_on_none(found)
    assert taken == len(codes) * len(FORMATS)
