"""A round with three actions, practice and learning: what the national picture is made of.

2.1.1  every second force names a gap, nothing published, two reviews found a problem (one of them on DA)
2.2.1  three forces name a gap, a promising example on DA, one review
2.4.1  nobody names a gap, three examples of which one works, no review
"""

from nvap.models import Strand
from tests.analytics.world import RoundWorld, work
from tests.factories.accounts import person
from tests.factories.practice import published_practice
from tests.factories.reviews import a_case, a_coding, a_point

CODES = ("2.1.1", "2.2.1", "2.4.1")
GAPS = {"2.1.1": 6, "2.2.1": 3, "2.4.1": 0}
LEVELS = {"2.1.1": (0, 1, 1, 2), "2.2.1": (1, 2, 3, 2), "2.4.1": (3, 4, 4, 3)}
FORCES = 12


def answered(world):
    """Every force has answered, signed and been accepted; the round is published."""
    for action in world.actions:
        for place, name in enumerate(world.forces):
            score = LEVELS[action.code][place % 4]
            world.answer(name, action, implementation=score, impact=score, gap=place < GAPS[action.code], owe=False)
    for name in world.forces:
        world.sign(name)
        world.accept(name)
    world.publish()
    work()
    return world


def strands():
    """The two that the examples speak of."""
    Strand.objects.get_or_create(code="DA", defaults={"label": "Domestic abuse", "order": 1})
    Strand.objects.get_or_create(code="CSE", defaults={"label": "Child sexual exploitation", "order": 2})


def pictured(**changes):
    """The whole of it."""
    world = answered(RoundWorld(forces=FORCES, codes=CODES, **changes))
    strands()
    author = person("contributor", world.forces["force-01"])
    for action, rating, strand in (
        ("2.2.1", "promising", "DA"),
        ("2.4.1", "works", "DA"),
        ("2.4.1", "", "CSE"),
        ("2.4.1", "", "CSE"),
    ):
        published_practice(by=author, actions=[action], rating=rating, strands=[strand])
    for action, strand in (("2.1.1", "DA"), ("2.1.1", "CSE"), ("2.2.1", "DA")):
        a_point(a_coding(a_case("assured", strands=[strand])), actions=(action,))
    return world
