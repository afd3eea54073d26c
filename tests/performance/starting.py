"""The second start of `make run`: seconds from the command to the line that says the portal is ready.

The first start is over in the copy of the demonstration (tests/demonstration.py); nothing has changed since.
"""

import os
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from tests import demonstration
from tests.performance import kept

TURNS = 3
SECONDS = 8
READY = "The portal is ready"


def main():
    """Start, wait for the line, stop; the middle of the turns."""
    with tempfile.TemporaryDirectory(prefix="vkpp-start-") as folder:
        Path(folder).chmod(0o755)
        local_dir = Path(folder) / "local"
        demonstration.copied_to(local_dir)
        turns = [started(local_dir) for _turn in range(TURNS + 1)][1:]  # the first reads everything from the disk
    print(f"Second start of make run: {', '.join(f'{seconds:.1f}' for seconds in turns)} s")
    kept.keep("start", [kept.work("second start of make run", statistics.median(turns), "s", SECONDS)])


def started(local_dir):
    """Seconds of one start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"LOCAL_DIR": str(local_dir), "STATIC_ROOT": str(local_dir / demonstration.STATIC), "PORT": str(port)}
    left_out = {"DJANGO_SETTINGS_MODULE", "MAKEFLAGS", "MAKELEVEL", "PART", "BENCH_DATABASE"}
    environment = {name: value for name, value in os.environ.items() if name not in left_out} | settings
    began, seconds = time.perf_counter(), None
    with subprocess.Popen(
        ["make", "run"], cwd=kept.ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as run:
        for line in run.stdout:
            if line.startswith(READY):
                seconds = time.perf_counter() - began
                os.killpg(run.pid, signal.SIGINT)
    assert seconds is not None, "The portal did not start."
    return seconds
