"""What people said after an event: all of it, without names, for staff; for readers what tells nobody's own answer."""

from collections import Counter
from typing import Any

from practice.events.vocab import HIGHEST, LOWEST, SCORES
from practice.models import EventFeedback, LearningEvent
from vkpp.core import disclosure

GOOD = 4


def whole(event: LearningEvent) -> dict[str, Any]:
    """For staff: how many gave each score, the mean, and every text, without who said it."""
    said = list(EventFeedback.objects.filter(booking__event=event).order_by("?"))
    return {
        "number": len(said),
        "scores": [_scores(name, label, [getattr(row, name) for row in said]) for name, label in SCORES.items()],
        "will_do": [row.will_do for row in said if row.will_do],
        "texts": [row.text for row in said if row.text],
        "range": range(LOWEST, HIGHEST + 1),
    }


def _scores(name: str, label: Any, given: list[int]) -> dict[str, Any]:
    counts = Counter(given)
    return {
        "name": name,
        "label": label,
        "counts": [counts.get(score, 0) for score in range(LOWEST, HIGHEST + 1)],
        "mean": round(sum(given) / len(given), 1) if given else None,
    }


def shared(event: LearningEvent) -> list[dict[str, Any]]:
    """For readers: about how many found it good, question by question; questions with too few answers are left out."""
    shown = []
    given = list(EventFeedback.objects.filter(booking__event=event).values(*SCORES))
    for name, label in SCORES.items():
        good = sum(row[name] >= GOOD for row in given)
        about, rest = disclosure.people_in_row((good, len(given) - good))
        if about is not None and rest is not None and about + rest:
            shown.append({"label": label, "good": about, "all": about + rest})
    return shown
