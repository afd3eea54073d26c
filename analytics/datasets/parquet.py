"""Parquet: the database writes text, Arrow reads it into typed columns, a batch at a time."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from analytics.datasets.columns import UNIT, Column, Flavour, Kind
from analytics.datasets.files import About
from analytics.datasets.sources import Source

BLOCK = 1 << 21
"""Bytes of text that Arrow reads at once; the longest row must fit."""
TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.YES_NO: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.CODES: pa.list_(pa.string()),
    Kind.OBJECT: pa.string(),
}


class Given(io.RawIOBase):
    """Pieces of bytes as a file that Arrow reads."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, into: Any) -> int:
        """Fill what Arrow offers, or as much as there is."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        some, self._rest = self._rest[: len(into)], self._rest[len(into) :]
        into[: len(some)] = some
        return len(some)


class Taken(io.RawIOBase):
    """A file that Arrow writes, taken away piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, piece: Any) -> int:
        """Keep a piece until it is taken."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        """What was written since the last time."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found


def write(source: Source, about: About, *, apart: bool = False) -> Iterator[bytes]:
    """The file in pieces."""
    schema = pa.schema([_field(column) for column in about.columns])
    schema = schema.with_metadata({**about.facts(), "vkpp": json.dumps(about.facts())})
    sink, pieces = Taken(), source.csv(Flavour.ARROW, apart=apart)
    with pq.ParquetWriter(pa.PythonFile(sink, "w"), schema, compression="zstd", compression_level=1) as writer:
        for batch in _batches(pieces, about):
            writer.write_batch(pa.record_batch([*_typed(batch, about)], schema=schema))
            yield sink.take()
    yield sink.take()


def _field(column: Column) -> pa.Field:
    values = {"values": "; ".join(f"{code} = {label}" for code, label in column.values)} if column.values else {}
    return pa.field(column.name, TYPES[column.kind], metadata={"meaning": str(column.meaning), **values})


def _batches(pieces: Iterator[bytes], about: About) -> Iterator[pa.RecordBatch]:
    first = next(pieces, b"")
    if not first:
        return
    read = {column.name: pa.string() if column.kind == Kind.CODES else TYPES[column.kind] for column in about.columns}
    reader = arrow_csv.open_csv(
        pa.PythonFile(io.BufferedReader(Given(_with(first, pieces)), BLOCK), "r"),
        read_options=arrow_csv.ReadOptions(block_size=BLOCK, column_names=list(read), use_threads=False),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=read, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
        ),
    )
    try:
        yield from reader
    finally:
        reader.close()


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _typed(batch: pa.RecordBatch, about: About) -> Iterator[pa.Array]:
    for column in about.columns:
        values = batch.column(column.name)
        yield pc.split_pattern(values, UNIT) if column.kind == Kind.CODES else values
