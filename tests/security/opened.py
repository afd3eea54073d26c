"""The words in a file, whatever it is: pages as they are, PDF, Parquet, and archives (workbooks, Word files) unpacked."""

import gzip
import io
import zipfile

from pypdf import PdfReader


def words_in(body: bytes, *, depth: int = 2) -> str:
    """Everything that a file says, as text."""
    if body.startswith(b"%PDF-"):
        reader = PdfReader(io.BytesIO(body))
        return "\n".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    if body.startswith(b"PK\x03\x04") and depth:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = [words_in(archive.read(name), depth=depth - 1) for name in archive.namelist()]
            return "\n".join([*archive.namelist(), *parts])
    if body.startswith(b"PAR1"):
        from pyarrow import parquet

        table = parquet.read_table(io.BytesIO(body))
        return f"{table.schema}\n{table.to_pylist()}"
    if body.startswith(b"\x1f\x8b") and depth:
        return words_in(gzip.decompress(body), depth=depth - 1)
    return body.decode("utf-8", "replace")
