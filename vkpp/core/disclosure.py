"""The one door for statistics: what may be shown of figures about groups, so that nobody's own answer can be told.

Pure functions without a word of what is counted. A *contributor* is anything hashable: an organisation, or one state of
its answer. A *group* is the set of contributors behind one figure.
"""

import functools
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Contributors = frozenset[Hashable]
Vector = tuple[int, ...]

MINIMUM = 4
PRIME = (1 << 61) - 1
TOO_MANY = 3000


class Reason(StrEnum):
    """Why a figure is withheld."""

    NONE = ""
    EMPTY = "empty"
    FEW = "few"
    DIFFERENCE = "difference"
    SAME = "same"
    WAITING = "waiting"
    PART = "part"
    MOVING = "moving"


@dataclass(frozen=True)
class Decision:
    """Whether a figure may be shown and, if not, why."""

    shown: bool
    reason: Reason = Reason.NONE


def release(
    groups: Sequence[Contributors],
    *,
    known: Contributors = frozenset(),
    already: Sequence[Contributors] = (),
    minimum: int = MINIMUM,
    states: bool = False,
) -> list[Decision]:
    """Decide for each group, in the order given, whether it may join what the reader sees.

    A group joins when no sum or difference of it and everything seen before rests on fewer than `minimum` contributors
    that the reader does not know. `known` are those whose answers the reader knows anyway, `already` are groups that
    were shown at another time. Earlier groups win: put the most useful first. With `states`, groups hold pairs of a
    contributor and the state of its answer, so that what changed between two times is seen.
    """
    return list(_release(tuple(groups), known, tuple(already), minimum, states))


@functools.lru_cache(maxsize=8192)
def _release(
    groups: tuple[Contributors, ...],
    known: Contributors,
    already: tuple[Contributors, ...],
    minimum: int,
    states: bool,
) -> tuple[Decision, ...]:
    seen = [group - known for group in already if group - known]
    decisions = []
    for group in groups:
        others = group - known
        if not group:
            decisions.append(Decision(False, Reason.EMPTY))
        elif len(others) < minimum:
            decisions.append(Decision(False, Reason.FEW))
        elif others in seen or isolated((*seen, others), minimum, states=states) is None:
            decisions.append(Decision(True))
            seen.append(others)
        else:
            decisions.append(Decision(False, Reason.DIFFERENCE))
    return tuple(decisions)


def isolated(groups: Iterable[Contributors], minimum: int, *, states: bool = False) -> Contributors | None:
    """Fewer than `minimum` contributors whom some linear combination of the groups' figures singles out, or None.

    Where there are too many ways to look, all that might be singled out are returned: better withheld than guessed.
    """
    distinct = list(dict.fromkeys(group for group in groups if group))
    vectors: dict[Vector, set[Hashable]] = {}
    for signature, members in _atoms(distinct).items():
        vector = tuple(signature >> index & 1 for index in range(len(distinct)))
        vectors[vector] = {member[0] for member in members} if states else set(members)  # type: ignore[index]  # states are pairs
    return _singled_out(vectors, minimum)


def _singled_out(vectors: Mapping[Vector, Collection[Hashable]], minimum: int) -> Contributors | None:
    """What `isolated` finds. Contributors stand under their vector: the factor that each figure counts them with."""
    if not vectors:
        return None
    atoms = [(vector, frozenset(owners)) for vector, owners in vectors.items()]
    large = [atom for atom in atoms if len(atom[1]) >= minimum]
    small = [atom for atom in atoms if len(atom[1]) < minimum]
    rows = list(zip(*(vector for vector, _who in (*large, *small)), strict=True))
    narrow = [row[len(large) :] for row in _echelon(rows, len(atoms)) if not any(row[: len(large)])]
    used = [at for at in range(len(small)) if any(row[at] for row in narrow)]
    for tried, chosen in enumerate(_light([small[at][1] for at in used], minimum)):
        if tried >= TOO_MANY:
            return frozenset().union(*(small[at][1] for at in used))
        rest = [at for at in used if not small[at][1] <= chosen]
        if len(_echelon([[row[at] for at in rest] for row in narrow], len(rest))) < len(narrow):
            return chosen
    return None


