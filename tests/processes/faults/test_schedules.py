"""A handful of random schedules of faults, and each kind of fault at least once. `make faults` plays hundreds."""

import os
from random import Random

import pytest

from tests.processes.faults import schedules
from tests.processes.faults.run import Run

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]
# The same schedules each time, so that a failure is of the change at hand; `make faults` draws new ones.
SEED = int(os.environ.get("FAULTS_SEED") or 2026)


def all_kinds(*, disk):
    """Schedules that have every fault once between them: one of each part, while there are any."""
    random = Random(f"all {SEED}")
    left = {part: list(kinds) for part, kinds in schedules.KINDS.items() if disk or part != "disk"}
    while any(left.values()):
        parts = [part for part, kinds in left.items() if kinds]
        together = random.sample(parts, min(4, len(parts)))
        faults = [schedules.one(part, random, left[part].pop(0)[0]) for part in together]
        yield sorted(faults, key=lambda fault: fault.at)


def test_nothing_acknowledged_is_lost_whatever_breaks(machine):
    run = Run(machine, SEED)
    outcomes = [run.play(number, faults) for number, faults in enumerate(all_kinds(disk=machine.own_disk))]
    wrong = run.end()

    assert [(SEED, outcome.faults, outcome.lost) for outcome in outcomes if outcome.lost] == []
    assert (SEED, wrong) == (SEED, [])
    assert {fault.name for outcome in outcomes for fault in outcome.faults} >= set(schedules.NAMES) - {"disk full"}
    assert all(outcome.acknowledged for outcome in outcomes), "in one schedule nobody wrote anything: it shows nothing"


def test_schedule_can_be_repeated():
    drawn = [schedules.draw(7, number) for number in range(50)]

    assert drawn == [schedules.draw(7, number) for number in range(50)]
    assert drawn != [schedules.draw(8, number) for number in range(50)]
    assert {fault.name for faults in drawn for fault in faults} == set(schedules.NAMES)
    assert all(len({fault.part for fault in faults}) == len(faults) for faults in drawn)
