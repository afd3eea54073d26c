"""Data sets: the catalogue, its pages and API, and the four kinds of file, which all hold the same rows."""

import datetime as dt
import io
import json

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from practice.models import BankEntry
from tests.factories.accounts import person
from tests.factories.practice import published_practice
from tests.tools.analysts import run_r

API = "/api/v1/data-sets/"
ODD = '=cmd|" /C calc"!A0, Größe; "quoted"\nsecond line\ttab 😀 ' + "long " * 400


def body(response):
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def take(browser, code, kind, query=""):
    return body(browser.get(f"{API}{code}/download/?format={kind}{query}"))


def rows(browser, code, query=""):
    """All rows of the API, page by page."""
    found, address = [], f"{API}{code}/rows/?page_size=2{query}"
    while address:
        page = browser.get(address).json()
        found += page["results"]
        address = page["next"]
    return found


@pytest.fixture
def odd():
    """Three published examples, one of them with everything that spoils a file."""
    for name in ("one", "two", "three"):
        published_practice(title=name)
    entry = BankEntry.objects.order_by("pk").first()
    BankEntry.objects.filter(pk=entry.pk).update(title="=1+1", summary=ODD, started="", categories=[], rating="")
    return entry


@pytest.mark.django_db
def test_every_format_and_the_api_give_the_same_rows(client_for, odd):
    browser = client_for(person("force_analyst"))
    api = rows(browser, "practice")
    assert [row["title"] for row in api] == ["=1+1", "two", "three"]
    assert (api[0]["summary"], api[0]["started"], api[0]["categories"]) == (ODD, None, None)

    lines = [json.loads(line) for line in take(browser, "practice", "jsonl").splitlines()]
    assert lines == api

    table = pq.read_table(io.BytesIO(take(browser, "practice", "parquet")))
    assert table.column_names == list(api[0])
    assert [plain(row) for row in table.to_pylist()] == api

    frame = pd.read_csv(io.BytesIO(take(browser, "practice", "csv")), keep_default_na=False, na_values=[""])
    assert list(frame.columns) == list(api[0])
    assert frame["title"].tolist() == ["'=1+1", "two", "three"]
    assert frame["summary"][0] == "'" + ODD
    assert frame["started"].isna().tolist() == [True, False, False]
    assert frame["reference"].tolist() == [row["reference"] for row in api]

    book = openpyxl.load_workbook(io.BytesIO(take(browser, "practice", "xlsx")))
    assert book.sheetnames == ["Data", "About", "Columns"]
    data = list(book["Data"].values)
    assert list(data[0]) == list(api[0])
    assert [row[1] for row in data[1:]] == ["'=1+1", "two", "three"]
    assert data[1][2] == "'" + ODD
    assert [row[-1] for row in data[1:]] == ["official"] * 3


READ_IN_R = """
csv <- read.csv("practice.csv", na.strings = "", fileEncoding = "UTF-8-BOM")
stopifnot(is.na(csv$started[1]), !is.na(csv$started[2]), is.na(csv$rating[1]))
stopifnot(!is.na(as.POSIXct(csv$published_at, "UTC", "%Y-%m-%dT%H:%M:%OS")))
cat(paste(vapply(csv$summary, \\(text) paste(utf8ToInt(text), collapse = " "), ""), collapse = "\\n"))
"""


@pytest.mark.django_db
def test_r_reads_what_spoils_a_file(client_for, odd, tmp_path):
    """Long text, quotes, lines, signs of all languages, nothing and times: read again as they are here."""
    browser = client_for(person("force_analyst"))
    there = write_as_r_text(take(browser, "practice", "csv"))
    told = run_r(there + READ_IN_R, tmp_path)

    texts = ["".join(chr(int(code)) for code in line.split()) for line in told.splitlines() if line]
    assert texts == ["'" + ODD, *(row["summary"] for row in rows(browser, "practice")[1:])]


def write_as_r_text(file):
    """A line of R that writes these bytes to practice.csv: R runs apart from the machine's files."""
    return f'writeBin(as.raw(c({",".join(map(str, file))})), "practice.csv")\n'


def plain(row):
    """A row of Parquet as JSON has it."""
    return {
        name: value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        if isinstance(value, dt.datetime)
        else value.isoformat()
        if isinstance(value, dt.date)
        else value
        for name, value in row.items()
    }


@pytest.mark.django_db
def test_page_shows_the_first_rows_and_columns(client_for, odd):
    page = client_for(person("force_analyst")).get("/insight/data/practice/").content.decode()

    assert "Take it away: 3 rows" in page
    assert "<code>first_published_at</code>" in page
    assert "=1+1" in page
