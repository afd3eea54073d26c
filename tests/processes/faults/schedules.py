"""Random schedules of faults. A seed and a number give the same schedule again; a part breaks once in each."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from vkpp.local import servers

LONGEST = 5.0  # seconds until the last fault of a schedule begins
AN_HOUR = 3600


@dataclass(frozen=True)
class Fault:
    """What happens to a part, when, and for how long; `end` puts it right again."""

    part: str
    name: str
    at: float
    lasts: float
    amount: int = 0

    def __str__(self) -> str:
        lasts = f" for {self.lasts:.1f} s" if self.lasts else ""
        return f"{self.name}{f' by {self.amount} s' if self.amount else ''} at {self.at:.1f}{lasts}"


# part → what may happen to it: name, whether it lasts
KINDS = {
    "database": (("database restarted", False), ("database killed", False), ("database away", True)),
    "broker": (("broker killed", False), ("broker away", True), ("broker frozen", True)),
    "worker": (("worker killed", False), ("one worker process killed", False)),
    "web": (("web killed", False), ("one web process killed", False)),
    "beat": (("beat killed", False), ("two beats", True)),
    "disk": (("disk full", True),),
    "clock": (("clock of web jumps", True), ("clock of worker jumps", True), ("clock of beat jumps", True)),
}
NAMES = tuple(name for kinds in KINDS.values() for name, _lasts in kinds)


def draw(seed: int, number: int, *, disk: bool = True) -> list[Fault]:
    """The faults of one schedule, in order: one to four parts break."""
    random = Random(f"faults {seed} {number}")
    parts = [part for part in KINDS if disk or part != "disk"]
    return sorted((one(part, random) for part in random.sample(parts, random.randint(1, 4))), key=lambda each: each.at)


def one(part: str, random: Random, name: str = "") -> Fault:
    """A fault of that part, of that name or any."""
    kind, lasts = random.choice([kind for kind in KINDS[part] if not name or kind[0] == name])
    amount = random.choice((-1, 1)) * random.randint(10, AN_HOUR) if part == "clock" else 0
    seconds = round(random.uniform(1, 7), 1) if lasts else 0.0
    return Fault(part, kind, round(random.uniform(0.3, LONGEST), 1), seconds, amount)


def part_of(name: str) -> str:
    """Which part a fault of that name befalls."""
    return next(part for part, kinds in KINDS.items() for kind, _lasts in kinds if kind == name)


def play(machine: Any, faults: list[Fault], random: Random) -> None:
    """Let them happen, each at its time; afterwards everything runs again."""
    began = time.monotonic()
    waiting: list[tuple[float, int, Callable[[], Any]]] = []
    for number, fault in enumerate(faults):
        waiting.append((fault.at, number, lambda fault=fault: befall(machine, fault, random)))
    while waiting:
        waiting.sort(key=lambda each: each[:2])
        at, number, happen = waiting.pop(0)
        time.sleep(max(0.0, began + at - time.monotonic()))
        mend = happen()
        if callable(mend):
            waiting.append((at + faults[number].lasts, number, mend))


def heal(machine: Any) -> None:
    """Whatever was cut short: servers run, clocks are right, there is room, every process is there once."""
    machine.thaw_broker()
    if not servers.all_running(machine.folder):
        machine.servers("start")
    (machine.files.parent / "ballast").unlink(missing_ok=True)
    for name in ("web", "worker", "beat"):
        machine.set_clock(name, 0)
        if name not in machine.running:
            machine.start(name)
    machine.supervise()
    if "beat-twin" in machine.running:
        machine.kill("beat-twin")


def befall(machine: Any, fault: Fault, random: Random) -> Any:
    """Make it happen; returns how to mend it when it lasts."""
    return WAYS[fault.part](machine, fault, random)


def _database(machine: Any, fault: Fault, _random: Random) -> Any:
    machine.stop_database("immediate" if fault.name == "database killed" else "fast")
    return _start_servers(machine, fault)


def _start_servers(machine: Any, fault: Fault) -> Any:
    if fault.lasts:
        return lambda: machine.servers("start")
    machine.servers("start")
    return None


def _broker(machine: Any, fault: Fault, _random: Random) -> Any:
    if fault.name == "broker frozen":
        return machine.freeze_broker()
    machine.kill_broker()
    return _start_servers(machine, fault)


def _process(machine: Any, fault: Fault, random: Random) -> None:
    if fault.name.startswith("one "):
        machine.kill_child(fault.part, random)
    else:
        machine.kill(fault.part)
        machine.start(fault.part)


def _beat(machine: Any, fault: Fault, random: Random) -> Any:
    if fault.name == "beat killed":
        return _process(machine, fault, random)
    machine.start("beat-twin")
    return lambda: machine.kill("beat-twin")


def _disk(machine: Any, _fault: Fault, _random: Random) -> Any:
    return machine.fill_disk()


def _clock(machine: Any, fault: Fault, _random: Random) -> Any:
    name = fault.name.split()[2]
    machine.set_clock(name, fault.amount)
    return lambda: machine.set_clock(name, 0)


WAYS: dict[str, Callable[[Any, Fault, Random], Any]] = {
    "database": _database,
    "broker": _broker,
    "worker": _process,
    "web": _process,
    "beat": _beat,
    "disk": _disk,
    "clock": _clock,
}
