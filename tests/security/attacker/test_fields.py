"""Ids of force A's rows in the fields of forms that force B's people have of their own: as if there were no such row."""

import re
import zlib

import pytest

from tests.security.attacker.nothing import NUMBER, REFERENCE, asked
from tests.security.attacker.sending import body_of, insist_on_none
from tests.security.attacker.stored import Stored
from tests.security.checks import leaks
from tests.security.hostile.pages import sentences
from tests.security.hostile.walk import WHOLE
from tests.security.world import IN_A, IN_B

pytestmark = pytest.mark.django_db

SENDERS = IN_B if WHOLE else ("nvap_lead@B",)
SOME = 1
"""How many ids that were offered nowhere are tried in each field, other ones in each; `make attack` tries all."""


def ids(world):
    """Numbers of people and things of force A, references, and the force itself; each with one of the kind that nothing has."""
    people = {str(world.people[actor].pk) for actor in IN_A}
    numbers = {str(thing) for thing in world.things.values() if isinstance(thing, int)}
    references = {thing for thing in world.things.values() if REFERENCE.fullmatch(str(thing))}
    found = dict.fromkeys(sorted(people | numbers), str(NUMBER))
    for reference in sorted(map(str, references)):
        match = REFERENCE.fullmatch(reference)
        found[reference] = match["kind"] + "9" * len(match["number"])
    return found


def tried_in(form, own, every, loot):
    """(field, value of force A, value of nothing) for each field of a form that is chosen, not typed."""
    for name in dict.fromkeys(name for name, _value in form.values if name not in form.typed):
        known = own.values_of(form.route, name)
        offered = {
            value: str(NUMBER) for value in sorted(loot.values_of(form.route, name) - known) if value.isdecimal()
        }
        others = [value for value in every if value not in known and value not in offered]
        start = zlib.crc32(f"{form.route} {name}".encode())
        some = others if WHOLE else [others[(start + at * 37) % len(others)] for at in range(SOME)]
        for value, nothing in (offered | {value: every[value] for value in some}).items():
            yield name, value, nothing


def answered(world, actor, form, name, value, *other):
    """What the form answers with this in its field: (status, its sentences without the values, what it stored), the answer."""
    stored = Stored()
    answer = asked(world, actor, "post", form.action, data=body_of(form, **{name: value}), then=stored)
    values = "|".join(re.escape(one) for one in (value, *other))
    said = [re.sub(rf"(?<![\w-])(?:{values})(?![\w-])", "…", words) for words in sentences(answer)]
    return (answer.status_code, said, stored.added, stored.gone), answer


@pytest.mark.parametrize("actor", SENDERS)
def test_ids_of_force_a_in_forms_of_ones_own_are_refused_as_those_of_nothing(world, loot, own, actor, record_property):
    every, found, sent = ids(world), [], 0
    forms = {(form.route, form.typed): form for form in own.forms.values() if form.method == "post"}
    for form in forms.values():
        for name, value, nothing in tried_in(form, own, every, loot):
            sent += 1
            first, answer = answered(world, actor, form, name, value, nothing)
            second, _answer = answered(world, actor, form, name, nothing, value)
            markers = leaks(world, actor, answer, form.route)
            silent = answer.status_code == 200 and not sentences(answer) and "attachment" not in str(answer.headers)
            if first != second or markers or silent:
                found.append((form.action, name, value, first, second, markers, "silent" * silent))
    record_property("values", sent)
    insist_on_none(found)
    assert sent > 50
