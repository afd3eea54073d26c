"""`make audit`: asks the public databases of weaknesses about every pinned package, Python's (OSV) and npm's.

Ends with 0 when none is known, 1 when some are (they are printed), 2 when a database could not be asked. Not part of
`make check`: it needs the internet, and what is published in the night must not stop a repair in the morning.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from vkpp.local.bootstrap import REQUIREMENTS, ROOT, node_path, say

UV = Path(sys.executable).parent / "uv"
PIN = re.compile(r"^([A-Za-z0-9._-]+(?:\[[^]]+\])?==[^\\\n]+?) *\\?$", re.MULTILINE)
PROJECT = '[project]\nname = "pins"\nversion = "0"\nrequires-python = ">=3.11"\ndependencies = {pins}\n'
NODE = (ROOT, ROOT / "tests" / "tools" / "r")
NONE_KNOWN, KNOWN, NOT_ASKED = 0, 1, 2
SAID = {
    NONE_KNOWN: "✓ No package has a known weakness.",
    KNOWN: "✗ Some packages have known weaknesses: docs/security/rules.md says by when they are mended.",
    NOT_ASKED: "✗ Not all packages could be asked about: run this where the internet can be reached.",
}
REGISTRY: dict[str, str] = {}  # another registry for npm to ask, in its own variables: for tests


def main(words: list[str] | None = None) -> int:
    """Ask both; the worst of what they answer."""
    parser = argparse.ArgumentParser(prog="python -m vkpp.local.audit", description=__doc__)
    parser.add_argument("--service-url", help="a copy of the OSV database to ask instead of the public one")
    chosen = parser.parse_args(words)
    found = [of_python(chosen.service_url), *(of_node(folder) for folder in NODE)]
    print(SAID[max(found)], flush=True)
    return max(found)


def of_python(service: str | None) -> int:
    """The packages of requirements-dev.txt, which has those of production too."""
    pins = PIN.findall(REQUIREMENTS.read_text())
    say(f"Asking about {len(pins)} Python packages")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pyproject.toml").write_text(PROJECT.format(pins=json.dumps(pins)))
        if run([UV, "lock", "--quiet"], folder).returncode:
            return NOT_ASKED
        asked: list[str | Path] = [UV, "audit", "--quiet", "--frozen", "--preview-features", "audit-command"]
        done = run([*asked, *(["--service-url", service] if service else [])], folder)
    print(done.stdout.strip(), flush=True)
    return done.returncode if done.returncode in {NONE_KNOWN, KNOWN} else NOT_ASKED


def of_node(folder: Path) -> int:
    """The packages that a package-lock.json names."""
    say(f"Asking about the npm packages of {folder.relative_to(ROOT) / 'package-lock.json'}")
    done = run(["npm", "audit", "--json"], folder, REGISTRY)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return NOT_ASKED
    if "vulnerabilities" not in answer:
        print(answer.get("message") or answer.get("error"), flush=True)
        return NOT_ASKED
    for name, weakness in answer["vulnerabilities"].items():
        print(f"{name} {weakness.get('range', '')}: {weakness.get('severity', '')}", flush=True)
    return KNOWN if answer["vulnerabilities"] else NONE_KNOWN


def run(
    words: list[str | Path], folder: str | Path, extra: Mapping[str, str] = MappingProxyType({})
) -> "subprocess.CompletedProcess[str]":
    """Run a command there; what it complains about is shown when it fails."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env={**os.environ, "PATH": node_path(), **extra},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stderr.strip(), file=sys.stderr, flush=True)
    return done


if __name__ == "__main__":
    sys.exit(main())
