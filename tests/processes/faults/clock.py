"""Runs a program of ours with a clock that jumps: `python -m tests.processes.faults.clock FILE -m gunicorn …`.

FILE holds how many seconds the process's clock differs from the machine's. What the process asks of Python is answered
by the other clock; the database and the other processes keep theirs. Children of the process follow the file as well.
"""

import contextlib
import datetime as dt
import os
import runpy
import sys
import threading
from pathlib import Path

import time_machine

LOOK_EVERY = 0.1
_wait = threading.Event().wait


def follow(file, traveller):
    """Shift the clock whenever the file says something else."""
    told = 0.0
    while True:
        with contextlib.suppress(OSError, ValueError):
            wanted = float(file.read_text())
            if wanted != told:
                traveller.shift(dt.timedelta(seconds=wanted - told))
                told = wanted
        _wait(LOOK_EVERY)


def main():
    """Set the clock, then become the program."""
    file, flag, module, *words = sys.argv[1:]
    assert flag == "-m"
    travel = time_machine.travel(dt.datetime.now(dt.UTC), tick=True)
    traveller = travel.start()

    def begin():
        threading.Thread(target=follow, args=(Path(file), traveller), daemon=True).start()

    begin()
    os.register_at_fork(after_in_child=begin)
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
