"""Rounds that forces answer or have answered, as every page about levels and gaps needs them."""

import datetime as dt

from django.db.models import Max
from django.utils import timezone

from nvap.models import Extension, Round
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


@remembered.for_seconds(3)
def longer(round_id: int) -> dict[int, dt.datetime]:
    """Force id → until when it was given more time in this round."""
    rows = Extension.objects.filter(round=round_id).order_by().values_list("force")
    return dict(rows.annotate(last=Max("until")))


def closes_for(round_: Round, force_id: int) -> dt.datetime | None:
    """When editing will end for this force, as pages say it; None: never, or it has ended."""
    if round_.closes_at is None:
        return None
    end = max(round_.closes_at, longer(round_.pk).get(force_id, round_.closes_at))
    return end if end > timezone.now() else None
