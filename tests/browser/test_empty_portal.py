"""What each page says while there is nothing yet: on its first day the portal has people and not one example."""

import pytest

from tests.security.rows import ROWS
from tests.security.table import members
from tests.security.world import World, cast, signed_in

pytestmark = pytest.mark.django_db

WITHOUT_THINGS = [row for row in ROWS if row.method == "get" and not row.things and not row.is_api]
KINDS = ("vkpp_admin", "evidence_reviewer", "nvap_lead@A", "national_analyst", "owner", "nobody", "anonymous")


def test_pages_of_an_empty_portal(looker):
    _forces, people = cast()
    world = World(people=people, sessions={actor: signed_in(user) for actor, user in people.items()})

    for row in WITHOUT_THINGS:
        for actor in KINDS:
            if actor in members(row.allowed):
                looker.look(f"{row} as {actor}", row.ask(world, actor))

    looker.found_nothing()
