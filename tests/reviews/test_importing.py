"""Reviews from the file of a register: through the same doors as people, and twice without harm."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from nvap import reference as nvap_reference
from reviews import demo, reference
from reviews.actions import editing
from reviews.importer import import_file, import_rows
from reviews.models import CaseReview, Coding, Document, LearningPoint
from tests.factories.accounts import person
from vkpp.accounts import demo as accounts_demo
from vkpp.accounts import reference as accounts_reference

pytestmark = pytest.mark.django_db

REAL = reference.DATA / "case_reviews.json"
POINT = {"level": "strategic", "text": "Ask.", "theme": "voice of the child"}


@pytest.fixture
def words():
    """Forces, strands, kinds of reviews and themes as every portal has them."""
    for loader in (accounts_reference.load, nvap_reference.load, reference.load):
        list(loader() or ())


def test_the_real_file_comes_in_whole_and_twice_changes_nothing(words):
    report = import_file(REAL, by=None)

    assert (report.created, report.refused) == (63, [])
    assert CaseReview.objects.filter(state="sent").count() == 63
    assert (Coding.objects.filter(role="imported").count(), LearningPoint.objects.count()) == (30, 56)
    again = import_file(REAL, by=None)
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 63, [])


def test_demonstration_screens_assures_and_sends_once(words):
    list(accounts_demo.load())

    said = list(demo.load())
    assert said == [
        "63 new, 0 changed, 0 as before, 0 refused.",
        "20 reviews with learning points, 22 to screen.",
    ]
    states = dict(CaseReview.objects.values_list("state").annotate(n=Count("pk")))
    assert states == {"sent": 22, "assured": 20, "included": 16, "excluded": 8}
    assert LearningPoint.objects.counted().count() == 43
    assert Document.objects.count() == 2

    assert list(demo.load()) == ["0 new, 0 changed, 63 as before, 0 refused."]


def test_refused_rows_are_reported_and_the_rest_comes_in(words, tmp_path, capsys):
    good = {"key": "good", "review_type": "DHR", "title": "Domestic Homicide Review, Anytown", "source": ""}
    bad = [
        "words",
        {**good, "key": ""},
        {**good, "key": "no-kind", "review_type": None},
        {**good, "key": "age", "subject_age_band": "12"},
        {**good, "key": "force", "force_id": "atlantis"},
        {**good, "key": "born", "title": "Review of a boy born on 3 May 2009"},
        {**good, "key": "theme", "learning_points": [{"level": "strategic", "text": "Ask.", "theme": "unheard of"}]},
        {**good, "key": "action", "learning_points": [POINT | {"actions": ["9.9.9"]}]},
        good,
    ]
    path = tmp_path / "reviews.json"
    path.write_text(json.dumps([good, *bad]), encoding="utf-8")

    with pytest.raises(CommandError, match="Some rows were refused"):
        call_command("import_reviews", path)

    said = capsys.readouterr().out
    assert "1 new, 0 changed, 0 as before, 9 refused." in said
    for sentence in (
        "it is not an object with fields",
        "it needs a key",
        "Choose what kind of review it is.",
        "the age must be one of",
        "“atlantis” is not in the list",
        "looks like a date of birth",
        "there is no theme “unheard of”",
        "there is no action with the code: 9.9.9",
        "the key “good” stands twice",
    ):
        assert sentence in said, sentence
    assert list(CaseReview.objects.values_list("import_key", flat=True)) == ["good"]


def test_a_changed_file_brings_changes_but_never_over_what_people_changed(words):
    row = {"key": "one", "review_type": "DHR", "title": "Domestic Homicide Review, Anytown", "learning_points": [POINT]}
    import_rows([row], by=None)
    review = CaseReview.objects.get()

    report = import_rows(
        [row | {"title": "Another title", "learning_points": [POINT | {"text": "Ask twice."}]}], by=None
    )
    review.refresh_from_db()
    assert (report.updated, review.title) == (1, "Another title")
    assert list(LearningPoint.objects.filter(final=True).values_list("text", flat=True)) == ["Ask twice."]

    editing.change(review=review, values={"title": "What staff wrote"}, version=None, by=person("vkpp_staff"))
    report = import_rows([row | {"title": "A third title"}], by=None)
    assert "was changed in the portal since" in report.refused[0][2]
    review.refresh_from_db()
    assert review.title == "What staff wrote"
