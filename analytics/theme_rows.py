"""One row for each theme: what pages and reports say of a theme beside the nation, or another group."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from analytics import charts, comparing, themes
from analytics.comparing import LastRound, Place
from analytics.figures import Figure
from analytics.reports import words
from analytics.scale import Measure
from analytics.standing import Own
from analytics.themes import ThemeFigure
from nvap.models import ActionVersion, Theme
from nvap.vocab import Comparable
from vkpp.accounts.models import Force


@dataclass(frozen=True)
class Moved:
    """How a level has moved since the last round, over the actions that compare: by how much, and in words."""

    by: float
    words: str

    @property
    def sign(self) -> str:
        """A mark beside the words."""
        return "" if not self.by else "▲" if self.by > 0 else "▼"


@dataclass(frozen=True)
class ThemeRow:
    """A theme with the force's own level, where there is one, and the figure of a group."""

    theme: Theme
    actions: int
    answered: int
    own: float | None
    word: str
    figure: ThemeFigure | None
    strip: charts.Strip | None
    place: Place | None
    side: int | None
    median: str
    average: float | None
    averaged: int
    above: int
    placed: int
    moved: Moved | None

    @property
    def to_median(self) -> str:
        """On how many of its actions the force is above the group's median, in words."""
        if not self.placed:
            return ""
        return _("above the median on %(above)s of %(placed)s") % {"above": self.above, "placed": self.placed}


@dataclass(frozen=True)
class Compared:
    """What rows are made of: the question, figures of one group by action and theme, own answers, the last round.

    `force`: whose own change and place are told; without one the nation's change.
    """

    measure: Measure
    by_action: Mapping[int, Figure]
    by_theme: Mapping[int, ThemeFigure]
    own: Mapping[int, Own]
    last: LastRound
    force: Force | None


def rows(actions: Iterable[ActionVersion], compared: Compared) -> list[ThemeRow]:
    """In the plan's order."""
    by_theme: dict[Theme, list[int]] = defaultdict(list)
    for action in actions:
        by_theme[action.theme].append(action.pk)
    return [_row(theme, members, compared) for theme, members in by_theme.items()]


def _row(theme: Theme, members: Sequence[int], compared: Compared) -> ThemeRow:
    measure, own = compared.measure, compared.own
    level = themes.own_level(members, own, measure.code)
    figure = compared.by_theme.get(theme.pk)
    shown = [compared.by_action[one] for one in members if one in compared.by_action and compared.by_action[one].shown]
    sides = [comparing.to_median(one, own[one.action].level(measure.code)) for one in shown if one.action in own]
    placed = [side for side in sides if side is not None]
    return ThemeRow(
        theme=theme,
        actions=len(members),
        answered=sum(one in own for one in members),
        own=level,
        word=words.level(measure, level),
        figure=figure,
        strip=charts.strip(figure, own=level, levels=measure.levels),
        place=comparing.place(figure, level, compared.force.region) if compared.force else None,
        side=comparing.to_median(figure, level),
        median=words.level(measure, figure.median) if figure is not None else "",
        average=themes.average(shown),
        averaged=len(shown),
        above=sum(side > 0 for side in placed),
        placed=len(placed),
        moved=None if compared.force is not None and level is None else _moved(members, compared),
    )


def _moved(members: Sequence[int], compared: Compared) -> Moved | None:
    """Like with like: only actions that the plan's succession lets compare and that have a level in both rounds."""
    last = compared.last
    if last.round is None:
        return None
    steps = _own_steps(members, compared) if compared.force is not None else _national_steps(members, compared)
    if not steps or 2 * len(steps) < len(members):
        return Moved(0, _("not comparable"))
    by = round(sum(steps.values()) / len(steps), 1)
    values = {"by": f"{by:+.1f}", "round": last.round.code, "n": len(steps), "all": len(members)}
    said = (_("%(by)s since %(round)s") if by else _("as in %(round)s")) % values
    if len(steps) < len(members):
        said = _("%(said)s, on %(n)s of %(all)s actions") % {"said": said, **values}
    if any(last.traces[one].comparable == Comparable.CARE for one in steps):
        said = _("%(said)s, compare with care") % {"said": said}
    return Moved(by, said)


def _own_steps(members: Sequence[int], compared: Compared) -> dict[int, float]:
    code, steps = compared.measure.code, {}
    for one in members:
        now = compared.own[one].level(code) if one in compared.own else None
        before = compared.last.own_level(one, code)
        if now is not None and before is not None:
            steps[one] = float(now - before)
    return steps


def _national_steps(members: Sequence[int], compared: Compared) -> dict[int, float]:
    before, steps = compared.last.nation(compared.measure.code), {}
    for one in members:
        trace, figure = compared.last.traces.get(one), compared.by_action.get(one)
        if trace is None or trace.broken or len(trace.before) != 1 or figure is None or figure.mean is None:
            continue
        then = before.get(trace.before[0])
        if then is not None and then.mean is not None:
            steps[one] = figure.mean - then.mean
    return steps
