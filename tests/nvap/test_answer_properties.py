"""Random histories of one answer: no acknowledged value is lost, and the revisions replay to what is stored."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nvap.actions import answering
from tests.factories.accounts import person
from tests.factories.nvap import LEVELS, answer_of
from vkpp.core.exceptions import Conflict

pytestmark = pytest.mark.django_db

VALUES = {
    "now": st.sampled_from(["", "One", "Two", "Three\nlines"]),
    "headline": st.sampled_from(["", "Short", "Shorter"]),
    "implementation": st.sampled_from(["", *LEVELS]),
    "gap": st.sampled_from([None, True, False]),
    "partners": st.sampled_from([[], ["health"], ["health", "charity"]]),
    "trained": st.sampled_from([None, {"n": 1, "d": 2}, {"n": 3, "d": 4}]),
}
CHANGES = st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=3, unique=True).flatmap(
    lambda codes: st.fixed_dictionaries({code: VALUES[code] for code in codes})
)
STEPS = st.lists(st.tuples(st.integers(0, 1), st.booleans(), CHANGES), min_size=1, max_size=12)


@pytest.fixture
def writers(ret):
    return [person("nvap_lead", ret.force) for _ in range(2)]


def stored(value):
    return None if value in ("", []) else value


def attempt(answer, values, version, by):
    """What was saved, or the refusal."""
    try:
        return answering.save(response=answer, values=values, version=version, by=by), None
    except Conflict as refusal:
        return None, refusal


def play(ret, writers, steps):
    """Two people save, each against the version they saw last; who is refused looks again. What must hold is asserted."""
    seen, expected = [0, 0], {}
    shown = [{}, {}]
    for who, looks_first, values in steps:
        if looks_first:
            now = answer_of(ret)
            seen[who], shown[who] = now.version, dict(now.answers)
        saved, refusal = attempt(answer_of(ret), values, seen[who], writers[who])
        if refusal is not None:
            now = answer_of(ret)
            assert now.answers == {code: value for code, value in expected.items() if value is not None}
            lost = [code for code in values if expected.get(code) != shown[who].get(code)]
            assert set(refusal.current) - {"version"} <= set(lost)
            seen[who], shown[who] = now.version, dict(now.answers)
            continue
        for code, value in values.items():
            theirs = expected.get(code) != shown[who].get(code)
            if not (theirs and stored(value) == shown[who].get(code)):
                expected[code] = stored(value)
        seen[who], shown[who] = saved.version, dict(saved.answers)
    check(ret, expected)


def check(ret, expected):
    now, replayed = answer_of(ret), {}
    for revision in now.revisions.order_by("version"):
        for code, (before, after) in revision.changes.items():
            assert replayed.get(code) == before
            replayed[code] = after
    assert {code: value for code, value in replayed.items() if value is not None} == now.answers
    assert {code: value for code, value in expected.items() if value is not None} == now.answers
    assert now.version == now.revisions.count()
    assert now.has_gap == (now.answers.get("gap") is True)
    assert now.complete is False or {"implementation", "now", "gap"} <= set(now.answers)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_acknowledged_value_is_lost_and_revisions_replay(ret, writers, steps):
    with transaction.atomic():
        play(ret, writers, steps)
        transaction.set_rollback(True)
