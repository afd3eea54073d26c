"""Taking a backup while the portal runs: database and checksums from one snapshot, then the files that it names."""

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from vkpp.core.backups import manifest, programs
from vkpp.core.models import BackupRun

DUMP = "database.dump"
FILES = "files"
UNFINISHED = ".unfinished"
STALE = dt.timedelta(days=1)
Say = Callable[[str], Any]


def take(parent: Path, *, keep: int = 0, say: Say = print) -> Path:
    """A new folder in `parent` with all the portal has; with `keep` the newest so many stay and older ones go.

    Files lie in the storage before a row names them and under names that are never used again: so copied after the
    database's snapshot none that it names is missing, and one that the backup before has whole is linked, not copied.
    """
    started = timezone.now()
    folder = parent / started.strftime("%Y-%m-%dT%H%M%SZ")
    draft = folder.with_name(folder.name + UNFINISHED)
    draft.mkdir(parents=True, mode=0o700)
    tables = _dump(draft / DUMP, say)
    files = _files(draft / FILES, before=newest(parent))
    made = manifest.Manifest(
        taken_at=started.isoformat(),
        server=_server(),
        database={"size": (draft / DUMP).stat().st_size, "sha256": manifest.checksum(draft / DUMP)},
        tables=tables,
        files=files,
        storage=settings.S3_BUCKET or "folder",
    )
    manifest.write(draft, made)
    draft.rename(folder)
    BackupRun.objects.create(started_at=started, folder=folder.name, rows=made.rows, files=len(files), size=made.size)
    say(f"{folder}: {made.rows:,} rows in {len(tables)} tables, {len(files):,} files, {made.size:,} bytes.")
    if settings.S3_BUCKET:
        say(f"People's files lie in the bucket {settings.S3_BUCKET}: keep its versions, this backup has none of them.")
    for old in _too_old(parent, keep):
        shutil.rmtree(old)
        say(f"{old} is removed.")
    return folder


def newest(parent: Path) -> Path | None:
    """The newest backup in a folder of backups."""
    found = _finished(parent)
    return found[-1] if found else None


def _finished(parent: Path) -> list[Path]:
    return sorted(path.parent for path in parent.glob(f"*/{manifest.NAME}") if path.parent.suffix != UNFINISHED)


def _too_old(parent: Path, keep: int) -> list[Path]:
    old = _finished(parent)[:-keep] if keep else []
    limit = (timezone.now() - STALE).timestamp()
    return old + [path for path in parent.glob(f"*{UNFINISHED}") if path.stat().st_mtime < limit]


def _dump(path: Path, say: Say) -> dict[str, manifest.Rows]:
    """The database and the checksums of its rows, both of one snapshot."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        programs.run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", "--file", path)
        path.chmod(0o600)
        say("The database is dumped; counting and comparing its rows.")
        return manifest.tables()


def _server() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def _files(target: Path, *, before: Path | None) -> dict[str, dict[str, Any]]:
    """Path in the storage → size and checksum; nothing for files in a bucket."""
    target.mkdir(mode=0o700)
    if settings.S3_BUCKET:
        return {}
    root, found = Path(settings.MEDIA_ROOT), {}
    known = manifest.read(before).files if before is not None else {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        copied = path.is_file() and _copied(path, target / name, before, known.get(name))
        if copied:
            found[name] = copied
    return found


def _copied(path: Path, target: Path, before: Path | None, known: Any) -> dict[str, Any] | None:
    """Size and checksum of a file now in the backup; None when it was removed meanwhile."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        unchanged = known and path.stat().st_size == known["size"]
        if before is not None and unchanged and _linked(before, target, known["sha256"]):
            return dict(known)
        shutil.copyfile(path, target)
    except FileNotFoundError:
        return None
    target.chmod(0o600)
    return {"size": target.stat().st_size, "sha256": manifest.checksum(target)}


def _linked(before: Path, target: Path, sha256: str) -> bool:
    """Whether the copy in the backup before serves for this one too: it is whole, and the disk can link."""
    earlier = before / FILES / target.relative_to(_top(target))
    try:
        if manifest.checksum(earlier) != sha256:
            return False
        os.link(earlier, target)
    except OSError:
        return False
    return True


def _top(target: Path) -> Path:
    return next(parent for parent in target.parents if parent.name == FILES)
