"""The demonstration, loaded once for a state of the code by `make run`'s own steps, and copied for every portal of tests.

Loading it takes a minute or two, copying it a second. It stays in LOCAL_DIR until the code or the day changes: its dates
are those of the day on which it was loaded.
"""

import contextlib
import datetime as dt
import fcntl
import functools
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from vkpp import env
from vkpp.local import places, postgres

ROOT = Path(__file__).resolve().parents[1]
MADE_FROM = ("vkpp", "nvap", "practice", "reviews", "analytics", "templates", "static/built", "static/img")
LOAD = (
    "import sys, pathlib; from vkpp.local import run; run.prepare(pathlib.Path(sys.argv[1])); run.call('give_access')"
)
STATIC = "static"  # in it, and in every copy: styles, scripts and pictures, hashed and compressed
NOT_AS_IT_IS = ("run.pid", "servers.lock", "postgres", "files")


def copied_to(local_dir, files=None):
    """Make `local_dir` a LOCAL_DIR with the demonstration in it, its servers stopped; below folders others may enter.

    `files`: the folder for people's files, where that is not its own.
    """
    with _kept() as place:
        kept = place / "local"
        shutil.copytree(kept, local_dir, ignore=shutil.ignore_patterns(*NOT_AS_IT_IS), dirs_exist_ok=True)
        shutil.copytree(kept / "files", files or local_dir / "files", dirs_exist_ok=True)
        local_dir.chmod(0o711)
        shutil.copytree(place / STATIC, local_dir / STATIC)
        subprocess.run(["cp", "-a", postgres._data(kept), local_dir / "postgres"], check=True)


def said():
    """What loading it said, from nothing to the end."""
    return (_place() / "said").read_text()


def state_of_code():
    """Twelve characters that change with anything the demonstration is made from, and with the day."""
    digest = hashlib.sha256(f"{dt.datetime.now().astimezone():%Y-%m-%d}".encode())
    files = [path for folder in MADE_FROM for path in (ROOT / folder).rglob("*") if path.is_file()]
    for path in sorted(path for path in files if "__pycache__" not in path.parts):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    digest.update((ROOT / "requirements.txt").read_bytes())
    return digest.hexdigest()[:12]


@contextlib.contextmanager
def _kept():
    """Holds the demonstration while it is copied; the first who asks loads it, and those of other states go."""
    place = _place()
    places.make_local(place.parent.parent)
    place.parent.mkdir(exist_ok=True)
    place.parent.chmod(0o755)
    with (place.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "said").exists():
            for old in (path for path in place.parent.iterdir() if path.is_dir()):
                postgres.remove_system_folder(old / "local")
                shutil.rmtree(old)
            _load(place)
        yield place


@functools.cache
def _place():
    return env.folder("LOCAL_DIR", ROOT / ".local-test") / "demonstration" / state_of_code()


def _load(place):
    """Load it; `said` stands there only when all of it does."""
    local_dir, saying = place / "local", place / "saying"
    place.mkdir()
    place.chmod(0o755)
    environment = {**os.environ, "LOCAL_DIR": str(local_dir), "STATIC_ROOT": str(place / STATIC)}
    environment |= {"LOCAL_FAST": "true", "DJANGO_SETTINGS_MODULE": "vkpp.settings"}
    environment["PORTAL_DATABASE_PASSWORD"] = "the embedded server asks for none"
    with saying.open("w") as words:
        said = {"cwd": ROOT, "env": environment, "stdout": words, "stderr": words}
        try:
            loaded = subprocess.run([sys.executable, "-c", LOAD, str(local_dir)], check=False, **said)
        finally:
            stopped = subprocess.run([sys.executable, "-m", "vkpp.local", "stop"], check=False, **said)
    assert (loaded.returncode, stopped.returncode) == (0, 0), saying.read_text()
    saying.rename(place / "said")


if __name__ == "__main__":
    with _kept():
        pass
