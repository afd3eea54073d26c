"""The register of national data collections: loaded from the real file, kept by staff, overlaps found and settled."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from analytics import demo, tasks
from analytics.actions import overlaps, register
from analytics.models import Collection, CollectionItem, Overlap
from analytics.register import alike, checking, importer, spelling
from nvap import reference as nvap_reference
from nvap.actions import forms
from nvap.models import FormVersion, Question
from practice import synonyms
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_form, a_plan
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db

REAL = Path(importer.__file__).parents[1] / "data" / "data_collections.csv"
HEAD = ["name", "owner", "frequency", "topics", "provenance"]


@pytest.fixture
def words():
    """Strands and words that mean the same, as every portal has them."""
    list(nvap_reference.load() or ())
    synonyms.load()


@pytest.fixture
def staff():
    return person("vkpp_staff")


def entered(name="Arrests", items=("arrests by age",), by=None, **values):
    return register.create(values={"name": name, "owner": "Home Office", **values}, items=items, by=by)


def pair():
    """Two collections that ask for the same, and their overlap."""
    first = entered("Stalking survey", ["stalking reports"])
    second = entered("Protection orders", ["reports of stalking", "custody"])
    return first, second, Overlap.objects.get()


# ---- the file -------------------------------------------------------------------------------------------------------
def test_the_real_file_comes_in_whole_and_twice_changes_nothing(words):
    report = importer.import_file(REAL, by=None)

    assert (report.created, report.refused) == (38, [])
    again = importer.import_file(REAL, by=None)
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 38, [])
    outcomes = Collection.objects.get(code="adr-crime-outcomes")
    assert (outcomes.provenance, outcomes.sample) == ("sample, unverified", True)
    assert (outcomes.rhythm, outcomes.basis, outcomes.part_of.import_key) == ("monthly", "statutory", importer.UMBRELLA)
    recorded = Collection.objects.get(code="adr-police-recorded-crime-notifiable-offences")
    assert recorded.sample is False
    assert recorded.source_url.startswith("https://hansard.parliament.uk/")
    umbrella = Collection.objects.get(import_key=importer.UMBRELLA)
    assert (umbrella.forces_asked, [item.text for item in umbrella.items.all()]) == (44, ["all statutory police data"])
    assert Collection.objects.filter(burden_hours__isnull=False).count() == 0


def test_the_real_file_shows_who_asks_for_the_same(words):
    importer.import_file(REAL, by=None)

    pairs = {
        (row.first.collection.code, row.other_item.collection.code): (row.similarity, row.shared)
        for row in Overlap.objects.filter(other_kind="item").select_related(
            "first__collection", "other_item__collection"
        )
    }
    slavery = pairs["adr-modern-slavery-crimes", "national-referral-mechanism-statistics"]
    assert slavery == (80, ["modern", "slavery"])
    reviews = pairs["adr-homicide-homicide-index", "domestic-homicide-review-library"]
    assert reviews == (80, ["homicide", "domestic"])
    assert pairs["serious-incident-notifications", "rapid-reviews-and-lcsprs"][0] == 100
    assert ("adr-arrests", "adr-police-workforce") not in pairs


def test_demonstration_settles_four_overlaps_once(words):
    person("vkpp_staff")

    first, *_rest = demo.load()
    assert first == "38 new, 0 changed, 0 as before, 0 refused."
    states = sorted(Overlap.objects.exclude(state="found").values_list("state", flat=True))
    assert states == ["asked", "done", "kept", "merge"]
    assert {one.burden_source for one in Collection.objects.filter(burden_hours__isnull=False)} == {demo.MADE_UP}
    assert list(demo.load()) == ["0 new, 0 changed, 38 as before, 0 refused."]


def test_refused_rows_are_reported_and_the_rest_comes_in(words, tmp_path, capsys):
    file = tmp_path / "rows.csv"
    lines = (
        ",".join(HEAD),
        "Good,Home Office,annual,arrests,seen",
        ",Home Office,annual,arrests,seen",
        "No owner,,annual,arrests,seen",
        "Good,NPCC,annual,arrests,seen",
        "",
    )
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CommandError, match="Some rows were refused"):
        call_command("import_collections", str(file))

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "1 new, 0 changed, 0 as before, 3 refused."
    assert said[1] == "Row 3 (no name) refused: it needs a name of at most 120 letters and digits."
    assert said[2] == "Row 4 (No owner) refused: Enter the body that asks forces for it."
    assert said[3] == "Row 5 (Good) refused: this name stands twice in the file."
    assert Collection.objects.get().name == "Good"


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("name,topics", "Missing: owner."),
        ("name,owner,mood", "Take out or rename these columns: mood."),
        ("name,owner,owner", "Take out or rename these columns"),
    ],
)
def test_a_file_with_wrong_columns_is_refused_whole(tmp_path, head, sentence):
    file = tmp_path / "rows.csv"
    file.write_text(f"{head}\nA,B,C\n", encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        call_command("import_collections", str(file))
    assert not Collection.objects.exists()


def test_what_a_person_changed_is_not_overwritten_by_the_file(words, staff):
    importer.import_rows([HEAD, ["Arrests", "Home Office", "annual", "arrests", "seen"]], by=None)
    one = Collection.objects.get()
    register.change(collection=one, values={"frequency": "every month"}, version=one.version, by=staff)

    report = importer.import_rows([HEAD, ["Arrests", "Home Office", "quarterly", "arrests; ages", "seen"]], by=None)
    assert [reason.partition(" was changed")[0] for _row, _key, reason in report.refused] == [
        "How often, in the owner's words"
    ]
    one.refresh_from_db()
    assert (one.frequency, one.items.count()) == ("every month", 1)


@pytest.mark.parametrize(
    ("said", "rhythm"),
    [
        ("monthly", "monthly"),
        ("six-monthly", "six_monthly"),
        ("annual (quarterly in 2009)", ""),
        ("annual/biennial", ""),
        ("annual from 2022", "annual"),
        ("continuous; annual statistics", ""),
        ("15 working days / per case", "continuous"),
        ("per PEEL inspection", "cycle"),
        ("2019 and after the 2021 refresh", ""),
        ("", ""),
    ],
)
def test_rhythm_is_taken_only_where_the_words_say_one_thing(said, rhythm):
    assert importer.rhythm_of(said) == rhythm


# ---- how alike ------------------------------------------------------------------------------------------------------
def test_abbreviations_are_written_out_before_texts_are_compared(words):
    assert spelling.spelled("prevalence of DA; DHRs") == "prevalence of domestic abuse domestic homicide review"
    assert spelling.spelled("Honour-based abuse") == "honour based abuse"
    assert spelling.strands_in("DA across CJS") == ["DA"]
    assert spelling.strands_in("homicide incl. domestic; stalking") == ["SH", "HOMICIDE"]
    assert spelling.strands_in("hate crime") == []


def test_a_figure_is_explained_by_the_words_both_share(words):
    entered("MARAC data", ["high-risk domestic abuse"])
    item = CollectionItem.objects.get()

    found = alike.items_like([(7, spelling.spelled("number of DA victims"))], least=30)
    assert [(one.asked, one.found, one.figure, one.shared) for one in found] == [
        (7, item.pk, 57, ["domestic", "abuse"])
    ]
    assert alike.items_like([(7, "number of all police records")], least=0) == []
    assert alike.items_like([(7, "arrests")], least=30) == []


def test_a_word_of_any_length_can_be_shared():
    word = "x" * 200
    entered("First", [f"{word} first"])
    entered("Second", [f"{word} second"])
    assert Overlap.objects.get().shared == [word[:80]]


def test_ended_collections_and_removed_items_overlap_with_nothing(staff):
    first, second, _overlap = pair()
    register.move(collection=second, action="end", reason="Stopped in 2025.", by=staff)
    assert not Overlap.objects.exists()
    register.move(collection=second, action="resume", reason="Asked again.", by=staff)
    assert Overlap.objects.count() == 1
    register.remove_item(item=first.items.get(), by=staff)
    assert not Overlap.objects.exists()
    with pytest.raises(Conflict, match="removed this already"):
        register.change_item(item=first.items.get(), text="Again", kind="topic", by=staff)


def test_open_overlaps_follow_the_texts_and_decided_ones_stay(staff):
    first, second, overlap = pair()
    other = second.items.get(text="custody")
    register.change_item(item=other, text="stalking reports by month", kind="count", by=staff)
    assert Overlap.objects.count() == 2
    overlaps.decide(overlap=overlap, action="merge", reason="One form serves both.", by=staff)

    register.change_item(item=first.items.get(), text="hate crime", kind="topic", by=staff)
    kept = Overlap.objects.get()
    assert (kept.pk, kept.first_text, kept.state) == (overlap.pk, "stalking reports", "merge")


def test_questions_of_the_fixed_form_and_measures_are_compared(staff):
    a_plan()
    a_form()
    label = Question.objects.filter(form__state="published").order_by("pk").values_list("label", flat=True).first()
    assert label
    entered("Self-assessment", [label])
    kinds = set(Overlap.objects.values_list("other_kind", "similarity"))
    assert ("question", 100) in kinds


# ---- keeping it -----------------------------------------------------------------------------------------------------
def test_only_staff_keep_the_register(staff):
    one = entered()
    for other in (person("nvap_lead", ForceFactory()), person("national_analyst"), person("evidence_reviewer")):
        with pytest.raises(NotAllowed, match="kept by VKPP staff"):
            register.change(collection=one, values={"owner": "Me"}, version=None, by=other)
        with pytest.raises(NotAllowed, match="kept by VKPP staff"):
            register.add_item(collection=one, text="More", by=other)
        with pytest.raises(NotAllowed, match="VKPP staff"):
            register.move(collection=one, action="end", reason="Why not.", by=other)
    one.refresh_from_db()
    assert (one.owner, one.items.count(), one.state) == ("Home Office", 1, "in_use")


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"name": " "}, "name", "Enter the name of the collection."),
        ({"burden_hours": "many"}, "burden_hours", "Enter a whole number up to 200,000"),
        ({"burden_hours": 12}, "burden_source", "Say how the hours are known"),
        ({"forces_asked": "101"}, "forces_asked", "Enter a whole number up to 100"),
        ({"source_url": "www.gov.uk"}, "source_url", "Enter a web address in full"),
        ({"rhythm": "weekly"}, "rhythm", "“weekly” is not in the list"),
        ({"strands": ["NONE"]}, "strands", "“NONE” is not in the list"),
        ({"colour": "red"}, "colour", "There is no such field here."),
    ],
)
def test_what_cannot_be_kept_is_refused_and_says_why(staff, values, field, sentence):
    one = entered()
    with pytest.raises(Invalid) as refusal:
        register.change(collection=one, values=values, version=None, by=staff)
    assert refusal.value.errors[field][0].startswith(sentence)
    one.refresh_from_db()
    assert (one.name, one.burden_hours, one.version) == ("Arrests", None, 1)


def test_a_change_of_somebody_else_is_not_overwritten(staff):
    one = entered()
    seen = one.version
    register.change(collection=one, values={"owner": "NPCC"}, version=seen, by=staff)
    with pytest.raises(Conflict):
        register.change(collection=one, values={"owner": "ONS"}, version=seen, by=staff)
    one.refresh_from_db()
    assert one.owner == "NPCC"


def test_a_collection_is_not_part_of_its_own_part(staff):
    whole = entered("Whole")
    part = entered("Part", part_of=whole)
    with pytest.raises(Invalid, match="It cannot be part of itself"):
        register.change(collection=whole, values={"part_of": part.code}, version=None, by=staff)


def test_codes_are_unique_and_leave_addresses_free():
    assert [entered(name).code for name in ("Arrests", "Arrests", "New", "検")] == [
        "arrests",
        "arrests-2",
        "new-2",
        "collection",
    ]


# ---- settling overlaps ----------------------------------------------------------------------------------------------
def test_a_decision_needs_a_reason_is_recorded_and_can_be_undone(staff):
    _first, _second, overlap = pair()
    with pytest.raises(Invalid, match="Give a reason"):
        overlaps.decide(overlap=overlap, action="drop_other", reason=" ", by=staff)

    with pytest.raises(Invalid, match="NUL character"):
        overlaps.decide(overlap=overlap, action="drop_other", reason="a\0b", by=staff)

    overlaps.decide(overlap=overlap, action="drop_other", reason="The survey is enough.", by=staff)
    overlap.refresh_from_db()
    assert (overlap.state, overlap.reason, overlap.decided_by) == ("drop_other", "The survey is enough.", staff)
    with pytest.raises(Conflict, match="already decided by"):
        overlaps.decide(overlap=overlap, action="keep_both", reason="Both.", by=staff)
    overlaps.decide(overlap=overlap, action="finish", reason="Gone from the 2027 list.", by=staff)
    overlaps.decide(overlap=overlap, action="undo", reason="It came back.", by=staff)
    overlap.refresh_from_db()
    assert (overlap.state, overlap.reason, overlap.decided_at, overlap.decided_by) == ("found", "", None, None)
    verbs = list(audit.events_about(overlap).values_list("verb", "reason"))
    assert verbs == [
        ("overlap.undo", "It came back."),
        ("overlap.finish", "Gone from the 2027 list."),
        ("overlap.drop_other", "The survey is enough."),
    ]


def test_every_night_the_newest_form_is_compared(staff):
    entered("Self-assessment", ["arrests by age"])
    a_plan()
    form = forms.copy(form=a_form(), code="newest", title="Newest", by=person("vkpp_admin"))
    Question.objects.filter(form=form, code="gap").update(label="Arrests by age?")
    FormVersion.objects.filter(pk=form.pk).update(state="published", fixed_at=timezone.now())
    assert not Overlap.objects.exists()

    assert tasks.look_for_overlaps() == 1
    found = Overlap.objects.get()
    assert (found.other_kind, found.other_form, found.other_code) == ("question", "newest", "gap")
    assert tasks.look_for_overlaps() == 0


def test_looking_again_finds_nothing_new_and_keeps_decisions(staff):
    _first, _second, overlap = pair()
    assert overlaps.look_again(by=staff) == (1, 0)
    overlaps.decide(overlap=overlap, action="keep_both", reason="Different years.", by=staff)
    assert overlaps.look_again(by=None) == (1, 0)
    with pytest.raises(NotAllowed, match="settled by VKPP staff"):
        overlaps.look_again(by=person("national_analyst"))


# ---- the check ------------------------------------------------------------------------------------------------------
def test_the_check_names_what_is_asked_already_the_most_alike_first(words):
    entered("MARAC data", ["high-risk domestic abuse"])
    entered("Recorded crime", ["domestic abuse"])
    entered("Arrests", ["arrests by age"])
    lead = person("nvap_lead", ForceFactory())

    found = checking.already_asked("How many domestic abuse crimes?", user=lead)
    assert [(one.where, one.figure, one.shared) for one in found] == [
        ("Recorded crime", 100, ["domestic", "abuse"]),
        ("MARAC data", 50, ["domestic", "abuse"]),
    ]
    long = checking.already_asked(
        "How many victims of domestic abuse did you refer to partner agencies last year?", user=lead
    )
    assert [(one.where, one.figure) for one in long] == [("Recorded crime", 100), ("MARAC data", 50)]
    assert checking.already_asked("  ", user=lead) == []
    assert checking.already_asked("domestic abuse", user=person("peer_reviewer")) == []
