"""Words that stand in many reviews: what was gathered of them answers as the database would, also after changes."""

import pytest
from django.db import connection
from pyroaring import BitMap

from reviews import common_words, learning_search
from reviews.models import CaseReview, CommonWord
from tests.factories.reviews import a_case, a_document

PHRASES = ("risk", "risks", "school", "risk school", "domestic abuse", "the", "nowhere", "secret", "risk secret")


def as_the_database_says(phrases, *, sensitive):
    """Phrase → part → ids, each word looked up in the texts of all reviews."""
    with connection.cursor() as cursor:
        cursor.execute(learning_search.HAVING, [list(phrases), sensitive])
        return {
            row[0]: dict(zip(common_words.PARTS, map(learning_search._ids, row[1:]), strict=True))
            for row in cursor.fetchall()
        }


def gathered():
    """How many words were gathered, statistics fresh: PostgreSQL makes them by itself, but when it likes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reviews_learningentry")
    return common_words.gather(share=0.5, fewest=1)


def check(*, known):
    """Whatever is known is right, for everybody; and exactly these phrases are."""
    there = BitMap(CaseReview.objects.values_list("pk", flat=True))  # the search never shows another
    for sensitive in (False, True):
        told = common_words.known(PHRASES, sensitive=sensitive)
        found = {phrase: {part: ids & there for part, ids in parts.items()} for phrase, parts in told.items()}
        truth = as_the_database_says(PHRASES, sensitive=sensitive)
        assert found == {phrase: truth[phrase] for phrase in found}
        assert set(found) == known


@pytest.mark.django_db(transaction=True)
def test_what_was_gathered_is_what_the_database_says_also_after_changes(monkeypatch):
    cases = [a_case(title=f"Risk at school, number {n}", summary="Domestic abuse.") for n in range(6)]
    a_document(cases[0], ("A secret of the family.",), marking="official_sensitive")
    a_document(cases[1], ("Risk at the shop.",))
    check(known=set())
    assert gathered() > 0
    check(known={"risk", "risks", "school", "risk school", "domestic abuse"})

    a_case(title="Risk at work")
    cases[2].title = "Knives"
    cases[2].save(update_fields=["title"])
    cases[3].delete()
    a_document(cases[4], ("Another secret: school.",), marking="official_sensitive")
    check(known={"risk", "risks", "school", "risk school", "domestic abuse"})

    with monkeypatch.context() as few:
        few.setattr(common_words, "MOST_CHANGED", 1)  # after more changes than that the database is asked
        check(known=set())
    CommonWord.objects.update(horizon=2**62)  # gathered on another server, whose backup this one was made from
    check(known=set())


@pytest.mark.django_db
def test_few_reviews_need_no_gathering():
    a_case(title="Risk")
    assert common_words.gather() == 0
    assert common_words.known(["risk"], sensitive=False) == {}
