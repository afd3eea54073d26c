"""A theory of change as a thing in memory, made from its answers by name, and the other way round.

The answers are what forms, revisions and conflicts know: `theory-text-activity-2` → a text, `theory-leads-activity-2` →
keys, `theory-about-assumption-1` → a key or `source>target`, `theory-order-activity` → keys in order.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from practice.theory import vocab
from practice.theory.vocab import ARROW, CHAIN, KEYS, RANK, Kind

Answers = dict[str, Any]
Link = tuple[str, str]


@dataclass(frozen=True)
class Box:
    """One box: its key and text, the boxes it leads to, and (of an assumption) what it is about."""

    key: str
    text: str
    leads_to: tuple[str, ...] = ()
    about: str = ""

    @property
    def kind(self) -> Kind:
        """Its column."""
        return vocab.kind_of(self.key)


@dataclass(frozen=True)
class Theory:
    """All boxes in the order of their columns, the assumptions last. Empty when nothing is written."""

    boxes: tuple[Box, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.boxes)

    def column(self, kind: str) -> list[Box]:
        """The boxes of a column, in order."""
        return [box for box in self.boxes if box.kind == kind]

    @property
    def chain(self) -> list[Box]:
        """The boxes of the columns, without the assumptions."""
        return [box for box in self.boxes if box.kind != Kind.ASSUMPTION]

    @property
    def assumptions(self) -> list[Box]:
        """What must be true."""
        return self.column(Kind.ASSUMPTION)

    @property
    def links(self) -> list[Link]:
        """Every arrow, in the order of its source."""
        return [(box.key, target) for box in self.boxes for target in box.leads_to]

    @property
    def texts(self) -> dict[str, str]:
        """The text of each box by its key."""
        return {box.key: box.text for box in self.boxes}


def built(answers: Mapping[str, Any]) -> Theory:
    """The theory that these answers make: boxes without text, and what hangs on them, are left out."""
    order = {kind: _in_order(kind, answers) for kind in Kind}
    there = {key for keys in order.values() for key in keys}
    leads = {key: _leads(key, answers, order, there) for kind in CHAIN for key in order[kind]}
    links = {f"{source}{ARROW}{target}" for source, targets in leads.items() for target in targets}
    boxes = []
    for kind in Kind:
        for key in order[kind]:
            about = answers.get(vocab.about_name(key)) or ""
            known = about in links or (about in there and about in RANK)
            text = answers[vocab.text_name(key)]
            boxes.append(Box(key, text, leads.get(key, ()), about if known and kind == Kind.ASSUMPTION else ""))
    return Theory(tuple(boxes))


def _in_order(kind: Kind, answers: Mapping[str, Any]) -> list[str]:
    filled = [key for key in KEYS[kind] if answers.get(vocab.text_name(key))]
    asked = [key for key in answers.get(vocab.order_name(kind.value)) or () if key in filled]
    return [*asked, *(key for key in filled if key not in asked)]


def _leads(key: str, answers: Mapping[str, Any], order: Mapping[Kind, list[str]], there: set[str]) -> tuple[str, ...]:
    wanted = set(answers.get(vocab.leads_name(key)) or ()) & there
    return tuple(other for kind in CHAIN for other in order[kind] if other in wanted and RANK[other] > RANK[key])


def answers_of(theory: Theory) -> Answers:
    """Every answer of a theory by name, the empty ones too."""
    boxes = {box.key: box for box in theory.boxes}
    found: Answers = {name: boxes[key].text if key in boxes else "" for name, key in vocab.TEXTS.items()}
    found |= {name: list(boxes[key].leads_to) if key in boxes else [] for name, key in vocab.LEADS.items()}
    found |= {name: boxes[key].about if key in boxes else "" for name, key in vocab.ABOUTS.items()}
    return found | {name: [box.key for box in theory.column(kind)] for name, kind in vocab.ORDERS.items()}


def settled(before: Mapping[str, Any], changes: Mapping[str, Any]) -> Answers:
    """What saving `changes` really changes: arrows of a box that goes, go too; a column that only grew keeps its order."""
    after = answers_of(built({**before, **changes}))
    return {name: value for name, value in after.items() if not same(name, before[name], value)}


def same(name: str, old: Any, new: Any) -> bool:
    """Whether two values of an answer mean the same: arrows have no order, and boxes come and go at a column's end."""
    if name in vocab.ORDERS:
        kept = [key for key in old if key in new]
        grown = [key for key in KEYS[vocab.ORDERS[name]] if key in new and key not in old]
        return bool(new == [*kept, *grown])
    if isinstance(old, list):
        return set(old) == set(new)
    return bool(old == new)


Frozen = dict[str, Any]


def frozen(theory: Theory) -> Frozen:
    """As a publication keeps it and the API shows it: column → boxes with key, text and what they lead to or are about."""
    columns: Frozen = {
        kind.value: [{"key": box.key, "text": box.text, "leads_to": list(box.leads_to)} for box in theory.column(kind)]
        for kind in CHAIN
    }
    return columns | {
        Kind.ASSUMPTION.value: [{"key": box.key, "text": box.text, "about": box.about} for box in theory.assumptions]
    }


def thawed(content: Mapping[str, Any] | None) -> Theory:
    """The theory that a publication keeps."""
    rows = [row for kind in Kind for row in (content or {}).get(kind.value, ())]
    return Theory(
        tuple(Box(row["key"], row["text"], tuple(row.get("leads_to", ())), row.get("about", "")) for row in rows)
    )
