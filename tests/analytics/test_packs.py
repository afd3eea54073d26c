"""Evidence packs: what is in one, what it calls missing or stale, and the files that come of it."""

import csv
import datetime as dt
import hashlib
import io
import tempfile
import tracemalloc
import zipfile

import pytest
from django.utils import timezone
from pypdf import PdfReader

from analytics.packs import archive
from analytics.packs.concerns import Look
from nvap.actions import evidence, improving, measures
from nvap.models import Action, Evidence, ImprovementAction, Response
from tests.analytics.pack_world import PackWorld
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, a_round, answer_of
from tests.factories.practice import published_practice
from vkpp.core import jobs
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
PDF = "OFFICIAL-SENSITIVE-evidence-pack-norfolk-peel-2023-25.pdf"
MANIFEST = "OFFICIAL-SENSITIVE-manifest-norfolk-peel-2023-25.csv"
ANSWERS = "OFFICIAL-SENSITIVE-answers-norfolk-peel-2023-25.csv"
CONCERNS = "OFFICIAL-SENSITIVE-missing-and-stale-norfolk-peel-2023-25.csv"
YEARS = dt.timedelta(days=500)


def test_day_of_a_pack_is_the_day_it_is_here():
    late = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)
    assert Look(found=None, whole=None, user=None, now=late).today == dt.date(2026, 7, 1)


def texts(rows):
    return [row["text"] for row in rows]


