"""A Chromium for the browser tests: the machine's own, else one is brought."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from vkpp.local.bootstrap import say

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """Path of a Chromium, the machine's or the one that playwright has brought; None when there is none."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        brought = playwright.chromium.executable_path
    return brought if Path(brought).exists() else None


def bring() -> int:
    """Install a Chromium when there is none: Debian's package as root, else playwright's."""
    if find():
        return 0
    say("Bringing a Chromium for the browser tests")
    apt = shutil.which("apt-get")
    if os.geteuid() == 0 and apt:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run([apt, "-qq", *words], env=quiet, stdin=subprocess.DEVNULL, check=False)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if find():
        return 0
    print(
        "No Chromium could be brought. Install one (Debian: apt-get install chromium) and try again.", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(bring())
