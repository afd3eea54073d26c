"""The terms of a choice in numbers: what can be chosen, and the limits on the set. No database, no words of people."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise
ALL = ""
FUND, NUMBER, SERIOUS, UNPRICED = "fund", "number", "serious", "unpriced"


@dataclass(frozen=True)
class Option:
    """A candidate as the choice sees it. `points` are tenths, 0 to 1,000; `cost` pounds; `features` what limits count."""

    pk: int
    points: int
    cost: int | None
    features: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Limit:
    """At least and at most so many with a feature (all candidates when it is empty), or so many pounds."""

    code: str
    label: Text
    feature: str = ALL
    least: int | None = None
    most: int | None = None
    money: bool = False

    def counts(self, option: Option) -> int:
        """What this candidate adds."""
        if self.feature and self.feature not in option.features:
            return 0
        return (option.cost or 0) if self.money else 1

    def amount(self, options: Iterable[Option]) -> int:
        """What the set comes to."""
        return sum(self.counts(option) for option in options)

    def short(self, amount: int) -> int:
        """How far the amount is from what is allowed; 0 when it is allowed."""
        below = max(0, self.least - amount) if self.least is not None else 0
        above = max(0, amount - self.most) if self.most is not None else 0
        return below or above


@dataclass(frozen=True)
class Terms:
    """What can be chosen, the limits, and which candidates are fixed beforehand: `into` the set or `out_of` it."""

    options: tuple[Option, ...]
    limits: tuple[Limit, ...]
    into: frozenset[int] = field(default_factory=frozenset)
    out_of: frozenset[int] = field(default_factory=frozenset)

    def fixed(self, *, into: Collection[int] = (), out_of: Collection[int] = ()) -> "Terms":
        """The same with these fixed too."""
        return replace(self, into=self.into | set(into), out_of=self.out_of | set(out_of))

    def by_pk(self) -> Mapping[int, Option]:
        """The options by number."""
        return {option.pk: option for option in self.options}


@dataclass(frozen=True)
class Found:
    """A set, and whether it is proven that none is better (`gap`: by how many tenths of a point one could be)."""

    chosen: frozenset[int]
    points: int
    cost: int
    proven: bool = True
    gap: int = 0


@dataclass(frozen=True)
class Measured:
    """How a set stands to one limit."""

    limit: Limit
    got: int
    short: int

    @property
    def met(self) -> bool:
        """Whether it holds."""
        return self.short == 0

    @property
    def wanted(self) -> str:
        """What the limit asks, in words."""
        least, most = (_number(value, self.limit.money) for value in (self.limit.least, self.limit.most))
        if self.limit.least is not None and self.limit.most is not None:
            return _("%(least)s to %(most)s") % {"least": least, "most": most}
        if self.limit.least is not None:
            return _("at least %(least)s") % {"least": least}
        return _("at most %(most)s") % {"most": most}

    @property
    def said(self) -> str:
        """How the set stands, in words and numbers."""
        values = {"got": _number(self.got, self.limit.money), "wanted": self.wanted}
        values["by"] = _number(self.short, self.limit.money)
        if self.met:
            return _("%(got)s, %(wanted)s: met") % values
        if self.limit.least is not None and self.got < self.limit.least:
            return _("%(got)s, %(wanted)s: %(by)s too few") % values
        return _("%(got)s, %(wanted)s: %(by)s too much") % values


def _number(value: int | None, money: bool) -> str:
    return "" if value is None else f"£{value:,}" if money else f"{value:,}"


def measured(limits: Iterable[Limit], chosen: Iterable[Option]) -> list[Measured]:
    """How the set stands to each limit. Candidates without a cost are a limit of their own: none may be chosen."""
    chosen = list(chosen)
    rows = []
    for limit in limits:
        got = limit.amount(chosen)
        rows.append(Measured(limit, got, limit.short(got)))
    if unpriced := sum(option.cost is None for option in chosen):
        limit = Limit(UNPRICED, _("Without an estimate of the cost"), most=0)
        rows.append(Measured(limit, unpriced, unpriced))
    return rows


def cost_of(chosen: Iterable[Option]) -> int:
    """What evaluating the set would cost, as far as it is estimated."""
    return sum(option.cost or 0 for option in chosen)


def points_of(chosen: Iterable[Option]) -> int:
    """The points of the set together."""
    return sum(option.points for option in chosen)
