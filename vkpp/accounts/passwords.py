"""Passwords that are too easy to guess: the portal's own words, common ones in disguise, and known leaks."""

import functools
import hashlib
import os
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from vkpp.accounts.models import Force

# Words that somebody who attacks this portal tries first (docs/security/rules.md); forces' names come from the database.
WORDS = (
    *("vkpp", "vulnerability", "knowledge", "practice", "portal", "programme", "nvap", "national", "action", "plan"),
    *("police", "policing", "constabulary", "officer", "constable", "sergeant", "inspector", "chief", "force", "crime"),
    *("college", "hmicfrs", "official", "sensitive", "safeguarding", "password", "passwort", "welcome", "letmein"),
    *("admin", "administrator", "analyst", "adviser", "manager", "january", "february", "march", "april", "june"),
    *("july", "august", "september", "october", "november", "december", "spring", "summer", "autumn", "winter"),
)
LEFT = 8  # characters that must be left when those words are taken away
DIFFERENT = 5
STEM = 4
_LEET = str.maketrans("013457@$!", "oieastasi")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn")


class OwnWords:
    """Refuses a password that is little more than words of policing, of this portal or of forces."""

    def validate(self, password: str, user: Any = None) -> None:
        """Take the words away and look at what is left."""
        del user
        rest = password.lower().translate(_LEET)
        for word in sorted({*WORDS, *_names_of_forces()}, key=len, reverse=True):
            rest = rest.replace(word, " ")
        if len(re.sub(r"[\W_]", "", rest)) < LEFT and len(rest.replace(" ", "")) < len(password) - 2:
            raise ValidationError(_("This is mostly words that anybody would try here. Choose words from elsewhere."))

    def get_help_text(self) -> str:
        """What a good password keeps away from."""
        return _("Not made of words of policing, of this portal or of your force.")


class Disguised(CommonPasswordValidator):
    """Refuses a common password that is written twice, decorated or spelt with digits, and rows of the keyboard."""

    def validate(self, password: str, user: Any = None) -> None:
        """Undo what people do to make a short password long enough."""
        super().validate(password, user)
        plain = password.lower()
        if len(set(plain)) < DIFFERENT or self._is_disguised(plain) or self._is_disguised(plain.translate(_LEET)):
            raise ValidationError(_("This password is easy to guess. Three random words are good."))

    def _is_disguised(self, text: str) -> bool:
        stem = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
        signs = re.sub(r"[\W_]", "", text)
        half = re.fullmatch(r"(.+?)\1+", signs)
        parts = {stem, signs, half[1] if half else ""}
        known = any(len(part) >= STEM and (part in self.passwords or _is_row(part)) for part in parts)
        return known or (half is not None and len(half[1]) < LEFT)


class Leaked:
    """Refuses a password of the list BREACHED_PASSWORDS: SHA-1 hashes in order, one a line, as leaks are published."""

    def validate(self, password: str, user: Any = None) -> None:
        """Look it up in the file; nothing is refused where none is set."""
        del user
        if not settings.BREACHED_PASSWORDS:
            return
        digest = hashlib.sha1(password.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest().upper()
        if in_sorted_file(Path(settings.BREACHED_PASSWORDS), digest):
            raise ValidationError(_("This password was in a leak of passwords of another service. Choose another one."))

    def get_help_text(self) -> str:
        """What the list is for."""
        return _("Not one that was stolen elsewhere.")


def in_sorted_file(path: Path, digest: str) -> bool:
    """Whether a line of the file begins with `digest`. Halves the file some forty times, however large it is."""
    wanted = digest.encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()
            found = file.readline()[: len(wanted)].upper()
            if found == wanted:
                return True
            if found and found < wanted:
                low = middle + 1
            else:
                high = middle
        file.seek(0)
        return file.readline()[: len(wanted)].upper() == wanted


def _is_row(text: str) -> bool:
    """Whether it only goes along the alphabet, the digits or a row of keys, forwards or backwards."""
    return any(text in row * 3 or text in row[::-1] * 3 for row in _ROWS)


@functools.lru_cache(maxsize=1)
def _names_in_words(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in names for word in re.findall(r"[a-z]{4,}", name.lower()))


def _names_of_forces() -> frozenset[str]:
    return _names_in_words(tuple(Force.objects.order_by("pk").values_list("short_name", flat=True)))
