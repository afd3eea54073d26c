"""Look-alikes: found, measured and explained."""

import pytest

from practice import duplicates
from practice.models import Practice
from tests.factories.accounts import person
from tests.factories.practice import CallFactory, PracticeFactory, words

pytestmark = pytest.mark.django_db
SUMMARY = "Shops display a sticker showing that vulnerable people can wait inside until help arrives."


def example(title, summary=SUMMARY, **changes):
    words()
    return PracticeFactory(title=title, summary=summary, **({"state": "published"} | changes))


def test_a_copy_is_wholly_alike_and_says_why():
    first = example("Safer Places sticker scheme")
    copy = example(first.title, force=first.force, owner=first.owner, state="submitted")

    found = duplicates.similar(copy, person("vkpp_staff"))

    assert [(item.practice, item.percent) for item in found] == [(first, 100)]
    assert found[0].why == [
        "title 100% alike",
        "summary 100% alike",
        "same force",
        "same strands: Domestic abuse",
        "same words: arrives, display, inside, people, places, safer",
    ]


def test_another_title_in_the_same_force_is_found_by_strand_and_summary():
    first = example("Safer Places")
    other = example("Havens on the high street", force=first.force, owner=first.owner, state="submitted")

    found = duplicates.similar(other, person("vkpp_staff"))

    assert [item.practice for item in found] == [first]
    assert 55 <= found[0].percent < 70


def test_what_is_not_alike_is_left_out():
    example("Mounted patrols in woodland", "Riders look for illegal trail bikes.")
    new = example("Safer Places", state="submitted")

    assert duplicates.similar(new, person("vkpp_staff")) == []


def test_drafts_and_sealed_examples_are_never_shown():
    draft = example("Safer Places", state="draft")
    sealed = CallFactory(sealed=True, closes_at="2100-01-01T00:00Z")
    hidden = example("Safer Places", state="submitted", call=sealed)
    new = example("Safer Places", state="submitted")

    assert duplicates.similar(new, person("vkpp_staff")) == []
    assert Practice.objects.filter(pk__in=[draft.pk, hidden.pk]).count() == 2


def test_best_first_and_no_more_than_asked_for():
    new = example("Safer Places for all", state="submitted")
    near, far = example("Safer Places for all people"), example("Safer Places", "Another text about places.")

    found = duplicates.similar(new, person("vkpp_staff"))

    assert [item.practice for item in found] == [near, far]
    assert [item.practice for item in duplicates.similar(new, person("vkpp_staff"), limit=1)] == [near]


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    new, staff = example("Safer Places", state="submitted"), person("vkpp_staff")
    example("Safer Places 1")
    duplicates.similar(new, staff)
    with django_assert_num_queries(4):
        duplicates.similar(new, staff)
    example("Safer Places 2")
    example("Safer Places 3")

    with django_assert_num_queries(4):
        assert len(duplicates.similar(new, staff)) == 3


def test_trigram_index_serves_the_search(django_assert_num_queries):
    from django.db import connection

    new = example("Safer Places", state="submitted")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Practice.objects.filter(title__trigram_similar=new.title).explain()

    assert "practice_title_like" in plan
