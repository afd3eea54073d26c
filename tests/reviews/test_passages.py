"""Passages are found whatever a copy did to spaces and quotation marks, and pages are cut where they overlap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews import passages
from reviews.passages import Mark


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("looked again", "looked again"),
        ("again at the", "again\nat  the"),
        ('"risk" of the family\'s', "“risk” of the family’s"),
        ("well-known", "well–known"),
        ("never said", None),
        ("  ", None),
    ],
)
def test_quote_is_found(quote, found):
    text = "Nobody looked again\nat  the “risk” of the family’s well–known trouble (2.*)."
    place = passages.find(text, quote)

    assert (text[place[0] : place[1]] if place else None) == found


def test_of_several_places_the_nearest_is_taken():
    assert passages.find("risk and risk and risk", "risk", near=10) == (9, 13)


def test_overlapping_passages_are_cut_where_they_begin_and_end():
    pieces = passages.cut("abcdef", [Mark(1, 4, 1), Mark(3, 5, 2), Mark(4, 99, 3)])

    assert [(piece.text, piece.numbers, piece.label) for piece in pieces] == [
        ("a", (), ""),
        ("bc", (1,), "1"),
        ("d", (1, 2), "2"),
        ("e", (2,), ""),
        ("f", (), ""),
    ]


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=5))
def test_cutting_never_changes_the_text(text, spans):
    pieces = passages.cut(text, [Mark(start, end, number) for number, (start, end) in enumerate(spans)])

    assert "".join(piece.text for piece in pieces) == text


@given(st.text(min_size=1, max_size=60), st.integers(0, 59), st.integers(1, 60))
def test_any_run_of_words_of_a_text_is_found_in_it(text, start, length):
    quote = text[start : start + length]
    place = passages.find(text, quote, near=start)

    assert (place is None) == (not quote.split())
    if place is not None:
        assert text[place[0] : place[1]].split() == quote.split()


def test_passages_overlap_on_the_same_page_only():
    assert passages.overlap((1, 0, 5), (1, 4, 9))
    assert not passages.overlap((1, 0, 5), (1, 5, 9))
    assert not passages.overlap((1, 0, 5), (2, 0, 5))
    assert not passages.overlap(None, (2, 0, 5))
