"""What the people of both forces can produce: gathered once for all attacks."""

import pytest

from tests.security.attacker.harvest import harvest
from tests.security.hostile.walk import WHOLE
from tests.security.world import IN_A, IN_B


@pytest.fixture(scope="package")
def loot(world):
    """Every address and form of force A's people."""
    return harvest(world, IN_A)


@pytest.fixture(scope="package")
def own(world):
    """Every address and form of force B's people; of one of them unless everything is tried."""
    return harvest(world, IN_B if WHOLE else ["nvap_lead@B"])
