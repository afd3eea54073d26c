"""What the runner of faults looks at in the end really finds something: figures that were changed past the portal."""

import contextlib

import psycopg2
import pytest

from tests.processes.faults.cast import Cast
from tests.processes.faults.checks import Judge
from vkpp.local import postgres

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]
ALTERED = (
    "UPDATE analytics_summary SET answered = answered + %s WHERE id ="
    " (SELECT min(id) FROM analytics_summary WHERE basis <> 'published' AND NOT steady AND answered > 1)"
)


@pytest.fixture
def judge(machine):
    """Who looks, when nothing is owed any more; beat sweeps what a killed process of an earlier test left undone."""
    machine.start("worker", "beat")
    cast = Cast(machine)
    judge = Judge(machine, cast)
    judge.settled()
    yield judge
    cast.close()
    machine.kill("worker")
    machine.kill("beat")


@pytest.fixture
def alter(machine):
    """Change one counted figure by hand; it is put back afterwards."""
    by = []

    def alter(number):
        with contextlib.closing(psycopg2.connect(postgres.url(machine.folder))) as connection, connection:
            connection.cursor().execute(ALTERED, [number])
        by.append(number)

    yield alter
    alter(-sum(by))


def test_figure_that_is_not_what_the_answers_say_is_found(judge, alter):
    assert judge.in_the_end() == []

    alter(1)

    (sentence,) = judge.in_the_end()
    assert sentence.startswith("rebuild_summaries --check: Counted ")
    assert sentence.strip().endswith("1 figures are not what the answers say.")
