"""The text of PDF and Word files, page by page.

    with text_files.opened(document.content_type, data) as source:
        source.count          # pages
        for page in source.pages(): page.number, page.text

Unreadable says in a sentence what is wrong with the file. Word knows no fixed pages: a page ends where Word last broke
it, at a break that the author put in, or after PAGE_LENGTH characters.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from vkpp.core.plain_text import LINE_BREAKS

MOST_PAGES = 1500
MOST_TEXT = 200_000
PAGE_LENGTH = 4000
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HYPHEN = re.compile("[\x02\ufffe\u00ad][ \t]*\n?")
_NEVER = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)


class Unreadable(ValueError):
    """A file whose text cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class PageText:
    """The text of one page."""

    number: int
    text: str


class Source(Protocol):
    """An opened file."""

    @property
    def count(self) -> int:
        """How many pages it has."""

    def pages(self) -> Iterator[PageText]:
        """Each page in turn."""


@contextmanager
def opened(content_type: str, data: bytes) -> Iterator[Source]:
    """The file, ready to be read."""
    if content_type == PDF:
        with _opened_pdf(data) as source:
            yield source
    elif content_type == WORD:
        yield _WordFile(_word_pages(data))
    else:
        raise Unreadable(_("The portal reads PDF and Word files (.docx). Save it as one of these and add that."))


def tidy(text: str) -> str:
    """Text as it is stored: words joined that were broken at the end of a line, nothing unseen, no long gaps."""
    text = _HYPHEN.sub("", LINE_BREAKS.sub("\n", text))
    text = unicodedata.normalize("NFC", _NEVER.sub("", text).replace("\u00a0", " "))
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:MOST_TEXT]


def _check_length(count: int) -> None:
    if count > MOST_PAGES:
        words = _("It has %(count)s pages; the portal reads up to %(most)s. Split it, and add the parts that matter.")
        raise Unreadable(words % {"count": f"{count:,}", "most": f"{MOST_PAGES:,}"})


class _PdfFile:
    def __init__(self, pdf: Any) -> None:
        self.pdf, self.count = pdf, len(pdf)

    def pages(self) -> Iterator[PageText]:
        for at in range(self.count):
            yield PageText(at + 1, tidy(self._text(at)))

    def _text(self, at: int) -> str:
        from pypdfium2 import PdfiumError

        try:
            page = self.pdf[at]
            layer = page.get_textpage()
            text = str(layer.get_text_range())
            layer.close()
            page.close()
        except PdfiumError:
            return ""
        return text


@contextmanager
def _opened_pdf(data: bytes) -> Iterator[Source]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            words = _("It is protected by a password. Save it without protection, and add that instead.")
            raise Unreadable(words) from error
        raise Unreadable(_("It cannot be opened as a PDF. Save it again as PDF, and add that instead.")) from error
    try:
        _check_length(len(pdf))
        yield _PdfFile(pdf)
    finally:
        pdf.close()


class _WordFile:
    def __init__(self, texts: list[str]) -> None:
        self.texts, self.count = texts, len(texts)

    def pages(self) -> Iterator[PageText]:
        for number, text in enumerate(self.texts, start=1):
            yield PageText(number, text)


def _word_pages(data: bytes) -> list[str]:
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    pages: list[list[str]] = [[]]
    length = 0
    try:
        for text, breaks in _blocks(docx.Document(io.BytesIO(data))):
            if pages[-1] and (breaks or length + len(text) > PAGE_LENGTH):
                pages.append([])
                length = 0
            pages[-1].append(text)
            length += len(text)
    except (OpcError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Unreadable(_("It cannot be opened as a Word file. Save it again, and add that instead.")) from error
    texts = [tidy("\n".join(lines)) for lines in pages]
    _check_length(len(texts))
    return texts


def _blocks(document: Any) -> Iterator[tuple[str, bool]]:
    """Each paragraph and table row in order, and whether a page ends before it."""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                yield " | ".join(text for text in cells if text), False
        else:
            yield block.text, _breaks(block)


def _breaks(paragraph: Any) -> bool:
    forced = paragraph._p.xpath(".//w:br[@w:type='page']")
    return bool(paragraph.rendered_page_breaks or forced or paragraph.paragraph_format.page_break_before)
