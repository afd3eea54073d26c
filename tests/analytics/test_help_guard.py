"""Shared levels and figures side by side: nobody else's answer can be told from the two together."""

import random

import pytest

from analytics import figures
from analytics.matching import guard, helpers, levels, need
from analytics.models import Summary
from analytics.vocab import Basis
from tests.analytics.help_world import HelpWorld
from tests.analytics.test_attack import told_apart
from vkpp.core import disclosure
from vkpp.core.disclosure import Cell

OWN = 0
REASONS_OF_LEVEL = {"rose_from_yours", "rose", "higher", "level"}


def row(forces, levels_given):
    counts = {}
    for force in forces:
        counts[str(levels_given[force])] = counts.get(str(levels_given[force]), 0) + 1
    return {"contributors": sorted(forces), "distribution": counts}


@pytest.mark.parametrize("seed", range(60))
def test_figures_and_shared_levels_leave_four_others(seed):
    draw = random.Random(seed)  # noqa: S311 - worlds, no secrets
    forces = range(draw.choice([9, 12, 16]))
    given = {force: draw.randrange(5) for force in forces}
    size = draw.choice([5, 6, 8])
    groups = [frozenset(forces), *(frozenset(draw.sample(forces, size)) for _group in range(3))]
    rows = [row(group, given) for group in groups]
    sharers = draw.sample(forces[1:], draw.choice([1, 2, 3]))
    cells = [Cell(frozenset(one["contributors"]), one["distribution"]) for one in rows]
    decisions = disclosure.decide(cells, known=frozenset([OWN]), own=str(given[OWN]))
    shown = [cell.contributors for cell, decision in zip(cells, decisions, strict=True) if decision.shown]

    stays = guard._stays(rows, [OWN], str(given[OWN]), {force: given[force] for force in sharers})

    left = [frozenset((force, 0) for force in group - set(sharers)) for group in shown]
    if stays:
        assert told_apart([group for group in left if group], OWN) is None
    else:
        assert sharers


def test_random_worlds_are_sometimes_safe_and_sometimes_not():
    draw = random.Random(1)  # noqa: S311 - as above
    found = set()
    for _turn in range(80):
        given = {force: draw.randrange(5) for force in range(7)}
        rows = [row(range(7), given)]
        sharers = draw.sample(range(1, 7), draw.choice([1, 3]))
        found.add(guard._stays(rows, [OWN], str(given[OWN]), {force: given[force] for force in sharers}))
    assert found == {True, False}


def test_nothing_shared_needs_no_look():
    assert guard.safe(None, "implementation", {}, {})


@pytest.mark.django_db
def test_every_basis_that_the_reader_sees_is_tried():
    world = HelpWorld()
    world.offer("force-05", shares=True)
    about = need.find(world.forces["force-01"], world.action.code)
    editions = levels.editions(about.version)
    shared = levels.levels(editions, [world.forces["force-05"].pk], about.measure)
    force = world.forces["force-01"]

    read = figures.on_every_basis(force, "implementation", [(one.round.pk, one.version) for one in editions])

    audience, seen = figures.for_force(force), []
    for basis in sorted(Basis):
        for one in editions:
            rows = figures._rows(audience, one.round, basis).filter(
                measure="implementation", action_version=one.version
            )
            rows = rows.filter(steady=figures.is_steady(audience, basis)).order_by(*figures.GROUP_ORDER)
            seen += rows.values("round_id", "basis", "contributors", "distribution")
    assert {one["basis"] for one in read} == set(Summary.objects.values_list("basis", flat=True))
    assert [one for edition in editions for one in read if one["round_id"] == edition.round.pk] == [
        one for edition in editions for one in seen if one["round_id"] == edition.round.pk
    ]
    assert guard.safe(force, "implementation", shared, {})


@pytest.mark.django_db
def test_unshared_answers_move_nobody():
    world = HelpWorld()
    for name in ("force-07", "force-08", "force-09"):
        world.offer(name)
    about = need.find(world.forces["force-01"], world.action.code)

    def listed():
        found = helpers.find(about, world.leads["force-01"]).helpers
        return [(one.force.code, one.points, tuple(reason.words for reason in one.reasons)) for one in found]

    before = listed()
    for name, score in (("force-07", 4), ("force-08", 0), ("force-09", 4)):
        world.now.answer(name, implementation=score, owe=False)

    assert listed() == before
    kinds = {reason.kind for one in helpers.find(about, world.leads["force-01"]).helpers for reason in one.reasons}
    assert kinds & REASONS_OF_LEVEL == set()
