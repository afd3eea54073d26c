"""A force tries to read another's hidden answer off everything it is shown: sums, differences, groups, bases and times.

The attacker is given more than it has: it knows who stands behind each figure, and every figure it was ever shown.
"""

import random
from collections import defaultdict
from fractions import Fraction
from itertools import combinations

import pytest

from analytics import figures, standing, themes
from analytics.models import ShownState, Summary, ThemeSummary
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


PRIME = 2_147_483_647


def rank(rows):
    """How many rows are independent, modulo a prime."""
    work, found = [list(row) for row in rows], 0
    for column in range(len(work[0]) if work else 0):
        at = next((at for at, row in enumerate(work) if row[column]), None)
        if at is None:
            continue
        head = work.pop(at)
        inverse = pow(head[column], -1, PRIME)
        head = [value * inverse % PRIME for value in head]
        work = [
            [(value - row[column] * other) % PRIME for value, other in zip(row, head, strict=True)]
            if row[column]
            else row
            for row in work
        ]
        found += 1
    return found


def told_apart_by_weight(rows, attacker):
    """`told_apart` for sums in which a force's answers count with weights: (force, action) → weight."""
    columns = sorted({one for row in rows for one in row if one[0] != attacker})
    table = [[row.get(one, 0) for one in columns] for row in rows]
    whole = rank(table)
    owners = sorted({force for force, _action in columns})
    for few in combinations(owners, MINIMUM - 1):
        kept = [at for at, one in enumerate(columns) if one[0] not in few]
        if rank([[row[at] for at in kept] for row in table]) < whole:
            return few
    return None


def seen_together(world, audience, measure):
    """Sums of levels that the reader knows: of every action and of every theme that is shown, group by group.

    A theme's mean is taken to be exact, though it is made of levels in halves: the attacker is given more than it has.
    """
    force = audience.force
    own = standing.of_force(force, world.round, Basis.PUBLISHED) if force else None
    read = figures.read(audience, world.round, basis=Basis.PUBLISHED, measures=[measure])
    members = themes.members_of(world.round)
    rows = []
    for one in read:
        if not one.reason:
            action = one.row["action_version_id"]
            rows.append({(member, action): 1 for member in one.row["contributors"]})
    scores = standing.of_forces(world.round, Basis.PUBLISHED)
    found = themes.find(
        audience, world.round, basis=Basis.PUBLISHED, parts=read, members=members, measures=[measure], own=own
    )
    shown = [figure for figure in found if figure.shown]
    for figure in shown:
        kept = ThemeSummary.objects.get(
            round=world.round,
            theme=figure.theme,
            measure=measure,
            basis=Basis.PUBLISHED,
            scope=figure.scope,
            place=figure.place,
        )
        row = {}
        for member in kept.contributors:
            given = [one for one in members[figure.theme] if one in scores[member]]
            given = [one for one in given if scores[member][one].level(measure) is not None]
            row |= {(member, action): pow(len(given), -1, PRIME) for action in given}
        rows.append(row)
    return rows, shown, found


@pytest.mark.django_db
@pytest.mark.parametrize(("seed", "missing"), [(1, 0), (2, 0), (3, 0.03), (4, 0.1), (5, 0.4)])
def test_no_force_reads_anothers_answer_off_themes_beside_their_actions(seed, missing):
    chance = random.Random(seed)  # noqa: S311 - made-up answers, nothing secret
    world = RoundWorld(
        forces=12, regions=("Eastern", "Wales"), codes=("2.1.1", "2.1.2", "2.1.3", "3.1.1", "4.1.1", "4.1.2")
    )
    names = list(world.forces)
    for name in names[:6]:
        world.peers(name, chance.sample([other for other in names if other != name], 6), code=f"similar-{name}")
    for name in names:
        for action in world.actions:
            if chance.random() >= missing:
                world.answer(name, action, implementation=chance.choice((0, 1, 2, 3)), owe=False)
        world.sign(name)
        world.accept(name)
    world.publish()
    work()

    readers = [figures.Audience(published_only=True), *(figures.for_force(world.forces[name]) for name in names[:4])]
    told = []
    for audience in readers:
        rows, shown, _found = seen_together(world, audience, "implementation")
        attacker = audience.force.pk if audience.force else None
        assert told_apart_by_weight(rows, attacker) is None
        for figure in shown:
            assert sum(count > 0 for count in figure.distribution.values()) > 1
        told += shown
    assert told or missing


def one_theme(*, of_two):
    """Twelve forces of two regions that answer a theme of one action or of two; published when `publish` is called."""
    world = RoundWorld(forces=12, codes=("2.1.1", "2.1.2") if of_two else ("2.1.1",))
    for number, name in enumerate(world.forces):
        for action in world.actions:
            world.answer(name, action, implementation=number % 4, owe=False)
    return world


def settle(world):
    for name in world.forces:
        world.sign(name)
        world.accept(name)
    world.publish()
    work()


@pytest.mark.django_db
@pytest.mark.parametrize("of_two", [True, False])
def test_theme_does_not_give_away_the_withheld_figure_of_its_action(of_two):
    world = one_theme(of_two=of_two)
    for name in list(world.forces)[6:]:  # all of Wales say the same on the last action
        world.answer(name, world.actions[-1], implementation=3, owe=False)
    settle(world)

    _rows, _shown, found = seen_together(world, figures.Audience(published_only=True), "implementation")

    why = {figure.place: figure.withheld for figure in found}
    assert why["Wales"] == figures.why(figures.Reason.PART)
    assert why[""] == ""


@pytest.mark.django_db
def test_theme_is_withheld_where_one_force_left_an_action_out():
    world = one_theme(of_two=True)
    world.clear("force-01", world.actions[1])
    settle(world)
    audience = figures.Audience(published_only=True)

    rows, shown, found = seen_together(world, audience, "implementation")

    assert {figure.place for figure in shown} == {"Wales"}
    assert {figure.place: figure.withheld for figure in found}[""] == figures.why(figures.Reason.DIFFERENCE)
    assert told_apart_by_weight(rows, None) is None
    kept = ThemeSummary.objects.get(basis="published", scope="national", measure="implementation")
    assert len(kept.contributors) == 12
    first, second = (action.pk for action in world.actions)
    alone = world.forces["force-01"].pk
    half = pow(2, -1, PRIME)
    theme = {(member, action): half for member in kept.contributors if member != alone for action in (first, second)}
    assert told_apart_by_weight([*rows, theme | {(alone, first): 1}], None) is not None


@pytest.mark.django_db
def test_forces_read_no_theme_while_answers_move():
    world = one_theme(of_two=True)
    for name in world.forces:
        world.owe_answer(name, world.actions[0])
    work()
    force = world.forces["force-01"]
    audience = figures.for_force(force)
    read = figures.read(audience, world.round, basis=Basis.LIVE)

    found = themes.find(audience, world.round, basis=Basis.LIVE, parts=read, members=themes.members_of(world.round))

    assert {figure.withheld for figure in found} == {figures.why(figures.Reason.MOVING)}
    assert {(figure.n, figure.answered, figure.median, figure.as_of) for figure in found} == {(None,) * 4}
    everything = figures.Audience(everything=True)
    seen = themes.find(everything, world.round, basis=Basis.LIVE, parts=[], members=themes.members_of(world.round))
    assert {figure.n for figure in seen if figure.scope == "national" and figure.measure == "implementation"} == {12}
