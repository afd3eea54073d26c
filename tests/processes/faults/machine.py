"""A portal whose parts can be broken: its database, its broker, its processes, its disk and its clocks."""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg2

from tests.portal import COMMANDS, Portal, broker_pid, furnish
from vkpp.local import places, postgres

ROOM = 48 * 1024 * 1024
"""Bytes that are free on the disk for people's files when a schedule begins."""


class Machine(Portal):
    """The portal of `tests.portal` with tools to break it. Asking it anything never starts a server."""

    patience = 240.0  # a machine on which everything breaks takes its time

    def __init__(self, folder):
        super().__init__(folder)
        self.clocks = folder.parent / "clocks"
        self.clocks.mkdir(mode=0o755, exist_ok=True)
        self.of_processes = {}  # they find the servers themselves, as those of `make run` do
        self._own_disk()
        self.frozen, self.ended = 0, 0

    def command(self, name):
        """A process runs with a clock of its own."""
        twin = name.removesuffix("-twin")
        schedule = ["--schedule", str(self.folder / name)] if twin == "beat" else []
        return ["-m", "tests.processes.faults.clock", str(self.clocks / twin), *COMMANDS[twin], *schedule]

    def sql(self, statement, *values):
        """Rows of a query, on a connection of its own."""
        address = postgres.url(self.folder)
        with contextlib.closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall()

    @classmethod
    @contextlib.contextmanager
    def kept(cls, folder):
        """A machine whose data stay in `folder` for the next run; made when there is nothing yet."""
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        machine, files = cls(folder / "local"), folder / "files"
        try:
            if (folder / "made").exists():
                machine.servers("start")
                machine.manage("migrate", "--verbosity", "0")
                machine.manage("collectstatic", "--no-input", "--verbosity", "0")
                shutil.copytree(files, machine.files)
            else:
                furnish(machine)
                shutil.copytree(machine.files, files)
                (folder / "made").touch()
            yield machine
        finally:
            machine.stop()

    # ---- database ------------------------------------------------------------------------------------------------
    def stop_database(self, mode):
        """`fast` ends people's statements; `immediate` is a power cut of the server."""
        user = places.database_user(self.folder)
        words = ["-D", postgres._data(self.folder), "-m", mode, "-w", "stop"]
        if postgres.running(self.folder):
            postgres._run(user, postgres._binaries(self.folder, user) / "pg_ctl", *words)

    # ---- broker --------------------------------------------------------------------------------------------------
    def freeze_broker(self):
        """It accepts connections and answers nothing; returns how to thaw it."""
        self.frozen = broker_pid(self.folder)
        os.kill(self.frozen, signal.SIGSTOP)
        return self.thaw_broker

    def thaw_broker(self):
        """It answers again."""
        if self.frozen:
            os.kill(self.frozen, signal.SIGCONT)
            with contextlib.suppress(OSError):
                if (
                    broker_pid(self.folder) != self.frozen
                ):  # who started meanwhile found none that answered, and started one
                    os.kill(self.frozen, signal.SIGKILL)
        self.frozen = 0

    # ---- processes -----------------------------------------------------------------------------------------------
    def kill_child(self, name, random):
        """Kill one process that web or worker has forked."""
        parent = self.running[name].pid
        found = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        if found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(random.choice(found)), signal.SIGKILL)

    def supervise(self):
        """Start again what ended by itself, as docker-compose does; `ended` counts it."""
        for name in [name for name, process in self.running.items() if process.poll() is not None]:
            self.running.pop(name)
            self.ended += 1
            self.start(name)

    def set_clock(self, name, seconds):
        """How far the clock of a process is from the machine's."""
        draft = self.clocks / f"{name}.new"
        draft.write_text(str(seconds))
        draft.rename(self.clocks / name)

    # ---- disk ----------------------------------------------------------------------------------------------------
    def _own_disk(self):
        """Give people's files a small disk of their own; where that is not allowed, it cannot be filled."""
        disk = self.folder.parent / "disk"
        disk.mkdir(mode=0o755, exist_ok=True)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=755", "tmpfs", str(disk)]
        tried = subprocess.run(mount, capture_output=True, check=False) if shutil.which("mount") else None
        self.own_disk = tried is not None and tried.returncode == 0
        self.files = disk / "files"
        self.environment["MEDIA_ROOT"] = str(self.files)

    def fill_disk(self):
        """Leave no byte; returns how to make room again."""
        ballast = self.files.parent / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as full:
            while True:
                full.write(b"\0" * 65536)
        with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as full:
            while True:
                full.write(b"\0")
        return lambda: ballast.unlink(missing_ok=True)

    def make_room(self):
        """Before a schedule: the disk has room again, however much the ones before have left on it."""
        if self.own_disk:
            size = shutil.disk_usage(self.files.parent).used + ROOM
            subprocess.run(["mount", "-o", f"remount,size={size}", str(self.files.parent)], check=True)

    def stop(self):
        """End everything and give the disk back, now or when the last file on it is closed."""
        super().stop()
        if self.own_disk:
            subprocess.run(["umount", "--lazy", str(self.files.parent)], check=False)
