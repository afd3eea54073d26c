"""`make run`: the portal on one machine: database, data, web, worker and beat, until Ctrl-C.

`--dev` shows debug pages and starts again whatever a changed file belongs to.
"""

import argparse
import contextlib
import fcntl
import io
import os
import shlex
import signal
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NoReturn

from django.core.exceptions import ImproperlyConfigured

from vkpp import env
from vkpp.local import places, servers
from vkpp.local.bootstrap import ROOT, is_done, mark_done, node_path, say

APPS = ("vkpp", "nvap", "practice", "reviews", "analytics")
WATCHED = f"{' '.join(APPS)} templates"
LOADED_FROM = {".py", ".json", ".csv", ".txt"}  # kinds of files that loaders and their data are
AS_ROOT = (
    "ignore:You're running the worker with superuser"  # as on a throw-away machine; docs/operations.md says better
)
LATER = 5  # how nice worker and beat are to the pages, also while all of them start
SERVED_AFTER = 90.0  # seconds until the web process must answer


def main() -> int:
    """Run the portal until it is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m vkpp.local.run", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="debug pages, restart on change")
    dev = parser.parse_args().dev
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vkpp.settings")
    if dev:
        os.environ.setdefault("DEBUG", "true")
    local_dir = env.folder("LOCAL_DIR", ROOT / ".local")
    signal.signal(signal.SIGTERM, _stop)
    with only_one(local_dir):
        port = free_port()
        try:
            prepare(local_dir)
            return supervise(local_dir, port, dev=dev)
        finally:
            say("Stopping")
            servers.stop(local_dir)
            print("Stopped. Your data stays in", os.path.relpath(local_dir), flush=True)


@contextlib.contextmanager
def only_one(local_dir: Path) -> Iterator[IO[str]]:
    """Hold the place of the one running portal of a LOCAL_DIR; its process id stands in `run.pid`."""
    with (places.make_local(local_dir) / "run.pid").open("a+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImproperlyConfigured(
                f"The portal already runs from {local_dir}. Stop it with `make stop`, or name another LOCAL_DIR."
            ) from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield held


def free_port() -> int:
    """The port to serve at, refused when somebody else serves there."""
    port = env.number("PORT", 8000, minimum=1)
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise ImproperlyConfigured(
                f"Port {port} is in use or not allowed. Choose another one: make run PORT={port % 65535 + 1}"
            ) from None
    return port


def prepare(local_dir: Path) -> None:
    """Servers, tables, reference data, demo data, static files; each does nothing when it is done already."""
    if not servers.all_running(local_dir):
        say("Starting PostgreSQL and Valkey")
    import django

    django.setup()  # reads the settings, which start the servers
    say("Bringing the database up to date")
    call("migrate", interactive=False)
    load(local_dir)
    collect(local_dir)
    from django.db import connections

    connections.close_all()


def load(local_dir: Path) -> None:
    """Reference and demo data, unless just these were loaded into just this database the last time."""
    sources = sorted(path for app in APPS for path in (ROOT / app).rglob("*") if path.suffix in LOADED_FROM)
    done = local_dir / "loaded" / database_in_use()
    if is_done(done, *sources):
        return
    say("Loading reference and demo data: real practice that forces have published")
    call("load_demo", Aloud())
    mark_done(done, *sources)


def database_in_use() -> str:
    """What tells this database from any other, also from one of its name that was made anew or restored elsewhere."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier || '-' || oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        return str(cursor.fetchone()[0])


def collect(local_dir: Path) -> None:
    """Gather styles, scripts and pictures, hashed and compressed, unless they are what was gathered last time."""
    from django.conf import settings

    sources = [ROOT / "requirements.txt", ROOT / "vkpp" / "static_files.py"]
    sources += sorted(
        path for folder in ("built", "img") for path in (ROOT / "static" / folder).rglob("*") if path.is_file()
    )
    done = local_dir / "collected"
    if is_done(done, *sources) and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    say("Collecting styles, scripts and pictures")
    call("collectstatic", interactive=False, clear=True)
    mark_done(done, *sources)