def _atoms(groups: Sequence[Contributors]) -> dict[int, Contributors]:
    """Contributors that are in exactly the same groups, by the groups' numbers as bits: no figure can tell them apart."""
    signatures: dict[Hashable, int] = {}
    for index, group in enumerate(groups):
        for member in group:
            signatures[member] = signatures.get(member, 0) | 1 << index
    atoms: dict[int, set[Hashable]] = {}
    for member, signature in signatures.items():
        atoms.setdefault(signature, set()).add(member)
    return {signature: frozenset(atoms[signature]) for signature in sorted(atoms)}


def _light(atoms: Sequence[Contributors], minimum: int) -> Iterable[Contributors]:
    """Every union of atoms that holds fewer than `minimum` contributors, each once."""
    met: set[Contributors] = set()
    open_ends: list[Contributors] = [frozenset()]
    while open_ends:
        union = open_ends.pop()
        for atom in atoms:
            wider = union | atom
            if len(wider) < minimum and wider not in met:
                met.add(wider)
                open_ends.append(wider)
                yield wider


def _echelon(rows: Iterable[Sequence[int]], width: int) -> list[list[int]]:
    """The independent rows in echelon form, modulo a large prime: exact for whole-number groups, and never large."""
    work = [list(row) for row in rows]
    done: list[list[int]] = []
    for column in range(width):
        pivot = next((at for at, row in enumerate(work) if row[column]), None)
        if pivot is None:
            continue
        head = work.pop(pivot)
        inverse = pow(head[column], -1, PRIME)
        head = [value * inverse % PRIME for value in head]
        work = [_without(row, head, row[column]) if row[column] else row for row in work]
        done.append(head)
    return done


def _without(row: Sequence[int], head: Sequence[int], times: int) -> list[int]:
    return [(value - times * other) % PRIME for value, other in zip(row, head, strict=True)]


@dataclass(frozen=True)
class Cell:
    """A figure that somebody would like to show: who is in it, and how many gave each level."""

    contributors: Contributors
    levels: Mapping[str, int]


def decide(
    cells: Sequence[Cell], *, known: Contributors = frozenset(), own: str | None = None, minimum: int = MINIMUM
) -> list[Decision]:
    """`release` for figures with levels: also withhold what shows that all others, or all the rest, gave the same.

    `own` is the level that the reader gave.
    """
    decisions = release([cell.contributors for cell in cells], known=known, minimum=minimum)
    shown: list[Cell] = []
    for at, cell in enumerate(cells):
        if not decisions[at].shown:
            continue
        rests = [_rest(wider, cell) for wider in shown if cell.contributors < wider.contributors]
        mine = own if cell.contributors & known else None
        if any(gives_away(levels, guess) for levels in (cell.levels, *rests) for guess in (None, mine)):
            decisions[at] = Decision(False, Reason.SAME)
        else:
            shown.append(cell)
    return decisions


def _rest(wider: Cell, cell: Cell) -> dict[str, int]:
    return {level: count - cell.levels.get(level, 0) for level, count in wider.levels.items()}


def gives_away(levels: Mapping[str, int], own: str | None = None) -> bool:
    """Whether all contributors but the reader (who gave `own`) are known to have said the same."""
    counts = dict(levels)
    if own is not None and counts.get(own):
        counts[own] -= 1
    return sum(1 for count in counts.values() if count > 0) == 1


# ---- figures that are made of others ----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Whole:
    """The figure of a group about a whole, which is the mean of what each contributor gave on its parts.

    `parts` are the contributors behind the group's figure about each part, None where that figure is not shown.
    """

    cell: Cell
    parts: tuple[Contributors | None, ...]


def decide_wholes(
    wholes: Sequence[Whole], *, known: Contributors = frozenset(), own: str | None = None, minimum: int = MINIMUM
) -> list[Decision]:
    """Decide for figures about one whole, each of another group, with the figures about its parts seen as well.

    A whole is withheld where one of its parts is: it could tell it. The rest must be safe beside one another, as in
    `decide`, and no sum or difference of wholes and parts may rest on fewer than `minimum` contributors unknown to the
    reader. Such a sum is there when few contributors gave fewer parts than the others: each of their parts weighs more.
    """
    decisions = [Decision(False, Reason.PART)] * len(wholes)
    complete = [at for at, whole in enumerate(wholes) if None not in whole.parts]
    cells = [wholes[at].cell for at in complete]
    for at, decision in zip(complete, decide(cells, known=known, own=own, minimum=minimum), strict=True):
        decisions[at] = decision
    given = _parts_given(wholes)
    wanted = [at for at in complete if decisions[at].shown]
    if not wanted or _safe_beside_parts(wholes, wanted, given, known, minimum):
        return decisions
    seen: list[int] = []
    for at in wanted:
        if _safe_beside_parts(wholes, (*seen, at), given, known, minimum):
            seen.append(at)
        else:
            decisions[at] = Decision(False, Reason.DIFFERENCE)
    return decisions


