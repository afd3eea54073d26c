"""`python -m vkpp.local start|stop|status`: the embedded servers by hand."""

import argparse
import fcntl
import os
import signal
import sys
import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from vkpp import env
from vkpp.local import servers

PATIENCE = 60.0


def main() -> int:
    """Do the one word given; 0 when done, for `status` 0 only when all run."""
    parser = argparse.ArgumentParser(prog="python -m vkpp.local", description=__doc__)
    parser.add_argument("what", choices=("start", "stop", "status"))
    what = parser.parse_args().what
    local_dir = env.folder("LOCAL_DIR", Path(__file__).resolve().parents[2] / ".local")
    if what == "stop":
        stop_portal(local_dir)
        stopped = servers.stop(local_dir)
        print(f"Stopped {' and '.join(stopped)}." if stopped else "Nothing was running.")
        return 0
    if what == "start":
        for server in servers.SERVERS.values():
            servers.ensure(server, local_dir)
    running = {name: server.running(local_dir) for name, server in servers.SERVERS.items()}
    for name, server in servers.SERVERS.items():
        print(f"{name} runs at {server.url(local_dir)}" if running[name] else f"{name} does not run.")
    return 0 if all(running.values()) else 1


def stop_portal(local_dir: Path) -> None:
    """Tell a running `make run` of this LOCAL_DIR to stop, and wait until it has."""
    path = local_dir / "run.pid"
    deadline = time.monotonic() + PATIENCE
    told = False
    while path.exists() and time.monotonic() < deadline:
        with path.open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if not told:
                    os.kill(int(held.read()), signal.SIGTERM)
                    told = True
                time.sleep(0.2)
            else:
                return


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ImproperlyConfigured as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(os.EX_CONFIG)
