"""Where the embedded servers keep things, and as whom they run.

Data lies in LOCAL_DIR. Sockets lie in a short private folder under /tmp, because the path of a unix socket has at
most 107 characters. No folder that we did not make has its mode or owner changed.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import socket
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SOCKET_ROOT = Path("/tmp")  # noqa: S108 - a socket needs a short path; the folder in it is private and checked
SYSTEM_ROOT = Path("/var/lib/vkpp-portal")
UNPRIVILEGED = ("nobody", "daemon", "www-data")


@dataclass(frozen=True)
class RunUser:
    """The system user that a server runs as."""

    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        """Whether this process already runs as that user."""
        return self.uid == os.geteuid()


def short_hash(local_dir: Path) -> str:
    """Ten characters that stand for one LOCAL_DIR in names of folders elsewhere."""
    return hashlib.sha256(str(local_dir).encode()).hexdigest()[:10]


def database_user(local_dir: Path) -> RunUser:
    """Who runs PostgreSQL: we ourselves, or as root (which PostgreSQL refuses) an unprivileged user."""
    if os.geteuid() != 0:
        return RunUser(os.geteuid(), os.getegid())
    owner = local_dir.stat() if local_dir.exists() else None
    if owner is not None and owner.st_uid != 0:
        return RunUser(owner.st_uid, owner.st_gid)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return RunUser(entry.pw_uid, entry.pw_gid)
    raise ImproperlyConfigured(
        "PostgreSQL may not run as root and this machine has no unprivileged user. Add one with `useradd nobody`."
    )


def make_local(local_dir: Path) -> Path:
    """LOCAL_DIR, made when it is missing; as root others may pass through it (not list it), so PostgreSQL can."""
    try:
        local_dir.mkdir(parents=True)
    except FileExistsError:
        return local_dir
    local_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return local_dir


def private_folder(path: Path, user: RunUser) -> Path:
    """A folder of mode 0700 that belongs to `user`; refused when somebody else has made it."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        if not user.is_us:
            os.chown(path, user.uid, user.gid)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {user.uid, 0} or found.st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} is not a private folder of ours. Remove it and start again.")
    return path


def socket_folder(local_dir: Path) -> Path:
    """Path of the folder with the sockets of this LOCAL_DIR: only its owner, who runs the servers, and root enter."""
    return SOCKET_ROOT / f"vkpp-{database_user(local_dir).uid}-{short_hash(local_dir)}"


def remove_socket_folder(local_dir: Path) -> None:
    """Leave nothing in /tmp once no server listens there."""
    with contextlib.suppress(OSError):
        socket_folder(local_dir).rmdir()


def answers(path: Path) -> bool:
    """Whether a process listens on the unix socket `path`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as sock:
        sock.settimeout(5)
        try:
            sock.connect(str(path))
        except OSError:
            return False
    return True


@contextlib.contextmanager
def starting(local_dir: Path) -> Iterator[None]:
    """Only one process at a time starts or stops the servers of a LOCAL_DIR."""
    with (make_local(local_dir) / "servers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def secret_key(local_dir: Path) -> str:
    """The secret key of this LOCAL_DIR, drawn at first use and then kept in a file only its owner can read."""
    path = local_dir / "secret_key"
    if not path.exists():
        with starting(local_dir):
            if not path.exists():
                draft = path.with_suffix(".new")
                draft.touch(mode=0o600)
                draft.write_text(secrets.token_urlsafe(64))
                draft.rename(path)
    return path.read_text()
