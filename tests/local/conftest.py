"""A portal of `make run`, really started."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import demonstration
from vkpp.local import servers


@pytest.fixture
def loaded_dir():
    """A LOCAL_DIR in which the first start is over: tables, demonstration and static files are there."""
    with tempfile.TemporaryDirectory(prefix="vkpp-run-") as folder:
        Path(folder).chmod(0o755)
        local_dir = Path(folder) / "local"
        demonstration.copied_to(local_dir)
        yield local_dir
        servers.stop(local_dir)


@pytest.fixture
def port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
def start(port, tmp_path):
    """Start the portal; what it says goes to a file."""
    started = []

    def start(local_dir, **extra):
        environment = {**os.environ, "LOCAL_DIR": str(local_dir), "PORT": str(port), **extra}
        environment["STATIC_ROOT"] = str(local_dir / demonstration.STATIC)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        with (tmp_path / "said").open("w") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "vkpp.local.run"], env=environment, stdout=said, stderr=said
            )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(60)
