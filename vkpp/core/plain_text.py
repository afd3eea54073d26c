"""What may be stored as text, whoever typed, pasted, uploaded or sent it.

Line breaks become "\\n"; what pasted text brings along unseen (byte order marks, zero-width spaces, direction marks) is
dropped. NUL, other control characters and characters that turn the direction of writing are refused by name.
"""

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile("[\u200b\u200e\u200f\u2060\ufeff\u00ad]")
DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x01-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
NUL = gettext_lazy("The text contains a NUL character (U+0000). Delete it, or type the text again.")
SURROGATE = re.compile("[\ud800-\udfff]")


class Refused(ValueError):
    """A value that cannot be stored; the message says what to do."""


def text(value: Any, label: Any, limit: int, *, one_line: bool = False) -> str:
    """Free text without anything that must not be stored, at most `limit` characters long (0: any length)."""
    if not isinstance(value, str):
        raise Refused(_("%(label)s must be text.") % {"label": label})
    refuse_characters(value)
    kept: str = UNSEEN.sub("", LINE_BREAKS.sub("\n", value))
    if one_line:
        kept = re.sub(r"[\n\t]+", " ", kept)
    kept = unicodedata.normalize("NFC", kept).strip()
    if limit and (over := len(kept) - limit) > 0:
        raise Refused(
            ngettext(
                "%(label)s must be %(limit)s characters or fewer. Remove %(over)s character.",
                "%(label)s must be %(limit)s characters or fewer. Remove %(over)s characters.",
                over,
            )
            % {"label": label, "limit": f"{limit:,}", "over": f"{over:,}"}
        )
    return kept


def not_listed(value: str) -> Refused:
    """The refusal of a word that stands for no choice."""
    return Refused(_("“%(value)s” is not in the list. Choose from the list.") % {"value": value[:60]})


def refuse_characters(value: str) -> None:
    """Refused when `value` holds a character that must not be stored."""
    if "\x00" in value:
        raise Refused(str(NUL))
    if found := SURROGATE.search(value):
        raise Refused(
            _("The text contains half a character (U+%(code)s). Delete it, or type the text again.")
            % {"code": f"{ord(found.group()):04X}"}
        )
    if found := DIRECTION.search(value):
        raise Refused(
            _(
                "The text contains an unseen character that turns the direction of writing (U+%(code)s). "
                "Delete it, or paste the text without formatting."
            )
            % {"code": f"{ord(found.group()):04X}"}
        )
    if found := CONTROL.search(value):
        raise Refused(
            _("The text contains a control character (U+%(code)s). Delete it, or type the text again.")
            % {"code": f"{ord(found.group()):04X}"}
        )
