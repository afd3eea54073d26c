"""Where a force's own level stands in a figure, also when the figure does not count it."""

import pytest

from analytics.comparing import Place, place
from analytics.figures import GroupFigure
from analytics.vocab import Scope


def a_figure(distribution, *, scope=Scope.NATIONAL, at="", counts_self=True):
    return GroupFigure(
        measure="implementation",
        basis="live",
        scope=scope,
        place=at,
        title="",
        as_of=None,
        expected=12,
        peer_set_version=None,
        counts_self=counts_self,
        withheld="",
        n=sum(distribution.values()),
        distribution=distribution,
    )


@pytest.mark.parametrize(
    ("figure", "own", "found", "words"),
    [
        (a_figure({1: 3, 2: 4, 4: 2}), 2, Place(3, 9, 4), "joint 3 of 9"),
        (a_figure({1: 3, 2.5: 1}), 2.5, Place(1, 4, 1), "1 of 4"),
        (a_figure({2: 4}, scope=Scope.PEERS, at="own/a", counts_self=False), 0, Place(5, 5, 1), "5 of 5"),
        (a_figure({2: 4}, scope=Scope.PEERS, at="own/a", counts_self=False), 2, Place(1, 5, 5), "joint 1 of 5"),
        (a_figure({2: 4}, scope=Scope.PEERS, at="own/a"), 2, Place(1, 4, 4), "joint 1 of 4"),
        (a_figure({2: 12}), 1, Place(13, 13, 1), "13 of 13"),
        (a_figure({2: 4}, scope=Scope.REGION, at="Eastern"), 2, Place(1, 4, 4), "joint 1 of 4"),
    ],
)
def test_place_is_among_those_counted_and_the_force_itself(figure, own, found, words):
    assert place(figure, own, "Eastern") == found
    assert str(found) == words


def test_there_is_no_place_in_another_region():
    assert place(a_figure({2: 4}, scope=Scope.REGION, at="Wales"), 2, "Eastern") is None