class Aloud(io.StringIO):
    """Passes on what a command says while it works, set in below the step's sentence."""

    def write(self, words: str) -> int:
        """One piece of output; management commands write whole lines."""
        for line in words.splitlines():
            if line.strip():
                print(f"    {line}", flush=True)
        return len(words)


def call(command: str, said: io.StringIO | None = None, **options: object) -> str:
    """Run one management command; what it says is returned, and shown when it fails."""
    from django.core.management import call_command

    said = said or io.StringIO()
    try:
        call_command(command, stdout=said, stderr=said, **options)
    except BaseException:
        print(said.getvalue(), file=sys.stderr)
        raise
    return said.getvalue()


def supervise(local_dir: Path, port: int, *, dev: bool) -> int:
    """Run web, worker and beat until we are told to stop, or one never comes up; their output goes out with their names."""
    from vkpp.local.again import KeepingManager, keep_servers

    manager = KeepingManager()
    ours = {name: server for name, server in servers.SERVERS.items() if server.running(local_dir)}
    for name, command in commands(local_dir, port, dev=dev).items():
        manager.add_process(name, command, cwd=str(ROOT), env={**os.environ, "PATH": node_path()})
    threading.Thread(target=announce, args=(port,), daemon=True).start()
    keeping = threading.Thread(target=keep_servers, args=(local_dir, ours, manager.ending), daemon=True)
    keeping.start()
    manager.loop()
    manager.ending.set()
    keeping.join()  # so that it starts nothing any more when the servers are stopped
    told = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if told else int(manager.returncode or 1)


def commands(local_dir: Path, port: int, *, dev: bool) -> dict[str, str]:
    """The processes of the portal, by name."""
    python = shlex.quote(sys.executable)
    timetable = shlex.quote(str(local_dir / "beat"))
    web = f"exec {python} -m gunicorn -c python:vkpp.web_server vkpp.wsgi"
    celery = f"nice -n {LATER} {python} -W {shlex.quote(AS_ROOT)} -m celery --quiet -A vkpp"
    worker = f"{celery} worker --concurrency 2 --loglevel INFO"
    beat = f"{celery} beat --loglevel INFO --schedule {timetable} --pidfile="
    if not dev:
        return {"web": web, "worker": f"exec {worker}", "beat": f"exec {beat}"}
    return {
        "web": f"exec {python} manage.py runserver 127.0.0.1:{port}",
        "worker": f"exec {python} -m watchfiles --filter python {shlex.quote(worker)} {WATCHED}",
        "beat": f"exec {python} -m watchfiles --filter python {shlex.quote(beat)} vkpp",
        "styles": "exec npm run --silent watch:css",
        "scripts": "exec npm run --silent watch:js",
    }


def announce(port: int) -> None:
    """Once the web process answers, print where it is and how to sign in."""
    address = f"http://localhost:{port}"
    deadline = time.monotonic() + SERVED_AFTER
    while not _answers(f"http://127.0.0.1:{port}/healthz"):
        if time.monotonic() > deadline:
            print(f"The portal does not answer at {address} yet. The lines above say why.", flush=True)
            return
        time.sleep(0.3)
    from django.db import connections

    sign_ins = call("demo_sign_ins")
    connections.close_all()
    line = "─" * 100
    print(
        f"\n{line}\nThe portal is ready:   {address}/\nMails it would send:   {address}/demo/mail/\n\n"
        f"{sign_ins.rstrip()}\n\nCtrl-C stops it. The data stays.\n{line}\n",
        flush=True,
    )


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own address on this machine
            return bool(answer.status == 200)
    except OSError:
        return False


def _stop(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ImproperlyConfigured as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(os.EX_CONFIG)
    except KeyboardInterrupt:
        sys.exit(0)
