"""What the pages of a decision show."""

from collections.abc import Sequence
from typing import Any

from practice.models import EvaluationRound, ShortlistDecision
from practice.presenters.shortlist import common, stand
from practice.shortlist import minutes, people
from practice.shortlist.board import Board
from practice.shortlist.workflow import ROUND


def deciding(user: Any, now: Board, form: Any) -> dict[str, Any]:
    """The set as it is to be decided, and what is asked."""
    return {
        **common(user, now.round, "select"),
        "form": form,
        "stand": stand(now, now.selected()),
        "kept_away": people.kept_away(user, now.round),
    }


def decided(user: Any, round_: EvaluationRound, rows: Sequence[ShortlistDecision]) -> dict[str, Any]:
    """The latest decision in full, and the earlier ones by name."""
    latest = rows[0]
    items = minutes.items(user, latest)
    return {
        **common(user, round_, "decision"),
        "decision": latest,
        "earlier": rows[1:],
        "limits": minutes.limits(latest),
        "chosen": [row for row in items if row["chosen"]],
        "others": [row for row in items if not row["chosen"]],
        "cost": f"£{sum(row['item'].cost or 0 for row in items if row['chosen']):,}",
        "fund": f"£{latest.fund:,}",
        "reconsiders": ROUND.allows(round_, "reconsider", user),
        "holds": round_.state in {"decided", "closed"},
    }
