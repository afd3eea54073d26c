"""The table of `make bench`: what it says of figures that meet, miss or lack a target, and of parts never measured."""

import json

import pytest

from tests.performance import kept


def summary(median, **more):
    return {"median": median, "p95": median, "queries": [3, 5], "kb": 40.0, "sent": 9.0, "mb": 130.0, **more}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LOCAL_DIR", str(tmp_path))
    return tmp_path / "bench"


def rows():
    return [
        kept.page("list", {"large": summary(16.0), "floor": summary(4.0), "small": summary(10.0)}, 8, grows=True),
        kept.page("search", {"page": summary(40.0, sent=151.0), "floor": summary(4.0)}, 8, heavy=True),
        kept.page("not there", {"status": "404 Not Found at /x/"}, 8),
        kept.page("for information", {"page": summary(8.0), "floor": summary(4.0)}, None),
        kept.work("best set", 6.0, "s", 5),
        kept.work("share of COPY", 0.6, "", 0.5, least=True, mb=48),
    ]


def test_figures_say_what_they_miss():
    assert [row.get("misses", row.get("failed")) for row in rows()] == [
        ["growth"],
        ["ratio", "size"],
        "404 Not Found at /x/",
        [],
        ["figure"],
        [],
    ]


def test_table_shows_every_part_that_is_kept_and_names_the_others(folder, capsys):
    assert kept.keep("bank", rows()) == 4

    assert kept.table() == 1

    _blank, head, part, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["now", "floor", "ratio", "target", "queries", "kB", "sent", "peak", "MB", "growth"]
    assert part.startswith("── bank, ")
    assert [line.split() for line in lines[:6]] == [
        ["list", "16.0", "ms", "4.00", "4.0", "8", "3–5", "40", "9", "130", "1.60", "MISSES", "growth"],
        ["search", "40.0", "ms", "4.00", "10.0", "8", "3–5", "40", "151", "130", "MISSES", "ratio,", "size"],
        ["not", "there", "404", "Not", "Found", "at", "/x/", "MISSES"],
        ["for", "information", "8.0", "ms", "4.00", "2.0", "3–5", "40", "9", "130"],
        ["best", "set", "6.0", "s", "≤5", "MISSES", "figure"],
        ["share", "of", "COPY", "0.6", "≥0.5", "48", "meets"],
    ]
    assert "4 figures MISS their target. Never measured: nvap, reviews, insight, weight, start." in lines
    assert sorted(json.loads((folder / "bank.json").read_text())) == ["at", "commit", "cores", "rows"]


def test_table_is_content_when_everything_meets(capsys):
    for part in kept.PARTS:
        kept.keep(part, [kept.work("figure", 1.0, "s", 5)])

    assert kept.table() == 0
    assert "Every figure that was measured meets its target." in capsys.readouterr().out.splitlines()
