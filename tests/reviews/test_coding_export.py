"""The coded data as a workbook and as CSV files, with its code book; nobody gets codes early in it."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from reviews import coding_export
from reviews.actions import coding as actions
from reviews.actions import points
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_coding, a_document, a_point, taxonomy
from vkpp.core import jobs
from vkpp.core.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    taxonomy()
    a_plan()
    return person("vkpp_staff")


def made(client, user, kind):
    """The file of an export that `user` asked for."""
    client.force_login(user)
    client.post(reverse("reviews:coding-export"), {"format": kind})
    job = Job.objects.get(kind="reviews.coding_export", owner=user)
    assert jobs.run(job.pk)
    job.refresh_from_db()
    return job, job.file.read()


def test_workbook_has_every_table_and_the_code_book(client, staff):
    case = a_case("assured", title="=SUM(A1)")
    a_point(a_coding(case), theme="victim", actions=["2.1.1", "2.2.1"], strands=["DA", "CSE"])

    job, data = made(client, staff, "xlsx")

    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == [table.name for table in coding_export.TABLES]
    header, row = list(book["learning_points"].iter_rows(values_only=True))
    found = dict(zip(header, row, strict=True))
    assert (found["review"], found["theme"], found["actions"], found["strands"], found["counts"]) == (
        case.reference,
        "victim",
        "2.1.1; 2.2.1",
        "DA; CSE",
        "yes",
    )
    assert book["reviews"]["C2"].value == "'=SUM(A1)"
    meanings = {(row[0], row[1]): row[3] for row in book["columns"].iter_rows(values_only=True)}
    assert meanings["learning_points", "kind"] == "problem = Problem; good = Good practice"
    assert job.file_name.startswith("coded-reviews-")


def test_csv_files_have_the_same_tables(client, staff):
    a_point(a_coding(a_case("assured")), theme="victim")

    _job, data = made(client, staff, "csv")

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == [f"{table.name}.csv" for table in coding_export.TABLES]
        rows = list(csv.DictReader(io.StringIO(archive.read("themes.csv").decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == ["risk", "risk-assessment", "victim", "collaboration"]


def test_every_column_is_explained():
    assert all(str(column.meaning) for table in coding_export.TABLES for column in table.columns)


def test_export_never_holds_the_other_coders_codes_early(client, staff):
    case, other = a_case("included"), person("vkpp_staff")
    a_document(case)
    _first, second = actions.assign(review=case, first=staff, second=other, by=other)
    points.save(
        coding=second,
        values={"text": "Zzsecret finding.", "theme": "risk", "level": "operational", "kind": "problem"},
        by=other,
    )
    actions.finish(coding=second, by=other)

    _job, data = made(client, staff, "xlsx")

    assert list(load_workbook(io.BytesIO(data))["learning_points"].iter_rows(min_row=2)) == []
    _job, data = made(client, other, "xlsx")
    assert len(list(load_workbook(io.BytesIO(data))["learning_points"].iter_rows(min_row=2))) == 1


def test_file_is_marked_as_the_most_sensitive_review_in_it(client, staff):
    a_case("included", marking="official_sensitive")

    job, _data = made(client, staff, "csv")

    assert job.marking == "official_sensitive"


def test_who_no_longer_codes_gets_no_file(client, staff):
    job, _data = made(client, staff, "csv")
    staff.memberships.all().delete()
    staff.__dict__.pop("_memberships", None)

    assert not jobs.may_read(staff, job)
    assert not jobs.may_read(person("contributor", ForceFactory(code="kent")), job)
