"""What may be stored as an answer of a theory of change."""

from typing import Any

from django.utils.translation import gettext as _

from practice.theory import vocab
from practice.theory.vocab import ARROW, KEYS, LONGEST, RANK
from vkpp.core.plain_text import Refused, refuse_characters, text


def clean(name: str, value: Any) -> Any:
    """The value of the answer `name` as it is stored."""
    if name in vocab.TEXTS:
        return " ".join(text("" if value is None else value, vocab.label(name), LONGEST, one_line=True).split())
    if name in vocab.LEADS:
        return _keys(value, vocab.later(vocab.LEADS[name]), _("An arrow leads to a box of a later column."))
    if name in vocab.ORDERS:
        return _keys(value, KEYS[vocab.ORDERS[name]], _("The order names boxes of this column."))
    return _about(value)


def _keys(value: Any, allowed: tuple[str, ...], sentence: str) -> list[str]:
    value = [] if value in (None, "") else value
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise Refused(_("Give a list of boxes, such as activity-1."))
    for item in value:
        if item not in allowed:
            refuse_characters(item)
            raise Refused(_("There is no box “%(key)s” here. %(why)s") % {"key": item[:40], "why": sentence})
    return list(dict.fromkeys(value))


def _about(value: Any) -> str:
    about = text("" if value is None else value, _("What the assumption is about"), 0, one_line=True)
    source, arrow, target = about.partition(ARROW)
    if not about or (not arrow and source in RANK):
        return about
    if arrow and source in RANK and target in vocab.later(source):
        return about
    raise Refused(_("Choose a box or an arrow that the assumption is about, or nothing for all of it."))
