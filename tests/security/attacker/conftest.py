"""What force A's people can produce: gathered once for all attacks."""

import pytest

from tests.security.attacker.harvest import harvest
from tests.security.world import IN_A


@pytest.fixture(scope="package")
def loot(world):
    """Every address and form of force A's people."""
    return harvest(world, IN_A)
