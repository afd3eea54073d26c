"""Each role × each verb × own and other force, from the table of roles."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests.factories.accounts import ForceFactory, MembershipFactory, UserFactory, person
from vkpp.accounts.permissions import can, force_ids, force_of, forget, memberships, nationally, needs_second_factor
from vkpp.accounts.roles import ROLES, Permission, RoleCode

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_role_carries_its_verbs_where_it_is_held_and_nowhere_else(role):
    own, other = ForceFactory(code="own"), ForceFactory(code="other")
    user = person(role.code, None if role.national else own)

    anywhere = {verb for verb in Permission if can(user, verb)}
    in_own = {verb for verb in Permission if can(user, verb, own)}
    in_other = {verb for verb in Permission if can(user, verb, other)}
    everywhere = {verb for verb in Permission if nationally(user, verb)}

    assert anywhere == set(role.permissions)
    assert in_own == set(role.permissions)
    assert in_other == everywhere == (set(role.permissions) if role.national else set())


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_role_asks_for_a_second_factor_as_the_table_says(role):
    assert needs_second_factor(person(role.code)) is role.second_factor


def test_role_codes_of_the_columns_are_those_of_the_table():
    assert [(code.value, str(code.label)) for code in RoleCode] == [(role.code, str(role.name)) for role in ROLES]


def test_only_national_roles_manage_people_everywhere():
    managing = {role.code for role in ROLES if Permission.PEOPLE_MANAGE in role.permissions}

    assert managing == {"vkpp_admin"}


def test_nobody_without_a_role_may_anything():
    for user in (AnonymousUser(), UserFactory()):
        assert not [verb for verb in Permission if can(user, verb)]


def test_ended_role_no_longer_counts(norfolk):
    user = UserFactory()
    MembershipFactory(user=user, force=norfolk, ended_at=timezone.now(), ended_by=user)

    assert memberships(user) == []


def test_closed_account_may_nothing(officer):
    officer.is_active = False

    assert not can(officer, Permission.PRACTICE_WRITE)


def test_several_roles_add_up(norfolk):
    user = person("contributor", norfolk)
    MembershipFactory(user=user, force=norfolk, role="chief_officer")
    forget(user)

    assert can(user, Permission.PRACTICE_WRITE, norfolk)
    assert can(user, Permission.PEOPLE_READ_FORCE, norfolk)
    assert force_ids(user, Permission.PRACTICE_WRITE) == {norfolk.pk}
    assert force_of(user) == norfolk


def test_roles_are_read_once_per_person_object(officer, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert can(officer, Permission.PRACTICE_WRITE)
        assert not can(officer, Permission.AUDIT_READ)
