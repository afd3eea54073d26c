"""Playing schedules on one machine that stays up between them."""

import threading
from dataclasses import dataclass, field
from random import Random

from tests.processes.faults import schedules
from tests.processes.faults.cast import Cast
from tests.processes.faults.checks import Judge
from tests.processes.faults.people import everybody

PROCESSES = ("web", "worker", "beat")
CALM = 1.0  # seconds in which people write before and after the faults


@dataclass
class Outcome:
    """What came of one schedule."""

    seed: int
    number: int
    faults: list[schedules.Fault]
    acknowledged: int = 0
    away: int = 0
    lost: list[str] = field(default_factory=list)


class Run:
    """Schedules of one seed, one after another."""

    def __init__(self, machine, seed):
        self.machine, self.seed = machine, seed
        self.machine.start(*(name for name in PROCESSES if name not in machine.running))
        self.cast = Cast(machine)
        self.judge = Judge(machine, self.cast)

    def play(self, number, faults=None):
        """One schedule: people write, things break and are mended, and what was acknowledged is looked for."""
        drawn = faults if faults is not None else schedules.draw(self.seed, number, disk=self.machine.own_disk)
        self.machine.make_room()
        over = threading.Event()
        random = Random(f"ways {self.seed} {number}")
        people = everybody(self.machine, self.cast, over, f"{self.seed} {number}")
        for person in people:
            person.start()
        over.wait(CALM)
        try:
            schedules.play(self.machine, drawn, random)
            over.wait(CALM)
        finally:
            over.set()
            for person in people:
                person.join()
            schedules.heal(self.machine)
        self.judge.settled()
        outcome = Outcome(self.seed, number, drawn)
        outcome.acknowledged = sum(len(person.kept) for person in people)
        outcome.away = sum(person.away for person in people)
        outcome.lost = self.judge.lost(people)
        return outcome

    def end(self):
        """What does not hold when everything has had time to be done."""
        try:
            return self.judge.in_the_end()
        finally:
            self.cast.close()
            for name in PROCESSES[1:]:
                self.machine.kill(name)
