"""Archives and pictures that somebody bent by hand, made in memory."""

import io
import struct
import zipfile
import zlib

from tests.practice import files

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MACRO_TYPES = b"application/vnd.ms-word.document.macroEnabled.main+xml"
LOLS = b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><x>&secret;</x>'


def zipped(parts, **options):
    """A plain archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def nested(depth):
    """A Word file with a workbook in it, in which there is a workbook, and so on."""
    inner = files.office(files.XLSX_TYPE, "xl")
    for _number in range(depth):
        inner = files.office(files.XLSX_TYPE, "xl", {"xl/embeddings/Book.xlsx": inner})
    return files.office(parts={"word/embeddings/Book.xlsx": inner})


def symlinked():
    """A Word file one part of which is a link to a file of the server."""
    link = zipfile.ZipInfo("word/media/image1.png")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return files.office(parts={link: b"/etc/passwd"})


def encrypted():
    """A Word file whose parts say that they are encrypted."""
    data = bytearray(files.office())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) != -1:
        data[at + 8] |= 1
        at += 4
    return bytes(data)


def lying_sizes():
    """A Word file whose list says that a part is small which is not."""
    data = bytearray(files.office(parts={"word/media/x.bin": b"0" * 4_000_000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def overlapping():
    """An archive every entry of which points to the same packed bytes."""
    data = files.office(parts={f"word/{number}.xml": b"<x/>" for number in range(5)})
    first = data.find(b"PK\x01\x02")
    wanted, bent, at = data[first + 42 : first + 46], bytearray(data), first
    while (at := bent.find(b"PK\x01\x02", at)) != -1:
        bent[at + 42 : at + 46] = wanted
        at += 4
    return bytes(bent)


def twice():
    """A Word file with two parts of one name."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for content in (b"harmless", b"not harmless"):
                archive.writestr("[Content_Types].xml", b"<Types>" + files.DOCX_TYPE + b"</Types>")
                archive.writestr("word/document.xml", content)
    return out.getvalue()


def png(width, height, *, data=None, more=b""):
    """A PNG that says it is of this size, with the pixels of a tiny one."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x00\x00\x00") if data is None else data
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def text_chunk(size):
    """A compressed text in a PNG that unpacks to this many bytes."""
    content = b"Comment\x00\x00" + zlib.compress(b"0" * size)
    return struct.pack(">I", len(content)) + b"zTXt" + content + struct.pack(">I", zlib.crc32(b"zTXt" + content))


def pdf_of(objects, *, trailer=b""):
    """A PDF of these objects, the first being its root, with a table of where they are."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]%s>>"


def page_with(root=b"", page=b"", *more):
    """A PDF of one page with these entries in its root and page, and further objects from number 4 on."""
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R%s>>" % root, PAGES, PAGE % page, *more])
