"""Reviews from the file of a register: through the same doors as people, and twice without harm."""


import pytest

from nvap import reference as nvap_reference
from reviews import reference
from reviews.importer import import_file
from reviews.models import CaseReview, Coding, LearningPoint
from vkpp.accounts import reference as accounts_reference

pytestmark = pytest.mark.django_db

REAL = reference.DATA / "case_reviews.json"


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
