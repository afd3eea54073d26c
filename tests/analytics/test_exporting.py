"""Data that leaves: written into the trail, made by a worker when it is long, never held whole in memory."""

import csv
import io
import resource

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.db import DatabaseError, connection
from django.http import QueryDict
from django.utils import timezone

from analytics.actions import exporting
from analytics.datasets import dataset, files
from analytics.datasets.copying import copied
from analytics.datasets.files import FORMATS
from practice.models import BankEntry
from tests.analytics.test_datasets import API, take
from tests.api.clients import program
from tests.api.test_docs import PYTHON
from tests.factories.accounts import ForceFactory, MembershipFactory, person
from tests.factories.practice import published_practice
from tests.queries import queries
from vkpp.core import jobs
from vkpp.core.models import AuditEvent, Job

PAGE, EXPORT = "/insight/data/practice/", "/insight/data/practice/export/"


@pytest.fixture
def lines_only(monkeypatch):
    """Files of more than two rows are long."""
    for name, one in FORMATS.items():
        changed = files.Format(one.code, one.label, one.hint, one.content_type, one.write, 2)
        monkeypatch.setitem(FORMATS, name, changed)


@pytest.mark.django_db
def test_download_is_written_into_the_trail_with_filter_and_marking(client_for):
    published_practice(title="Shared")
    analyst = person("force_analyst")
    answer = client_for(analyst).post(f"{EXPORT}?rating=works", {"format": "csv"})

    assert answer.headers["Content-Disposition"].endswith('-OFFICIAL.csv"')
    event = AuditEvent.objects.get(verb="data_set.export")
    assert (event.actor_id, event.target_label) == (analyst.pk, str(analyst))
    assert event.after == {
        "data_set": "practice",
        "format": "csv",
        "filter": "rating=works",
        "marking": "official",
    }
    assert len(b"".join(answer.streaming_content).splitlines()) == 1


@pytest.mark.django_db
def test_look_at_sensitive_rows_is_logged_and_at_others_not(client_for):
    analyst = person("force_analyst")
    browser = client_for(analyst)
    for address in (PAGE, f"{API}practice/rows/", "/insight/data/answers/?has_gap=true", f"{API}answers/rows/"):
        assert browser.get(address).status_code == 200
    logged = AuditEvent.objects.filter(actor_id=analyst.pk, verb__startswith="data_set.").order_by("id")
    assert [(event.verb, event.after["data_set"], event.after["filter"]) for event in logged] == [
        ("data_set.look", "answers", "has_gap=true"),
        ("data_set.look", "answers", ""),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", FORMATS)
def test_long_file_is_made_by_a_worker_and_is_the_same(client_for, lines_only, kind):
    for name in ("one", "two", "three"):
        published_practice(title=name)
    browser = client_for(person("force_analyst"))
    answer = browser.post(EXPORT, {"format": kind})
    job = Job.objects.get()
    assert answer.headers["Location"] == jobs.address(job)
    assert jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.marking) == ("done", 3, 3, "official")
    assert job.file_name.endswith(f"-OFFICIAL.{kind}")
    assert AuditEvent.objects.get(verb="data_set.export").after["rows"] == 3
    made = b"".join(browser.get(f"/jobs/{job.pk}/file/").streaming_content)
    assert job.file_size == len(made)
    if kind in {"csv", "jsonl"}:
        assert made == take(browser, "practice", kind)


@pytest.mark.django_db(transaction=True)
def test_worker_writes_nothing_for_whom_the_role_was_taken_from(client_for, lines_only):
    officer = person("force_analyst")
    answer = client_for(officer).post("/insight/data/answers/export/?has_gap=true", {"format": "csv"})
    assert answer.status_code == 200, "nothing there yet, so it is short"
    job = jobs.start(
        "analytics.data_set", title="Answers", payload={"data_set": "answers", "format": "csv", "query": ""}, by=officer
    )
    officer.memberships.all().delete()
    jobs.run(job.pk)

    job.refresh_from_db()
    assert (job.state, job.file_name) == ("failed", "")
    assert job.error == "Your role no longer includes this data set. Ask for a role that does."


@pytest.mark.django_db
def test_two_long_filters_are_two_files():
    analyst, practice = person("force_analyst"), dataset.named("practice")
    filters = ["q=" + "word+" * 60 + end for end in ("a", "b", "b")]
    made = [exporting.start(data_set=practice, kind=FORMATS["csv"], query=query, by=analyst) for query in filters]
    assert made[0] != made[1] == made[2]


@pytest.mark.django_db(transaction=True)
def test_file_is_gone_with_the_role_it_was_made_for(client_for):
    staff = person("vkpp_staff")
    payload = {"data_set": "answers", "format": "csv", "query": ""}
    job = jobs.start("analytics.data_set", title="Answers", payload=payload, by=staff)
    assert jobs.run(job.pk)
    file = f"/jobs/{job.pk}/file/"
    MembershipFactory(user=staff, role="contributor", force=ForceFactory())
    assert client_for(staff).get(file).status_code == 200

    staff.memberships.filter(role="vkpp_staff").update(ended_at=timezone.now(), ended_by=staff)
    browser = client_for(staff)
    assert browser.get("/insight/data/answers/").status_code == 200, "their own part is still open to them"
    assert browser.get(file).status_code == 403

    Job.objects.filter(pk=job.pk).update(payload=payload)
    assert browser.get(file).status_code == 403, "made by an older portal, which kept no roles"


