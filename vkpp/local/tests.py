"""`make test`: the whole suite, with servers of its own that are gone afterwards.

First what can run side by side, on all cores: the unit tests, then the walks over every route as every role and over
the API by its description; then what starts real processes; then what drives a browser.
"""

import argparse
import os
import subprocess
import sys

from vkpp import env
from vkpp.local import servers
from vkpp.local.bootstrap import ROOT, say

WALKS = ("tests/security", "tests/api/test_schemathesis.py")
NOTHING_FOUND = 5  # pytest's word for "no test was selected"


def main() -> int:
    """Run the chosen parts; 0 when every one passed."""
    parser = argparse.ArgumentParser(prog="python -m vkpp.local.tests", description=__doc__)
    parser.add_argument("--unit", action="store_true", help="all but the browser")
    parser.add_argument("--browser", action="store_true", help="only the browser")
    chosen = parser.parse_args()
    os.environ.setdefault("LOCAL_DIR", str(ROOT / ".local-test"))
    os.environ.setdefault("LOCAL_FAST", "true")
    parts = []
    if not chosen.browser:
        aside = ["--ignore=tests/browser", "--ignore=tests/performance"]
        cores = ["-n", env.text("TEST_PROCESSES", "2"), "-m", "not processes"]
        parts.append(("Unit tests", [*cores, *aside, *(f"--ignore={path}" for path in WALKS)]))
        parts.append(("Walks over every route and the API", [*cores, *WALKS]))
        parts.append(("Tests with real processes", ["-m", "processes", *aside]))
    if not chosen.unit:
        parts.append(("Tests in a browser", ["tests/browser"]))
    try:
        return max(pytest(sentence, words) for sentence, words in parts)
    finally:
        servers.stop(env.folder("LOCAL_DIR", ROOT / ".local-test"))


def pytest(sentence: str, words: list[str]) -> int:
    """Run pytest once; 0 when it passed or had nothing to do."""
    say(sentence)
    command = [sys.executable, "-m", "pytest", *words]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    return 0 if done.returncode == NOTHING_FOUND else done.returncode


if __name__ == "__main__":
    sys.exit(main())
