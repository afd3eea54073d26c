"""`make test`: the whole suite, with servers of its own that are gone afterwards.

On all cores run the unit tests, the walks over every route as every role and over the API by its description, every page
in a browser, and what people do there, a file of stories at a time, each process with a portal of its own; one after
another runs what starts and kills real processes.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable

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
    parts = [*(() if chosen.browser else everything_else()), *(() if chosen.unit else browser())]
    loading = load_demonstration()
    try:
        return max(pytest(sentence, words) for sentence, words in parts)
    finally:
        loading.wait()
        servers.stop(env.folder("LOCAL_DIR", ROOT / ".local-test"))


def load_demonstration() -> subprocess.Popen[bytes]:
    """Load what the portals of the tests are copied from, beside the parts that need none; a test would wait for it."""
    words = ["nice", sys.executable, "-m", "tests.demonstration"]
    return subprocess.Popen(words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def everything_else() -> list[Part]:
    """The parts that need no browser."""
    cores = [*side_by_side(), "-m", "not processes"]
    aside = ["--ignore=tests/browser", "--ignore=tests/performance"]
    return [
        ("Unit tests", [*cores, *aside, *ignoring(WALKS)]),
        ("Walks over every route and the API", [*cores, *WALKS]),
        ("Tests with real processes", ["-m", "processes", *naming_processes()]),
    ]


def browser() -> list[Part]:
    """The parts in a browser."""
    return [
        ("Every page in a browser", [*side_by_side(), *PAGES]),
        ("What people do in a browser", [*side_by_side(), "--dist", "loadfile", "tests/browser", *ignoring(PAGES)]),
    ]


def side_by_side() -> list[str]:
    """On all cores, or on as many as TEST_PROCESSES says."""
    return ["-n", env.text("TEST_PROCESSES", "2")]


def naming_processes() -> list[str]:
    """The files that name the mark `processes`: to collect all others takes longer than to look into them."""
    files = sorted(path for path in (ROOT / "tests").rglob("test_*.py") if "mark.processes" in path.read_text())
    return [str(path.relative_to(ROOT)) for path in files]


def ignoring(paths: Iterable[str]) -> list[str]:
    """What another part runs."""
    return [f"--ignore={path}" for path in paths]


def pytest(sentence: str, words: list[str]) -> int:
    """Run pytest once; 0 when it passed or had nothing to do."""
    say(sentence)
    command = [sys.executable, "-m", "pytest", *words]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    return 0 if done.returncode == NOTHING_FOUND else done.returncode


if __name__ == "__main__":
    sys.exit(main())
