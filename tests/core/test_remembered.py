"""Small lists kept in memory: for some seconds, for each argument, and never within a transaction of one's own."""

import time

import pytest
from django.db import transaction

from vkpp.core import remembered


@pytest.fixture
def asked():
    """A remembered function, and what it was asked so far."""
    questions = []

    @remembered.for_seconds(20)
    def double(number, *, plus=0):
        questions.append((number, plus))
        return 2 * number + plus

    return double, questions


@pytest.mark.django_db(transaction=True)
def test_each_argument_is_asked_for_once(asked, monkeypatch):
    double, questions = asked

    assert [double(1), double(1), double(2), double(1, plus=3)] == [2, 2, 4, 5]
    assert questions == [(1, 0), (2, 0), (1, 3)]

    later = time.monotonic() + 21
    monkeypatch.setattr(time, "monotonic", lambda: later)
    double(1)
    assert len(questions) == 4


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_a_transaction_of_ones_own(asked):
    double, questions = asked

    with transaction.atomic():
        double(1)
        double(1)
    double(1)

    assert len(questions) == 3


@pytest.mark.django_db(transaction=True)
def test_only_so_many_values_are_kept(asked):
    double, questions = asked

    for number in range(remembered.MOST + 1):
        double(number)
    double(remembered.MOST)
    assert len(questions) == remembered.MOST + 1
    double(0)
    assert len(questions) == remembered.MOST + 2


@pytest.mark.django_db(transaction=True)
def test_what_is_forgotten_is_asked_anew(asked):
    double, questions = asked
    double(1)

    remembered.forget()

    double(1)
    assert len(questions) == 2
