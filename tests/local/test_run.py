"""`make run` as a person meets it: the lines it prints, the port it may not have, the way it stops."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from tests import demonstration
from tests.local.running import wait_for
from vkpp.local import postgres, servers

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]


@pytest.fixture
def local_dir(tmp_path):
    folder = tmp_path / "local"
    yield folder
    servers.stop(folder)
    postgres.remove_system_folder(folder)


def assert_styles_are_hashed_and_compressed(address):
    with urllib.request.urlopen(f"{address}/") as answer:
        styles = re.search(r"/static/portal\.[0-9a-f]{12}\.css", answer.read().decode())[0]
    for wanted in ("br", "gzip"):
        asked = urllib.request.Request(address + styles, headers={"Accept-Encoding": wanted})
        with urllib.request.urlopen(asked) as answer:
            assert answer.headers["Content-Encoding"] == wanted
            assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_first_start_loads_everything_and_says_so(loaded_dir):
    steps = [line for line in demonstration.said().splitlines() if line.startswith("•")]

    assert steps == [
        "• Starting PostgreSQL and Valkey …",
        "• Bringing the database up to date …",
        "• Loading reference and demo data: real practice that forces have published …",
        "• Collecting styles, scripts and pictures …",
    ]
    assert (loaded_dir / "secret_key").stat().st_mode & 0o777 == 0o600


def test_it_starts_answers_and_stops(loaded_dir, start, port, tmp_path):
    process = start(loaded_dir)
    said = wait_for("Ctrl-C stops it.", tmp_path / "said", process)

    assert f"The portal is ready:   http://localhost:{port}/" in said
    assert f"Mails it would send:   http://localhost:{port}/demo/mail/" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert answer.status == 200
    assert_styles_are_hashed_and_compressed(f"http://127.0.0.1:{port}")
    assert [line for line in said.splitlines() if line.startswith("•")] == [
        "• Starting PostgreSQL and Valkey …",
        "• Bringing the database up to date …",
    ]
    second = subprocess.run(
        [sys.executable, "-m", "vkpp.local.run"],
        env={**os.environ, "LOCAL_DIR": str(loaded_dir), "PORT": str(port)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (second.returncode, second.stdout) == (os.EX_CONFIG, "")
    assert second.stderr.startswith("The portal already runs from ")

    process.send_signal(signal.SIGINT)

    assert process.wait(60) == 0
    assert (tmp_path / "said").read_text().splitlines()[-1].startswith("Stopped. Your data stays in ")
    assert not servers.all_running(loaded_dir)


def test_a_busy_port_is_named(local_dir, start, port, tmp_path):
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", port))
        sock.listen()
        process = start(local_dir)
        assert process.wait(60) == os.EX_CONFIG

    assert (tmp_path / "said").read_text() == (
        f"Port {port} is in use or not allowed. Choose another one: make run PORT={port + 1}\n"
    )
    assert not (local_dir / "postgres").exists()


def test_a_bad_port_is_refused_in_a_sentence(local_dir, start, tmp_path):
    process = start(local_dir, PORT="eighty")

    assert process.wait(60) == os.EX_CONFIG
    assert "Unexpected value PORT=eighty, use a whole number of at least 1." in (tmp_path / "said").read_text()
