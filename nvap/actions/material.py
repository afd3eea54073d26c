"""Gaps and promising practice that a force sees itself: own rows that follow from its answers."""

from typing import Any

from django.utils import timezone

from nvap.derived import Derived
from nvap.models import Gap, PromisingPractice, Response
from nvap.vocab import GapState, IdentifiedBy


def follow(response: Response, was: Derived | None, now: Derived | None, *, by: Any) -> None:
    """Bring the force's own gap and practice rows in step with an answer. None: the answer did or does not count."""
    if _gap(was) != _gap(now):
        _follow_gap(response, _gap(now), by)
    if _practice(was) != _practice(now):
        _follow_practice(response, _practice(now), by)


def _gap(derived: Derived | None) -> str | None:
    return derived.gap_text if derived is not None and derived.has_gap else None


def _practice(derived: Derived | None) -> tuple[str, bool] | None:
    return (derived.practice_text, derived.willing_to_share) if derived is not None and derived.has_practice else None


def _follow_gap(response: Response, text: str | None, by: Any) -> None:
    own = Gap.objects.filter(response=response, identified_by=IdentifiedBy.FORCE)
    if text is None:
        own.exclude(state=GapState.CLOSED).update(state=GapState.CLOSED, closed_at=timezone.now())
        return
    if not own.update(text=text, state=GapState.OPEN, closed_at=None):
        Gap.objects.create(response=response, identified_by=IdentifiedBy.FORCE, text=text, created_by=by)


def _follow_practice(response: Response, said: tuple[str, bool] | None, by: Any) -> None:
    own = PromisingPractice.objects.filter(response=response, identified_by=IdentifiedBy.FORCE)
    if said is None:
        own.filter(removed_at=None).update(removed_at=timezone.now())
        return
    text, share = said
    if not own.update(text=text, willing_to_share=share, removed_at=None):
        PromisingPractice.objects.create(
            response=response,
            identified_by=IdentifiedBy.FORCE,
            text=text,
            willing_to_share=share,
            created_by=by,
        )
