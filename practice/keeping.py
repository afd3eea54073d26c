"""Around the pages where examples are written: what was typed is not lost, and is shown by the names of its questions."""

from practice.fields import FIELDS
from practice.theory import vocab
from vkpp.core import keeping


def label_of(name: str) -> str:
    """The question that a field's name stands for."""
    if vocab.is_name(name):
        return vocab.label(name)
    return str(FIELDS[name].label) if name in FIELDS else name


def keeps_text(view: keeping.View) -> keeping.View:
    """A page for people who are signed in; text sent after the session ended is kept for them."""
    return keeping.keeps_text(view, label_of=label_of)
