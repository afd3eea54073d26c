"""Tokens of each scope of force B's people against every id of force A: it is as if there were no such thing."""

import pytest
from django.core.cache import cache
from django.urls import resolve, reverse

from tests.api.clients import program
from tests.security.attacker.harvest import one_of_each, path_of, route_of
from tests.security.attacker.nothing import REFERENCE, counterpart
from tests.security.attacker.sending import insist_on_none
from tests.security.attacker.shared import MAY_ACT, may_see
from tests.security.attacker.stored import Stored
from tests.security.attacker.test_addresses import findings
from tests.security.checks import leaks
from tests.security.hostile.pages import sentences
from tests.security.hostile.walk import WHOLE
from tests.security.rows import ROWS
from tests.security.table import FORBIDDEN, OPEN
from tests.security.world import IN_B
from vkpp.accounts.models import TokenScope

pytestmark = pytest.mark.django_db

ASKING = IN_B if WHOLE else ["nvap_lead@B"]
"""Of force B's people the one who may do most."""
SCOPES = {"all": TokenScope.values, **{scope: [scope] for scope in TokenScope.values}}


@pytest.mark.parametrize("scope", TokenScope.values)
@pytest.mark.parametrize("actor", ASKING)
def test_token_reads_nothing_of_force_a(world, loot, actor, scope, record_property):
    token = program(world.people[actor], scope)
    addresses = [address for address in loot.addresses if route_of(address).startswith("api:")]
    addresses = addresses if WHOLE else one_of_each(addresses)
    record_property("addresses", len(addresses))
    insist_on_none(findings(world, actor, addresses, browser=token))
    assert len(addresses) > 40


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("actor", ASKING)
def test_token_writes_nothing_of_force_a(world, loot, actor, scope, record_property):
    """With each scope the thing of the table; with all of them, when everything is tried, every thing of its kind."""
    token, found, sent = program(world.people[actor], *SCOPES[scope]), [], 0
    everything = WHOLE and scope == "all"
    for row in ROWS:
        if row.is_api and row.method != "get" and row.expected(actor) != OPEN:
            for address in [row.url(world), *(addresses_like(row, world, loot) if everything else ())]:
                sent += 1
                found.append(written_by(world, actor, row, address, token))
    record_property("requests", sent)
    insist_on_none(found)
    assert sent > 60


def written_by(world, actor, row, address, token):
    """What is wrong with the answer to this write; nothing when it is that of nothing, or of one's own on what is shared."""
    cache.clear()  # so many writes are more than a program may send in a minute
    stored = Stored()
    answer = row.ask(world, actor, browser=token, then=stored, url=address)
    added = {} if row.route in MAY_ACT else stored.added
    wordless = answer.status_code >= 400 and not all(sentences(answer))
    markers = leaks(world, actor, answer, row.route, row.data.values())
    nothing = as_nothing(world, actor, row, address, token)
    differs = nothing is not None and nothing != (answer.status_code, sentences(answer))
    if differs or added or stored.gone or wordless or markers or answer.status_code >= 500:
        return str(row), address, answer.status_code, nothing, added, stored.gone, markers, sentences(answer)
    return None


def as_nothing(world, actor, row, address, token):
    """Status and sentences of the same write to what is not there; None where the person may know of what is named."""
    other = counterpart(address, world=world)
    if other is None or row.expected(actor) == FORBIDDEN or may_see(world, actor, address):
        return None
    cache.clear()
    answer = row.ask(world, actor, browser=token, url=other)
    return answer.status_code, sentences(answer)


def addresses_like(row, world, loot):
    """The address of this row for every other thing of its kind that force A's people came across."""
    wanted = resolve(path_of(row.url(world))).kwargs
    for address in loot.addresses:
        kwargs = resolve(path_of(address)).kwargs
        same = {name: kwargs.get(name) for name in wanted}
        if wanted and all(_alike(wanted[name], value) for name, value in same.items()) and same != wanted:
            yield reverse(row.route, kwargs=same)


def _alike(one, other):
    """Two numbers, two references of one kind, or the very same word."""
    if isinstance(one, int):
        return isinstance(other, int)
    first, second = REFERENCE.fullmatch(str(one)), REFERENCE.fullmatch(str(other))
    return one == other or bool(first and second and first["kind"] == second["kind"])
