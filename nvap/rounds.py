"""Rounds that forces answer or have answered, as every page about levels and gaps needs them."""

from nvap.models import Round
from nvap.vocab import RoundState
from vkpp.core import remembered


@remembered.for_seconds(3)
def answered() -> list[Round]:
    """Rounds that run or whose figures are published, newest first, with plan and form. Only to be read."""
    rows = Round.objects.filter(state__in=(RoundState.RUNNING, RoundState.PUBLISHED)).select_related("plan", "form")
    return list(rows.order_by("-opens_at", "-pk"))


def published() -> list[Round]:
    """Those whose figures are published."""
    return [round_ for round_ in answered() if round_.state == RoundState.PUBLISHED]
