"""Figures of themes, after disclosure, and a force's own level in a theme.

    found = themes.find(audience, round, basis=Basis.PUBLISHED, parts=figures.read(audience, round, basis=...))

A theme's figure and those of its actions are decided together: seen side by side they must give nobody away either.
While answers move, forces read no figures of themes. An action's steady figure lags up to four forces behind, each
action's at another time; a theme over all of them would move in steps that no action's figure takes. The average of
the actions' figures, which forces see anyway, stands in.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from analytics import figures
from analytics.figures import BEHIND, GROUP_ORDER, Audience, Figure, GroupFigure, Part, Read
from analytics.models import ThemeSummary
from analytics.standing import Own
from analytics.vocab import Scope
from nvap.models import ActionVersion, Round
from vkpp.core import disclosure
from vkpp.core.disclosure import Cell, Decision, Reason, Whole

Members = Mapping[int, Sequence[int]]
Row = dict[str, Any]
Parts = Mapping[tuple[int, str, str, str], Read]


@dataclass(frozen=True, kw_only=True)
class ThemeFigure(GroupFigure):
    """The figure of a theme. Levels, quartiles and the distribution's scores come in halves."""

    theme: int


def level_of(scores: Collection[int], applicable: int) -> float | None:
    """A force's level in a theme: the mean to the nearest half, a quarter upwards; as `theme_sql` counts it.

    None where fewer than half of the actions that apply to the force have a level.
    """
    if not scores or 2 * len(scores) < applicable:
        return None
    return (4 * sum(scores) + len(scores)) // (2 * len(scores)) / 2


def own_level(actions: Collection[int], own: Mapping[int, Own], measure: str) -> float | None:
    """The level in the theme of these actions of the force with these answers."""
    given = [own[action] for action in actions if action in own]
    levels = [answer.level(measure) for answer in given]
    applicable = len(actions) - sum(answer.not_applicable for answer in given)
    return level_of([level for level in levels if level is not None], applicable)


def members_of(round_: Round) -> dict[int, list[int]]:
    """Theme → its actions in the round's plan, in its order."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = ActionVersion.objects.filter(plan=round_.plan_id).order_by("theme__order", "theme__code", "order", "code")
    for theme, action in rows.values_list("theme", "pk"):
        found[theme].append(action)
    return dict(found)


def find(
    audience: Audience,
    round_: Round,
    *,
    basis: str,
    parts: Iterable[Read],
    members: Members,
    measures: Collection[str] | None = None,
    own: Mapping[int, Own] | None = None,
) -> list[ThemeFigure]:
    """Figures of these themes (each with its actions, `members`) for all groups that the audience sees.

    `parts` are the figures of all those actions for the same audience, on the same basis; `own` the answers of the
    audience's force, when they have been read already. By theme in the order of `members`, measure, and from the nation
    to the own choice of peers.
    """
    own = figures.own_answers(audience, round_, basis) if own is None else own
    rows = figures.of_audience(ThemeSummary.objects.filter(round=round_, theme__in=members), audience, basis)
    if measures is not None:
        rows = rows.filter(measure__in=measures)
    families: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows.order_by("measure", *GROUP_ORDER).values(*BEHIND, "theme_id", title=F("peer_set__title")):
        families[row["theme_id"], row["measure"]].append(row)
    by_key = {_key(one.row["action_version_id"], one.row): one for one in parts}
    found: list[ThemeFigure] = []
    for theme, measure in sorted(families, key=lambda key: (list(members).index(key[0]), key[1])):
        family = families[theme, measure]
        if figures.is_steady(audience, basis):
            reasons = [Reason.MOVING] * len(family)
            family = [{**row, "as_of": None} for row in family]  # would say when somebody answered
        else:
            level = own_level(members[theme], own, measure)
            reasons = _reasons(audience, family, members[theme], by_key, level)
        pairs = zip(family, reasons, strict=True)
        found += [ThemeFigure(theme=theme, **figures.shown(Read(row, reason))) for row, reason in pairs]
    return found


def outline(audience: Audience, round_: Round, *, basis: str, measure: str) -> list[Part]:
    """How many figures `find` gives of one measure: id, code and title of each theme, scope, and their number."""
    rows = figures.of_audience(ThemeSummary.objects.filter(round=round_), audience, basis).filter(measure=measure)
    counted = rows.order_by("theme__order", "theme__code", "scope_rank")
    return list(counted.values_list("theme_id", "theme__code", "theme__title", "scope").annotate(Count("pk")))


def _key(subject: int, row: Mapping[str, Any]) -> tuple[int, str, str, str]:
    return subject, row["measure"], row["scope"], row["place"]


def _reasons(
    audience: Audience, family: Sequence[Row], actions: Sequence[int], parts: Parts, own: float | None
) -> list[Reason]:
    if audience.everything:
        return [Reason.NONE if row["answered"] else Reason.EMPTY for row in family]
    wholes = [
        Whole(
            Cell(frozenset(row["contributors"]), row["distribution"]),
            tuple(_part(parts.get(_key(action, row))) for action in actions),
        )
        for row in family
    ]
    known = frozenset(audience.known)
    decided: list[Decision] = disclosure.decide_wholes(wholes, known=known, own=None if own is None else f"{own:g}")
    return [decision.reason for decision in decided]


def _part(found: Read | None) -> disclosure.Contributors | None:
    """Who stands behind the figure of a part; nobody where it is withheld because nobody answered."""
    if found is None or found.reason not in (Reason.NONE, Reason.EMPTY):
        return None
    return frozenset(found.row["contributors"])


def average(found: Iterable[Figure]) -> float | None:
    """The mean of shown figures' means, one for each action: what may be said of a theme while answers move."""
    means = [figure.mean for figure in found if figure.mean is not None]
    return sum(means) / len(means) if means else None


def nation_by_theme(found: Iterable[ThemeFigure]) -> dict[int, ThemeFigure]:
    """The national figure of each theme."""
    return {figure.theme: figure for figure in found if figure.scope == Scope.NATIONAL}
