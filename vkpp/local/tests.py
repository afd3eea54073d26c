"""`make test`: the whole suite, with servers of its own that are gone afterwards.

On all cores run the unit tests, the walks over every route as every role and over the API by its description, every page
in a browser, and what people do there, a file of stories at a time, each process with a portal of its own. What starts
and kills real processes waits for most of its time: it runs one after another, beside the pages.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from typing import IO

from vkpp import env
from vkpp.local import servers
from vkpp.local.bootstrap import ROOT, say

WALKS = ("tests/security", "tests/api/test_schemathesis.py")
PAGES = ("tests/browser/test_every_page.py", "tests/browser/test_empty_portal.py")
Part = tuple[str, list[str]]
"""A sentence and the words for pytest."""

NOTHING_FOUND = 5  # pytest's word for "no test was selected"


def main() -> int:
    """Run the chosen parts; 0 when every one passed."""
    parser = argparse.ArgumentParser(prog="python -m vkpp.local.tests", description=__doc__)
    parser.add_argument("--unit", action="store_true", help="all but the browser")
    parser.add_argument("--browser", action="store_true", help="only the browser")
    chosen = parser.parse_args()
    os.environ.setdefault("LOCAL_DIR", str(ROOT / ".local-test"))
    os.environ.setdefault("LOCAL_FAST", "true")
    if chosen.unit:
        turns = [[units()], [walks()], [processes()]]
    elif chosen.browser:
        turns = [[pages()], [stories()]]
    else:
        turns = [[units()], [walks()], [pages(), processes()], [stories()]]
    loading = load_demonstration()
    try:
        return max(run(*turn) for turn in turns)
    finally:
        loading.wait()
        servers.stop(env.folder("LOCAL_DIR", ROOT / ".local-test"))


def load_demonstration() -> subprocess.Popen[bytes]:
    """Load what the portals of the tests are copied from, beside the parts that need none; a test would wait for it."""
    words = ["nice", sys.executable, "-m", "tests.demonstration"]
    return subprocess.Popen(words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def units() -> Part:
    """All that needs neither a browser nor processes, but for the walks."""
    aside = ["--ignore=tests/browser", "--ignore=tests/performance", *ignoring(WALKS)]
    return "Unit tests", [*side_by_side(), "-m", "not processes", *aside]


def walks() -> Part:
    """Every route as every role, and the API by its description."""
    return "Walks over every route and the API", [*side_by_side(), "-m", "not processes", *WALKS]


def processes() -> Part:
    """What starts and kills real processes."""
    return "Tests with real processes", ["-m", "processes", *naming_processes()]


def pages() -> Part:
    """Every page in a browser."""
    return "Every page in a browser", [*side_by_side(), *PAGES]


def stories() -> Part:
    """What people do in a browser, a file at a time."""
    words = [*side_by_side(), "--dist", "loadfile", "tests/browser", *ignoring(PAGES)]
    return "What people do in a browser", words


def side_by_side() -> list[str]:
    """Two processes, or as many as TEST_PROCESSES says."""
    return ["-n", env.text("TEST_PROCESSES", "2")]


def naming_processes() -> list[str]:
    """The files that name the mark `processes`: to collect all others takes longer than to look into them."""
    files = sorted(path for path in (ROOT / "tests").rglob("test_*.py") if "mark.processes" in path.read_text())
    return [str(path.relative_to(ROOT)) for path in files]


def ignoring(paths: Iterable[str]) -> list[str]:
    """What another part runs."""
    return [f"--ignore={path}" for path in paths]


def run(first: Part, *others: Part) -> int:
    """Run parts at the same time; 0 when each passed. What the others print is shown when the first has ended."""
    with contextlib.ExitStack() as files:
        beside = []
        for sentence, words in others:
            said = files.enter_context(tempfile.TemporaryFile())
            beside.append((sentence, said, pytest(words, said)))
        sentence, words = first
        say(sentence)
        worst = passed(pytest(words))
        for sentence, said, process in beside:
            result = passed(process)
            say(sentence)
            said.seek(0)
            sys.stdout.write(said.read().decode(errors="replace"))
            worst = max(worst, result)
    return worst


def pytest(words: list[str], said: IO[bytes] | None = None) -> "subprocess.Popen[bytes]":
    """Start pytest; what it prints goes into `said`, else to whoever looks on."""
    command = [sys.executable, "-m", "pytest", *words]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=said)


def passed(process: "subprocess.Popen[bytes]") -> int:
    """Wait for it; 0 when it passed or had nothing to do."""
    code = process.wait()
    return 0 if code == NOTHING_FOUND else code


if __name__ == "__main__":
    sys.exit(main())
