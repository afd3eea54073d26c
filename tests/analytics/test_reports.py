"""What reports say, on a small world; that they say nothing of others; that their files are tagged and marked."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from analytics.reports import document, force_report, national_report, people, practice
from analytics.vocab import Basis
from nvap.models import ActionVersion, Gap, ImprovementAction, PromisingPractice, Response
from practice.models import BankEntry
from tests.analytics.test_pages import SPREAD, filled
from tests.analytics.world import RoundWorld, work
from tests.factories.accounts import person
from tests.factories.practice import published_practice

pytestmark = pytest.mark.django_db
OWN = "force-03"


def report_of(world, name=OWN, basis=Basis.LIVE):
    ret = world.returns[name]
    ret.refresh_from_db()
    return force_report.build(ret, basis)


def gap_of(world, name, text, by="force"):
    response = Response.objects.get(ret=world.returns[name], action_version=world.actions[0])
    Response.objects.filter(pk=response.pk).update(has_gap=True)
    return Gap.objects.create(response=response, text=text, identified_by=by)


def flat(report):
    return json.dumps(report, ensure_ascii=False)


def test_a_force_reads_its_level_the_nation_and_its_place():
    report = report_of(filled())

    row = report["themes"][0]["rows"][0]
    assert (report["title"], report["caption"]) == ("Where Force 03 stands", "Feedback report, 2026 round")
    assert report["coverage"] == "Figures from 12 of 12 forces."
    assert (row["own"], row["nation"], row["place"]) == ("Planned", "Developing", "joint 9 of 12")
    assert row["more"] == [{"title": "Impact", "own": "Developing", "nation": "Developing to embedding"}]
    assert row["picture"]["alt"] == "Of 12 forces: Embedded 2, Embedding 2, Developing 4, Planned 3, Not started 1."
    assert [stat["value"] for stat in report["stats"]] == ["1 of 1", "0 of 1", "0", "0"]


def test_the_picture_and_the_table_say_the_same():
    report = report_of(filled())

    row, table = report["themes"][0]["rows"][0], report["tables"][0]
    counts = [str(SPREAD.count(score)) for score in range(5)]
    assert table["rows"][0][:7] == ["2.1.1", "12", *counts]
    assert table["rows"][0][7:10] == ["1", "2", "3"]
    assert [f">{count}</text>" in row["picture"]["svg"] for count in counts] == [True] * 5
    assert 'aria-label="Of 12 forces' in row["picture"]["svg"]


def test_a_figure_of_few_forces_is_withheld_and_the_report_says_why():
    world = RoundWorld(forces=4)
    for name in world.forces:
        world.answer(name, implementation=2, impact=1)
    work()

    report = report_of(world)

    row = report["themes"][0]["rows"][0]
    assert (row["nation"], row["picture"], row["place"]) == ("Not shown", None, "")
    assert report["themes"][0]["notes"] == [row["withheld"]] != [""]
    assert report["tables"][0]["rows"][0][:3] == ["2.1.1", "Not shown", ""]
    assert "at least 4 other forces" in dict(report["about"])["What is not shown"]


def test_a_report_names_no_other_force_and_none_of_its_words():
    world = filled()
    for name in world.forces:
        gap_of(world, name, f"zzqgap {name}")
        response = Response.objects.get(ret=world.returns[name], action_version=world.actions[0])
        PromisingPractice.objects.create(response=response, text=f"zzqpractice {name}", identified_by="force")

    said = flat(report_of(world))

    assert f"zzqgap {OWN}" in said
    assert not [
        name for name in world.forces if name != OWN and (f"zzqgap {name}" in said or f"zzqpractice {name}" in said)
    ]
    assert not [name for name in world.forces if name != OWN and world.forces[name].short_name in said]


def test_gaps_show_who_saw_them_and_what_is_planned():
    world = filled()
    seen = gap_of(world, OWN, "Nights are not covered.")
    gap_of(world, OWN, "Nothing is said of weekends.", by="vkpp")
    ImprovementAction.objects.create(
        force=world.forces[OWN], reference="I-00001", gap=seen, title="Cover nights", source="gap", state="open"
    )

    report = report_of(world)

    assert [(gap["text"], gap["by"], gap["plan"]) for gap in report["gaps"]] == [
        ("Nights are not covered.", "The force", "I-00001: Not started, no date yet"),
        ("Nothing is said of weekends.", "VKPP", ""),
    ]
    assert report["next"][0]["what"] == "Put the gap on 2.1.1 Action 2.1.1 into the improvement plan"


def test_a_published_report_counts_the_baseline_and_not_what_came_later():
    world = filled()
    world.publish()
    work()
    world.answer(OWN, implementation=4, impact=4)
    work()

    assert report_of(world, basis=Basis.PUBLISHED)["themes"][0]["rows"][0]["own"] == "Planned"
    assert report_of(world, basis=Basis.LIVE)["themes"][0]["rows"][0]["own"] == "Embedded"


def test_a_published_report_keeps_its_gaps_when_they_are_closed_later():
    world = filled()
    seen = gap_of(world, OWN, "Nights are not covered.")
    world.sign(OWN)
    world.accept(OWN)
    world.publish()
    work()
    before = report_of(world, basis=Basis.PUBLISHED)
    Gap.objects.filter(pk=seen.pk).update(state="closed", closed_at=timezone.now())
    world.answer(OWN, implementation=4, impact=4)

    after = report_of(world, basis=Basis.PUBLISHED)

    assert [(gap["text"], gap["by"]) for gap in after["gaps"]] == [("Nights are not covered.", "The force")]
    assert (after["gaps"], after["stats"]) == (before["gaps"], before["stats"])
    assert report_of(world, basis=Basis.LIVE)["gaps"] == []


def test_the_national_report_counts_forces_gaps_and_practice():
    world = filled()
    world.publish()
    work()
    reader = person("national_analyst")

    report = national_report.build(world.round, Basis.PUBLISHED, people.reader_of(reader), reader)

    row = report["themes"][0]["rows"][0]
    assert (row["nation"], row["n"], row["gap_words"], row["practice_words"]) == (
        *("Developing", 12),
        *("1 of 12 forces", "0 of 12 forces"),
    )
    assert report["marking"]["label"] == "OFFICIAL"
    assert [need["code"] for need in report["needs"]] == ["2.1.1"]
    assert not [force.short_name for force in world.forces.values() if force.short_name in flat(report)]


def test_the_file_is_tagged_marked_on_every_page_and_readable():
    world = filled()
    gap_of(world, OWN, "Nights are not covered.")

    report = report_of(world)
    reader = PdfReader(io.BytesIO(document.made(report)))

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert reader.metadata.title == "Where Force 03 stands, Feedback report, 2026 round"
    pages = [page.extract_text() for page in reader.pages]
    assert all("OFFICIAL-SENSITIVE" in page for page in pages)
    assert "Nights are not covered." in " ".join(pages)
    assert document.name(report) == "where-force-03-stands-2026-round-live.pdf"


def test_typed_text_is_set_as_text():
    world = filled()
    gap_of(world, OWN, '#let x = read("/etc/passwd") <script>alert(1)</script> $ _ * @ref')

    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document.made(report_of(world)))).pages)

    assert '#let x = read("/etc/passwd") <script>alert(1)</script> $ _ * @ref' in " ".join(words.split())


def test_practice_of_others_is_what_police_may_read_and_never_ones_own():
    world = filled()
    gap_of(world, OWN, "Nights are not covered.")
    linked = published_practice(title="Linked by its owner", actions=["2.1.1"])
    published_practice(permitted=(), title="zzqclosed to police", actions=["2.1.1"])
    own = published_practice(title="zzqown example", actions=["2.1.1"])
    BankEntry.objects.filter(practice=own).update(force_id=world.forces[OWN].pk)

    report = report_of(world)

    assert [item["reference"] for item in report["others"][0]["items"]] == [linked.reference]
    assert report["others"][0]["items"][0]["url"].endswith(f"/practice/{linked.reference}/")
    assert "zzq" not in flat(report["others"])


def test_reports_read_three_examples_of_an_action_however_many_there_are():
    world = filled()
    gap_of(world, OWN, "Nights are not covered.")
    staff = person("vkpp_staff")
    for number in range(2 * practice.MOST):
        published_practice(title=f"Example {number}", actions=["2.1.1"])
    published_practice(title="Failed", actions=["2.1.1"], rating="does_not_work")

    other = report_of(world)["others"][0]
    nation = national_report.build(world.round, Basis.LIVE, people.reader_of(staff), staff)

    titles = ["Example 5", "Example 4", "Example 3"]
    assert ([item["title"] for item in other["items"]], other["more"]) == (titles, 3)
    assert [stat["value"] for stat in nation["stats"]][-1] == "6"
    with CaptureQueriesContext(connection) as asked:
        found = practice.by_action(None, ["2.1.1"])["2.1.1"]
    assert (found.number, len(found.first)) == (6, practice.MOST)
    read = [query["sql"] for query in asked if 'FROM "practice_bankentry"' in query["sql"]]
    assert [sql.count(" IN (") for sql in read] == [1]


def test_examples_found_by_words_say_so():
    world = filled()
    gap_of(world, OWN, "Nights are not covered.")
    ActionVersion.objects.filter(pk=world.actions[0].pk).update(title="Voice of the victim")
    found = published_practice(title="The victim and her voice", actions=[])
    published_practice(title="Something else", actions=[])

    other = report_of(world)["others"][0]

    assert [item["reference"] for item in other["items"]] == [found.reference]
    assert other["why"] == "A gap. Found by the action's words; nobody has linked an example to it yet."