@pytest.mark.django_db
def test_long_workbook_is_refused_by_the_api_and_says_what_to_do(client_for, lines_only):
    for name in ("one", "two", "three"):
        published_practice(title=name)
    answer = client_for(person("force_analyst")).get(f"{API}practice/download/?format=xlsx")

    assert answer.status_code == 400
    assert answer.json()["fields"] == {
        "format": ["This is too long for an Excel workbook by the API. Filter it, or take csv, jsonl or parquet."]
    }


@pytest.mark.django_db
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_formula_is_made_plain_in_csv_and_workbook_only(client_for, start):
    typed = f'{start}HYPERLINK("x")'
    published_practice(title="Shared")
    BankEntry.objects.update(title=typed)
    browser = client_for(person("force_analyst"))
    text = take(browser, "practice", "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[1][1] == f"'{typed}"
    sheet = openpyxl.load_workbook(io.BytesIO(take(browser, "practice", "xlsx")))["Data"]
    assert (sheet["B2"].data_type, sheet["B2"].value[:1]) == ("s", "'")
    assert take(browser, "practice", "jsonl").count(b'"title":"\'') == 0


@pytest.mark.django_db
def test_workbook_carries_marking_and_meaning(client_for):
    published_practice(title="Shared")
    book = openpyxl.load_workbook(io.BytesIO(take(client_for(person("force_analyst")), "practice", "xlsx")))

    facts = dict(book["About"].values)
    assert (facts["marking"], facts["data_set"]) == ("OFFICIAL", "practice")
    assert book["Data"].oddHeader.center.text == "OFFICIAL"
    meanings = {row[0]: row[2] for row in book["Columns"].values}
    assert meanings["title"] == "What the practice is called."


@pytest.mark.django_db
def test_page_asks_the_database_alike_for_one_and_three_rows(client_for):
    browser = client_for(person("force_analyst"))
    published_practice(title="one")
    once = queries(browser, PAGE)
    for name in ("two", "three"):
        published_practice(title=name)
    assert queries(browser, PAGE) == once


LONG = "COPY (SELECT repeat('x', 1000), generate_series(1, {})) TO STDOUT (FORMAT csv)"


@pytest.mark.django_db
def test_long_export_is_never_held_whole():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = sum(len(piece) for piece in copied(LONG.format(200_000)))

    assert size > 200_000_000
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 64


@pytest.mark.django_db(transaction=True)
def test_reader_who_goes_away_stops_the_query():
    for apart in (True, False):
        pieces = copied(LONG.format(1_000_000_000), apart=apart)
        assert len(next(pieces)) > 0
        pieces.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'")
            assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_statement_that_fails_is_told_to_who_reads():
    with pytest.raises(DatabaseError, match="division by zero"):
        list(copied("COPY (SELECT 1 / 0) TO STDOUT"))


@pytest.mark.django_db
def test_nothing_found_is_a_file_with_a_heading(client_for):
    browser = client_for(person("force_analyst"))
    names = [column.name for column in dataset.named("practice").columns]

    assert take(browser, "practice", "csv").decode("utf-8-sig").strip().split(",") == names
    assert take(browser, "practice", "jsonl") == b""
    assert take(browser, "practice", "parquet")[:4] == b"PAR1"
    assert dataset.named("answers").source(person("evaluator"), QueryDict()).count() == 0


@pytest.mark.django_db(transaction=True)
def test_example_of_the_documentation_runs(live_server, monkeypatch):
    published_practice(title="Shared")
    monkeypatch.setenv("PORTAL", live_server.url)
    monkeypatch.setenv("TOKEN", program(person("force_analyst")).secret)
    (example,) = (example for example in PYTHON if "read_parquet" in example)

    exec(compile(example, "docs/api.md", "exec"), names := {})  # noqa: S102 - the example of our own page

    assert names["practice"]["title"].tolist() == ["Shared"]
    assert str(names["practice"]["published_at"].dtype) == "datetime64[us, UTC]"


@pytest.mark.django_db
def test_text_longer_than_a_cell_of_excel_is_cut_there_and_whole_elsewhere(client_for):
    published_practice(title="Shared")
    long = "word " * 8_000 + "end"
    BankEntry.objects.update(summary=long)
    browser = client_for(person("force_analyst"))
    sheet = openpyxl.load_workbook(io.BytesIO(take(browser, "practice", "xlsx")))["Data"]

    assert (len(sheet["C2"].value), sheet["C2"].value[-4:]) == (32_767, " […]")
    rows = list(csv.reader(io.StringIO(take(browser, "practice", "csv").decode("utf-8-sig"), newline="")))
    assert rows[1][2] == long
    parquet = pq.read_table(io.BytesIO(take(browser, "practice", "parquet")))
    assert parquet["summary"].to_pylist() == [long]
    facts = {key.decode(): value.decode() for key, value in parquet.schema.metadata.items()}
    assert (facts["marking"], facts["data_set"]) == ("OFFICIAL", "practice")
