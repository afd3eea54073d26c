"""The cast of the tests: who `person` makes, and how they are signed in."""

import pytest

from tests.factories.accounts import ForceFactory, person
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission

pytestmark = pytest.mark.django_db


def test_person_holds_role_in_that_force_only():
    norfolk, kent = ForceFactory(code="norfolk"), ForceFactory(code="kent")

    lead = person("nvap_lead", norfolk)

    assert can(lead, Permission.PEOPLE_MANAGE_FORCE, norfolk)
    assert not can(lead, Permission.PEOPLE_MANAGE_FORCE, kent)


def test_person_with_national_role_has_no_force():
    staff = person("vkpp_staff")

    assert [held.force_id for held in staff.memberships.all()] == [None]
