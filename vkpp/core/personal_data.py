"""Finds what is likely personal data in free text. It marks and asks; it never forbids."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Finding:
    """One likely item: its kind in words, the text found, and where (character offsets) in which field."""

    field: str
    kind: str
    label: Text
    text: str
    start: int
    end: int

    @property
    def fingerprint(self) -> str:
        """Stands for this item in this field, so that a person's “keep it” outlives other edits without storing the item."""
        letters = re.sub(r"[\W_]+", "", self.text).lower()
        value = f"{self.field}|{self.kind}|{letters}"
        return hashlib.sha256(value.encode()).hexdigest()[:32]


def _nhs_number(text: str) -> bool:
    """Modulus 11 check digit of an NHS number."""
    digits = [int(char) for char in text if char.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(digits) == 10 and (0 if check == 11 else check) == digits[9]


def _past_date(text: str) -> bool:
    """A possible date that is not in the future."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if len(parts) == 3:
        day, month, year = parts if parts[2] > 31 or len(str(parts[0])) < 4 else parts[::-1]
        year += 0 if year > 99 else (2000 if year <= timezone.localdate().year % 100 else 1900)
        try:
            return dt.date(1900, 1, 1) <= dt.date(year, month, day) <= timezone.localdate()
        except ValueError:
            return False
    return True


MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
BORN = r"(?:\bborn(?:\s+on)?|\bd\.?o\.?b\.?|\bdate of birth)\W{0,3}"

_KINDS: tuple[tuple[str, Text, str, Callable[[str], bool] | None], ...] = (
    ("email", _("an e-mail address"), r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}\b", None),
    (
        "date_of_birth",
        _("a date of birth"),
        BORN + rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\s+(?:\d{{4}}|\d{{2}})\b",
        None,
    ),
    (
        "date_of_birth",
        _("a date of birth"),
        r"\b(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})\b",
        _past_date,
    ),
    ("nhs_number", _("an NHS number"), r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])", _nhs_number),
    (
        "phone",
        _("a telephone number"),
        r"(?<![\w+])(?:\+44\s?\(?0?\)?\s?|\(?0)[1-9](?:[\s()-]{0,2}\d){8,9}(?!\d)",
        None,
    ),
    (
        "crime_reference",
        _("a crime reference"),
        r"\b(?:crime\s+(?:ref(?:erence)?|no|number|report)\.?\W{0,3})[A-Z0-9][A-Z0-9/-]{4,24}\b",
        None,
    ),
    (
        "crime_reference",
        _("a crime reference"),
        r"\b(?:\d{2}[A-Z]{1,3}/\d{4,8}/\d{2}|\d{2}/\d{5,8}/\d{2}|42/\d{4,8}/\d{2}|[A-Z]{2,4}-\d{8}-\d{3,6})\b",
        None,
    ),
    (
        "postcode",
        _("a full postcode"),
        r"\b(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPS-UW]|[A-HK-Y]\d[ABEHMNPRV-Y]) ?\d[ABD-HJLNP-UW-Z]{2})\b",
        None,
    ),
)
_COMPILED = [
    (kind, label, re.compile(pattern, re.IGNORECASE if kind != "postcode" else 0), test)
    for kind, label, pattern, test in _KINDS
]


def find(texts: Mapping[str, str]) -> list[Finding]:
    """Likely personal data in `texts` (field → text), in order of field and place; overlapping finds count once."""
    found: list[Finding] = []
    for name, text in texts.items():
        taken: list[tuple[int, int]] = []
        for kind, label, pattern, test in _COMPILED:
            for match in pattern.finditer(text):
                start, end = match.span()
                if (test is None or test(match.group())) and not _overlaps(start, end, taken):
                    taken.append((start, end))
                    found.append(Finding(name, kind, label, match.group(), start, end))
    order = {name: place for place, name in enumerate(texts)}
    return sorted(found, key=lambda item: (order[item.field], item.start))


def undecided(findings: Iterable[Finding], kept: Iterable[str]) -> list[Finding]:
    """Findings that nobody has looked at and kept yet."""
    known = set(kept)
    return [finding for finding in findings if finding.fingerprint not in known]


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < other_end and end > other_start for other_start, other_end in taken)
