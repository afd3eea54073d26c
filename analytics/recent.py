"""The newest rounds: asked for by every page on gaps, and kept in memory for some seconds."""

from analytics import figures
from analytics.figures import Audience
from nvap.models import Round
from vkpp.core import remembered

ROUNDS = 6  # rounds to choose from, newest first


def rounds(audience: Audience) -> list[Round]:
    """The newest rounds that these readers may turn to, newest first. Only to be read."""
    return _rounds(audience.published_only)


@remembered.for_seconds(3)
def _rounds(published_only: bool) -> list[Round]:
    return figures.rounds(Audience(published_only=published_only), most=ROUNDS)
