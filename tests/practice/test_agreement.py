"""Figures about ratings: spread of each dimension, and agreement of raters."""

import pytest

from practice import agreement
from practice.models import Rating
from practice.vocab import RUBRIC
from tests.factories.accounts import person
from tests.factories.practice import PracticeFactory

pytestmark = pytest.mark.django_db


def rated(*overalls, scores=None):
    """One example with these ratings, written as rows."""
    practice = PracticeFactory(state="taken_forward")
    return [
        Rating.objects.create(
            practice=practice,
            round=1,
            rater=person("evidence_reviewer"),
            overall=overall,
            of_version=1,
            scores=scores or {},
        )
        for overall in overalls
    ]


def test_spread_has_mean_median_range_and_abstentions():
    rows = [Rating(scores={"evidence": score}) for score in (0, 1, 4, None)]

    spread = next(item for item in agreement.spreads(rows) if item.code == "evidence")

    assert (spread.n, spread.abstained) == (3, 1)
    assert (round(spread.mean, 2), spread.median, spread.lowest, spread.highest) == (1.67, 1, 0, 4)


def test_spread_of_abstentions_only_has_no_figures():
    rows = [Rating(scores=dict.fromkeys(RUBRIC))]

    assert [(item.n, item.abstained, item.mean) for item in agreement.spreads(rows)] == [(0, 1, None)] * len(RUBRIC)


def test_agreement_needs_two_examples_with_two_ratings():
    rated("works", "works")
    rated("promising")

    found = agreement.measured()

    assert (found.alpha, found.examples, found.ratings) == (None, 1, 2)
    assert found.meaning == "Too few examples have two ratings to measure agreement."


def test_agreement_of_ratings_that_are_all_the_same_is_not_measured():
    rated("works", "works")
    rated("works", "works")

    assert agreement.measured().meaning == "All ratings are the same, so there is nothing to compare."


def test_full_agreement_is_one():
    rated("works", "works")
    rated("promising", "promising")

    found = agreement.measured()

    assert (found.alpha, found.examples, found.ratings) == (1.0, 2, 4)
    assert found.meaning == "Raters mostly agree: one rating tells much the same as another."


def test_near_ratings_agree_more_than_distant_ones():
    rated("works", "promising")
    rated("new_innovative", "new_innovative")
    near = agreement.measured().alpha
    Rating.objects.filter(overall="promising").update(overall="does_not_work")

    far = agreement.measured()

    assert near > far.alpha
    assert far.meaning == "Raters differ too much to rely on one of them. Go through the rubric together."


def test_agreement_as_worked_out_by_hand():
    """Four examples by two raters, by hand: 1 - 7 x 8 (observed) / 304 (expected), ordinal metric, is 0.816."""
    for pair in (
        ("works", "works"),
        ("promising", "works"),
        ("new_innovative", "new_innovative"),
        ("does_not_work", "new_innovative"),
    ):
        rated(*pair)

    assert round(agreement.measured().alpha, 3) == 0.816
