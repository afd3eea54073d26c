import json
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from nvap import reference as nvap_reference
from practice import importer, reference
from practice.actions import sharing
from practice.models import BankEntry, EvidenceLink, Practice, Publication
from tests.factories.accounts import ForceFactory, UserFactory, person
from tests.factories.practice import CallFactory
from vkpp.accounts.actions.forces import load_forces
from vkpp.accounts.models import Force

REAL = Path(reference.DATA) / "practices.json"
EVALUATIONS = Path(reference.DATA) / "evaluations.json"


@pytest.fixture
def words(db):
    list(nvap_reference.load())
    list(reference.load())


@pytest.fixture
def call(words):
    return CallFactory(slug="open-call", closes_at=None)


def row(**changes):
    return {
        "key": "street-triage-norfolk",
        "title": "Street triage",
        "force_id": "norfolk",
        "lead_organisation": "Norfolk Constabulary",
        "summary": "A mental health nurse goes along with officers.",
        "categories": ["prevention"],
        "strands": ["MH"],
        "serious_violence": False,
        "topics": ["Mental health"],
        "target_groups": ["Adults"],
        "partners": ["Health services"],
        "scale": "local",
        "stage": None,
        "rating": None,
        "start_date": "2019-04",
        "aim": None,
        "intended_outcomes": None,
        "description": None,
        "impact": None,
        "learning": None,
        "evidence_links": [{"title": "Report", "url": "https://portal.example/report"}],
        "source": "https://portal.example/street-triage",
    } | changes


@pytest.fixture
def run(call, tmp_path):
    ForceFactory(code="norfolk")

    def import_rows(*rows, by=None):
        path = tmp_path / "rows.json"
        path.write_text(json.dumps(rows), encoding="utf-8")
        return importer.import_file(path, call=call, by=by)

    return import_rows


def test_real_file_is_imported_whole_and_twice_changes_nothing(call):
    load_forces()

    first = importer.import_file(REAL, call=call, by=None, evaluations=EVALUATIONS)
    published = Publication.objects.count()
    second = importer.import_file(REAL, call=call, by=None, evaluations=EVALUATIONS)

    assert (first.created, first.refused) == (80, [])
    assert (second.unchanged, second.created, second.updated, second.refused) == (80, 0, 0, [])
    assert published == Publication.objects.count() == 80
    assert Force.objects.count() == 48
    assert BankEntry.objects.visible_to(AnonymousUser()).count() == 80
    assert BankEntry.objects.filter(rating="promising").count() == 7
    assert Practice.objects.filter(force__code="norfolk", import_key="safer-places-norwich").exists()
    assert EvidenceLink.objects.filter(
        kind="independent_evaluation", practice__import_key="think-family-early-intervention"
    ).exists()


def test_examples_are_linked_to_the_actions_that_they_bear_on(call):
    load_forces()
    more = {"evaluations": EVALUATIONS, "actions": reference.DATA / "example_actions.json"}

    first = importer.import_file(REAL, call=call, by=None, **more)
    second = importer.import_file(REAL, call=call, by=None, **more)

    assert (first.created, first.refused) == (80, [])
    assert (second.unchanged, second.refused) == (80, [])
    assert BankEntry.objects.get(practice__import_key="op-crystal-durham").actions == ["2.4.1"]
    assert BankEntry.objects.filter(actions=[]).count() == 29


def test_row_with_an_action_that_is_not_in_the_plan_is_refused(run):
    report = run(row(actions=["9.9.9"]))

    assert (report.created, [number for number, _key, _why in report.refused]) == (0, [1])


