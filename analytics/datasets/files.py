"""The four kinds of file that a data set is written into, each in pieces, and what every file says about itself."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Flavour, Text
from analytics.datasets.dataset import DataSet
from analytics.datasets.sources import Source
from vkpp.core.models import Marking

BOM = b"\xef\xbb\xbf"
"""By this Excel knows UTF-8; pandas, readr and DuckDB pass over it."""


@dataclass(frozen=True)
class About:
    """What a file says about itself."""

    data_set: DataSet
    marking: Marking
    filter: str
    as_of: dt.datetime

    @property
    def columns(self) -> Sequence[Column]:
        """The columns of the data set."""
        return self.data_set.columns

    def facts(self) -> dict[str, str]:
        """In words, for people and programs."""
        return {
            "data_set": self.data_set.code,
            "title": str(self.data_set.title),
            "about": str(self.data_set.about),
            "a_row_is": str(self.data_set.a_row),
            "marking": str(self.marking.label),
            "licence": str(self.data_set.licence),
            "as_of": self.as_of.astimezone(dt.UTC).isoformat(timespec="seconds"),
            "filter": self.filter,
            "source": settings.SITE_NAME,
        }


Write = Callable[..., Iterator[bytes]]


@dataclass(frozen=True)
class Format:
    """A kind of file."""

    code: str
    label: Text
    hint: Text
    content_type: str
    write: Write
    streams_up_to: int


def csv(source: Source, about: About, *, apart: bool = False) -> Iterator[bytes]:
    """CSV for spreadsheets and programs: a line of names, then the rows."""
    yield BOM + ",".join(column.name for column in about.columns).encode() + b"\n"
    yield from source.csv(Flavour.SHEET, apart=apart)


def lines(source: Source, about: About, *, apart: bool = False) -> Iterator[bytes]:
    """JSON Lines: an object to a line, as the API gives them."""
    del about
    yield from source.lines(apart=apart)


def workbook(source: Source, about: About, *, apart: bool = False) -> Iterator[bytes]:
    """An Excel workbook."""
    from analytics.datasets.workbook import write  # read only when somebody wants one

    return write(source, about, apart=apart)


def parquet(source: Source, about: About, *, apart: bool = False) -> Iterator[bytes]:
    """A Parquet file."""
    from analytics.datasets.parquet import write  # read only when somebody wants one

    return write(source, about, apart=apart)


STREAMED = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    one.code: one
    for one in (
        Format("csv", _("CSV"), _("for Excel, R and everything else"), "text/csv; charset=utf-8", csv, STREAMED),
        Format("xlsx", _("Excel"), _("with a sheet that explains the columns"), XLSX, workbook, 2_000),
        Format("jsonl", _("JSON Lines"), _("for programs"), "application/x-ndjson", lines, STREAMED),
        Format(
            "parquet",
            _("Parquet"),
            _("for pandas, R and DuckDB; keeps types"),
            "application/vnd.apache.parquet",
            parquet,
            STREAMED,
        ),
    )
}


def name_of(about: About, kind: Format) -> str:
    """The name of the file, which carries the marking."""
    marking = str(about.marking.value).replace("_", "-").upper()
    return f"{about.data_set.code.replace('_', '-')}-{about.as_of:%Y-%m-%d}-{marking}.{kind.code}"
