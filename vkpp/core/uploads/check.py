"""One upload from first to last: name, size, kind, content."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from vkpp.core.uploads import office, plain
from vkpp.core.uploads.refusal import TEST_VIRUS, Refused

LIMIT = 10 * 1024 * 1024
MOST = 10
NAME_LIMIT = 120
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".csv": "text/csv",
    ".txt": "text/plain",
}


def _pdf(data: bytes) -> None:
    from vkpp.core.uploads import pdf

    pdf.check(data)


def _png(data: bytes) -> None:
    from vkpp.core.uploads import pictures

    pictures.check_png(data)


def _jpeg(data: bytes) -> None:
    from vkpp.core.uploads import pictures

    pictures.check_jpeg(data)


_CHECKS: dict[str, Callable[[bytes], None]] = {
    ".pdf": _pdf,
    ".docx": office.check_word,
    ".xlsx": office.check_excel,
    ".pptx": office.check_powerpoint,
    ".png": _png,
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".csv": plain.check,
    ".txt": plain.check,
}
_FIRST_BYTES: dict[str, bytes] = {
    ".pdf": b"%PDF-",
    ".docx": b"PK\x03\x04",
    ".xlsx": b"PK\x03\x04",
    ".pptx": b"PK\x03\x04",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True)
class Checked:
    """A file that passed: its name as it is shown, and what its content is."""

    name: str
    content_type: str
    size: int
    sha256: str


def check(raw_name: str, data: bytes) -> Checked:
    """Look into one file of at most LIMIT bytes; Refused with a sentence for whatever is wrong with it."""
    name = clean_name(raw_name)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in CONTENT_TYPES:
        raise Refused(
            _("“%(name)s” was not added: choose a PDF, Word, Excel, PowerPoint, PNG, JPEG, CSV or text file.")
            % {"name": name}
        )
    if not data:
        raise Refused(_("“%(name)s” is empty (0 bytes). Choose the file again.") % {"name": name})
    if len(data) > LIMIT:
        raise Refused(_("“%(name)s” is larger than 10 MB. Make it smaller, or link to it instead.") % {"name": name})
    if TEST_VIRUS in data:
        raise Refused(_("“%(name)s” was not added: a virus was found in it.") % {"name": name})
    _check_kind(name, suffix, data)
    try:
        _CHECKS[suffix](data)
    except Refused as refusal:
        raise Refused(_("“%(name)s” was not added: %(reason)s") % {"name": name, "reason": refusal}) from refusal
    return Checked(name, CONTENT_TYPES[suffix], len(data), hashlib.sha256(data).hexdigest())


def clean_name(raw: str) -> str:
    """What a browser says the file is called, made harmless: no folders, no unseen or special characters."""
    name = _UNSEEN.sub("", unicodedata.normalize("NFC", raw)).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r'[<>:"|?*]', "_", re.sub(r"\s+", " ", name)).strip(" .") or "file"
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        return name[:NAME_LIMIT]
    return f"{stem[: NAME_LIMIT - 10].rstrip(' .') or 'file'}.{suffix[:9].lower()}"


def _check_kind(name: str, suffix: str, data: bytes) -> None:
    """The first bytes must be those of the kind that the name claims."""
    claimed = _FIRST_BYTES.get(suffix, b"")
    disguised = any(data.startswith(start) for start in set(_FIRST_BYTES.values())) if not claimed else False
    if data.startswith(claimed) and not disguised:
        return
    raise Refused(
        _("“%(name)s” is not what its name says: its content is %(kind)s. Save it as what it is and choose it again.")
        % {"name": name, "kind": _kind_in_words(data)}
    )


def _kind_in_words(data: bytes) -> str:
    import puremagic

    try:
        guess = puremagic.from_string(data[:4096])
    except (puremagic.PureError, ValueError):
        return _("something else")
    return _("a “%(ending)s” file") % {"ending": guess} if guess else _("something else")
