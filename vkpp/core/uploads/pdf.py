"""PDF files: they must open without a password and hold no scripts, programs or other files."""

import io
import zipfile
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from vkpp.core.uploads.refusal import Refused

OBJECTS = 30_000
PARTS = 500_000
_DAMAGED = gettext_lazy("it cannot be opened as a PDF. Save it again as PDF and choose it again.")


def check(data: bytes) -> None:
    """A PDF from the first byte to the last, that does nothing but show pages."""
    end = data.rfind(b"%%EOF")
    if end == -1 or data[end + 5 :].strip(b"\r\n\t \x00") or zipfile.is_zipfile(io.BytesIO(data)):
        raise Refused(_("other data is hidden behind the end of the PDF. Print it to a new PDF and choose that."))
    try:
        _open(data)
    except Refused:
        raise
    except Exception as error:
        raise Refused(_DAMAGED) from error


def _open(data: bytes) -> None:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise Refused(_("it is protected by a password. Save it without protection and choose it again."))
    if not reader.pages:
        raise Refused(_DAMAGED)
    numbers = [(number, generation) for generation, known in reader.xref.items() for number in known]
    numbers += [(number, 0) for number in reader.xref_objStm]
    if len(numbers) > OBJECTS:
        raise Refused(_("it has too many parts to be checked. Print it to a new PDF and choose that."))
    budget = PARTS
    for number, generation in numbers:
        if number:
            budget = _walk(IndirectObject(number, generation, reader).get_object(), budget)


def _walk(start: Any, budget: int) -> int:
    """Look at one object and what lies directly inside it; references are objects of their own."""
    waiting = [start]
    while waiting:
        part = waiting.pop()
        budget -= 1
        if budget < 0:
            raise Refused(_("it has too many parts to be checked. Print it to a new PDF and choose that."))
        if isinstance(part, DictionaryObject):
            _look(part)
            waiting.extend(value for value in part.values() if isinstance(value, (DictionaryObject, ArrayObject)))
        elif isinstance(part, ArrayObject):
            waiting.extend(value for value in part if isinstance(value, (DictionaryObject, ArrayObject)))
    return budget


def _look(part: DictionaryObject) -> None:
    kind = part.raw_get("/S") if "/S" in part else None
    if "/JS" in part or "/JavaScript" in part or kind == "/JavaScript":
        raise Refused(_("the PDF contains a script (JavaScript). Print it to a new PDF and choose that."))
    if kind in {"/Launch", "/ImportData", "/SubmitForm"} or "/Launch" in part:
        raise Refused(_("the PDF starts other programs or sends data. Print it to a new PDF and choose that."))
    if "/EmbeddedFiles" in part or "/EF" in part or part.get("/Type") == "/EmbeddedFile" or "/RichMedia" in part:
        raise Refused(_("other files are embedded in the PDF. Print it to a new PDF, and add the other files here."))
    if "/XFA" in part:
        raise Refused(_("the PDF holds a form with scripts (XFA). Print it to a new PDF and choose that."))
