"""Choosing a pack, seeing what would be in it, and having it made: by pages and by API."""

import io
import zipfile

import pytest
from django.urls import reverse

from tests.analytics.pack_world import PackWorld, a_framework
from tests.api.clients import program, refusal
from tests.factories.accounts import ForceFactory, person
from tests.queries import queries
from vkpp.core import jobs
from vkpp.core.models import AuditEvent, Job

pytestmark = pytest.mark.django_db
HERE = "/insight/packs/norfolk/"
ASK = {"force": "norfolk", "framework": "peel", "edition": "2023-25"}


def said(response):
    """The words of a page, without what is not there."""
    return " ".join(response.content.decode().split())


def test_force_begins_at_its_own_packs_and_staff_choose_a_force(client_for):
    world = PackWorld()
    ForceFactory(code="kent")

    own = client_for(world.lead).get("/insight/packs/")
    staff = client_for(person("vkpp_staff")).get("/insight/packs/")

    assert own.url == HERE
    assert [force["href"] for _region, forces in staff.context["regions"] for force in forces] == [
        "/insight/packs/kent/",
        HERE,
    ]


@pytest.mark.parametrize(
    ("role", "force", "status"),
    [
        ("nvap_lead", "own", 200),
        ("chief_officer", "own", 200),
        ("force_analyst", "own", 200),
        ("contributor", "own", 404),
        ("nvap_lead", "kent", 404),
        ("vkpp_staff", None, 200),
        ("national_analyst", None, 404),
    ],
)
def test_packs_are_for_who_reads_the_whole_return(client_for, role, force, status):
    world = PackWorld()
    own = world.force if force == "own" else ForceFactory(code="kent") if force else None
    browser = client_for(person(role, own) if own else person(role))

    assert browser.get(HERE).status_code == status
    assert browser.get(HERE + "preview/").status_code == status
    assert browser.post(HERE + "make/").status_code == (302 if status == 200 else status)
    assert Job.objects.count() == (status == 200)


def test_at_first_the_questions_are_ticked_that_an_action_meets(client_for):
    world = PackWorld()

    page = client_for(world.lead).get(HERE)

    rows = [(row["item"].code, row["codes"], row["ticked"]) for row in page.context["questions"]]
    assert rows == [("1", "2.1.1, 2.1.2", True), ("1.1", "2.1.1", True), ("9", "", False)]


def test_choosing_nothing_is_told_next_to_the_questions(client_for):
    world = PackWorld()

    page = client_for(world.lead).get(HERE + "preview/", {"chosen": "1", "edition": "peel 2023-25"})

    assert page.status_code == 400
    assert page.context["errors"] == [{"href": "#item-first", "text": "Choose at least one question."}]
    assert "There is a problem" in said(page)


def test_preview_says_what_is_in_and_leads_to_what_is_missing(client_for):
    world = PackWorld()
    world.answer("2.1.1")
    world.file("2.1.1", "audit.txt")

    page = client_for(world.lead).get(HERE + "preview/")

    assert [(one["label"], one["value"]) for one in page.context["stats"]] == [
        *(("Questions", "2"), ("Actions answered", "1"), ("Signed as they read", "0")),
        *(("Files of evidence", "1"), ("Missing", "2"), ("Stale", "0")),
    ]
    words = said(page)
    assert "OFFICIAL-SENSITIVE" in words
    assert 'href="/nvap/returns/2026/norfolk/2.1.2/"' in words
    assert "audit.txt" in words
    assert "style=" not in words


def test_staff_who_look_are_in_the_trail(client_for):
    world = PackWorld()
    staff = person("vkpp_staff")

    client_for(staff).get(HERE + "preview/")

    assert AuditEvent.objects.filter(verb="return.look", actor_id=staff.pk, target_id=str(world.ret.pk)).count() == 1


def test_pack_is_made_once_and_waits_for_its_owner(client_for):
    world = PackWorld()
    browser = client_for(world.lead)
    items = [str(row["pk"]) for row in browser.get(HERE).context["questions"]]

    first = browser.post(HERE + "make/", {"edition": "peel 2023-25", "item": items[:1], "whole": "1"})
    second = browser.post(HERE + "make/", {"edition": "peel 2023-25", "item": items[:1], "whole": "1"})

    job = Job.objects.get()
    assert (first.url, second.url) == (jobs.address(job), jobs.address(job))
    assert jobs.run(job.pk)
    file = b"".join(browser.get(f"/jobs/{job.pk}/file/").streaming_content)
    assert zipfile.ZipFile(io.BytesIO(file)).testzip() is None
    assert client_for(world.chief).get(f"/jobs/{job.pk}/file/").status_code == 404
    assert [row["title"] for row in browser.get(HERE).context["made"]] == [
        "Evidence pack of Norfolk for PEEL 2023-25 (zip)"
    ]


