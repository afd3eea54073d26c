"""What the best set would be worth if one candidate were decided the other way round, for each candidate.

Two hundred whole programmes would take a worker half a minute. Instead the programme without whole numbers is solved
first, which takes no time: it tells how much at least is lost (`cost`) by each further candidate that is decided
against it. Whoever costs more than what is in question cannot be in a better set, so that only the few others are left
to decide. When the set that these give lies further below than was in question, it is asked again with as many as that
takes: what is told is exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from practice.shortlist.solving import MOST_NODES, Programme, tenths
from practice.shortlist.terms import Found, Option, Terms, cost_of, points_of

Row = npt.NDArray[np.float64]
WIDER = 1.3  # times the distance between the best set and the bound: most answers lie within, so one try is enough
SPARE = 20.0  # tenths of a point more
AGAIN = 4.0
SMALL = 1e-6
QUICK = {  # for programmes of some twenty candidates all this costs more than it brings
    "mip_detect_symmetry": False,
    "mip_allow_restart": False,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_max_nodes": MOST_NODES,
}


@dataclass(frozen=True)
class _Bound:
    """The best set if candidates could be taken in part: its points, how much of each, what deciding otherwise costs."""

    points: float
    taken: Row
    cost: Row


def each(terms: Terms, found: Found) -> Iterator[tuple[int, Found | None]]:
    """For each candidate that is free to be in or out: the best set when it is the other way round than in `found`."""
    parts, whole = _parts(terms), _whole(terms)
    if not whole.options:
        return
    first = _bound(parts)
    asked = SPARE + WIDER * (max(0.0, first.points - found.points) if first else 0.0)
    for place, option in enumerate(whole.options):
        if option.pk in terms.into or option.pk in terms.out_of:
            continue
        other = float(option.pk not in found.chosen)
        parts.solver.changeColBounds(place, other, other)
        bound = _bound(parts)
        yield option.pk, _best(whole, place, bound, asked) if bound else None
        parts.solver.changeColBounds(place, 0.0, 1.0)


def _parts(terms: Terms) -> Programme:
    """The programme in which candidates can be taken in part."""
    made = Programme(terms)
    for place in range(len(made.options)):
        made.solver.changeColIntegrality(place, highspy.HighsVarType.kContinuous)
    made.solver.setOptionValue("presolve", "off")  # each start goes on from where the last one ended
    made.weigh(tenths(made.options))
    return made


def _whole(terms: Terms) -> Programme:
    made = Programme(terms)
    for name, value in QUICK.items():
        made.solver.setOptionValue(name, value)
    made.weigh(tenths(made.options))
    return made


def _bound(parts: Programme) -> _Bound | None:
    if parts.impossible:
        return None
    parts.solver.run()
    if parts.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    now = parts.solver.getSolution()
    cost = np.abs(np.array(now.col_dual))
    return _Bound(parts.solver.getInfo().objective_function_value, np.array(now.col_value), cost)


def _best(whole: Programme, place: int, bound: _Bound, asked: float) -> Found | None:
    """The best set with this candidate as in `bound`, deciding only those that cost no more than is in question."""
    while True:
        free = bound.cost <= asked + SMALL
        _decide(whole, place, bound, free)
        whole.solver.run()
        chosen = whole.chosen()
        if chosen is not None and (free.all() or points_of(chosen) >= bound.points - asked - SMALL):
            return _kept(chosen)
        if chosen is None and free.all():
            return None
        asked = bound.points - points_of(chosen) if chosen is not None else asked * AGAIN


def _decide(whole: Programme, place: int, bound: _Bound, free: npt.NDArray[np.bool_]) -> None:
    """Leave the free ones to decide, within what was fixed beforehand; hold the others as they are in the bound."""
    held = np.round(bound.taken)
    low, high = np.where(free, 0.0, held), np.where(free, 1.0, held)
    for other, option in enumerate(whole.options):
        if option.pk in whole.terms.into:
            low[other] = 1.0
        elif option.pk in whole.terms.out_of:
            high[other] = 0.0
    low[place] = high[place] = held[place]
    whole.solver.changeColsBounds(len(low), np.arange(len(low), dtype=np.int32), low, high)


def _kept(chosen: list[Option]) -> Found:
    return Found(frozenset(option.pk for option in chosen), points_of(chosen), cost_of(chosen))
