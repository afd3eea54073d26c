"""The test databases: how they are made, and how they are emptied after a test that commits.

The mould is one that has every migration, made once for a state of the migrations, then copied. Applying them takes a
minute, copying a moment; each process of each part of `make test` needs a database of its own. The mould stays in the
cluster of the tests until a migration changes.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import connection

from vkpp.local import places

NAME = "vkpp_mould_"
ROOT = settings.BASE_DIR
OF_DJANGO = {"django_content_type", "auth_permission"}
"""Tables with the names of what there is, the same for every test: they stay as migrations left them."""
IN_MEMORY = ("practice_bankentry", "reviews_learningentry")
"""Processes keep these in memory, and see that one was emptied by its being another file then."""


def use_mould(*, kept):
    """Let Django copy the mould when it makes the test database; nothing to do when that one is `kept` and exists."""
    name = connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}"
    if not (kept and name in _databases()):
        connection.settings_dict["TEST"]["TEMPLATE"] = mould()


def empty_quickly():
    """Let Django empty the tables that have rows, and no other: to truncate all two hundred takes a second."""
    connection.ops.sql_flush = _emptying


def _emptying(_style, tables, **_options):
    """The statements that delete every row, whatever refers to it and whatever forbids to."""
    names = {name: connection.ops.quote_name(name) for name in tables if name not in OF_DJANGO}
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (TABLE {names[name]})" for name in names))
        filled = [row[0] for row in cursor.fetchall()]
    deleting = [f"DELETE FROM {names[name]}" for name in filled]  # noqa: S608 - tables of ours
    truncating = [f"TRUNCATE {names[name]} CASCADE" for name in IN_MEMORY if name in filled]
    return ["SET LOCAL session_replication_role = replica", *deleting, *truncating]


def mould():
    """Name of the database with every migration as it is written now; the first who asks makes it."""
    name = f"{NAME}{state_of_migrations()}"
    with (places.make_local(settings.LOCAL_DIR) / "mould.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if name not in _databases():
            _make(name)
    return name


def state_of_migrations():
    """Twelve characters that change with any migration of ours and with any pinned package."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(path for app in apps.get_app_configs() for path in ROOT.glob(f"{_folder(app)}/migrations/*.py")):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _folder(app):
    """Where an app of ours lies; those of packages are told by their pins."""
    return app.name.replace(".", "/")


def _make(name):
    """Migrate under another name first: a half-made mould is never seen. Those of other states go."""
    draft = f"{NAME}draft"
    with connection._nodb_cursor() as cursor:
        for old in (other for other in _databases() if other.startswith(NAME)):
            cursor.execute(f"DROP DATABASE {old} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {draft}")
    address = urlsplit(settings.DATABASE_URL)._replace(path=f"/{draft}").geturl()
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"The migrations fail:\n{done.stdout}{done.stderr}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {draft} RENAME TO {name}")
    connection.close()


def _databases():
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        return {row[0] for row in cursor.fetchall()}