def test_return_crosswalk_and_insight_lead_to_packs(client_for):
    world = PackWorld()
    browser, colleague = client_for(world.lead), client_for(person("contributor", world.force))

    for page in ("/insight/", "/nvap/returns/2026/norfolk/", reverse("nvap:crosswalk", args=["peel"])):
        assert f'href="{HERE}' in said(browser.get(page)) or 'href="/insight/packs/"' in said(browser.get(page))
    assert "packs/" not in said(colleague.get(reverse("nvap:crosswalk", args=["peel"])))


def test_preview_asks_the_same_queries_for_one_question_and_three(client_for):
    codes = ("2.1.1", "2.1.2", "2.2.1")
    questions = [(code, f"Question {code}?", ((code, "supports"),)) for code in codes]
    world, numbers = PackWorld(questions[:1]), []
    world.sign()
    for shown in (codes[:1], codes):
        a_framework(questions[: len(shown)])
        for code in shown:
            world.answer(code, gap=True, gap_text="Nights.", now=f"All of {len(shown)}.")
            world.file(code, f"{code}{len(shown)}.txt", f"{code} {len(shown)}".encode())
        numbers.append(queries(client_for(world.lead), HERE + "preview/"))

    assert numbers[0] == numbers[1] <= 30


def test_program_has_a_pack_made_and_downloads_it():
    world = PackWorld()
    world.answer("2.1.1")
    client = program(world.lead, "read")

    made = client.post("evidence-packs/", ASK | {"questions": ["1.1"]}, content_type="application/json")
    waiting = made.json()
    jobs.run(waiting["number"])
    done = client.get(made["Location"]).json()
    file = client.get(done["download_url"])

    assert (made.status_code, waiting["state"], waiting["download_url"]) == (201, "waiting", None)
    assert (done["state"], done["questions"], done["format"], done["marking"]) == (
        *("done", ["1.1"], "zip", "official_sensitive"),
    )
    assert zipfile.ZipFile(io.BytesIO(b"".join(file.streaming_content))).testzip() is None
    assert [row["number"] for row in client.results("evidence-packs/")] == [waiting["number"]]
    assert AuditEvent.objects.filter(verb="job.download").count() == 1


def test_same_key_gives_the_same_pack_and_other_content_is_refused():
    world = PackWorld()
    client, key = program(world.lead, "read"), {"Idempotency-Key": "one"}

    answers = [client.post("evidence-packs/", ASK, content_type="application/json", headers=key) for _time in (1, 2)]
    other = client.post("evidence-packs/", ASK | {"format": "pdf"}, content_type="application/json", headers=key)

    assert [answer.status_code for answer in answers] == [201, 200]
    assert Job.objects.count() == 1
    assert refusal(other, 409)["code"] == "conflict"


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"force": "kent"}, 404, None),
        ({"framework": "other"}, 400, "framework"),
        ({"edition": "1999"}, 400, "edition"),
        ({"questions": ["77"]}, 400, "questions"),
        ({"colour": "red"}, 400, "colour"),
    ],
)
def test_program_is_told_what_is_wrong(change, status, field):
    world = PackWorld()
    ForceFactory(code="kent")

    answer = program(world.lead).post("evidence-packs/", ASK | change, content_type="application/json")

    assert field is None or field in refusal(answer, status)["fields"]
    assert (answer.status_code, Job.objects.count()) == (status, 0)


def test_program_of_somebody_else_does_not_find_the_pack():
    world = PackWorld()
    job = world.job()

    for somebody in (world.chief, person("vkpp_staff"), person("nvap_lead", ForceFactory(code="kent"))):
        client = program(somebody)
        assert client.get(f"evidence-packs/{job.pk}/").status_code == 404
        assert client.get(f"evidence-packs/{job.pk}/download/").status_code == 404
        assert client.results("evidence-packs/") == []