def words(data):
    """The words of a PDF."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_answer_that_was_never_given_is_missing_and_leads_to_its_page():
    world = PackWorld()

    (row,) = world.of("2.1.1")["missing"]

    assert (row["text"], row["label"]) == ("Not answered.", "Answer it")
    assert row["href"] == "/nvap/returns/2026/norfolk/2.1.1/"
    assert world.of("2.1.1", by=person("vkpp_staff"))["missing"][0]["label"] == "Read the answer"


def test_answer_without_signature_and_evidence_says_both():
    world = PackWorld()
    world.answer("2.1.1", now="We train all call handlers.")

    said = world.of("2.1.1")

    assert texts(said["missing"]) == ["No chief officer has signed it.", "No evidence stands beside the answer."]
    assert {"key": "What do you do now?", "value": "We train all call handlers."} in said["sections"][0]["rows"]


def test_signed_answer_says_who_signed_and_when():
    world = PackWorld()
    world.sign()

    sign = world.of("2.1.1")["sign"]

    assert (sign["holds"], sign["label"]) == (True, "Signed")
    assert sign["text"].startswith("Signed for 2026 return by ")


def test_answer_changed_after_the_signature_is_stale_and_both_are_shown():
    world = PackWorld()
    world.sign()
    world.answer("2.1.1", now="Training has stopped.")

    said = world.of("2.1.1")

    assert said["sign"]["label"] == "Changed since signed"
    assert texts(said["stale"])[0].startswith("Changed since it was signed on ")
    assert {"key": "What do you do now?", "value": "Training for all."} in said["before"]["sections"][0]["rows"]
    assert world.of("2.1.2")["sign"]["holds"] is True
    assert "The signature under the whole return ended later" in world.of("2.1.2")["sign"]["text"]


def test_answer_of_the_last_round_is_stale_until_it_is_confirmed():
    world = PackWorld()
    world.sign()
    later = a_round("2028", previous=world.ret.round, opens_at=timezone.now() - dt.timedelta(minutes=5))
    a_return(world.force, round=later)

    said = world.of("2.1.1")
    Response.objects.filter(ret__round=later).update(provenance="carried")

    assert texts(said["stale"])[0] == "The answer is from 2026 return: not answered in 2028 return."
    carried = world.of("2.1.1")["stale"][0]
    assert carried["text"] == (
        "The answer is from 2026 return: carried forward to 2028 return, and nobody has confirmed it."
    )
    assert (carried["href"], carried["label"]) == ("/nvap/returns/2028/norfolk/2.1.1/", "Confirm it")


def test_what_nobody_looked_at_for_a_year_is_stale():
    world = PackWorld()
    world.answer("2.1.1")
    old, kept = world.file("2.1.1", "old.txt", b"old"), world.file("2.1.1", "kept.txt", b"kept")
    Response.objects.filter(pk=answer_of(world.ret).pk).update(updated_at=timezone.now() - YEARS)
    Evidence.objects.filter(pk=old.pk).update(added_at=timezone.now() - YEARS)
    Evidence.objects.filter(pk=kept.pk).update(
        added_at=timezone.now() - YEARS, review_by=timezone.localdate() + dt.timedelta(days=9)
    )

    stale = texts(world.of("2.1.1")["stale"])

    assert [text.split(" on ")[0] for text in stale] == ["Last changed", "“old.txt” was added"]


def test_evidence_past_its_day_is_stale():
    world = PackWorld()
    world.answer("2.1.1")
    Evidence.objects.filter(pk=world.file().pk).update(review_by=dt.date(2024, 5, 1))

    assert "“audit.txt” was to be looked at again by 1 May 2024." in texts(world.of("2.1.1")["stale"])


def test_gap_improvement_and_measure_are_there_with_their_age():
    world = PackWorld()
    answer = world.answer("2.1.1", gap=True, gap_text="Nights are not covered.")
    assert "A gap is named that is not in the improvement plan." in texts(world.of("2.1.1")["missing"])
    row = improving.from_gap(gap=answer.gaps.get(), by=world.lead)
    ImprovementAction.objects.filter(pk=row.pk).update(due_on=dt.date(2025, 1, 31))
    facts = {"title": "Trained", "unit": "percent", "numerator": "trained", "denominator": "all"}
    measure = measures.define(
        action=Action.objects.get(code="2.1.1"), code="trained", values=facts, by=person("vkpp_staff")
    )
    period = (dt.date(2024, 1, 1), dt.date(2024, 3, 31))
    values = {"numerator": 60, "denominator": 80}
    measures.report(definition=measure, force=world.force, period=period, values=values, by=world.lead)

    said = world.of("2.1.1")

    assert said["gaps"] == [
        {
            "text": "Nights are not covered.",
            "by": "Seen by: The force.",
            "plan": f"In the improvement plan: {row.reference}.",
        }
    ]
    assert said["improvements"][0]["facts"].startswith("started today, due on 31 January 2025")
    assert (said["measures"][0]["title"], said["measures"][0]["figure"]) == ("Trained", "75.0%")
    assert texts(said["stale"]) == [
        f"{row.reference} was due on 31 January 2025.",
        "The newest figure of “Trained” ends on 31 March 2024.",
    ]


def test_published_practice_of_the_force_is_named_and_that_of_others_is_not():
    world = PackWorld()
    published_practice(by=person("contributor", world.force), title="Listening again", actions=["2.1.1"])
    published_practice(by=person("contributor", ForceFactory(code="kent")), title="Theirs", actions=["2.1.1"])

    assert [row["title"] for row in world.of("2.1.1")["practice"]] == ["Listening again"]


def test_zip_holds_pdf_lists_and_each_file_once_with_its_marking():
    world = PackWorld()
    world.sign()
    audit = world.file("2.1.1", "audit.txt", b"Forty calls", marking="official_sensitive")
    evidence.use(evidence=audit, response=answer_of(world.ret, "2.1.2"), by=world.lead)
    world.file("2.1.2", "ski plan.txt", b"Plan")
    world.link("2.1.1")

    pack = world.made()

    assert sorted(pack) == sorted(
        [
            *(PDF, MANIFEST, ANSWERS, CONCERNS),
            "evidence/OFFICIAL-SENSITIVE E001 audit.txt",
            "evidence/OFFICIAL E003 ski plan.txt",
        ]
    )
    assert pack["evidence/OFFICIAL-SENSITIVE E001 audit.txt"] == b"Forty calls"
    first, link, _plan = table(pack[MANIFEST])
    assert (first["file"], first["actions"], first["questions"], first["state"], first["marking"]) == (
        *("evidence/OFFICIAL-SENSITIVE E001 audit.txt", "2.1.1 2.1.2", "1 1.1", "in the pack", "OFFICIAL-SENSITIVE"),
    )
    assert (link["file"], link["evidence"]) == ("https://www.norfolk.police.uk/plan", "E002")
    (unlinked,) = table(pack[CONCERNS])[-1:]
    assert unlinked["text"].startswith("No action of the plan is linked to the question “How good is the force at")


def test_pdf_is_tagged_marked_on_every_page_and_says_what_the_page_says():
    world = PackWorld()
    world.sign()
    world.answer("2.1.1", now="We train *all* #call handlers = 100 %.")
    world.file("2.1.1", "audit.txt")

    data = world.made()[PDF]

    reader = PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert all(page.extract_text().count("OFFICIAL-SENSITIVE") >= 2 for page in reader.pages)
    said = words(data)
    for part in (
        "How good is the force's service for victims?",
        "We train *all* #call handlers = 100 %.",
        "Changed since signed",
        "E001 audit.txt",
        "The answer stands under an earlier question: 2.1.1",
        "No action of the plan is linked to this question.",
    ):
        assert part in said


def test_file_that_is_gone_or_was_changed_is_left_out_and_told():
    world = PackWorld()
    world.answer("2.1.1")
    gone, changed = world.file("2.1.1", "gone.txt", b"gone"), world.file("2.1.1", "changed.txt", b"changed")
    waiting = world.file("2.1.1", "waiting.txt", b"waiting", clean=False)
    for piece in (gone, changed):
        piece.file.storage.delete(piece.file.name)
    with changed.file.storage.open(changed.file.name, "wb") as stored:
        stored.write(b"something else")

    pack = world.made()

    assert sorted(pack) == sorted([PDF, MANIFEST, ANSWERS, CONCERNS])
    states = {row["title"]: row["state"] for row in table(pack[MANIFEST])}
    assert states == {
        "gone.txt": "is left out: the file is gone.",
        "changed.txt": "is left out: the stored file is not what was uploaded.",
        waiting.title: "is still being checked for viruses, and is left out until then.",
    }
    assert "“changed.txt” is left out: the stored file is not what was uploaded." in words(pack[PDF])


def test_large_evidence_takes_little_memory():
    world = PackWorld()
    world.answer("2.1.1")
    size = 48 << 20
    piece = world.file("2.1.1", "film.txt", b"film")
    with piece.file.storage.open(piece.file.name, "wb") as stored:
        for _time in range(size >> 20):
            stored.write(b"x" * (1 << 20))
    with piece.file.storage.open(piece.file.name, "rb") as stored:
        digest = hashlib.file_digest(stored, "sha256").hexdigest()
    Evidence.objects.filter(pk=piece.pk).update(sha256=digest, size=size)
    known = archive.pieces(world.said())

    tracemalloc.start()
    with tempfile.TemporaryFile() as made, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        archive.add_files(pack, known, lambda _title, _finished: None)
        (entry,) = pack.infolist()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (entry.filename, entry.file_size) == ("evidence/OFFICIAL E001 film.txt", size)
    assert peak < 8 << 20


def test_names_of_files_cannot_leave_the_folder():
    world = PackWorld()
    world.answer("2.1.1")
    piece = world.file("2.1.1", "fine.txt")
    Evidence.objects.filter(pk=piece.pk).update(name="../../etc/=cmd|x.txt")

    assert [name for name in world.made() if name.startswith("evidence/")] == ["evidence/OFFICIAL E001 etc cmd x.txt"]


def test_answers_are_a_table_that_no_spreadsheet_runs():
    world = PackWorld()
    world.answer("2.1.1", now="=1+1")

    said = table(world.made()[ANSWERS])

    assert [(row["question"], row["relation"]) for row in said if row["answer"] == "'=1+1"] == [
        ("1", "Supports the answer"),
        ("1.1", "Asks the same"),
    ]


def test_pdf_alone_is_made_without_files():
    world = PackWorld()
    world.answer("2.1.1")
    world.file("2.1.1")

    job = world.job(whole=False)

    assert (job.state, job.file_name, job.file_type, job.marking) == (
        *("done", PDF, "application/pdf", "official_sensitive"),
    )
    assert "The files themselves are kept in the portal." in words(job.file.read())


def test_making_and_downloading_are_in_the_trail(client_for):
    world = PackWorld()
    world.answer("2.1.1")
    job = world.job("1")

    client_for(world.lead).get(f"/jobs/{job.pk}/file/")

    event = AuditEvent.objects.get(verb="force.evidence_pack")
    assert (event.target_label, event.after["questions"], event.after["marking"]) == (
        *(world.force.name, ["1"], "official_sensitive"),
    )
    assert AuditEvent.objects.filter(verb="job.download", target_id=str(job.pk)).count() == 1


def test_who_lost_the_role_gets_no_pack():
    world = PackWorld()
    done = world.job()
    world.lead.memberships.all().delete()
    lead = type(world.lead).objects.get(pk=world.lead.pk)

    assert not jobs.may_read(lead, done)
    assert not jobs.may_read(person("vkpp_staff"), done)
    done.owner = lead
    type(done).objects.filter(pk=done.pk).update(state="waiting", finished_at=None)
    jobs.run(done.pk)
    done.refresh_from_db()
    assert (done.state, done.error) == ("failed", "You may no longer read the return of this force.")
