"""Every data set: its page, its files and the API hold the same rows; figures are those of the API of figures."""

import io
import json

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analytics.datasets import dataset
from analytics.models import Collection, CollectionItem
from practice.actions import adoption
from reviews.models import Recommendation
from tests.analytics.test_datasets import API, plain, rows, take
from tests.analytics.test_pages import FORCE, filled
from tests.factories.accounts import person
from tests.factories.collections import collection
from tests.factories.events import event
from tests.factories.practice import published_practice
from tests.factories.reviews import a_case, a_coding, a_point, review_type

CODES = (
    *("practice", "answers", "summaries", "benchmarks", "reviews", "learning_points", "recommendations"),
    *("panel_notifications", "panel_reviews", "collections"),
    "practice_collections",
    "adoption",
    "learning_events",
)


@pytest.fixture
def world():
    """A round with figures, a published example, and reviews with learning."""
    made = filled()
    practice = published_practice(title="Shared")
    collection(practice)
    adoption.record(practice=practice, values={"kind": "adopt", "plan": "=1+1"}, by=person("contributor"))
    event()
    for number in range(7):
        case = a_case("assured", type=review_type("RR"), age_band="1_5" if number < 5 else "16_17", strands=["DA"])
        a_point(a_coding(case), actions=["2.1.1"], text=f"Look again, {number}.", quote="=1+1")
    a_case("included", type=review_type("SIN"), age_band="under_1")
    Recommendation.objects.create(reference="RC-00001", review=case, text="Train everybody.", due_on="2027-01-31")
    register = Collection.objects.create(
        code="index", name="Homicide Index", owner="Home Office", topics=["homicide"], provenance="Sample, unverified."
    )
    CollectionItem.objects.create(collection=register, number=1, text="Sex of the victim")
    return made


@pytest.fixture
def analyst(world, client_for):
    return client_for(person("force_analyst", world.forces[FORCE]))


@pytest.mark.django_db
def test_catalogue_names_what_there_is(analyst):
    page = analyst.get("/insight/data/").content.decode()
    listed = [row["code"] for row in rows_of(analyst, API)]

    assert listed == sorted(CODES)
    for code in CODES:
        assert f'href="/insight/data/{code}/"' in page


def rows_of(browser, address):
    return browser.get(address).json()["results"]


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_page_files_and_api_hold_the_same(analyst, code):
    api = rows(analyst, code)
    assert api, "nothing there to compare"
    described = analyst.get(f"{API}{code}/").json()
    assert (described["rows"], [column["name"] for column in described["columns"]]) == (len(api), list(api[0]))
    assert f"Take it away: {len(api)} row" in analyst.get(f"/insight/data/{code}/").content.decode()

    assert [json.loads(line) for line in take(analyst, code, "jsonl").splitlines()] == api
    table = pq.read_table(io.BytesIO(take(analyst, code, "parquet")))
    objects = [column["name"] for column in described["columns"] if column["type"] == "object"]
    found = [plain(row) for row in table.to_pylist()]
    for row in found:
        row.update({name: json.loads(row[name]) for name in objects if row[name]})
    assert found == api

    frame = pd.read_csv(io.BytesIO(take(analyst, code, "csv")), keep_default_na=False, na_values=[""])
    assert (list(frame.columns), len(frame)) == (list(api[0]), len(api))
    empty = {name: [row[name] is None for row in api] for name in api[0]}
    assert {name: frame[name].isna().tolist() for name in frame} == empty
    data = list(openpyxl.load_workbook(io.BytesIO(take(analyst, code, "xlsx")))["Data"].values)
    assert (list(data[0]), len(data) - 1) == (list(api[0]), len(api))
    assert {name: [row[at] is None for row in data[1:]] for at, name in enumerate(data[0])} == empty


@pytest.mark.django_db
def test_figures_are_those_of_the_api_of_figures(analyst):
    for code, address in (("summaries", "/api/v1/summaries/"), ("benchmarks", "/api/v1/benchmarks/")):
        taken = rows(analyst, code, "&measure=implementation")
        given = analyst.get(f"{address}?measure=implementation&page_size=200").json()["results"]
        for row in taken:
            assert row.pop("marking") == "official_sensitive"
        assert [same(row) for row in taken] == [same(row) for row in given]


def same(row):
    """A row with nothing and empty alike, and times without their writing."""
    return {name: None if value in ("", {}, []) else value for name, value in row.items() if name != "as_of"}


@pytest.mark.django_db
def test_panel_counts_are_rounded_and_few_withheld_alike_for_everybody(world, analyst, client_for):
    found = rows(analyst, "panel_reviews")
    ages = {row["value"]: (row["count"], row["withheld"]) for row in found if row["field"] == "age_band"}

    assert ages == {"1_5": (None, True), "16_17": (None, True)}
    assert [row["count"] for row in found if row["field"] == "all"] == [5]
    assert rows(client_for(person("vkpp_staff")), "panel_reviews") == found


@pytest.mark.django_db
def test_duckdb_reads_parquet_and_csv(analyst, tmp_path):
    for kind in ("parquet", "csv"):
        (tmp_path / f"points.{kind}").write_bytes(take(analyst, "learning_points", kind))
    parquet, csv = str(tmp_path / "points.parquet"), str(tmp_path / "points.csv")
    counted = "SELECT actions[1], quote, count(*) FROM read_parquet(?) GROUP BY ALL"
    assert duckdb.execute(counted, [parquet]).fetchall() == [("2.1.1", "=1+1", 7)]
    typed = "SELECT typeof(assured_at) FROM read_parquet(?) LIMIT 1"
    assert duckdb.execute(typed, [parquet]).fetchall() == [("TIMESTAMP WITH TIME ZONE",)]
    read = "SELECT quote, count(*), max(page_number) FROM read_csv(?) GROUP BY ALL"
    assert duckdb.execute(read, [csv]).fetchall() == [("'=1+1", 7, None)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("answers", "&force=nowhere"),
        ("summaries", "&round=1999"),
        ("reviews", "&outcome=x"),
        ("practice", "&colour=red"),
    ],
)
def test_filter_that_names_nothing_is_refused(analyst, code, query):
    for place in ("rows/?", "download/?format=csv"):
        assert analyst.get(f"{API}{code}/{place}{query}").status_code == 400
    page = analyst.get(f"/insight/data/{code}/?{query}")
    assert (page.status_code, "There is a problem" in page.content.decode()) == (400, True)


@pytest.mark.django_db
def test_page_with_a_wrong_filter_keeps_what_was_sent(analyst):
    page = analyst.get("/insight/data/answers/?force=nowhere&not_applicable=false&updated_since=2026-01-01")
    shown = page.content.decode()

    assert "<title>Error: Answers of forces" in shown
    assert '<option value="false" selected>' in shown
    assert 'name="updated_since" value="2026-01-01"' in shown
    assert not page.context["filtered"]


@pytest.mark.django_db
def test_filter_is_the_same_by_page_api_and_file(analyst):
    found = rows(analyst, "answers", f"&force={FORCE}&not_applicable=false")
    page = analyst.get(f"/insight/data/answers/?force={FORCE}&not_applicable=false&round=").content.decode()
    lines = take(analyst, "answers", "jsonl", f"&force={FORCE}&not_applicable=false").splitlines()

    assert [row["force"] for row in found] == [FORCE]
    assert [json.loads(line) for line in lines] == found
    assert "Take it away: 1 row, filtered" in page


@pytest.mark.django_db
def test_every_data_set_ends_with_its_marking():
    for code in CODES:
        assert dataset.named(code).columns[-1].name == "marking"
