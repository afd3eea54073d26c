"""A whole theory of change as the API and imports send it: column → boxes, in the shape that a publication keeps."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from practice.theory import shape, vocab
from practice.theory.shape import Answers, Theory
from practice.theory.vocab import BOXES, KEYS, Kind
from vkpp.core.exceptions import Invalid

MEMBERS = {"key", "text", "leads_to", "about"}


def answers(content: Any) -> Answers:
    """Every answer of the theory that is sent, by name: what it does not have is emptied. Boxes without key get one."""
    if not isinstance(content, Mapping):
        raise Invalid({"theory": [_("Send an object with the columns: input, activity, output, outcome, impact.")]})
    if strange := sorted(set(map(str, content)) - set(Kind.values)):
        raise Invalid({name[:40]: [_("There is no such column in a theory of change.")] for name in strange})
    found = shape.answers_of(Theory())
    for kind in Kind:
        rows = _rows(kind, content.get(kind.value))
        for key, row in rows:
            found[vocab.text_name(key)] = row["text"]
            if kind == Kind.ASSUMPTION:
                found[vocab.about_name(key)] = row.get("about", "")
            elif vocab.later(key):
                found[vocab.leads_name(key)] = row.get("leads_to", [])
        found[vocab.order_name(kind.value)] = [key for key, _row in rows]
    return found


def _rows(kind: Kind, rows: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """The boxes of a column with their keys."""
    rows = [] if rows is None else rows
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) and set(row) <= MEMBERS for row in rows):
        raise Invalid({kind.value: [_("Send a list of boxes, each an object with key, text and leads_to or about.")]})
    if len(rows) > BOXES:
        raise Invalid({kind.value: [_("A column has at most %(most)s boxes. Join some.") % {"most": BOXES}]})
    if not all(isinstance(row.get("text"), str) and row["text"].strip() for row in rows):
        raise Invalid({kind.value: [_("Give each box a text.")]})
    taken = [row["key"] for row in rows if row.get("key")]
    if len(set(map(str, taken))) < len(taken) or not all(key in KEYS[kind] for key in taken):
        words = {"first": KEYS[kind][0], "last": KEYS[kind][-1]}
        raise Invalid({kind.value: [_("Keys run from %(first)s to %(last)s, each once.") % words]})
    free = iter([key for key in KEYS[kind] if key not in taken])
    return [(row.get("key") or next(free), row) for row in rows]
