"""Written text as paragraphs and lists: a line that begins with a hyphen is an item. The same for page and PDF."""

import re
from typing import Any

ITEM = re.compile(r"^\s*[-*•]\s+(.*)$")


def blocks(text: str) -> list[dict[str, Any]]:
    """`{"kind": "paragraph", "lines": […]}` and `{"kind": "list", "lines": […]}` in order."""
    found: list[dict[str, Any]] = []
    kind = ""
    for line in text.split("\n"):
        match = ITEM.match(line)
        now = "list" if match else "paragraph" if line.strip() else ""
        words = match.group(1).strip() if match else line.strip()
        if now and now == kind:
            found[-1]["lines"].append(words)
        elif now:
            found.append({"kind": now, "lines": [words]})
        kind = now
    return found
