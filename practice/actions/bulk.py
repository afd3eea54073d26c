"""Doing one thing to many examples: tried out first, then done in one transaction with a result for each."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from practice.actions import triage
from practice.actions.held import check_triage
from practice.models import Practice
from vkpp.core import audit
from vkpp.core.exceptions import Invalid, PortalError
from vkpp.core.models import AuditEvent

MOST = 200
VERB = "triage.bulk"


@dataclass(frozen=True)
class Wish:
    """What to do to each: `claim`, `hand_over` (to somebody), `take_forward` or `not_take_forward` (for a reason)."""

    action: str
    reason: str = ""
    to: Any = None


@dataclass(frozen=True)
class Result:
    """What became (or would become) of one example; `why` says what stands in the way."""

    practice: int
    reference: str
    title: str
    done: bool
    why: str = ""


ACTIONS: dict[str, Callable[[Practice, Wish, Any], None]] = {
    "claim": lambda practice, _wish, by: triage.claim(practice=practice, by=by),
    "hand_over": lambda practice, wish, by: triage.hand_over(practice=practice, to=wish.to, by=by),
    "take_forward": lambda practice, _wish, by: triage.take_forward(practice=practice, by=by),
    "not_take_forward": lambda practice, wish, by: triage.not_take_forward(
        practice=practice, reason=wish.reason, by=by
    ),
}


def freeze(practice: Practice) -> str:
    """What must still be true of the example when a preview is confirmed: its version, state and who claimed it."""
    return f"{practice.version}.{practice.state}.{practice.claimed_by_id or 0}"


class _RolledBack(Exception):
    """Ends a trial: nothing of it stays."""


def preview(*, wish: Wish, practices: list[Practice], by: Any) -> list[Result]:
    """What would happen to each: the actions themselves, rolled back."""
    _check(wish, len(practices), by)
    results: list[Result] = []
    try:
        with transaction.atomic():
            results += [_try(practice, wish, by) for practice in practices]
            raise _RolledBack
    except _RolledBack:
        return results


@transaction.atomic
def apply(*, wish: Wish, frozen: Mapping[int, str], key: str, by: Any) -> list[Result]:
    """Do it to every example that is still as it was in the preview; the others are reported and left alone.

    `key` names this run: confirming the same preview twice gives the first run's results.
    """
    _check(wish, len(frozen), by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{VERB}:{key}"])
    if (earlier := results_of(key=key, by=by)) is not None:
        return earlier
    rows = Practice.objects.filter(pk__in=frozen).select_for_update(of=("self",), no_key=True)
    results = [
        _try(practice, wish, by) if freeze(practice) == frozen[practice.pk] else _changed(practice)
        for practice in rows.select_related("claimed_by").order_by("pk")
    ]
    audit.record(
        by=by,
        verb=VERB,
        target=by,
        after={"key": key, "action": wish.action, "results": [asdict(result) for result in results]},
        reason=wish.reason,
    )
    return results


def results_of(*, key: str, by: Any) -> list[Result] | None:
    """What an earlier run of this person did; None when there was none."""
    event = (
        AuditEvent.objects.filter(target_type=by._meta.label_lower, target_id=str(by.pk), verb=VERB, after__key=key)
        .order_by("-id")
        .first()
    )
    return [Result(**row) for row in event.after["results"]] if event is not None else None


def _check(wish: Wish, number: int, by: Any) -> None:
    check_triage(by)
    if wish.action not in ACTIONS:
        raise Invalid({"action": [_("Choose what to do.")]})
    if number == 0:
        raise Invalid({"": [_("Select at least one example.")]})
    if number > MOST:
        raise Invalid({"": [_("At most %(most)s at a time. Use the filters to choose fewer.") % {"most": MOST}]})
    if wish.action == "hand_over" and wish.to is None:
        raise Invalid({"to": [_("Choose who should take them on.")]})
    if wish.action == "not_take_forward" and not wish.reason.strip():
        raise Invalid({"reason": [_("Give a reason. It is kept with the decision.")]})


def _try(practice: Practice, wish: Wish, by: Any) -> Result:
    try:
        with transaction.atomic():
            ACTIONS[wish.action](practice, wish, by)
    except PortalError as error:
        return _result(practice, done=False, why=error.message)
    return _result(practice, done=True)


def _changed(practice: Practice) -> Result:
    return _result(practice, done=False, why=_("Somebody changed it after the preview. Look at it again."))


def _result(practice: Practice, *, done: bool, why: str = "") -> Result:
    return Result(practice.pk, practice.reference, practice.title, done, why)
