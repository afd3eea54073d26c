"""An example as it was sent, for people who assess it: every answer in words, likely personal data marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from practice import rules, snapshot
from practice.fields import SECTIONS, Field
from practice.models import Practice
from practice.theory import store, vocab
from practice.theory.vocab import ONE
from vkpp.core import partial_dates
from vkpp.core.personal_data import Finding

Text = str | Promise


@dataclass(frozen=True)
class Page:
    """One page of the form: its title, and rows of key and value as `_components/summary_list.html` takes them."""

    code: str
    title: Text
    rows: list[dict[str, Text]]


def pages(practice: Practice, findings: Iterable[Finding] = ()) -> list[Page]:
    """The whole example, with the call's own questions at the end."""
    frozen = snapshot.content(practice)
    marked: dict[str, list[Finding]] = {}
    for finding in findings:
        marked.setdefault(finding.field, []).append(finding)
    kept = set(practice.personal_data_kept)
    found = [
        Page(
            section.code,
            section.title,
            [
                {"key": field.label, "value": _value(field, frozen, marked.get(field.name, []), kept)}
                for field in section.fields
            ],
        )
        for section in SECTIONS
    ]
    if theory := _theory(practice, marked, kept):
        found.append(Page("theory", _("Theory of change"), theory))
    if questions := _questions(practice, marked, kept):
        found.append(Page("call", _("Questions of the call"), questions))
    return found


def words(field: Field, frozen: Mapping[str, Any]) -> str:
    """One answer of a snapshot in words."""
    value, labels = frozen["fields"][field.name], frozen["labels"].get(field.name, {})
    if field.kind == "yes_no":
        return "" if value is None else (_("Yes") if value else _("No"))
    if field.kind == "date":
        return partial_dates.words(value)
    if field.many:
        return "\n".join(labels.get(code, code) for code in value)
    return str(labels.get(value, value))


def _value(field: Field, frozen: Mapping[str, Any], findings: list[Finding], kept: set[str]) -> str:
    text = words(field, frozen)
    return mark_findings(text, findings, kept) if findings else text


def _questions(practice: Practice, marked: Mapping[str, list[Finding]], kept: set[str]) -> list[dict[str, Text]]:
    return [
        {"key": text, "value": mark_findings(value, marked.get(f"question-{code}", []), kept)}
        for code, text, value in rules.answers_that_apply(practice)
    ]


def _theory(practice: Practice, marked: Mapping[str, list[Finding]], kept: set[str]) -> list[dict[str, Text]]:
    boxes = store.load(practice).boxes
    return [
        {"key": ONE[box.kind], "value": mark_findings(box.text, marked.get(vocab.text_name(box.key), []), kept)}
        for box in boxes
    ]


def mark_findings(text: str, findings: list[Finding], kept: set[str]) -> SafeString:
    """The text with each finding marked and named; escaped."""
    parts, place = [], 0
    for finding in findings:
        note = _("%(kind)s, kept by the authors") if finding.fingerprint in kept else "%(kind)s"
        parts.append(escape(text[place : finding.start]))
        parts.append(
            format_html(
                '<mark class="app-finding">{}<span class="app-finding__kind"> ({})</span></mark>',
                text[finding.start : finding.end],
                note % {"kind": finding.label},
            )
        )
        place = finding.end
    parts.append(escape(text[place:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part was escaped above
