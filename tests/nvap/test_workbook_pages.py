"""From making to applying, as people meet it: jobs, faults, preview, conflicts, confirmation."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from nvap.actions import answering, workbooks
from nvap.models import Response, ResponseRevision, WorkbookUpload
from tests.factories.accounts import ForceFactory, UserFactory, person
from tests.factories.nvap import COMPLETE, a_return, answer_of, answered
from tests.nvap.workbook_files import cells, filled, place
from tests.queries import queries
from vkpp.core import jobs, retention
from vkpp.core.exceptions import Conflict, NotAllowed
from vkpp.core.models import AuditEvent, Job

pytestmark = pytest.mark.django_db
HERE = "/nvap/returns/2026/norfolk/workbook/"
NEW = {"2.1.1/implementation": "Planned", "2.1.1/now": "Offline text.", "2.2.1/gap": "No"}


@pytest.fixture
def lead(force):
    return person("nvap_lead", force, display_name="Lead of Norfolk")


def taken(ret, by, data, name="return.xlsx"):
    """Uploaded, and read by a worker."""
    upload = workbooks.take(ret=ret, name=name, data=data, by=by)
    assert jobs.run(Job.objects.get(about_type="nvap.workbookupload", about_id=str(upload.pk)).pk)
    upload.refresh_from_db()
    return upload


def versions(ret):
    return dict(ret.responses.values_list("action_version__code", "version"))


def address(upload, more=""):
    return f"{HERE}{upload.pk}/{more}"


def test_workbook_is_made_by_a_worker_and_downloaded(ret, lead, client_for):
    answered(ret, by=lead, now="What we do.")
    browser = client_for(lead)

    answer = browser.post(f"{HERE}make/")
    job = Job.objects.get()
    jobs.run(job.pk)
    page = browser.get(answer.url).content.decode()
    data = b"".join(browser.get(f"{answer.url}file/").streaming_content)

    assert answer.url == f"/jobs/{job.pk}/"
    assert "NVAP 2026 norfolk.xlsx" in page
    assert HERE in page
    assert cells(load_workbook(io.BytesIO(data)))["2.1.1/now"][1].value == "What we do."


def test_same_workbook_is_not_made_twice_at_once(ret, lead):
    assert workbooks.ask_for(ret=ret, by=lead).pk == workbooks.ask_for(ret=ret, by=lead).pk


def test_workbook_made_is_refused_when_an_action_is_no_longer_assigned(ret, lead, force, client_for):
    colleague = person("contributor", force)
    for code in ("2.1.1", "2.2.1"):
        ret.assignments.create(person=colleague, action_version=answer_of(ret, code).action_version, assigned_by=lead)
    job = workbooks.ask_for(ret=ret, by=colleague)
    jobs.run(job.pk)
    ret.assignments.filter(action_version__code="2.2.1").update(ended_at=timezone.now())

    assert client_for(colleague).get(f"/jobs/{job.pk}/file/").status_code == 403


def test_who_answers_nothing_gets_no_workbook(ret, force, client_for):
    chief = person("chief_officer", force)

    with pytest.raises(NotAllowed):
        workbooks.ask_for(ret=ret, by=chief)
    assert client_for(chief).get(HERE).status_code == 403
    assert client_for(person("nvap_lead", ForceFactory(code="kent"))).get(HERE).status_code == 404


def test_file_that_is_no_workbook_is_refused_at_once(ret, lead, client_for):
    file = SimpleUploadedFile("answers.csv", b"Action,Answer\n")

    answer = client_for(lead).post(HERE, {"file": file})

    assert answer.status_code == 400
    assert "This is not an Excel workbook." in answer.content.decode()
    assert WorkbookUpload.objects.count() == Job.objects.count() == 0


def test_form_without_a_file_says_what_to_do(ret, lead, client_for):
    answer = client_for(lead).post(HERE)

    assert answer.status_code == 400
    assert "Choose the workbook that you filled in." in answer.content.decode()


def test_upload_is_read_by_a_worker_not_in_the_request(ret, lead, client_for):
    file = SimpleUploadedFile("return.xlsx", filled(ret, lead, NEW))

    answer = client_for(lead).post(HERE, {"file": file})

    upload, job = WorkbookUpload.objects.get(), Job.objects.get()
    assert (answer.url, upload.state) == (f"/jobs/{job.pk}/", "reading")
    assert "being read" in client_for(lead).get(address(upload)).content.decode()
    jobs.run(job.pk)
    upload.refresh_from_db()
    assert upload.state == "ready"
    assert address(upload) in client_for(lead).get(answer.url).content.decode()


def test_refused_file_is_removed_and_its_sentence_kept(ret, lead, client_for):
    other = ForceFactory(code="kent")
    upload = taken(ret, lead, filled(a_return(other), person("nvap_lead", other), {"2.1.1/now": "zzq"}))

    page = client_for(lead).get(address(upload)).content.decode()

    assert (upload.state, upload.file.name) == ("refused", "")
    assert "This workbook belongs to another force." in page
    assert "zzq" not in page


def test_faults_are_shown_by_sheet_and_marked_in_a_copy(ret, lead, client_for):
    data = filled(ret, lead, NEW | {"2.1.1/impact": "Lots", "2.2.1/posts": "many"})
    upload = taken(ret, lead, data)
    browser = client_for(lead)

    page = browser.get(address(upload)).content.decode()
    copy = b"".join(browser.get(address(upload, "corrected/")).streaming_content)
    known = cells(load_workbook(io.BytesIO(copy)))
    sheet, cell = known["2.2.1/posts"]

    assert upload.state == "faulty"
    assert f"{place(data, '2.1.1/impact')}:</strong> choose one of “Not started”, “Planned”" in page
    assert "Sheet 2.2" in page
    assert cell.comment.text == "Enter a whole number, for example 12."
    assert sheet.cell(cell.row, 6).value == "Correct this: Enter a whole number, for example 12."
    assert versions(ret) == {"2.1.1": 0, "2.1.2": 0, "2.2.1": 0}


def test_marked_copy_that_is_no_longer_kept_is_not_offered(ret, lead, client_for):
    upload, browser = taken(ret, lead, filled(ret, lead, NEW | {"2.2.1/posts": "many"})), client_for(lead)
    assert "Download the marked copy" in browser.get(address(upload)).content.decode()

    rule = retention.find("workbooks")
    retention.apply([rule], now=timezone.now() + rule.keep)

    page = browser.get(address(upload)).content.decode()
    assert "Download" not in page
    assert "no longer kept" in page


def test_corrected_copy_can_be_uploaded(ret, lead):
    upload = taken(ret, lead, filled(ret, lead, NEW | {"2.2.1/posts": "many"}))
    book = load_workbook(upload.annotated.open("rb"))
    cells(book)["2.2.1/posts"][1].value = 12
    out = io.BytesIO()
    book.save(out)

    again = taken(ret, lead, out.getvalue())

    assert (again.state, again.content["2.2.1"]["values"]) == ("ready", {"gap": False, "posts": 12})


def test_preview_shows_what_would_change_and_changes_nothing(ret, lead, client_for):
    answered(ret, by=lead, now="Portal text.")
    upload = taken(ret, lead, filled(ret, lead, NEW))

    page = client_for(lead).get(address(upload)).content.decode()

    assert "2 actions would change, 1 stay as they are." in page
    assert "<del>Developing</del>" in page
    assert "<ins>Planned</ins>" in page
    assert versions(ret) == {"2.1.1": 1, "2.1.2": 0, "2.2.1": 0}


def test_confirming_applies_everything_once(ret, lead, client_for):
    upload = taken(ret, lead, filled(ret, lead, NEW))
    browser = client_for(lead)
    seen = {f"version-{code}": version for code, version in versions(ret).items()}

    first = browser.post(address(upload, "confirm/"), seen)
    second = browser.post(address(upload, "confirm/"), seen)

    upload.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 302)
    assert (upload.state, upload.applied) == ("applied", ["2.1.1", "2.2.1"])
    assert answer_of(ret).answers == {"implementation": "planned", "now": "Offline text."}
    assert versions(ret) == {"2.1.1": 1, "2.1.2": 0, "2.2.1": 1}
    assert set(ResponseRevision.objects.values_list("source", flat=True)) == {"workbook"}
    assert set(Response.objects.exclude(version=0).values_list("provenance", flat=True)) == {"imported"}
    assert AuditEvent.objects.filter(verb="workbook.apply").count() == 1
    assert "2 actions were changed" in browser.get(address(upload)).content.decode()


@pytest.fixture
def contested(ret, lead, force):
    """A workbook whose text on 2.1.1 somebody has changed in the portal meanwhile."""
    answered(ret, by=lead, now="At first.")
    data = filled(ret, lead, {"2.1.1/now": "From the workbook.", "2.1.1/headline": "New line", "2.2.1/gap": "No"})
    other = person("nvap_lead", force, display_name="Colleague")
    response = answer_of(ret)
    answering.save(response=response, values={"now": "From the portal."}, version=response.version, by=other)
    return taken(ret, lead, data)


def send(client_for, lead, upload, **values):
    ret = upload.ret
    seen = {f"version-{code}": version for code, version in versions(ret).items()}
    return client_for(lead).post(
        address(upload, "confirm/"), seen | {k.replace("__", "-"): v for k, v in values.items()}
    )


def test_conflict_must_be_settled_first(contested, ret, lead, client_for):
    page = client_for(lead).get(address(contested)).content.decode()
    answer = send(client_for, lead, contested)

    assert "From the portal." in page
    assert "From the workbook." in page
    assert answer.status_code == 409
    assert "This answer was changed meanwhile. Choose which text to keep." in answer.content.decode()
    assert versions(ret) == {"2.1.1": 2, "2.1.2": 0, "2.2.1": 0}


@pytest.mark.parametrize(
    ("choice", "text"),
    [("mine", "From the workbook."), ("theirs", "From the portal."), ("joined", "Both of us.")],
)
def test_conflict_is_settled_as_chosen(contested, ret, lead, client_for, choice, text):
    chosen = {"choice-2.1.1-now": choice, "joined-2.1.1-now": "Both of us."}

    answer = send(client_for, lead, contested, **chosen)

    assert answer.status_code == 302
    saved = answer_of(ret).answers
    assert (saved["now"], saved["headline"]) == (text, "New line")
    assert answer_of(ret, "2.2.1").answers == {"gap": False}


def test_change_between_preview_and_confirmation_is_not_written_over(ret, lead, force, client_for):
    answered(ret, by=lead, now="At first.")
    upload = taken(ret, lead, filled(ret, lead, {"2.1.1/now": "From the workbook.", "2.2.1/gap": "No"}))
    seen = {f"version-{code}": version for code, version in versions(ret).items()}
    response = answer_of(ret)
    answering.save(response=response, values={"now": "Meanwhile."}, version=response.version, by=lead)

    answer = client_for(lead).post(address(upload, "confirm/"), seen)

    assert answer.status_code == 409
    assert "Meanwhile." in answer.content.decode()
    assert answer_of(ret).answers["now"] == "Meanwhile."
    assert answer_of(ret, "2.2.1").answers == {}


def test_return_sent_for_signature_meanwhile_keeps_the_upload(ret, lead, client_for):
    upload = taken(ret, lead, filled(ret, lead, NEW))
    type(ret).objects.filter(pk=ret.pk).update(state="to_sign")

    page = client_for(lead).get(address(upload)).content.decode()
    answer = send(client_for, lead, upload)

    assert "waits for the chief officer" in page
    assert "Apply these changes" not in page
    assert answer.status_code == 302
    upload.refresh_from_db()
    assert upload.state == "ready"
    assert versions(ret)["2.1.1"] == 0


def test_closed_round_keeps_the_upload(ret, lead):
    upload = taken(ret, lead, filled(ret, lead, NEW))
    now = timezone.now()
    type(ret.round).objects.filter(pk=ret.round_id).update(
        opens_at=now - timezone.timedelta(days=9),
        due_at=now - timezone.timedelta(days=8),
        closes_at=now - timezone.timedelta(days=7),
    )

    with pytest.raises(Conflict, match="closed on"):
        workbooks.apply(upload=upload, resolved={}, versions=versions(ret), by=lead)
    upload.refresh_from_db()
    assert (upload.state, versions(ret)["2.1.1"]) == ("ready", 0)


def test_carried_forward_answers_are_confirmed_by_the_workbook(ret, lead, client_for):
    Response.objects.filter(ret=ret, action_version__code="2.1.1").update(
        answers=COMPLETE, provenance="carried", version=1
    )
    upload = taken(ret, lead, filled(ret, lead, {"2.1.1/confirm": "Yes"}))

    assert send(client_for, lead, upload).status_code == 302
    assert (answer_of(ret).provenance, answer_of(ret).complete) == ("imported", True)


def test_workbook_that_says_nothing_new_offers_nothing_to_apply(ret, lead, client_for):
    answered(ret, by=lead)
    upload = taken(ret, lead, filled(ret, lead, {}))

    assert "There is nothing to apply." in client_for(lead).get(address(upload)).content.decode()


def test_dropped_workbook_cannot_be_applied(ret, lead, client_for):
    upload = taken(ret, lead, filled(ret, lead, NEW))
    browser = client_for(lead)

    assert browser.post(address(upload, "drop/")).url == HERE
    assert "thrown away" in browser.get(address(upload)).content.decode()
    send(client_for, lead, upload)
    assert versions(ret)["2.1.1"] == 0


def test_nobody_else_sees_an_upload(ret, lead, force, client_for):
    upload = taken(ret, lead, filled(ret, lead, NEW))
    colleague = person("nvap_lead", force)

    for user in (colleague, person("vkpp_staff"), UserFactory()):
        assert client_for(user).get(address(upload)).status_code in {403, 404}
    assert client_for(colleague).get(address(upload)).status_code == 404
    assert upload.name not in client_for(colleague).get(HERE).content.decode()


def test_files_are_removed_after_a_month(ret, lead):
    upload = taken(ret, lead, filled(ret, lead, NEW))
    old = timezone.now() - timezone.timedelta(days=31)
    WorkbookUpload.objects.filter(pk=upload.pk).update(uploaded_at=old)

    [first] = retention.apply([retention.find("workbooks")])
    [second] = retention.apply([retention.find("workbooks")])

    assert (first.rows, second.rows) == (1, 0)
    upload.refresh_from_db()
    assert (upload.file.name, upload.state) == ("", "ready")


def test_preview_needs_the_same_queries_for_one_and_three(ret, lead, client_for):
    one = taken(ret, lead, filled(ret, lead, {"2.1.1/now": "One"}))
    three = taken(ret, lead, filled(ret, lead, {f"{code}/now": "Three" for code in ("2.1.1", "2.1.2", "2.2.1")}))
    browser = client_for(lead)

    assert queries(browser, address(three)) == queries(browser, address(one))
