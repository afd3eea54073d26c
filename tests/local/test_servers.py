"""The embedded servers, really started."""

import os
import stat
import subprocess
import sys
import threading
import time

import psycopg2
import pytest
import redis

from vkpp.local import places, postgres, servers, valkey

pytestmark = pytest.mark.processes


@pytest.fixture
def local_dir(tmp_path, monkeypatch):
    """A LOCAL_DIR below a folder that nobody but us may enter (pytest makes it so)."""
    yield tmp_path / "local"
    monkeypatch.undo()
    servers.stop(tmp_path / "local")
    postgres.remove_system_folder(tmp_path / "local")


def test_servers_are_started_once_and_then_found(local_dir, monkeypatch):
    addresses = []
    threads = [threading.Thread(target=lambda: addresses.append(servers.postgres_url(local_dir, False))) for _ in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(addresses)) == 1
    with psycopg2.connect(addresses[0]) as database, database.cursor() as cursor:
        cursor.execute("SELECT datcollate, datlocale, current_setting('listen_addresses') FROM pg_database")
        assert cursor.fetchone() == ("C", "C.UTF-8", "")
    database.close()
    monkeypatch.setattr(subprocess, "Popen", None)  # whoever starts a process now, fails
    assert servers.postgres_url(local_dir, False) == addresses[0]


def test_data_outlives_a_stop(local_dir):
    address = servers.postgres_url(local_dir, False)
    broker = redis.from_url(servers.valkey_url(local_dir, False))
    with psycopg2.connect(address) as database, database.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    database.close()
    broker.set("kept", "42")

    assert servers.stop(local_dir) == ["PostgreSQL", "Valkey"]
    assert servers.stop(local_dir) == []
    assert not servers.all_running(local_dir)

    with psycopg2.connect(servers.postgres_url(local_dir, False)) as database, database.cursor() as cursor:
        cursor.execute("SELECT answer FROM kept")
        assert cursor.fetchone() == (42,)
    database.close()
    servers.valkey_url(local_dir, False)
    assert broker.get("kept") == (None if os.environ.get("LOCAL_FAST") == "true" else b"42")


def test_nobody_else_gets_in_and_no_folder_of_others_is_widened(local_dir):
    modes = {path: path.stat().st_mode for path in local_dir.parents}

    servers.postgres_url(local_dir, False)
    servers.valkey_url(local_dir, False)

    assert {path: path.stat().st_mode for path in local_dir.parents} == modes
    assert stat.S_IMODE(places.socket_folder(local_dir).stat().st_mode) == 0o700
    for name in (postgres.SOCKET, valkey.SOCKET):
        assert stat.S_IMODE((places.socket_folder(local_dir) / name).stat().st_mode) == 0o700
        assert len(str(places.socket_folder(local_dir) / name)) <= 107


def test_a_half_made_cluster_is_made_again(local_dir):
    places.make_local(local_dir)
    (local_dir / "postgres.new").mkdir()
    (local_dir / "postgres.new" / "PG_VERSION").write_text("half")

    address = servers.postgres_url(local_dir, False)

    psycopg2.connect(address).close()


def test_a_killed_server_is_started_again(local_dir):
    address = servers.postgres_url(local_dir, False)
    pid = int((postgres._data(local_dir) / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, 9)
    while places.answers(places.socket_folder(local_dir) / postgres.SOCKET):
        time.sleep(0.05)

    assert servers.postgres_url(local_dir, False) == address
    psycopg2.connect(address).close()


def test_by_hand(local_dir):
    def portal(word):
        return subprocess.run(
            [sys.executable, "-m", "vkpp.local", word],
            env={**os.environ, "LOCAL_DIR": str(local_dir)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert portal("status").returncode == 1
    assert portal("start").returncode == 0
    assert portal("status").returncode == 0
    assert portal("stop").stdout == "Stopped PostgreSQL and Valkey.\n"
    assert portal("stop").stdout == "Nothing was running.\n"
