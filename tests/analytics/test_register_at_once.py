"""Two people who keep the register at the same moment: both collections are there, and their overlap is found once."""

import pytest

from analytics.actions import register
from analytics.models import Collection, Overlap
from tests.factories.accounts import person
from tests.races import at_once


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_the_same_at_once_make_two_collections_and_one_overlap():
    staff = [person("vkpp_staff"), person("vkpp_staff")]

    def enter(who):
        register.create(values={"name": "Arrests", "owner": "Home Office"}, items=["arrests by age"], by=who)

    assert at_once(enter, staff) == ["done", "done"]
    assert sorted(Collection.objects.values_list("code", flat=True)) == ["arrests", "arrests-2"]
    assert [(one.similarity, one.shared) for one in Overlap.objects.all()] == [(100, ["arrests", "age"])]
