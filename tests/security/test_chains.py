"""Chains of requests to the API: what one answer names, the next one asks about, changes or ends, as every role.

Which operation follows which is told by the API's description: a list gives references, a creation the thing created.
"""

import re
from contextlib import suppress

import pytest
from django.db import transaction
from django.http import HttpResponse
from hypothesis import HealthCheck, Phase, settings
from schemathesis.generation import GenerationMode

from tests.api.test_schemathesis import CHECKS, described
from tests.security.checks import leaks
from tests.security.test_made_up_requests import _same_connection, secret_of  # noqa: F401 - a fixture of this module too
from tests.security.world import ACTORS

pytestmark = pytest.mark.django_db
IN_OWN_FORCE = re.compile("@A$")
ROLES = [actor for actor in ACTORS if not IN_OWN_FORCE.search(actor) and actor not in {"anonymous", "nobody"}]
CHAINS = 12
LONGEST = 6


@pytest.fixture(scope="module")
def chained():
    """The machine that walks from answer to request; making it takes seconds."""
    return described(GenerationMode.POSITIVE).as_state_machine()


def walk_of(actor, world, secret, machine, tally):
    """The machine as this actor: each chain leaves the world as it was."""

    class Walk(machine):
        def setup(self):
            self.undone = transaction.atomic()
            self.undone.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            with suppress(transaction.TransactionManagementError):
                self.undone.__exit__(None, None, None)

        def get_call_kwargs(self, case):
            return {"headers": {"Authorization": f"Bearer {secret}"}}

        def before_call(self, case):
            case.query = {}  # filters are asked elsewhere; here each list gives what there is to go on with

        def validate_response(self, response, case, **kwargs):
            del kwargs
            tally.append((case.method, case.path, response.status_code))
            case.validate_response(response, checks=CHECKS)
            told = HttpResponse(response.content, content_type="application/json")
            sent = re.findall(r"zz\w+", f"{case.body} {case.query}")
            assert leaks(world, actor, told, typed=sent) == [], (actor, case.method, case.path)

    return Walk


@pytest.mark.parametrize("actor", ROLES)
def test_chains_of_requests_are_answered_as_described_and_lead_to_nothing_foreign(actor, world, chained):
    secret = secret_of(actor, world)
    if secret is None:
        return  # has no API at all: the table of routes holds that
    tally = []
    once = settings(
        max_examples=CHAINS,
        stateful_step_count=LONGEST,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    walk_of(actor, world, secret, chained, tally).run(settings=once)
    assert any("{" in path for _method, path, _status in tally), "no answer led to another request"
