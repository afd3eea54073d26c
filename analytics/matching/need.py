"""What a force says of itself on one action: its level, and the gaps of its newest answer. Read by itself and by VKPP."""

from dataclasses import dataclass, replace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404

from analytics import scale, standing
from analytics.scale import Measure
from analytics.vocab import Basis
from nvap import rounds
from nvap.models import Action, ActionVersion, Gap, Response, Return, Round
from nvap.vocab import GapState, RoundState
from vkpp.accounts.models import Force

LOOKED_BACK = 4
"""Rounds."""
LOW = 1
"""A level at or below this is worth help even where no gap is named."""
READ = (
    "scores",
    "provenance",
    "not_applicable",
    "has_gap",
    *(f"ret__{name}" for name in ("marking", "round", "force")),
)


@dataclass(frozen=True)
class Need:
    """A force on an action. `answered` is the round that `level` comes from; `gaps` the texts of what is open.

    `ret`: the return in which it answered, when it did in the newest round.
    """

    force: Force
    action: Action
    version: ActionVersion
    round: Round
    measure: Measure | None
    level: int | None = None
    answered: Round | None = None
    not_applicable: bool = False
    has_gap: bool = False
    gaps: tuple[str, ...] = ()
    ret: Return | None = None

    @property
    def word(self) -> str:
        """The level in words; empty without one."""
        return self.measure.word(self.level) if self.measure else ""


def find(force: Force, code: str) -> Need:
    """The newest answer of the force on this action; where it gave none yet, what was published of it last."""
    by_plan = _by_plan(code)
    asked = [round_ for round_ in rounds.answered() if round_.plan_id in by_plan][:LOOKED_BACK]
    if not asked:
        raise Http404
    newest, version = asked[0], by_plan[asked[0].plan_id]
    version.plan = newest.plan
    measures = scale.measures(newest)
    need = _answered(Need(force, version.action, version, newest, measures[0] if measures else None))
    return need if need.level is not None or need.not_applicable else _published(need, asked, by_plan)


def is_asked(code: str) -> bool:
    """Whether a round has asked for the action, so that there is something to find."""
    by_plan = _by_plan(code)
    return any(round_.plan_id in by_plan for round_ in rounds.answered())


def _by_plan(code: str) -> dict[int, ActionVersion]:
    rows = ActionVersion.objects.filter(action__code=code).select_related("action")
    return {version.plan_id: version for version in rows}


def _answered(need: Need) -> Need:
    gaps = Gap.objects.filter(response=OuterRef("pk"), state=GapState.OPEN).order_by("pk")
    rows = Response.objects.filter(ret__round=need.round, ret__force=need.force, action_version=need.version)
    rows = rows.select_related("ret").only(*READ).annotate(open_gaps=ArraySubquery(gaps.values("text")))
    response = rows.first()
    if response is None:
        return need
    response.ret.round, response.ret.force = need.round, need.force
    if not response.counts:
        return replace(need, ret=response.ret)
    score = response.scores.get(need.measure.code) if need.measure else None
    return replace(
        need,
        level=None if response.not_applicable else score,
        answered=need.round,
        not_applicable=response.not_applicable,
        has_gap=response.has_gap,
        gaps=tuple(response.open_gaps),
        ret=response.ret,
    )


def _published(need: Need, asked: list[Round], by_plan: dict[int, ActionVersion]) -> Need:
    if need.measure is None:
        return need
    for round_ in asked:
        if round_.state != RoundState.PUBLISHED:
            continue
        version = by_plan[round_.plan_id]
        own = standing.of_force(need.force, round_, Basis.PUBLISHED, [version.pk]).get(version.pk)
        if own is not None and own.level(need.measure.code) is not None:
            gap = need.has_gap or own.has_gap
            return replace(need, level=own.level(need.measure.code), answered=round_, has_gap=gap)
    return need
