import pytest

from analytics.actions import rebuilding
from analytics.models import Summary
from analytics.vocab import RunKind
from tests.analytics.world import RoundWorld
from tests.races import at_once
from vkpp.core import outbox
from vkpp.core.models import OutboxItem


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_writers_count_every_answer_once():
    world = RoundWorld(forces=8, codes=("2.1.1", "2.1.2"))
    names = list(world.forces)

    def write(half):
        for score, name in enumerate(names[half::2]):
            for action in world.actions:
                world.answer(name, action, implementation=score)

    def work(_who):
        for _turn in range(30):
            outbox.work()

    outcomes = at_once(
        lambda who: work(who) if who.startswith("worker") else write(int(who)), ["worker 1", "worker 2", "0", "1"]
    )
    outbox.work()

    assert outcomes == ["done"] * 4
    assert not OutboxItem.objects.filter(done_at=None).exists()
    figures = Summary.objects.filter(basis="live", scope="national", measure="implementation", steady=False)
    assert [(figure.n, figure.distribution) for figure in figures] == [(8, {"0": 2, "1": 2, "2": 2, "3": 2})] * 2
    assert rebuilding.rebuild(kind=RunKind.CHECK).differing == 0
