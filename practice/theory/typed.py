"""What a page of the theory of change sends: which answers, what a button of the page adds, what can be drawn of it."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from practice.theory import cleaning, shape, vocab
from practice.theory.shape import Answers, Theory
from vkpp.core.plain_text import Refused

GROUPS = "groups"


def sent(data: QueryDict | Mapping[str, Any]) -> Answers:
    """The answers that a page sent. It names its groups of boxes to tick, as an empty group sends nothing else."""
    lists = data.lists() if isinstance(data, QueryDict) else ((name, list(values)) for name, values in data.items())
    found = {name: values for name, values in lists if name in vocab.NAMES or name == GROUPS}
    groups: Answers = {name: [] for name in found.pop(GROUPS, []) if name in vocab.LEADS}
    typed = groups
    for name, values in found.items():
        if name in vocab.LEADS:
            typed[name] = values
        elif name in vocab.TEXTS or name in vocab.ABOUTS:
            typed[name] = values[-1] if values else ""
    return typed


def refusals(typed: Answers) -> dict[str, list[str]]:
    """Why answers cannot be stored, by name."""
    found: dict[str, list[str]] = {}
    for name, value in typed.items():
        try:
            cleaning.clean(name, value)
        except Refused as refusal:
            found[name] = [str(refusal)]
    return found


def drawn(stored: Theory, typed: Answers) -> Theory:
    """The theory as it would be with what was typed; what cannot be stored stays as it is."""
    good: Answers = {}
    for name, value in typed.items():
        try:
            good[name] = cleaning.clean(name, value)
        except Refused:
            continue
    return shape.built({**shape.answers_of(stored), **good})


def pressed(action: str, theory: Theory) -> Answers:
    """What a button beside a box adds to the answers: `up:key`, `down:key` and `remove:key`."""
    verb, _colon, key = action.partition(":")
    if key not in theory.texts:
        return {}
    if verb == "remove":
        return {vocab.text_name(key): ""}
    kind = vocab.kind_of(key)
    keys = [box.key for box in theory.column(kind)]
    place = keys.index(key)
    other = {"up": place - 1, "down": place + 1}.get(verb, -1)
    if not 0 <= other < len(keys):
        return {}
    keys[place], keys[other] = keys[other], keys[place]
    return {vocab.order_name(kind.value): keys}