def test_changed_row_becomes_a_new_publication(run):
    run(row())

    report = run(row(summary="A nurse and an officer share a car."))

    assert (report.updated, report.unchanged) == (1, 0)
    assert BankEntry.objects.get().summary == "A nurse and an officer share a car."
    assert Publication.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"force_id": "gotham"}, "there is no force “gotham”."),
        ({"title": None}, "title is missing."),
        ({"key": None}, "it needs a key of at most 80 characters."),
        ({"categories": ["magic"]}, "categories has words that the portal does not know: magic."),
        ({"strands": "MH"}, "strands must be a list."),
        ({"topics": ["Weather"]}, "topics has words that the portal does not know: Weather."),
        ({"rating": "superb"}, "rating has words that the portal does not know: superb."),
    ],
)
def test_refused_row_says_why_and_leaves_nothing(run, changes, reason):
    report = run(row(key="good", title="Good row"), row(**changes))

    assert report.created == 1
    assert [(number, why) for number, _key, why in report.refused] == [(2, reason)]
    assert list(Practice.objects.values_list("import_key", flat=True)) == ["good"]


def test_works_without_independent_evaluation_is_refused(run):
    report = run(row(rating="works"))

    assert [why for _number, _key, why in report.refused] == [
        "“Works” needs an independent evaluation. Link one first, or choose another rating."
    ]
    assert not Practice.objects.exists()


def test_key_twice_in_a_file_is_refused(run):
    report = run(row(), row(title="Another"))

    assert report.created == 1
    assert report.refused == [(2, "street-triage-norfolk", "the key “street-triage-norfolk” stands twice in the file.")]


def test_row_that_is_no_object_is_refused(run):
    assert run("text").refused == [(1, "no key", "it is not an object with fields.")]


def test_example_that_left_the_bank_is_not_brought_back(run):
    run(row())
    Practice.objects.update(state="withdrawn")

    report = run(row(summary="Again."))

    assert [why for *_where, why in report.refused] == [
        "it is no longer published in the portal; the portal's decision is kept."
    ]


def test_permission_taken_back_stays_taken_back(run):
    run(row())
    admin = person("vkpp_admin")
    practice = Practice.objects.get()
    practice.permissions.filter(use="publish_public").update(revoked_at=practice.created_at, revoked_by=admin)

    run(row(summary="A nurse and an officer share a car."))

    assert "publish_public" not in sharing.in_force(practice)
    assert not BankEntry.objects.visible_to(AnonymousUser()).exists()


def test_command_reports_and_fails_on_refused_rows(run, call, tmp_path, capsys):
    path = tmp_path / "rows.json"
    path.write_text(json.dumps([row(), row(key="b", force_id="gotham")]), encoding="utf-8")

    with pytest.raises(CommandError, match="Some rows were refused"):
        call_command("import_practices", str(path))

    assert capsys.readouterr().out.splitlines() == [
        "1 new, 0 changed, 0 as before, 1 refused.",
        "Row 2 (b) refused: there is no force “gotham”.",
    ]


@pytest.mark.parametrize(
    ("text", "sentence"), [("{", "is not a JSON file in UTF-8"), ("{}", "must hold a list of objects")]
)
def test_unreadable_file_is_one_sentence(call, tmp_path, text, sentence):
    path = tmp_path / "rows.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match=sentence):
        call_command("import_practices", str(path))


def test_import_is_for_administrators(run):
    report = run(row(), by=UserFactory())

    assert [why for *_where, why in report.refused] == ["You cannot import examples. VKPP administrators do."]


def test_row_brings_its_theory_of_change_and_twice_changes_nothing(run):
    theory = {"input": [{"text": "A nurse", "leads_to": ["activity-1"]}], "activity": [{"text": "Going along"}]}

    run(row(theory=theory))
    report = run(row(theory=theory))

    content = Publication.objects.get().content
    assert content["theory"]["input"] == [{"key": "input-1", "text": "A nurse", "leads_to": ["activity-1"]}]
    assert report.unchanged == 1


def test_theory_that_is_not_one_is_refused_with_its_reason(run):
    report = run(row(theory={"inputs": []}))

    assert "There is no such column in a theory of change." in report.refused[0][2]
