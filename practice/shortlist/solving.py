"""The best set as an integer programme, by the solver HiGHS: most points within the limits, ties broken always alike.

Candidates are yes-or-no variables, limits are rows. First the most points; among those sets the cheapest; among those
the one of the earliest candidates. One thread, a fixed seed and a limit on nodes instead of on time: the same terms
give the same set on every machine.
"""

from collections.abc import Sequence

import highspy
import numpy as np

from practice.shortlist.terms import Found, Option, Terms, cost_of, measured, points_of

MOST_NODES = 20_000
NEARLY = 0.5  # points and pounds are whole numbers


def best(terms: Terms) -> Found | None:
    """The best set; None when no set keeps all limits."""
    programme = Programme(terms)
    first = programme.solve(tenths(programme.options))
    if first is None:
        return None
    points = points_of(first)
    programme.at_least(tenths(programme.options), points)
    cheaper = programme.solve([-(option.cost or 0) for option in programme.options]) or first
    programme.at_least([-(option.cost or 0) for option in programme.options], -cost_of(cheaper))
    ranks = [-place for place, _option in enumerate(programme.options)]
    chosen = programme.solve(ranks) or cheaper
    pks = frozenset(option.pk for option in chosen)
    return Found(pks, points_of(chosen), cost_of(chosen), programme.gap == 0, programme.gap)


def possible(terms: Terms) -> bool:
    """Whether any set keeps all limits."""
    programme = Programme(terms)
    return programme.solve([0] * len(programme.options)) is not None


def tenths(options: Sequence[Option]) -> list[int]:
    """The points of each."""
    return [option.points for option in options]


class Programme:
    """One programme that is solved several times, with a row more or other bounds each time."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.options = [option for option in terms.options if option.cost is not None]
        self.gap = 0
        self.impossible = bool(terms.into - {option.pk for option in self.options}) or bool(terms.into & terms.out_of)
        self.solver = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types here
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", NEARLY),
            ("mip_max_nodes", MOST_NODES),
        ):
            self.solver.setOptionValue(name, value)
        for place, option in enumerate(self.options):
            low, high = float(option.pk in terms.into), float(option.pk not in terms.out_of)
            self.solver.addVar(low, max(low, high))
            self.solver.changeColIntegrality(place, highspy.HighsVarType.kInteger)
        self.solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for limit in terms.limits:
            low = -highspy.kHighsInf if limit.least is None else float(limit.least)
            high = highspy.kHighsInf if limit.most is None else float(limit.most)
            self._row(low, high, [limit.counts(option) for option in self.options])

    def _row(self, low: float, high: float, weights: Sequence[int]) -> None:
        used = [place for place, weight in enumerate(weights) if weight]
        if not used and (low > 0 or high < 0):
            self.impossible = True
            return
        values = np.array([weights[place] for place in used], dtype=np.float64)
        self.solver.addRow(low, high, len(used), np.array(used, dtype=np.int32), values)

    def at_least(self, weights: Sequence[int], amount: int) -> None:
        """From now on only sets that come to at least this."""
        self._row(float(amount), highspy.kHighsInf, weights)

    def weigh(self, weights: Sequence[int]) -> None:
        """What each candidate adds to what is sought."""
        every = np.arange(len(weights), dtype=np.int32)
        self.solver.changeColsCost(len(weights), every, np.array(weights, dtype=np.float64))

    def solve(self, weights: Sequence[int]) -> list[Option] | None:
        """The set with the greatest weight; None when there is none."""
        if self.impossible:
            return None
        if not self.options:
            return [] if all(row.met for row in measured(self.terms.limits, ())) else None
        self.weigh(weights)
        self.solver.run()
        return self.chosen()

    def chosen(self) -> list[Option] | None:
        """The set that the solver has just found; None when there is none."""
        info = self.solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self.gap = max(self.gap, 1, round(abs(info.mip_dual_bound - info.objective_function_value)))
        taken = self.solver.getSolution().col_value
        chosen = [option for option, value in zip(self.options, taken, strict=True) if value > NEARLY]
        broken = [row.limit.code for row in measured(self.terms.limits, chosen) if not row.met]
        if broken:
            raise ArithmeticError(f"The solver gave a set that breaks {', '.join(broken)}.")
        return chosen
