"""The guidance beside an action as text that people edit: lists one item a line, groups under headings, links by "|"."""

from collections.abc import Mapping
from typing import Any

from nvap.plan_files import TOOLKIT_FIELDS

LISTS = ("aims", "good_looks_like", "steps", "measures")


def texts(toolkit: Any) -> dict[str, str]:
    """Each field of a toolkit as text; empty texts for none."""
    return {name: text_of(name, getattr(toolkit, name, None)) for name in TOOLKIT_FIELDS}


def text_of(name: str, value: Any) -> str:
    """One field as text."""
    if not value:
        return ""
    if name in LISTS:
        return "\n".join(value)
    if name == "key_findings":
        groups = ([group["title"], *(f"- {point}" for point in group["points"])] for group in value)
        return "\n\n".join("\n".join(lines) for lines in groups)
    if name == "links":
        return "\n".join(f"{link['label']} | {link['url']}" if link["url"] else link["label"] for link in value)
    return str(value)


def values(given: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a toolkit from their texts."""
    return {name: value_of(name, given.get(name, "")) for name in TOOLKIT_FIELDS}


def value_of(name: str, text: str) -> Any:
    """One field from its text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if name in LISTS:
        return [line.removeprefix("- ").removeprefix("• ") for line in lines]
    if name == "key_findings":
        return _groups(lines)
    if name == "links":
        parts = [line.rpartition(" | ") for line in lines]
        return [{"label": (label or url).strip(), "url": url.strip() if label else ""} for label, _bar, url in parts]
    return text


def _groups(lines: list[str]) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    for line in lines:
        if line.startswith(("- ", "• ")):
            if not groups:
                groups.append({"title": "", "points": []})
            groups[-1]["points"].append(line[2:].strip())
        else:
            groups.append({"title": line, "points": []})
    return groups
