"""What one version of a report changed of the one before, part by part."""

from typing import Any

from django.utils.translation import gettext as _

from vkpp.core import differences

Paragraphs = list[dict[str, Any]]


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts (a section, judgement, finding or recommendation) that differ: {heading, number, parts}."""
    old, new = _by_source(before["paragraphs"]), _by_source(after["paragraphs"])
    rows = []
    for source, paragraphs in new.items():
        words = _words(paragraphs)
        was = _words(old.get(source, []))
        if words != was:
            rows.append({"heading": _heading(after["paragraphs"], source), "parts": differences.words(was, words)})
    for source, paragraphs in old.items():
        if source not in new:
            parts = differences.words(_words(paragraphs), "")
            rows.append({"heading": _heading(before["paragraphs"], source), "parts": parts})
    return rows


def _by_source(paragraphs: Paragraphs) -> dict[str, Paragraphs]:
    found: dict[str, Paragraphs] = {}
    for paragraph in paragraphs:
        found.setdefault(paragraph["source"], []).append(paragraph)
    return found


def _words(paragraphs: Paragraphs) -> str:
    return "\n\n".join(_line(paragraph) for paragraph in paragraphs)


def _line(paragraph: dict[str, Any]) -> str:
    """A paragraph in one text, with what it says besides its words."""
    if paragraph["kind"] == "finding":
        shown_by = "; ".join(paragraph["shown_by"])
        after = "\n" + _("Shown by: %(what)s.") % {"what": shown_by} if shown_by else ""
        return f"{paragraph['label']}: {paragraph['title']}\n{paragraph['text']}{after}"
    return str(paragraph["text"])


def _heading(paragraphs: Paragraphs, source: str) -> str:
    """Under which heading the part stands, with its number."""
    heading = ""
    for paragraph in paragraphs:
        if paragraph["kind"] == "heading":
            heading = f"{paragraph['number']} {paragraph['text']}"
        if paragraph["source"] == source:
            return heading
    return heading
