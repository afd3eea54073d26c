"""Everything that force A's people can open, asked for by everybody else: it is as if it were not there."""

import pytest

from tests.security.attacker.harvest import one_of_each, route_of
from tests.security.attacker.nothing import tried
from tests.security.attacker.sending import insist_on_none
from tests.security.checks import leaks
from tests.security.hostile.walk import WHOLE
from tests.security.world import IN_B

pytestmark = pytest.mark.django_db

STRANGERS = ("anonymous", "nobody", "contributor@B")
EVERYBODY = ("anonymous", "nobody", *IN_B, "evaluator", "peer_reviewer")


def findings(world, actor, addresses, browser=None):
    """Addresses that tell this person something: (address, status, how it is not that of nothing, markers, stored)."""
    nothing, browser = {}, browser or world.client(actor)
    for address in addresses:
        answer = tried(world, actor, "get", address, browser=browser, known=nothing)
        markers = leaks(world, actor, answer, route_of(address))
        if answer.differs or markers or answer.stored.gone or answer.status_code >= 500:
            yield address, answer.status_code, answer.differs, markers, answer.stored.gone


@pytest.mark.parametrize("actor", EVERYBODY if WHOLE else STRANGERS)
def test_what_force_a_can_open_is_nothing_to_others(world, loot, actor, record_property):
    """No page, count, header, redirect, error or tag of it, and as many queries as for what does not exist."""
    everything = WHOLE or actor in {"contributor@B", "anonymous"}
    addresses = loot.addresses if everything else one_of_each(loot.addresses)
    record_property("addresses", len(addresses))
    insist_on_none(findings(world, actor, addresses))
