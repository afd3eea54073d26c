"""Conditions as people write them: "implementation is embedded and evidence is none", and back.

    gap is yes and (gap_text is empty or not impact at least 2)

`and` binds closer than `or`; `not` belongs to what follows. Words with spaces or commas stand in quotation marks.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from nvap.conditions import DEEPEST, Condition
from vkpp.core.exceptions import Invalid

WORDS = {
    "is": "is",
    "is_not": "is not",
    "in": "is one of",
    "at_least": "at least",
    "at_most": "at most",
    "empty": "is empty",
    "filled": "is filled",
    "longer_than": "longer than",
    "lower_than_last": "lower than last time",
    "raised_by": "raised by",
    "same_as_last": "same as last time",
}
LONGEST_FIRST = sorted(WORDS.items(), key=lambda item: -len(item[1].split()))
TOKEN = re.compile(r'\s*("[^"]*"|[(),]|[^\s(),"]+)')
RESERVED = {"and", "or", "not", "yes", "no", "empty", "filled", "evidence", "one", "is"}


def write(condition: Condition) -> str:
    """The condition in words; empty for the empty condition."""
    if not condition:
        return ""
    for name, joint in (("all", " and "), ("any", " or ")):
        if name in condition:
            return joint.join(_part(part) for part in condition[name])
    if "not" in condition:
        return f"not {_part(condition['not'])}"
    if "evidence" in condition:
        return f"evidence is {condition['evidence']}"
    words = f"{condition['question']} {WORDS[condition['op']]}"
    if "value" not in condition:
        return words
    value = condition["value"]
    return f"{words} {', '.join(map(_value, value)) if isinstance(value, list) else _value(value)}"


def _part(part: Condition) -> str:
    words = write(part)
    return f"({words})" if "all" in part or "any" in part else words


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    plain = re.fullmatch(r"[^\s(),\"]+", value) and value not in RESERVED and not re.fullmatch(r"-?\d+", value)
    return value if plain else f'"{value}"'


def read(text: str) -> dict[str, Any]:
    """The condition that the words say; Invalid when they cannot be read. An empty text is the empty condition."""
    tokens = list(_tokens(text))
    if not tokens:
        return {}
    parser = _Parser(tokens)
    condition = parser.any_of(0)
    if parser.rest:
        raise _unread(parser.rest[0])
    return condition


def _tokens(text: str) -> Iterator[str]:
    place, text = 0, text.strip()
    while place < len(text):
        match = TOKEN.match(text, place)
        if match is None:
            raise _unread(text[place:].strip())
        yield match[1]
        place = match.end()


def _unread(words: str) -> Invalid:
    return Invalid(
        {
            "condition": [
                _("The condition cannot be read at “%(words)s”. Write it like: gap is yes and impact at least 2.")
                % {"words": words[:40]}
            ]
        }
    )


class _Parser:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.rest = tokens

    def any_of(self, depth: int) -> dict[str, Any]:
        """Parts joined by "or"."""
        parts = [self.all_of(depth)]
        while self._take("or"):
            parts.append(self.all_of(depth))
        return parts[0] if len(parts) == 1 else {"any": parts}

    def all_of(self, depth: int) -> dict[str, Any]:
        """Parts joined by "and"."""
        parts = [self.one(depth)]
        while self._take("and"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else {"all": parts}

    def one(self, depth: int) -> dict[str, Any]:
        """One comparison, something in brackets, or the contrary of either."""
        if depth > DEEPEST:
            raise _unread("(")
        if self._take("not"):
            return {"not": self.one(depth + 1)}
        if self._take("("):
            found = self.any_of(depth + 1)
            if not self._take(")"):
                raise _unread(self.rest[0] if self.rest else "(")
            return found
        return self._comparison()

    def _comparison(self) -> dict[str, Any]:
        code = self._word()
        for operation, words in LONGEST_FIRST:
            if self._take(*words.split()):
                return self._valued(code, operation)
        raise _unread(self.rest[0] if self.rest else code)

    def _valued(self, code: str, operation: str) -> dict[str, Any]:
        if operation in {"empty", "filled", "lower_than_last", "same_as_last"}:
            return {"question": code, "op": operation}
        value = _meant(self._word())
        if code == "evidence" and operation == "is":
            return {"evidence": value}
        if operation == "in":
            values = [value]
            while self._take(","):
                values.append(_meant(self._word()))
            return {"question": code, "op": operation, "value": values}
        return {"question": code, "op": operation, "value": value}

    def _take(self, *words: str) -> bool:
        if tuple(word.lower() for word in self.rest[: len(words)]) != words:
            return False
        self.rest = self.rest[len(words) :]
        return True

    def _word(self) -> str:
        if not self.rest or self.rest[0] in {"(", ")", ","}:
            raise _unread(self.rest[0] if self.rest else _("its end"))
        word, *self.rest = self.rest
        return word


def _meant(word: str) -> str | int | bool:
    if word.startswith('"'):
        return word[1:-1]
    if word.lower() in {"yes", "no"}:
        return word.lower() == "yes"
    return int(word) if re.fullmatch(r"-?\d{1,6}", word) else word
