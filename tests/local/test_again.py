"""What ends by itself is started again: real processes that are killed, and how long the pauses are."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.local.running import wait_for
from tests.portal import broker_pid
from vkpp.local import again

END = [again.STEADY - 1] * 9


def pauses(*lives):
    kept = again.Pauses()
    return [kept.after(lived) for lived in lives]


def test_pauses_grow_and_end_when_it_never_comes_up():
    assert pauses(*END[:5]) == [1.0, 2.0, 4.0, 8.0, None]


def test_process_that_came_up_once_is_started_for_ever():
    assert pauses(again.STEADY, *END) == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 60.0]


def test_life_that_lasted_makes_the_next_end_news_again():
    assert pauses(again.STEADY, 1.0, 1.0, again.STEADY, 1.0) == [1.0, 2.0, 4.0, 1.0, 2.0]


HOPELESS = """
from vkpp.local import again
again.FIRST_PAUSE = 0.05
manager = again.KeepingManager()
manager.add_process("lost", "echo I cannot; exit 7")
manager.add_process("well", "exec sleep 600")
manager.loop()
raise SystemExit(manager.returncode)
"""


@pytest.mark.processes
@pytest.mark.timeout(120)
def test_process_that_never_comes_up_ends_everything_with_its_code():
    done = subprocess.run([sys.executable, "-c", HOPELESS], capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 7
    assert done.stdout.count("| I cannot") == again.TRIES
    assert done.stdout.count("lost ended by itself (code 7); starting it again in 0 s") == again.TRIES - 1
    assert "lost ended 5 times and never came up; the lines above say why" in done.stdout


def pids(said, name):
    return [int(pid) for pid in re.findall(rf"\| {name} started \(pid=(\d+)\)", said)]


@pytest.mark.processes
@pytest.mark.timeout(900)
def test_killed_processes_and_servers_come_back_and_stop_at_once(loaded_dir, start, port, tmp_path):
    process = start(loaded_dir)
    path = tmp_path / "said"
    said = wait_for("Ctrl-C stops it.", path, process)

    for name in ("worker", "beat", "web"):
        os.kill(pids(said, name)[0], signal.SIGKILL)
    os.kill(broker_pid(loaded_dir), signal.SIGKILL)

    for name in ("worker", "beat", "web"):
        wait_for(f"| {name} ended by itself (code -9); starting it again in 1 s", path, process)
    deadline = time.monotonic() + 120
    while not all(len(pids(path.read_text(), name)) == 2 for name in ("worker", "beat", "web")) or not ready(port):
        assert time.monotonic() < deadline, path.read_text()
        time.sleep(0.5)
    assert process.poll() is None

    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    assert process.wait(60) == 0
    assert time.monotonic() - asked < 40
    assert path.read_text().splitlines()[-1].startswith("Stopped. Your data stays in ")
    assert [pid for name in ("worker", "beat", "web") for pid in pids(path.read_text(), name) if alive(pid)] == []


def ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
