"""Saving answers: the difference only, nobody's text lost, and what cannot be stored named."""

import pytest
from django.utils import timezone

from practice.actions import authoring
from practice.models import PracticeRevision
from tests.factories.accounts import person
from tests.factories.practice import PracticeFactory, content
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db
TURNED = (
    "The text contains an unseen character that turns the direction of writing (U+202E). "
    "Delete it, or paste the text without formatting."
)


def test_save_keeps_the_difference_only():
    practice = PracticeFactory(title="Old")

    authoring.save(
        practice=practice,
        values={"title": "New", "summary": practice.summary, "strands": ["DA"]},
        version=1,
        by=practice.owner,
    )

    revision = PracticeRevision.objects.get(practice=practice)
    assert (practice.version, revision.version, revision.by) == (2, 2, practice.owner)
    assert revision.changes == {"title": ["Old", "New"]}


def test_save_of_nothing_new_writes_nothing():
    practice = PracticeFactory()

    authoring.save(practice=practice, values={"title": practice.title}, version=1, by=practice.owner)

    assert (practice.version, PracticeRevision.objects.count()) == (1, 0)


def test_save_from_an_older_version_merges_fields_that_nobody_else_changed():
    practice = PracticeFactory()
    authoring.save(practice=practice, values={"title": "Theirs"}, version=1, by=practice.owner)

    authoring.save(practice=practice, values={"aim": "Mine"}, version=1, by=practice.owner)

    assert (practice.title, practice.aim, practice.version) == ("Theirs", "Mine", 3)


def test_save_from_an_older_version_is_refused_where_somebody_else_changed_the_same_field():
    practice = PracticeFactory()
    authoring.save(practice=practice, values={"title": "Theirs"}, version=1, by=practice.owner)

    with pytest.raises(Conflict) as refusal:
        authoring.save(practice=practice, values={"title": "Mine", "aim": "Mine too"}, version=1, by=practice.owner)

    practice.refresh_from_db()
    assert refusal.value.current == {"title": "Theirs", "version": 2}
    assert (practice.title, practice.aim) == ("Theirs", content()["aim"])


def test_save_with_a_version_that_does_not_exist_yet_is_refused():
    practice = PracticeFactory()

    with pytest.raises(Invalid) as refusal:
        authoring.save(practice=practice, values={"title": "Mine"}, version=7, by=practice.owner)

    assert list(refusal.value.errors) == ["version"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": "x" * 161}, "What is the practice called? must be 160 characters or fewer. Remove 1 character."),
        ({"summary": "x" * 700}, "Summary must be 600 characters or fewer. Remove 100 characters."),
        ({"title": "a\x00b"}, "The text contains a NUL character (U+0000). Delete it, or type the text again."),
        ({"aim": "a\x07b"}, "The text contains a control character (U+0007). Delete it, or type the text again."),
        (
            {"aim": "a\u202eb"},
            TURNED,
        ),
        ({"aim": "a\ud800b"}, "The text contains half a character (U+D800). Delete it, or type the text again."),
        ({"title": 7}, "What is the practice called? must be text."),
        ({"strands": ["NO"]}, "“NO” is not in the list. Choose from the list."),
        ({"strands": "DA"}, "Strands of vulnerability must be a list of codes."),
        ({"scale": "huge"}, "“huge” is not in the list. Choose from the list."),
        ({"serious_violence": "perhaps"}, "Answer yes or no."),
        ({"started": "30 2 2021"}, "This day does not exist: check the day and the month."),
        (
            {"started": "long ago"},
            "Enter a year, a month and year, or a full date, for example 2021, 5 2021 or 17 5 2021.",
        ),
        (
            {"contact_email": "nobody"},
            "Enter an e-mail address in the right form, such as name@example.police.uk.",
        ),
        ({"colour": "red"}, "There is no question “colour” in this example."),
    ],
)
def test_save_refuses_what_cannot_be_stored_and_keeps_nothing(values, sentence):
    practice = PracticeFactory()

    with pytest.raises(Invalid) as refusal:
        authoring.save(practice=practice, values={"learning": "Fine", **values}, version=1, by=practice.owner)

    practice.refresh_from_db()
    assert refusal.value.errors == {next(iter(values)): [sentence]}
    assert (practice.learning, practice.version) == ("", 1)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"aim": "one\r\ntwo\u2028three\t."}, {"aim": "one\ntwo\nthree\t."}),
        ({"title": "one\r\ntwo"}, {"title": "one two"}),
        ({"aim": "\ufeffa\u200bb\u200e"}, {"aim": "ab"}),
        ({"aim": "<script>alert(1)</script>"}, {"aim": "<script>alert(1)</script>"}),
        ({"started": "17/5/2021", "ended": "May 2022"}, {"started": "2021-05-17", "ended": "2022-05"}),
        ({"serious_violence": "yes"}, {"serious_violence": True}),
        ({"serious_violence": ""}, {"serious_violence": None}),
    ],
)
def test_save_stores_text_as_it_is_meant(typed, stored):
    practice = PracticeFactory(summary="x")

    authoring.save(practice=practice, values=typed, version=1, by=practice.owner)

    practice.refresh_from_db()
    assert {name: getattr(practice, name) for name in stored} == stored


@pytest.mark.parametrize("state", ["submitted", "taken_forward", "decided", "published", "withdrawn"])
def test_save_is_refused_once_the_example_was_sent(state):
    practice = PracticeFactory(state=state)

    with pytest.raises(Conflict, match="can no longer be changed"):
        authoring.save(practice=practice, values={"title": "New"}, version=1, by=practice.owner)


def test_save_is_refused_to_strangers_and_to_the_owner_whose_role_has_ended():
    practice = PracticeFactory()
    stranger = person("contributor", practice.force)
    with pytest.raises(NotAllowed):
        authoring.save(practice=practice, values={"title": "New"}, version=1, by=stranger)

    practice.owner.memberships.update(ended_at=timezone.now(), ended_by=stranger)
    with pytest.raises(NotAllowed):
        authoring.save(practice=practice, values={"title": "New"}, version=1, by=practice.owner)
