"""Two people changed the same answer: both texts beside each other, and what the second writer chose.

`row` makes what `_components/two_versions.html` shows of one answer; `chosen` reads the form that comes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vkpp.core import differences
from vkpp.core.kept import Kept

Texts = dict[str, list[str]]


def row(*, name: str, label: str, theirs: str, mine: str, sent: Texts, kind: str = "") -> dict[str, Any]:
    """One answer that differs: what is saved, what was typed (in words), and the texts that were `sent` by field name.

    `kind`: `text` can be joined in a text field, `list` by keeping both lists, anything else is one or the other.
    """
    text = kind == "text"
    return {
        "name": name,
        "label": label,
        "theirs": theirs,
        "mine": mine,
        "sent": [(field, value) for field, values in sent.items() for value in values],
        "text": text,
        "many": kind == "list",
        "joined": f"{theirs}\n\n{mine}".strip() if text else "",
        "parts": differences.words(theirs, mine) if text and theirs and mine else [],
    }


@dataclass(frozen=True)
class Chosen:
    """What the person had typed of the contested answers, and the answers to save, both by field name."""

    mine: Texts
    values: Texts


def chosen(
    names: Iterable[str],
    text: Kept,
    stored: Mapping[str, Sequence[str]],
    fields: Mapping[str, Sequence[str]] | None = None,
) -> Chosen:
    """Read the choices for `names`: mine, theirs (left out), or both joined.

    `stored`: saved lists by name, for who keeps both; `fields`: the form fields of an answer that has several.
    """
    mine: Texts = {}
    values: Texts = {}
    for name in names:
        if f"choice-{name}" not in text.values:
            continue
        own = {field: text.values.get(f"mine-{field}", []) for field in (fields or {}).get(name, (name,))}
        mine |= own
        choice = text.values[f"choice-{name}"][-1]
        if choice == "mine":
            values |= own
        elif choice == "joined" and name in stored:
            values[name] = [*stored[name], *own.get(name, [])]
        elif choice == "joined":
            values[name] = text.values.get(f"joined-{name}", [""])
    return Chosen(mine, values)
