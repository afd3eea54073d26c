"""`python -m tests.processes.faults --schedules 300 --seed N`: plays schedules and prints what came of them."""

import argparse
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from random import SystemRandom

from tests.portal import running_portal
from tests.processes.faults import schedules
from tests.processes.faults.machine import Machine
from tests.processes.faults.run import Run

TABLE = "{:<28} {:>9} {:>13} {:>10} {:>6}"


def main():
    """0 when nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.processes.faults", description=__doc__)
    parser.add_argument("--schedules", type=int, default=20, help="how many to play")
    parser.add_argument("--seed", type=int, default=None, help="draws them; printed, so that a run can be repeated")
    parser.add_argument("--first", type=int, default=0, help="number of the first one")
    parser.add_argument("--only", type=int, default=None, help="play this number of the seed alone")
    parser.add_argument("--folder", type=Path, default=None, help="keep the portal there for the next run")
    parser.add_argument("--minutes", type=float, default=0, help="stop after this time")
    parser.add_argument("--broker-away", type=float, default=0, help="then play the broker away for so many minutes")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    seed = chosen.seed if chosen.seed is not None else SystemRandom().randrange(10**6)
    numbers = range(chosen.first, chosen.first + chosen.schedules) if chosen.only is None else [chosen.only]
    print(f"Seed {seed}. Making a portal with demonstration data …", flush=True)
    with Machine.kept(chosen.folder) if chosen.folder else running_portal(Machine) as machine:
        if not machine.own_disk:
            print("The disk cannot be filled here: that needs the right to mount one.")
        drawn = dict.fromkeys(numbers)
        if chosen.broker_away:
            drawn[-1] = [schedules.Fault("broker", "broker away", at=1.0, lasts=60 * chosen.broker_away)]
        outcomes, wrong = played(Run(machine, seed), drawn, chosen.minutes * 60)
    return report(seed, outcomes, wrong)


def played(run, drawn, seconds):
    """The outcomes, and what does not hold in the end; `drawn` has for each number its faults, None: draw them."""
    began, outcomes = time.monotonic(), []
    for number, faults in drawn.items():
        if seconds and time.monotonic() - began > seconds:
            break
        try:
            outcome = run.play(number, faults)
        except KeyboardInterrupt:
            print("Stopped; looking at what should have been done by now.", flush=True)
            break
        except AssertionError as stuck:
            print(f"{number:>4}  STUCK  {stuck}", flush=True)
            return outcomes, [str(stuck)]
        outcomes.append(outcome)
        told = f"{outcome.acknowledged:>4} kept, {outcome.away:>3} put off"
        print(f"{number:>4}  {told}  {'; '.join(map(str, outcome.faults))}", flush=True)
        for sentence in outcome.lost:
            print(f"      LOST  {sentence}", flush=True)
    wrong = run.end()
    judge = run.judge
    print(
        f"\n{sum(judge.mails.values())} mails, {judge.doubled} of them twice; {len(run.cast.program.taken)} messages to a"
        f" program, {len(run.cast.program.taken) - len(set(run.cast.program.taken))} of them twice; {len(judge.jobs)}"
        f" packs, {judge.failed_packs()} given up with a sentence; {len(judge.uploads)} files, {judge.strays()} left over;"
        f" {run.machine.ended} processes that ended by themselves and were started again"
    )
    return outcomes, wrong


def report(seed, outcomes, wrong):
    """The table; 0 when everything holds."""
    print("\n" + TABLE.format("fault", "schedules", "acknowledged", "put off", "lost"))
    for name in schedules.NAMES:
        mine = [outcome for outcome in outcomes if name in {fault.name for fault in outcome.faults}]
        print(TABLE.format(name, len(mine), *totals(mine)))
    print(TABLE.format("all", len(outcomes), *totals(outcomes)))
    for sentence, number in Counter(wrong).items():
        print(f"IN THE END  {sentence}" + (f" ({number} times)" if number > 1 else ""))
    lost = sum(len(outcome.lost) for outcome in outcomes)
    print(f"Seed {seed}: " + ("nothing was lost." if not lost and not wrong else f"{lost + len(wrong)} faults found."))
    return 1 if lost or wrong else 0


def totals(outcomes):
    """Writes that were acknowledged, requests that were put off, and what was lost."""
    return [sum(values) for values in zip(*((o.acknowledged, o.away, len(o.lost)) for o in outcomes), strict=True)] or [
        0
    ] * 3


if __name__ == "__main__":
    sys.exit(main())
