"""Proposals of raters: fair by load, by topic, without interest."""

import pytest

from practice import shares
from practice.actions import rating
from practice.models import Practice
from tests.factories.accounts import MembershipFactory, person
from tests.factories.assess import rate, taken_forward_practice

pytestmark = pytest.mark.django_db


def proposal(*practices):
    rows = Practice.objects.filter(pk__in=[practice.pk for practice in practices]).order_by("pk")
    return [(line.practice, line.rater, line.why) for line in shares.propose(rows)]


@pytest.fixture
def staff():
    return person("vkpp_staff", display_name="Ana Staff")


def test_least_busy_rater_is_proposed(staff):
    busy = taken_forward_practice(staff=staff)
    reviewer = person("evidence_reviewer", display_name="Rae Reviewer")
    rating.assign(practice=busy, raters=[staff], by=staff)
    practice = taken_forward_practice(staff=staff)

    assert proposal(practice) == [(practice, reviewer, "0 ratings to do; nobody with less is free")]


def test_who_knows_the_strand_comes_first_among_equals(staff):
    reviewer = person("evidence_reviewer", display_name="Zoe Reviewer")
    rate(taken_forward_practice(staff=staff), reviewer)
    practice = taken_forward_practice(staff=staff)

    assert proposal(practice) == [(practice, reviewer, "0 ratings to do; has rated 1 on domestic abuse")]


def test_work_is_shared_over_several_examples(staff):
    reviewer = person("evidence_reviewer", display_name="Rae Reviewer")
    practices = [taken_forward_practice(staff=staff) for _ in range(4)]

    raters = [rater for _practice, rater, _why in proposal(*practices)]

    assert sorted(map(str, raters)) == ["Ana Staff", "Ana Staff", "Rae Reviewer", "Rae Reviewer"]
    assert reviewer in raters


def test_two_different_raters_where_it_matters(staff):
    person("evidence_reviewer", display_name="Rae Reviewer")
    practice = taken_forward_practice(staff=staff, serious_violence=True)

    assert sorted(str(rater) for _practice, rater, _why in proposal(practice)) == ["Ana Staff", "Rae Reviewer"]


def test_nobody_with_an_interest_is_proposed_or_offered(staff):
    practice = taken_forward_practice(staff=staff)
    MembershipFactory(user=staff, force=practice.force, role="contributor")

    line = shares.propose([practice])[0]

    assert (line.rater, line.choices) == (None, [])
    assert line.why == "Nobody else may rate it: everybody left has an interest in it."


def test_examples_with_enough_raters_need_no_line(staff):
    practice = taken_forward_practice(staff=staff)
    rating.assign(practice=practice, raters=[staff], by=staff)

    assert proposal(practice) == []


def test_the_number_of_queries_does_not_grow_with_examples(staff, django_assert_max_num_queries):
    practices = [taken_forward_practice(staff=staff) for _ in range(3)]

    with django_assert_max_num_queries(9):
        shares.propose(practices[:1])
    with django_assert_max_num_queries(9):
        shares.propose(practices)
