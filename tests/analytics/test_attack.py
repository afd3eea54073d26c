"""A force tries to read another's hidden answer off everything it is shown: sums, differences, groups, bases and times.

The attacker is given more than it has: it knows who stands behind each figure, and every figure it was ever shown.
"""

import random
from collections import defaultdict
from fractions import Fraction
from itertools import combinations

import pytest

from analytics import figures
from analytics.models import ShownState, Summary
from analytics.vocab import Basis
from tests.analytics.world import RoundWorld, work
from vkpp.core.disclosure import MINIMUM

REGIONS = ("Eastern", "Eastern", "Eastern", "Northern", "Northern", "Wales")


def reduced(rows):
    """Independent rows, over the rationals."""
    done = []
    for given in rows:
        row = list(map(Fraction, given))
        for head in done:
            lead = next(at for at, value in enumerate(head) if value)
            if row[lead]:
                times = row[lead] / head[lead]
                row = [value - times * other for value, other in zip(row, head, strict=True)]
        if any(row):
            done.append(row)
    return done


def told_apart(groups, attacker):
    """Whether some combination of the groups' figures rests on fewer than MINIMUM forces beside the attacker.

    A group is a set of (force, state of its answer).
    """
    columns = sorted({token for group in groups for token in group if token[0] != attacker})
    rows = reduced([[int(token in group) for token in columns] for group in groups])
    owners = sorted({force for force, _state in columns})
    for few in combinations(owners, MINIMUM - 1):
        rest = [[value for token, value in zip(columns, row, strict=True) if token[0] not in few] for row in rows]
        if len(reduced(rest)) < len(rows):
            return few
    return None


def told_alike(figure, own):
    """Whether a shown distribution says that all but the attacker gave the same level."""
    counts = dict(figure.distribution)
    if own in counts:
        counts[own] -= 1
    return sum(count > 0 for count in counts.values()) < 2


def seen_by(world, force, basis):
    """What the force is shown of one basis: the figures with who stands behind each."""
    audience = figures.for_force(force)
    found = defaultdict(list)
    for figure in figures.find(audience, world.round, basis=basis):
        if figure.shown:
            row = Summary.objects.get(
                round=world.round,
                action_version=figure.action,
                measure=figure.measure,
                basis=basis,
                steady=basis != Basis.PUBLISHED,
                scope=figure.scope,
                place=figure.place,
            )
            found[figure.action, figure.measure].append((figure, row))
    return found


def peers(world, chance):
    """Two loaded peer groups for every force, and an own choice of a few."""
    names = list(world.forces)
    for code, size in (("similar", 5), ("size", 6)):
        for name in names:
            others = [other for other in names if other != name]
            world.peers(name, chance.sample(others, size), code=f"{code}-{name}", counts_self=chance.random() < 0.5)
    for name in names[:3]:
        others = [other for other in names if other != name]
        world.peers(name, chance.sample(others, 4), code=f"own-{name}", own=True)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_force_reads_anothers_answer_off_what_is_published(seed):
    chance = random.Random(seed)  # noqa: S311 - made-up answers, nothing secret
    world = RoundWorld(forces=12, regions=REGIONS)
    peers(world, chance)
    for name in world.forces:
        if chance.random() < 0.9:
            world.answer(name, implementation=chance.choice((0, 1, 2, 2, 3)), impact=chance.choice((1, 2)), owe=False)
            world.sign(name)
            world.accept(name)
    world.publish()
    work()

    shown = 0
    for name, force in world.forces.items():
        own = world.response(name).scores
        for (_action, measure), found in seen_by(world, force, Basis.PUBLISHED).items():
            shown += len(found)
            groups = [frozenset((one, "") for one in row.contributors) for _figure, row in found]
            assert told_apart(groups, force.pk) is None
            for figure, row in found:
                assert not told_alike(figure, own.get(measure) if force.pk in row.contributors else None)
    assert shown > len(world.forces)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_no_force_reads_anothers_answer_off_what_moves(seed):
    chance = random.Random(seed)  # noqa: S311 - made-up answers, nothing secret
    world = RoundWorld(forces=12, regions=REGIONS)
    peers(world, chance)
    for name in world.forces:
        world.answer(name, implementation=chance.choice((0, 1, 2, 3)))
    work()
    for _step in range(25):
        world.answer(chance.choice(list(world.forces)), implementation=chance.choice((0, 1, 2, 3, 4)))
        if chance.random() < 0.5:
            work()
    work()

    states = defaultdict(list)
    for state in ShownState.objects.filter(basis="live"):
        states[state.scope, state.place].append(frozenset((int(one), said) for one, said in state.answers.items()))
    assert len(states["national", ""]) > 1
    for name, force in world.forces.items():
        mine = [
            group
            for (scope, place), groups in states.items()
            if scope == "national" or (scope == "region" and place == force.region) or place.endswith(f"/{name}")
            for group in groups
        ]
        assert told_apart(mine, force.pk) is None


@pytest.mark.django_db
def test_attack_would_work_if_all_were_shown():
    world = RoundWorld(forces=12, regions=("Eastern", "Eastern", "Eastern", "Wales"))
    everyone = frozenset((force.pk, "") for force in world.forces.values())
    region = frozenset((world.forces[f"force-{number:02}"].pk, "") for number in range(1, 10))

    assert told_apart([everyone, region], world.forces["force-01"].pk) == tuple(
        world.forces[f"force-{number}"].pk for number in (10, 11, 12)
    )
