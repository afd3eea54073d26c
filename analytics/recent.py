"""The newest rounds, and the actions of a plan: asked for by every page on gaps, and kept in memory for some seconds."""

from analytics import figures
from analytics.figures import Audience
from nvap.models import ActionVersion, Round
from vkpp.core import remembered

READ = ("code", "title", "order", "plan", "theme__code", "theme__title", "theme__order", "action__code")
ROUNDS = 6  # rounds to choose from, newest first


def rounds(audience: Audience) -> list[Round]:
    """The newest rounds that these readers may turn to, newest first. Only to be read."""
    return _rounds(audience.published_only)


@remembered.for_seconds(3)
def _rounds(published_only: bool) -> list[Round]:
    return figures.rounds(Audience(published_only=published_only), most=ROUNDS)


@remembered.for_seconds(20)
def actions_of(plan: int) -> list[ActionVersion]:
    """The actions of a plan in its order. Only to be read."""
    rows = ActionVersion.objects.filter(plan=plan).select_related("theme", "action")
    return list(rows.only(*READ).order_by("theme__order", "order", "code"))
