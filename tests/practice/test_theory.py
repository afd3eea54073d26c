"""A theory of change: what is kept of it, how complete it is, and that its picture never puts one thing over another."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.actions import authoring
from practice.models import TheoryBox, TheoryLink
from practice.theory import drawing, hints, layout, measuring, shape, store, vocab
from tests.factories.practice import PracticeFactory
from vkpp.core.exceptions import Conflict, Invalid

TWO = {
    "theory-text-activity-1": "Coaching",
    "theory-text-output-1": "People coached",
    "theory-leads-activity-1": ["output-1"],
    "theory-text-assumption-1": "They want to talk.",
    "theory-about-assumption-1": "activity-1>output-1",
}


def save(practice, values, version=None):
    version = practice.version if version is None else version
    return authoring.save(practice=practice, values=values, version=version, by=practice.owner)


@pytest.fixture
def practice(db):
    return PracticeFactory()


def test_theory_is_stored_and_read_as_it_was_sent(practice):
    save(practice, TWO)

    theory = store.load(practice)
    assert theory.boxes == (
        shape.Box("activity-1", "Coaching", ("output-1",)),
        shape.Box("output-1", "People coached"),
        shape.Box("assumption-1", "They want to talk.", (), "activity-1>output-1"),
    )
    assert practice.version == 2
    assert practice.revisions.get().changes["theory-text-output-1"] == ["", "People coached"]


def test_saving_the_same_theory_again_changes_nothing(practice):
    save(practice, TWO)
    save(practice, TWO)

    assert practice.version == 2


def test_box_that_goes_takes_its_arrows_and_what_was_said_about_them(practice):
    save(practice, TWO)

    save(practice, {"theory-text-output-1": ""})

    assert store.load(practice).boxes == (
        shape.Box("activity-1", "Coaching"),
        shape.Box("assumption-1", "They want to talk."),
    )
    assert practice.revisions.first().changes == {
        "theory-text-output-1": ["People coached", ""],
        "theory-leads-activity-1": [["output-1"], []],
        "theory-about-assumption-1": ["activity-1>output-1", ""],
    }


def test_boxes_that_two_people_write_at_once_are_both_kept(practice):
    save(practice, {"theory-text-input-1": "Money"}, version=1)
    save(practice, {"theory-text-input-2": "Time"}, version=1)

    assert [box.text for box in store.load(practice).boxes] == ["Money", "Time"]


def test_same_box_written_by_two_people_is_a_conflict_with_both_texts(practice):
    save(practice, {"theory-text-input-1": "Money"}, version=1)

    with pytest.raises(Conflict) as refusal:
        save(practice, {"theory-text-input-1": "Time"}, version=1)

    assert refusal.value.current == {"theory-text-input-1": "Money", "version": 2}
    assert [box.text for box in store.load(practice).boxes] == ["Money"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("theory-text-input-1", "x" * 201, "200 characters or fewer"),
        ("theory-leads-output-1", ["activity-1"], "later column"),
        ("theory-about-assumption-1", "output-1>activity-1", "Choose a box or an arrow"),
        ("theory-text-input-9", "x", "There is no question"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(practice, name, value, words):
    with pytest.raises(Invalid) as refusal:
        save(practice, {name: value})

    assert words in " ".join(refusal.value.errors[name])
    assert not store.load(practice)


def test_database_refuses_an_arrow_that_leads_back(practice):
    save(practice, TWO)
    first, second = TheoryBox.objects.get(key="activity-1"), TheoryBox.objects.get(key="output-1")

    with pytest.raises(IntegrityError), transaction.atomic():
        TheoryLink.objects.create(theory_id=practice.pk, source=second, target=first)


def test_order_of_a_column_is_kept(practice):
    save(practice, {"theory-text-input-1": "First", "theory-text-input-2": "Second"})
    save(practice, {"theory-order-input": ["input-2", "input-1"]})

    assert [box.text for box in store.load(practice).boxes] == ["Second", "First"]


def test_completeness_says_what_to_do_next():
    nothing = hints.completeness(shape.Theory())
    two = hints.completeness(shape.built(TWO))

    assert (nothing.percent, len(nothing.hints)) == (0, 6)
    assert [hint.text for hint in two.hints] == [
        "Say what goes in: people, money, training, a partner's time.",
        "Say what changes for people.",
        "Say what gets better in the long run.",
        "The activity “Coaching” has no input. Say what is needed for it.",
        "The output “People coached” leads to no outcome. Say what it changes.",
    ]
    assert (two.met, two.checks, two.percent) == (5, 14, 35)


def test_words_of_the_picture_are_escaped():
    theory = shape.built({"theory-text-input-1": "<script>&"})

    assert "<script>" not in drawing.svg(theory)
    assert "&lt;script&gt;&amp;" in drawing.svg(theory)


texts = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=120).map(str.strip)
answers = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(list(vocab.TEXTS), texts),
        **{name: st.lists(st.sampled_from(vocab.later(key)), unique=True) for name, key in vocab.LEADS.items()},
        **dict.fromkeys(list(vocab.ABOUTS), st.sampled_from(["", "input-1", "activity-1>output-1"])),
    },
)


@settings(max_examples=60, deadline=None)
@given(answers)
def test_theory_made_of_any_answers_can_be_taken_apart_and_put_together(given_answers):
    theory = shape.built(given_answers)

    assert shape.built(shape.answers_of(theory)) == theory
    assert shape.thawed(shape.frozen(theory)) == theory
    assert shape.settled(shape.answers_of(theory), {}) == {}


@settings(max_examples=60, deadline=None)
@given(answers)
def test_nothing_in_the_picture_stands_over_anything_else(given_answers):
    picture = layout.laid_out(shape.built(given_answers))
    boxes = list(picture.boxes.values())

    for number, one in enumerate(boxes):
        assert one.y >= layout.HEAD
        assert one.y + one.height <= picture.height
        assert all(measuring.width(line, layout.FONT) <= layout.COLUMN - 2 * layout.PAD for line in one.lines)
        for other in boxes[number + 1 :]:
            assert one.x != other.x or one.y + one.height < other.y or other.y + other.height < one.y
    for arrow in picture.arrows:
        for (x, y), (to_x, to_y) in zip(arrow.points[1:-1:2], arrow.points[2:-1:2], strict=True):
            assert y == to_y
            assert all(not (x <= box.x < to_x) or not (box.y <= y <= box.y + box.height) for box in boxes)
