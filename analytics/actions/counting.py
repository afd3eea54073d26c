"""Count figures anew from the answers: of one action as it changes and of its theme, of a round, of everything."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from analytics.actions import showing
from analytics.counting_sql import OF_ACTIONS, Statements
from analytics.theme_sql import OF_THEMES
from nvap.models import ActionVersion, Question, Round
from nvap.vocab import PlanState, RoundState

LOCK = 742  # the first digits of every lock on the figures of one action in one round
LOCK_OF_THEME = 743  # and of one theme

_measures: dict[int, list[str]] = {}


def lock(round_id: int, action_ids: Iterable[int]) -> None:
    """Wait until nobody else counts these actions or their themes; in the same order always, until the transaction ends.

    Themes come after actions, so two workers that count the same ones wait for each other and never for ever.
    """
    actions = sorted(action_ids)
    keys = [(LOCK << 48) + (round_id << 24) + action for action in actions]
    keys += [(LOCK_OF_THEME << 48) + (round_id << 24) + theme for theme in themes_of(actions)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(pg_advisory_xact_lock(key)) FROM unnest(%s::bigint[]) AS k(key)", [keys])


def measures_of(round_id: int) -> list[str]:
    """Codes of the levelled questions that the round's form has summarised; kept, for a form that is fixed stays."""
    if round_id in _measures:
        return _measures[round_id]
    rows = list(
        Question.objects.filter(form__rounds=round_id, summarised=True)
        .order_by("section__order", "order", "pk")
        .values_list("code", "form__state", "form__rounds__state")
    )
    codes = [code for code, _form, _round in rows]
    if rows and rows[0][1] == PlanState.PUBLISHED and rows[0][2] != RoundState.DRAFT:
        _measures[round_id] = codes
    return codes


def actions_of(round_id: int) -> list[int]:
    """Ids of the actions that the round asks about."""
    return list(ActionVersion.objects.filter(plan__rounds=round_id).order_by("pk").values_list("pk", flat=True))


def themes_of(action_ids: Iterable[int]) -> list[int]:
    """Ids of the themes of these actions, in order."""
    wanted = ActionVersion.objects.filter(pk__in=list(action_ids)).order_by("theme").distinct()
    return list(wanted.values_list("theme", flat=True))


def parameters(round_id: int, action_ids: Iterable[int]) -> dict[str, Any]:
    """What the aggregate of actions is told."""
    actions = sorted(action_ids)
    return {
        "round": round_id,
        "actions": actions,
        "subjects": actions,
        "measures": measures_of(round_id),
        "today": timezone.localdate(),
    }


def parameters_of_themes(round_id: int, action_ids: Iterable[int]) -> dict[str, Any]:
    """What the aggregate of these actions' themes is told: it reads all actions of each."""
    themes = themes_of(action_ids)
    actions = ActionVersion.objects.filter(theme__in=themes).order_by("pk").values_list("pk", flat=True)
    return parameters(round_id, actions) | {"subjects": themes}


@transaction.atomic
def count(*, round_id: int, action_ids: Iterable[int], mend: bool = False) -> int:
    """Count these actions of the round on all bases and for all groups; returns how many figures changed.

    Nobody's permission is asked: the portal owes it to every saved answer. Two at once wait for one another, and the
    second counts what the first one's answers and its own say together. `mend` compares every number, not the inputs.
    """
    actions = sorted(action_ids)
    lock(round_id, actions)
    changed = _write(OF_ACTIONS, parameters(round_id, actions), mend)
    if not changed and not mend:
        return 0
    of_themes = _write(OF_THEMES, parameters_of_themes(round_id, actions), mend)
    if changed:
        showing.move(round_id=round_id, action_ids=actions)
    return changed + of_themes


def _write(statements: Statements, told: dict[str, Any], mend: bool) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statements.mend if mend else statements.upsert, told)
        _counted, put, gone = cursor.fetchone()
    return int(put + gone)


def running() -> "list[int]":
    """Ids of the rounds whose figures may still move: all that have been announced."""
    return list(Round.objects.exclude(state=RoundState.DRAFT).order_by("pk").values_list("pk", flat=True))
