"""Figures of themes: decided alike wherever they stand."""

import pytest

from analytics.reports import national_report, people
from analytics.vocab import Basis
from tests.analytics.test_pages import FORCE, national, stand
from tests.analytics.world import RoundWorld, work
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db
OTHERS = ((2, 4), (2, 4), (4, 2), (4, 2))


def test_theme_in_which_all_others_are_level_is_withheld_on_every_page_and_in_the_report(client_for):
    world = RoundWorld(forces=5, codes=("2.1.1", "2.1.2"), regions=("Eastern",))
    for name, scores in zip(world.forces, ((4, 4), *OTHERS), strict=True):
        for action, score in zip(world.actions, scores, strict=True):
            world.answer(name, action, implementation=score, impact=score, owe=False)
        world.sign(name)
        world.accept(name)
    world.publish()
    work()
    reader = person("force_analyst", world.forces[FORCE])
    browser = client_for(reader)

    page = browser.get(national(world)).context
    own = browser.get(stand(world, query="?basis=published")).context["standing"]
    report = national_report.build(world.round, Basis.PUBLISHED, people.reader_of(reader), reader)

    why = "Not shown: the answers are so alike that it would tell what single forces said."
    assert [row["figure"].shown for row in page["rows"]] == [True, True]
    assert [row.figure.withheld for row in page["themes"]] == [row.figure.withheld for row in own.themes] == [why]
    assert report["overview"]["notes"] == [why]
