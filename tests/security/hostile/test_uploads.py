"""Hostile files through every upload and import: the exact sentence, and nothing is stored."""

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from lxml import html

from nvap.actions import workbooks
from nvap.models import ResponseRevision, WorkbookUpload
from practice.actions import attachments
from tests.security.attacker.sending import insist_on_none
from tests.security.checks import weaknesses
from tests.security.hostile.files import ACCEPTED, ALL, REFUSED
from tests.security.hostile.pages import sentences
from tests.security.hostile.uploads import WAYS, WORKBOOK
from tests.security.hostile.walk import insider
from tests.security.rows import ROWS
from vkpp.core import jobs, uploads
from vkpp.core.models import AuditEvent, Job

pytestmark = pytest.mark.django_db
BATCH = 12
OWN_OF_WORKBOOKS = {
    "The file is empty (0 bytes). Choose the file again.",
    "The file is larger than 5 MB. A filled in workbook is far smaller: choose that one.",
    "This is an old Excel file (.xls). Save it as “Excel Workbook (.xlsx)” and choose that file.",
    "This is not an Excel workbook. Choose the workbook (.xlsx) that you downloaded here and filled in.",
    "A virus was found in the file. It was not kept. Tell your IT help desk.",
    "The file is damaged and cannot be opened. Open it in Excel, save it again and choose it again.",
    "The file unpacks to far more than it seems to hold (a “zip bomb”). Download the workbook again.",
}


def upload(one):
    """The file as a browser sends it."""
    made = SimpleUploadedFile("x", one.data)
    made._name = one.name  # past Django's cleaning, which the server does again
    return made


def send(world, way, chosen):
    """The answer to a form with these files, and how many events it made."""
    cache.clear()
    before, made = AuditEvent.objects.count(), []
    data = {**way.more, "file": [upload(one) for one in chosen] if way.many else upload(chosen[0])}
    answer = world.ask(
        way.actor, "post", way.url(world), data=data, then=lambda: made.append(AuditEvent.objects.count())
    )
    return answer, made[0] - before


def test_there_are_enough_of_them():
    assert len(ALL) >= 60
    assert len({(one.about, one.name) for one in ALL}) == len(ALL)


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.name!a} {one.about}")
def test_check_says_what_is_wrong(one):
    try:
        uploads.check(one.name, one.data)
        said = ""
    except uploads.Refused as refusal:
        said = str(refusal)
    assert said == one.sentence


def test_every_page_with_a_file_field_is_a_way_in(world):
    """Found by opening every page of the table as somebody who may, so that a new one cannot be forgotten."""
    found = set()
    for row in ROWS:
        actor = insider(row)
        if row.method == "get" and actor and not row.is_api:
            cache.clear()
            answer = world.ask(actor, "get", row.url(world))
            if answer.status_code == 200 and b'type="file"' in answer.body:
                forms = html.fromstring(answer.body).xpath("//form[.//input[@type='file']]")
                found |= {(row.route, len(forms))}
    ways = {(way.route, 1) for way in [*WAYS, WORKBOOK] if not way.route.startswith("api:")}
    pages = {("reviews:peer-request", 1) if route == "reviews:peer-supply" else (route, n) for route, n in ways}
    assert found - {("gallery", 1)} == pages


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_hostile_files_are_refused_in_their_sentence_and_nothing_is_stored(world, way):
    size = BATCH if way.many else 1
    wrong = []
    for start in range(0, len(REFUSED), size):
        chosen = REFUSED[start : start + size]
        answer, made = send(world, way, chosen)
        wanted = [way.sentence(one) for one in chosen]
        if sentences(answer) != wanted or made or answer.status_code not in {200, 400} or weaknesses(way.actor, answer):
            wrong.append((answer.status_code, made, sentences(answer), wanted))
    insist_on_none(wrong)


@pytest.mark.parametrize("one", ACCEPTED, ids=lambda one: one.about)
def test_file_that_is_taken_is_kept_as_it_was_and_never_shown_by_the_browser(world, one):
    way = WAYS[0]
    with transaction.atomic():
        answer = world.client(way.actor).post(way.url(world), {"file": upload(one)})
        listed = world.client(way.actor).get(f"/api/v1/practices/{world.things['draft']}/attachments/").json()
        row = next(row for row in listed["results"] if row["size"] == len(one.data))
        attachments.scan({"attachment": row["id"]})
        served = world.ask(way.actor, "get", f"/practice/mine/{world.things['draft']}/file/{row['id']}/")
        transaction.set_rollback(True)
    assert answer.status_code == 302
    assert served.body == one.data
    assert served["Content-Type"] in {"text/plain", "text/csv"}
    assert served["Content-Disposition"].startswith("attachment; ")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]


def test_hostile_workbooks_are_refused_and_change_no_answer(world):
    """In the request by a glance, or afterwards by the worker; the file is gone then."""
    known = OWN_OF_WORKBOOKS | {f"“return.xlsx” was not added: {one.reason}" for one in REFUSED}
    answers, wrong = ResponseRevision.objects.count(), []
    for one in ALL:
        with transaction.atomic():
            cache.clear()
            data = {"file": SimpleUploadedFile("return.xlsx", one.data)}
            answer = world.client(WORKBOOK.actor).post(WORKBOOK.url(world), data)
            said = sentences(answer) or _read()
            if len(said) != 1 or said[0] not in known or ResponseRevision.objects.count() != answers:
                wrong.append((str(one), answer.status_code, said))
            transaction.set_rollback(True)
    insist_on_none(wrong)


def _read():
    """What the worker says about the newest workbook, whose file must be gone."""
    newest = WorkbookUpload.objects.latest("pk")
    path = newest.file.name
    jobs.run(Job.objects.get(kind=workbooks.READ, about_id=str(newest.pk)).pk)
    newest.refresh_from_db()
    return [newest.refusal] if newest.state == "refused" and not default_storage.exists(path) else [newest.state]
