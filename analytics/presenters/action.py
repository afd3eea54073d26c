"""One action in detail: the slope of all forces, the level's distribution in each group, and the trend over rounds."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from analytics import charts, comparing, figures, scale, standing, trends
from analytics.comparing import LastRound
from analytics.figures import Audience, Figure
from analytics.presenters import asked as asking
from analytics.presenters import practice_map, stand
from analytics.presenters.asked import Asked
from analytics.scale import Measure
from analytics.vocab import Basis
from nvap.models import ActionVersion, Round
from nvap.vocab import Comparable, RoundState
from vkpp.accounts.models import Force

MOST_ROUNDS = 8


def page(
    user: Any, audience: Audience, round_: Round, force: Force, action: ActionVersion, query: Mapping[str, str]
) -> dict[str, Any] | None:
    """What the template prints; None when the round summarises nothing."""
    asked = asking.read(query, audience, round_)
    if asked is None:
        return None
    found = figures.find(audience, round_, basis=asked.basis, measures=[asked.measure.code], actions=[action.pk])
    own = standing.of_force(force, round_, asked.basis).get(action.pk)
    level = own.level(asked.measure.code) if own else None
    nation = next((figure for figure in found if figure.scope == "national"), None)
    peers = stand.marked(found, asked.against, force)
    path = reverse("analytics:action", kwargs={"round": round_.code, "force": force.code, "code": action.code})
    points, history = trend(audience, round_, force, action, asked)
    return {
        "action": action,
        "round": round_,
        "force": force,
        "own": own,
        "level": level,
        "word": asked.measure.word(level),
        "measure": asked.measure,
        "nation": nation,
        "place": comparing.place(nation, level, force.region),
        "side": comparing.to_median(nation, level),
        "change": LastRound(audience, round_, force).change(action.pk, asked.measure.code, level),
        "ski": charts.ski(nation, own=level, peers=peers, levels=asked.measure.levels) if nation else None,
        "peers": peers,
        "groups": [_group(figure, asked, level, path, force) for figure in found],
        "trend": charts.trend(points, asked.measure.levels),
        "history": history,
        "tabs": asking.tabs(asked, audience, round_, path),
        "measures": asking.measure_links(asked, path),
        "back": asked.href(stand.address(round_, force)),
        "lagging": not audience.everything and asked.basis != Basis.PUBLISHED,
        "tiles": practice_map.tiles(user, action.action.code, force),
    }


def _group(figure: Figure, asked: Asked, level: int | None, path: str, force: Force) -> dict[str, Any]:
    spread: list[dict[str, Any]] = [
        {"score": score, "word": word, "count": (figure.distribution or {}).get(score, 0), "own": score == level}
        for score, word in asked.measure.levels.items()
    ]
    return {
        "figure": figure,
        "title": _("National") if figure.scope == "national" else figure.title,
        "href": asked.href(path, against=stand.key(figure)),
        "current": stand.key(figure) == asked.against,
        "spread": spread,
        "most": max((item["count"] for item in spread), default=0) or 1,
        "strip": charts.strip(figure, own=level, levels=asked.measure.levels),
        "place": comparing.place(figure, level, force.region),
    }


def trend(
    audience: Audience, round_: Round, force: Force, action: ActionVersion, asked: Asked
) -> tuple[list[charts.Point], list[dict[str, Any]]]:
    """Own level and national median over the rounds that follow on one another, newest last, with the breaks between."""
    steps: list[dict[str, Any]] = []
    current: Round | None = round_
    wanted: tuple[int, ...] = (action.pk,)
    while current is not None and len(steps) < MOST_ROUNDS:
        basis = asked.basis if current.pk == round_.pk else _settled(current)
        measure = _same_measure(current, asked.measure)
        steps.append(_step(audience, current, force, wanted, basis, measure))
        previous = current.previous
        if previous is None:
            break
        trace = _joined(trends.traces(current.plan, previous.plan), wanted)
        steps[-1] |= {"broken": trace.broken, "care": trace.comparable == Comparable.CARE, "trace": trace}
        wanted = trace.before
        current = previous if wanted else None
    steps.reverse()
    points = [
        charts.Point(step["round"].code, step["own"], step["median"], step["broken"], step["care"]) for step in steps
    ]
    return points, steps


def _settled(round_: Round) -> Basis:
    return Basis.PUBLISHED if round_.state == RoundState.PUBLISHED else Basis.VALIDATED


def _same_measure(round_: Round, measure: Measure) -> Measure | None:
    """The question of the same code and scale in another round's form."""
    return next(
        (one for one in scale.measures(round_) if one.code == measure.code and one.levels == measure.levels), None
    )


def _joined(traces: Mapping[int, trends.Trace], wanted: tuple[int, ...]) -> trends.Trace:
    found = [traces.get(one, trends.Trace((), Comparable.NO)) for one in wanted]
    worst = max((trace.comparable for trace in found), key=trends.WORST.index)
    return trends.Trace(
        tuple(dict.fromkeys(pk for trace in found for pk in trace.before)),
        worst,
        tuple(dict.fromkeys(kind for trace in found for kind in trace.kinds)),
        " ".join(dict.fromkeys(trace.note for trace in found if trace.note)),
    )


def _step(
    audience: Audience, round_: Round, force: Force, actions: tuple[int, ...], basis: Basis, measure: Measure | None
) -> dict[str, Any]:
    found: list[Figure] = []
    levels: list[int] = []
    if measure is not None:
        found = [
            figure
            for figure in figures.find(audience, round_, basis=basis, measures=[measure.code], actions=actions)
            if figure.scope == "national"
        ]
        own = standing.of_force(force, round_, basis)
        given = [own[one].level(measure.code) for one in actions if one in own]
        levels = [level for level in given if level is not None]
    medians = [figure.median for figure in found if figure.median is not None]
    level = min(levels) if levels else None
    return {
        "round": round_,
        "basis": basis,
        "own": level,
        "word": measure.word(level) if measure else "",
        "median": sum(medians) / len(medians) if medians else None,
        "n": min((figure.n or 0 for figure in found if figure.shown), default=None),
        "withheld": next((figure.withheld for figure in found if figure.withheld), ""),
        "broken": False,
        "care": False,
        "trace": None,
    }
