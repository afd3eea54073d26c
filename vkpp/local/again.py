"""`make run` starts again what ended by itself: processes, after pauses that grow while they keep ending, and servers."""

import contextlib
import functools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from honcho.manager import Manager
from honcho.process import Process

from vkpp.local import places, servers
from vkpp.local.bootstrap import say

FIRST_PAUSE = 1.0  # seconds until a process is started again
LONGEST_PAUSE = 60.0
STEADY = 30.0  # seconds after which a process has come up: the next end is news again
TRIES = 5  # starts of a process that never came up, until everything ends with its code
LOOK_EVERY = 3.0  # seconds between looks at PostgreSQL and Valkey


class Pauses:
    """How long to wait before the next start, judged by how long the process lived."""

    def __init__(self) -> None:
        self.short, self.came_up = 0, False

    def after(self, lived: float) -> float | None:
        """Seconds to wait; None for a process that never comes up."""
        if lived >= STEADY:
            self.short, self.came_up = 0, True
        self.short += 1
        if self.short >= TRIES and not self.came_up:
            return None
        return float(min(FIRST_PAUSE * 2 ** (self.short - 1), LONGEST_PAUSE))


class KeptProcess(Process):  # type: ignore[misc]  # honcho has no types
    """One of the portal's processes, until `ending` is set."""

    def __init__(self, *words: Any, ending: Any, **options: Any) -> None:
        super().__init__(*words, **options)
        self.ending = ending

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        """Start it as often as it takes; its end is told to the manager only when it is the last."""
        self._events, pauses = events, Pauses()
        while True:
            began = time.monotonic()
            code = self._once(ignore_signals)
            pause = None if self.ending.is_set() else pauses.after(time.monotonic() - began)
            if pause is None:
                break
            self._say(f"ended by itself (code {code}); starting it again in {pause:.0f} s")
            if self.ending.wait(pause):
                break
        if not self.ending.is_set():
            self._say(f"ended {TRIES} times and never came up; the lines above say why")
        self._send_message({"returncode": code}, type="stop")

    def _once(self, ignore_signals: bool) -> int:
        """From a start to the end; returns the code it ended with."""
        self._child = self._child_ctor(self.cmd, env=self.env, cwd=self.cwd)
        self._send_message({"pid": self._child.pid}, type="start")
        if ignore_signals:  # of a terminal: the manager passes them on
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if self.ending.is_set():  # the manager ended the one before
            _end_group(self._child, signal.SIGTERM)
        threading.Thread(target=_clear_away, args=(self._child,), daemon=True).start()
        for line in iter(self._child.stdout.readline, b""):
            self._send_message(line)
        self._child.stdout.close()
        return int(self._child.wait())

    def _say(self, words: str) -> None:
        self._send_message(f"{self.name} {words}\n".encode())


class KeepingManager(Manager):  # type: ignore[misc]  # honcho has no types
    """Runs processes until it is told to stop, or one of them cannot be kept."""

    def __init__(self) -> None:
        super().__init__()
        self.ending = multiprocessing.Event()
        self._process_ctor = functools.partial(KeptProcess, ending=self.ending)

    def terminate(self) -> None:
        """End all at once; none is started again."""
        self.ending.set()
        super().terminate()


def keep_servers(local_dir: Path, kept: Mapping[str, ModuleType], ending: Any) -> None:
    """Start each of these servers again when nobody listens at its socket any more, until `ending` is set."""
    while not ending.wait(LOOK_EVERY):
        for name, server in kept.items():
            if not places.answers(places.socket_folder(local_dir) / server.SOCKET):
                say(f"{name} ended by itself; starting it again")
                try:
                    servers.ensure(server, local_dir)
                except (ImproperlyConfigured, OSError) as refusal:
                    print(refusal, flush=True)


def _clear_away(child: Any) -> None:
    """Whom a killed process leaves behind goes too: they hold its port and its output."""
    child.wait()
    _end_group(child, signal.SIGKILL)


def _end_group(child: Any, sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, sign)
