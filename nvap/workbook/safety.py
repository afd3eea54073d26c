"""Is the file a workbook that can be read at all? `first_look` in the request, `look_inside` in a worker."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from nvap.workbook.outcome import Unreadable
from vkpp.core import uploads, virus
from vkpp.core.uploads.check import clean_name

LIMIT = 5 * 1024 * 1024
ROWS = 5_000
UNPACKED = 40 * 1024 * 1024
SPREAD = 10_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass
class Survey:
    """What a sheet's XML says before anybody trusts it: rows with something in them, and cells that were merged."""

    rows: int = 0
    spread: int = 0
    merged: list[str] = field(default_factory=list)

    def spreads(self, area: str) -> None:
        """Something is spread over these cells; over too many, whoever opens the file works on it for hours."""
        from openpyxl.utils import range_boundaries

        left, top, right, bottom = range_boundaries(area)
        if None in (left, top, right, bottom):
            self.spread = SPREAD
        self.spread += ((right or 1) - (left or 1) + 1) * ((bottom or 1) - (top or 1) + 1)
        if self.spread > SPREAD:
            raise Unreadable(
                _("Cells are merged or linked all over a sheet. Undo that, or copy your answers into a new workbook.")
            )


def first_look(name: str, data: bytes) -> str:
    """The file's name made harmless; Unreadable when a glance shows that this is no Excel workbook of ours."""
    name = clean_name(name)
    suffix = name.rpartition(".")[2].lower()
    if not data:
        raise Unreadable(_("The file is empty (0 bytes). Choose the file again."))
    if len(data) > LIMIT:
        raise Unreadable(_("The file is larger than 5 MB. A filled in workbook is far smaller: choose that one."))
    if data.startswith(OLE) and ENCRYPTED in data:
        raise Unreadable(_("The workbook is protected by a password. Save it without a password and choose it again."))
    if data.startswith(OLE):
        raise Unreadable(
            _("This is an old Excel file (.xls). Save it as “Excel Workbook (.xlsx)” and choose that file.")
        )
    if suffix == "xlsm":
        raise Unreadable(_macros())
    if not data.startswith(ZIP):
        raise Unreadable(
            _("This is not an Excel workbook. Choose the workbook (.xlsx) that you downloaded here and filled in.")
        )
    if suffix != "xlsx":
        raise Unreadable(_("The name of the file must end in .xlsx. Save it as “Excel Workbook (.xlsx)”."))
    return name


def _macros() -> str:
    return _("The workbook contains macros. Save it as “Excel Workbook (.xlsx)” and choose that file.")


def look_inside(name: str, data: bytes) -> dict[str, Survey]:
    """Every part checked within limits; what the parts that are sheets say, by the part's name."""
    if virus.find(data):
        raise Unreadable(_("A virus was found in the file. It was not kept. Tell your IT help desk."))
    _check_sizes(data)
    try:
        uploads.check(name, data)
    except uploads.Refused as refusal:
        raise Unreadable(str(refusal)) from refusal
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return _survey(archive)


def _check_sizes(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except Exception as error:
        raise Unreadable(damaged()) from error
    if unpacked > UNPACKED:
        raise Unreadable(
            _("The file unpacks to far more than it seems to hold (a “zip bomb”). Download the workbook again.")
        )


def damaged() -> str:
    """The sentence about a file that cannot be opened."""
    return _("The file is damaged and cannot be opened. Open it in Excel, save it again and choose it again.")


def _survey(archive: zipfile.ZipFile) -> dict[str, Survey]:
    found: dict[str, Survey] = {}
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            survey = _read_xml(archive.read(name), is_sheet=bool(SHEET.fullmatch(name)))
            if SHEET.fullmatch(name):
                found[name] = survey
    return found


def _read_xml(content: bytes, *, is_sheet: bool) -> Survey:
    """Walk through one part; a document type (by which entities grow into bombs) is refused wherever it stands."""
    walk, parser = _Walk(), expat.ParserCreate()
    parser.StartDoctypeDeclHandler = walk.doctype
    if is_sheet:
        parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError) as error:
        raise Unreadable(damaged()) from error
    return walk.survey


class _Walk:
    """Looks at the elements of a sheet as they pass."""

    def __init__(self) -> None:
        self.survey, self.filled = Survey(), False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag in {"v", "is", "f"}:
            self.filled = True
        elif tag in {"mergeCell", "hyperlink"}:
            area = attributes.get("ref", "A1")
            self.survey.spreads(area)
            if tag == "mergeCell":
                self.survey.merged.append(area)

    def end(self, tag: str) -> None:
        if not self.filled or tag.rpartition(":")[2] != "row":
            return
        self.filled, self.survey.rows = False, self.survey.rows + 1
        if self.survey.rows > ROWS:
            raise Unreadable(
                _("A sheet has more than %(most)s rows. The form is far shorter: remove what does not belong to it.")
                % {"most": f"{ROWS:,}"}
            )

    def doctype(self, *_declared: object) -> None:
        raise Unreadable(
            _("The file holds hidden instructions (XML entities) that Excel never writes. Download the workbook again.")
        )
