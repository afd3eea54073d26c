"""Word, Excel and PowerPoint files: a zip archive of parts, unpacked within limits and searched for anything active."""

import io
import re
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext as _

from vkpp.core.uploads.refusal import TEST_VIRUS, Refused

ENTRIES = 3000
UNPACKED = 150 * 1024 * 1024
RATIO = 200
RATIO_FROM = 1024 * 1024
DEPTH = 2
_MAIN = {
    "word": ("word/", b"wordprocessingml.document.main+xml"),
    "excel": ("xl/", b"spreadsheetml.sheet.main+xml"),
    "powerpoint": ("ppt/", b"presentationml.presentation.main+xml"),
}
_LOCAL_FILE = re.compile(r"file:///[a-z]:|[a-z]:\\|[^/\\:]+$", re.IGNORECASE)
_LINK = 0o120000  # what Unix calls a file that stands for another one
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument", "/package")


@dataclass
class _Budget:
    """What may still be unpacked, over all archives inside one another."""

    unpacked: int = UNPACKED
    entries: int = ENTRIES


def check_word(data: bytes) -> None:
    """A Word document without anything active."""
    _check(data, "word", _Budget(), DEPTH)


def check_excel(data: bytes) -> None:
    """An Excel workbook without anything active."""
    _check(data, "excel", _Budget(), DEPTH)


def check_powerpoint(data: bytes) -> None:
    """A PowerPoint presentation without anything active."""
    _check(data, "powerpoint", _Budget(), DEPTH)


def _check(data: bytes, kind: str, budget: _Budget, depth: int) -> None:
    _check_ends(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, budget)
            _check_main(archive, kind)
            for entry in entries:
                _check_part(entry.filename, archive.read(entry), budget, depth)
    except Refused:
        raise
    except Exception as error:
        raise Refused(_("it is damaged and cannot be opened. Save it again and choose it again.")) from error


def _check_ends(data: bytes) -> None:
    """The archive must fill the file: nothing before, between or behind."""
    end = data.rfind(b"PK\x05\x06")
    if end == -1 or len(data) < end + 22:
        raise Refused(_("it is damaged and cannot be opened. Save it again and choose it again."))
    size, offset = (int.from_bytes(data[end + at : end + at + 4], "little") for at in (12, 16))
    if len(data) != end + 22 or offset + size != end:
        raise Refused(_("other data is hidden in the file. Save it again under a new name and choose that."))


def _check_sizes(entries: list[zipfile.ZipInfo], budget: _Budget) -> None:
    budget.entries -= len(entries)
    budget.unpacked -= sum(entry.file_size for entry in entries)
    packed_too_tightly = any(
        entry.file_size > RATIO_FROM and entry.file_size > RATIO * max(entry.compress_size, 1) for entry in entries
    )
    if budget.entries < 0 or budget.unpacked < 0 or packed_too_tightly:
        raise Refused(_("it unpacks to far more than it seems to hold (a “zip bomb”)."))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(_("it is protected by a password. Save it without protection and choose it again."))
    names = [entry.filename for entry in entries]
    if (
        len(set(names)) != len(names)
        or any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
        or any(entry.external_attr >> 16 & 0o170000 == _LINK for entry in entries)
    ):
        raise Refused(_("it is damaged and cannot be opened. Save it again and choose it again."))


def _check_main(archive: zipfile.ZipFile, kind: str) -> None:
    folder, main_type = _MAIN[kind]
    names = archive.namelist()
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Refused(_macros())
    if main_type not in types or not any(name.startswith(folder) for name in names):
        raise Refused(_("its content is not what its name says. Save it as what it is and choose it again."))


def _macros() -> str:
    return _("it contains macros. Save it without macros and choose it again.")


def _check_part(name: str, content: bytes, budget: _Budget, depth: int) -> None:
    lower = name.lower()
    if TEST_VIRUS in content:
        raise Refused(_("a virus was found in it."))
    if "vbaproject" in lower or "vbadata" in lower or "/macrosheets/" in lower:
        raise Refused(_macros())
    if "/activex/" in lower or "oleobject" in lower:
        raise Refused(_embedded())
    if "/embeddings/" in lower:
        _check_embedded(lower, content, budget, depth)
    if lower.endswith(".rels"):
        _check_links(content)
    elif lower.endswith(".xml"):
        _check_start(content)
    if b"DDEAUTO" in content or b"<ddeLink" in content:
        raise Refused(_("it starts other programs (DDE). Remove that field and choose it again."))


def _embedded() -> str:
    return _("other files or programs are embedded in it. Remove them, and add them here as files of their own.")


def _check_embedded(name: str, content: bytes, budget: _Budget, depth: int) -> None:
    """The workbook behind a chart is checked like the file itself; anything else embedded is refused."""
    kind = {"docx": "word", "xlsx": "excel", "pptx": "powerpoint"}.get(name.rpartition(".")[2])
    if kind is None or depth == 0:
        raise Refused(_embedded())
    _check(content, kind, budget, depth - 1)


def _check_links(content: bytes) -> None:
    """Nothing may be fetched from elsewhere when the file is opened; links that a reader clicks are fine."""
    for kind, target in _external_links(content):
        if kind.endswith(_FETCHED) and not (kind.endswith("/attachedTemplate") and _LOCAL_FILE.match(target)):
            raise Refused(
                _("it fetches a template or object from elsewhere when opened. Remove it and choose it again.")
            )


class _Begun(Exception):
    """The first element is reached, so no document type can follow."""


def _check_start(content: bytes) -> None:
    """No document type, by which entities grow into bombs or fetch files: no program writes one into these parts."""

    def element(*_started: object) -> None:
        raise _Begun

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = element, _doctype
    with suppress(_Begun):
        parser.Parse(content, True)


def _doctype(*_declared: object) -> None:
    raise Refused(_("it is damaged and cannot be opened. Save it again and choose it again."))


def _external_links(content: bytes) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def element(_name: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode", "").lower() == "external":
            found.append((attributes.get("Type", ""), attributes.get("Target", "")))

    parser = expat.ParserCreate()
    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = _doctype
    parser.Parse(content, True)
    return found
