"""Everything that force A's people can open, asked for by everybody else: it is as if it were not there."""

import pytest

from tests.security.attacker.harvest import route_of
from tests.security.attacker.nothing import asked, counterpart, told
from tests.security.attacker.sending import insist_on_none
from tests.security.attacker.shared import may_see
from tests.security.checks import leaks

pytestmark = pytest.mark.django_db

STRANGERS = ("anonymous", "nobody", "contributor@B")


def findings(world, actor, addresses, browser=None, **more):
    """Addresses that tell this person something: (address, status and queries, the same of nothing, markers)."""
    nothing, found = {}, []
    browser = browser or world.client(actor)
    for address in addresses:
        answer = asked(world, actor, "get", address, browser=browser, **more)
        markers = leaks(world, actor, answer, route_of(address))
        other = counterpart(address, world=world)
        if other is None or may_see(world, actor, address):
            if markers or answer.status_code >= 500:
                found.append((address, answer.status_code, markers))
            continue
        if other not in nothing:
            nothing[other] = asked(world, actor, "get", other, browser=browser, **more)
        if told(answer, address, other) != told(nothing[other], address, other):
            # Asked again one after the other: a session is written once a minute, which has nothing to do with either.
            answer, nothing[other] = (
                asked(world, actor, "get", one, browser=browser, **more) for one in (address, other)
            )
        if told(answer, address, other) != told(nothing[other], address, other) or markers:
            same = [(one.status_code, one.queries) for one in (answer, nothing[other])]
            found.append((address, same, markers))
    return found


def one_of_each(addresses):
    """One address of each kind; people who are much like one another need not try them all."""
    return list({route_of(address): address for address in addresses}.values())


@pytest.mark.parametrize("actor", STRANGERS)
def test_what_force_a_can_open_is_nothing_to_others(world, loot, actor, record_property):
    """No page, count, header, redirect, error or tag of it, and as many queries as for what does not exist."""
    addresses = loot.addresses if actor in {"contributor@B", "anonymous"} else one_of_each(loot.addresses)
    record_property("addresses", len(addresses))
    insist_on_none(findings(world, actor, addresses))
