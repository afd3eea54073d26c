"""A whole portal of real processes, with servers, data and mails of its own; each can be killed without warning."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests import demonstration
from vkpp.core import database_user
from vkpp.local import places, postgres, valkey

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = {
    "web": ["-m", "gunicorn", "-c", "python:vkpp.web_server", "vkpp.wsgi"],
    "worker": ["-m", "celery", "--quiet", "-A", "vkpp", "worker", "--concurrency", "2", "--loglevel", "WARNING"],
    "beat": ["-m", "celery", "--quiet", "-A", "vkpp", "beat", "--loglevel", "WARNING", "--pidfile="],
}
PATIENCE = 60.0  # seconds for something that takes one or two


class Portal:
    """Start, kill and ask a portal that lives in `folder`."""

    patience = PATIENCE

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.running = {}
        self.files = folder / "files"
        settings = {"LOCAL_DIR": str(folder), "PORT": str(self.port), "STATIC_ROOT": str(folder / demonstration.STATIC)}
        settings |= {"OUTBOX_CLAIM_SECONDS": "3", "JOB_CLAIM_SECONDS": "3"}
        kept = {
            name: value for name, value in os.environ.items() if name not in {"LOCAL_FAST", "DJANGO_SETTINGS_MODULE"}
        }
        self.environment = {**kept, **settings, "DJANGO_SETTINGS_MODULE": "vkpp.settings"}
        self.of_processes = {"DATABASE_URL": postgres.url(folder, database_user.NAME)}  # as in production

    def manage(self, *words):
        """Run one management command; what it prints."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def servers(self, word):
        """`start` or `stop` PostgreSQL and Valkey."""
        command = [sys.executable, "-m", "vkpp.local", word]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def start(self, *names):
        """Start processes, each in a group of its own; the web one is waited for."""
        for name in names:
            if name in self.running:
                self.kill(name)
            words = self.command(name)
            with (self.folder / f"{name}.log").open("a") as log:
                self.running[name] = subprocess.Popen(
                    [sys.executable, *words],
                    cwd=ROOT,
                    env={**self.environment, **self.of_processes},
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        if "web" in names:
            self.wait_for(lambda: self.ask("GET", "/healthz")[0] == 200, "the web process answers")

    def command(self, name):
        """The words after `python` that run a process."""
        return [*COMMANDS[name], *(["--schedule", str(self.folder / "beat")] if name == "beat" else [])]

    def kill(self, name):
        """Kill a process and its children at once, as a power cut would."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_broker(self):
        """Kill Valkey at once."""
        pid = broker_pid(self.folder)
        os.kill(pid, signal.SIGKILL)
        self.wait_for(lambda: not Path(f"/proc/{pid}").exists(), "the broker is dead")

    def ask(self, method, path, token=None, body=None, headers=()):
        """One request: status and decoded body; (0, {}) when nobody answered."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                **({"Authorization": f"Bearer {token}"} if token else {}),
                **dict(headers),
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, _decoded(answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, _decoded(refusal.read())
        except (OSError, http.client.HTTPException):  # nobody there, or gone in the middle of the answer
            return 0, {}

    def sql(self, statement, *values):
        """All rows of a query on the portal's database, on a connection of its own."""
        import psycopg2

        from vkpp.local import servers

        address = servers.postgres_url(self.folder, False)
        with contextlib.closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()

    def wait_for(self, happened, what):
        """Wait until `happened()`, as long as patience lasts."""
        deadline = time.monotonic() + self.patience
        while not happened():
            assert time.monotonic() < deadline, f"Waited {self.patience:.0f} s until {what}. Logs: {self.logs()}"
            time.sleep(0.2)

    def logs(self):
        """The end of what the processes said."""
        return {log.name: log.read_text()[-1500:] for log in self.folder.glob("*.log")}

    def stop(self):
        """End everything."""
        for name in list(self.running):
            self.kill(name)
        self.servers("stop")


def broker_pid(folder):
    """The process of the Valkey of a LOCAL_DIR."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.connect(str(places.socket_folder(folder) / valkey.SOCKET))
        return struct.unpack("3i", sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]


def _decoded(raw):
    try:
        return json.loads(raw)
    except ValueError:
        return {}


def furnish(portal):
    """Tables, reference and demo data, static files, copied from the demonstration that is loaded once; servers."""
    demonstration.copied_to(portal.folder, portal.files)
    portal.servers("start")


@contextlib.contextmanager
def running_portal(make=Portal):
    """A portal with demo data and nothing but its servers running; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="vkpp-processes-"))
    folder.chmod(0o755)
    portal = make(folder / "local")
    try:
        furnish(portal)
        yield portal
    finally:
        portal.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def portal_at_work():
    """The same with web, worker and beat: all that people of the portal meet."""
    with running_portal() as portal:
        portal.start("web", "worker", "beat")
        yield portal
