"""Small real files, good and bad, made in memory."""

import io
import zipfile

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
DOCX_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PPTX_TYPE = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
RELS = "word/_rels/settings.xml.rels"


def picture(kind="PNG", size=(8, 8)):
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind)
    return out.getvalue()


def pdf(*, script=False, launch=False, embedded=False, password=""):
    """A PDF with one empty page."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for wanted, kind, key, value in (
        (script, "/JavaScript", "/JS", "app.alert(1)"),
        (launch, "/Launch", "/F", "cmd.exe"),
    ):
        if wanted:
            action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject(value)})
            writer._root_object[NameObject("/OpenAction")] = action
    if embedded:
        writer.add_attachment("other.txt", b"inside")
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def office(main=DOCX_TYPE, folder="word", parts=None):
    """A Word file (or with other `main` and `folder` another) with extra `parts`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b'<Types><Override ContentType="' + main + b'"/></Types>')
        archive.writestr(f"{folder}/document.xml", b"<document/>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def relation(kind, target):
    """A part that refers to something outside the file."""
    return (
        f'<Relationships><Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
        "</Relationships>"
    ).encode()