def _parts_given(wholes: Sequence[Whole]) -> dict[Hashable, int]:
    """On how many parts each contributor gave something, as far as figures that are shown tell."""
    given: dict[Hashable, set[int]] = {}
    for whole in wholes:
        for number, members in enumerate(whole.parts):
            for member in members or ():
                given.setdefault(member, set()).add(number)
    return {member: len(parts) for member, parts in given.items()}


def _safe_beside_parts(
    wholes: Sequence[Whole], chosen: Sequence[int], given: Mapping[Hashable, int], known: Contributors, minimum: int
) -> bool:
    """Whether the chosen wholes tell nothing more, looking at each part alone.

    A sum that says something says something about one part at least; if no sum about one part rests on too few
    contributors, none does. About one part, a whole counts each contributor with one over the number of its parts.
    """
    for number in range(len(wholes[0].parts)):
        of_part = [whole.parts[number] or frozenset() for whole in wholes]
        if all(_follows(wholes[at], of_part[at] - known, given) for at in chosen):
            continue
        counted = frozenset().union(*of_part) - known
        factors = {
            member: tuple(
                pow(given[member], -1, PRIME) if member in wholes[at].cell.contributors & of_part[at] else 0
                for at in chosen
            )
            for member in counted
        }
        vectors: dict[Vector, set[Hashable]] = {}
        for member in counted:
            vector = (*(int(member in group) for group in of_part), *factors[member])
            vectors.setdefault(vector, set()).add(member)
        if _singled_out(vectors, minimum) is not None:
            return False
    return True


def _follows(whole: Whole, others: Contributors, given: Mapping[Hashable, int]) -> bool:
    """Whether the whole counts everybody in a part's figure alike, so that it adds nothing to that figure."""
    weights = {given[member] if member in whole.cell.contributors else 0 for member in others}
    return len(weights) < 2


# ---- counts of people -------------------------------------------------------------------------------------------------
PEOPLE_MINIMUM = 5
PEOPLE_ROUNDING = 5


def people(count: int) -> int | None:
    """A count of people as it may be shown: none at all, rounded to the nearest five, or None for a few."""
    if count == 0:
        return 0
    if count < PEOPLE_MINIMUM:
        return None
    return (count + PEOPLE_ROUNDING // 2) // PEOPLE_ROUNDING * PEOPLE_ROUNDING


def people_in_row(counts: Sequence[int]) -> list[int | None]:
    """Counts of people whose sum is known: if only one would be withheld, the smallest other goes with it."""
    hidden = _complemented([0 < count < PEOPLE_MINIMUM for count in counts], counts)
    return [None if hide else people(count) for count, hide in zip(counts, hidden, strict=True)]


def people_in_table(rows: Sequence[Sequence[int]]) -> list[list[int | None]]:
    """The same for a table whose row and column sums are known: no row or column is left with one withheld cell."""
    hidden = [[0 < count < PEOPLE_MINIMUM for count in row] for row in rows]
    before: object = None
    while before != hidden:
        before = [list(row) for row in hidden]
        hidden = [_complemented(flags, row) for flags, row in zip(hidden, rows, strict=True)]
        columns = [
            _complemented(list(flags), list(column))
            for flags, column in zip(zip(*hidden, strict=True), zip(*rows, strict=True), strict=True)
        ]
        hidden = [list(flags) for flags in zip(*columns, strict=True)]
    return [
        [None if hide else people(count) for count, hide in zip(row, flags, strict=True)]
        for row, flags in zip(rows, hidden, strict=True)
    ]


def _complemented(hidden: Collection[bool], counts: Sequence[int]) -> list[bool]:
    flags = list(hidden)
    if sum(flags) != 1:
        return flags
    others = [(counts[at] == 0, counts[at], at) for at, hide in enumerate(flags) if not hide]
    if others:
        flags[min(others)[2]] = True
    return flags
