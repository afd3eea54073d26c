"""Addresses of rounds and what belongs to them."""

from typing import Any

from django.urls import reverse


def round_page(round_: Any, part: str = "") -> str:
    """A page of a round: its front, or `pool`, `candidates`, `terms`, `select`, `suggestions`, `decision`, `money`."""
    return reverse(f"practice:shortlist-{part or 'round'}", args=[round_.reference])


def candidate_page(candidate: Any) -> str:
    """Where a candidate is scored."""
    return reverse("practice:shortlist-candidate", args=[candidate.round.reference, candidate.pk])


def suggestion_page(suggestion: Any) -> str:
    """A suggested set with its reasons."""
    return reverse("practice:shortlist-suggestion", args=[suggestion.round.reference, suggestion.number])


def commission_page(evaluation: Any) -> str:
    """A commissioned evaluation."""
    return reverse("practice:shortlist-evaluation", args=[evaluation.reference])
