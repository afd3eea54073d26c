"""What became of the level of a force that asked for help: its own answers then and now, linked to the later return."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from analytics import scale, trends
from analytics.matching import need, people
from analytics.models import HelpRequest
from nvap.models import Round


@dataclass(frozen=True)
class Since:
    """Level and round when help was asked for, and in a later answer. `later` is empty while there is none."""

    before: int
    before_word: str
    asked_in: Round
    now: int | None = None
    now_word: str = ""
    later: Round | None = None

    @property
    def rose(self) -> bool:
        """Whether the level is higher than it was."""
        return self.now is not None and self.now > self.before


def since(request: HelpRequest) -> Since | None:
    """How the level moved; None where there was no level to follow, or the plan lets nothing be compared."""
    if request.level is None or request.round is None:
        return None
    asked = request.round
    words = {measure.code: measure for measure in scale.measures(asked)}
    measure = words.get(request.measure)
    then = Since(request.level, measure.word(request.level) if measure else "", asked)
    try:
        newest = need.find(request.force, request.action.code)
    except Http404:
        return then
    answered = newest.answered
    same = newest.measure is not None and newest.measure.code == request.measure
    if answered is None or newest.level is None or not same:
        return then
    if answered == asked and newest.level == request.level:
        return then
    if answered.plan_id != asked.plan_id and _broken(answered, asked, newest.version.pk):
        return None
    return Since(then.before, then.before_word, asked, newest.level, newest.word, answered)


def told_to(user: Any, request: HelpRequest) -> Since | None:
    """The same for this person: the force that asked and VKPP; the helping force only that it rose, see `rose_for`."""
    return since(request) if people.reads_own_side(user, request) else None


def rose_for_helper(request: HelpRequest) -> bool:
    """Whether the helping force may know that the level rose, and it did."""
    if not request.tells_level or request.state != HelpRequest.State.CLOSED:
        return False
    found = since(request)
    return found is not None and found.rose


def _broken(answered: Round, asked: Round, version: int) -> bool:
    newer, older = (answered, asked) if answered.opens_at > asked.opens_at else (asked, answered)
    trace = trends.traces(newer.plan, older.plan).get(version)
    return trace is None or trace.broken
