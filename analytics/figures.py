"""Benchmarking figures as plain objects, after disclosure: the only way by which pages, reports and the API get them.

    audience = figures.audience_of(user, force)         # or for_force(force), for what that force's report may say
    found = figures.find(audience, round, basis=Basis.LIVE, measures=["implementation"])
    found[0].withheld or found[0].median

VKPP staff (`everything`) read the figures of the moment; everybody else reads the steady ones, see `actions/showing.py`.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, Value
from django.db.models.functions import StrIndex
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import standing
from analytics.models import Summary
from analytics.vocab import Basis, Scope
from nvap.models import Round
from nvap.vocab import RoundState
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import can, force_ids, force_of, nationally
from vkpp.accounts.roles import Permission
from vkpp.core import disclosure
from vkpp.core.disclosure import Reason


@dataclass(frozen=True)
class Audience:
    """For whom figures are: everything at once (VKPP), a force, or readers of what is published.

    `known` are the forces whose answers the reader knows anyway.
    """

    everything: bool = False
    force: Force | None = None
    published_only: bool = False
    known: frozenset[int] = frozenset()

    def bases(self) -> list[Basis]:
        """The bases this audience may read."""
        return [Basis.PUBLISHED] if self.published_only else list(Basis)


@dataclass(frozen=True, kw_only=True)
class GroupFigure:
    """One figure of a group. When `withheld` says why it is not shown, every number but `expected` is empty."""

    measure: str
    basis: str
    scope: str
    place: str
    title: str
    as_of: dt.datetime | None
    expected: int
    peer_set_version: int | None
    counts_self: bool
    withheld: str
    n: int | None = None
    answered: int | None = None
    distribution: Mapping[float, int] | None = None
    minimum: float | None = None
    lower: float | None = None
    median: float | None = None
    upper: float | None = None
    maximum: float | None = None
    mean: float | None = None
    gaps_force: int | None = None
    gaps_vkpp: int | None = None
    practices_force: int | None = None
    practices_vkpp: int | None = None
    not_applicable: int | None = None

    @property
    def basis_label(self) -> Basis:
        """The basis with its words."""
        return Basis(self.basis)

    @property
    def shown(self) -> bool:
        """Whether there is anything to show."""
        return not self.withheld


@dataclass(frozen=True, kw_only=True)
class Figure(GroupFigure):
    """The figure of an action."""

    action: int


@dataclass(frozen=True)
class Read:
    """A stored figure with what disclosure says of it; never handed to a page."""

    row: Mapping[str, Any]
    reason: Reason


Part = tuple[int, str, str, Scope, int]

NUMBERS = (
    "n", "answered", "minimum", "lower", "median", "upper", "maximum", "mean", "gaps_force", "gaps_vkpp",
    "practices_force", "practices_vkpp", "not_applicable",
)  # fmt: skip
KEPT = ("measure", "basis", "scope", "place", "as_of", "expected", "peer_set_version", "counts_self")
BEHIND = (*KEPT, *NUMBERS, "distribution", "contributors")
READ = (*BEHIND, "action_version_id")
IN_TURN = (Scope.NATIONAL, Scope.REGION, Scope.PEERS)
GROUP_ORDER = ("scope_rank", F("peer_set__owner").asc(nulls_first=True), "place")


def audience_of(user: Any, force: Force | None = None) -> Audience | None:
    """As whom this person reads figures about `force` (their own when none is named); None: not at all."""
    if nationally(user, Permission.BENCHMARKS_READ_NATIONAL):
        return Audience(everything=True, force=force)
    own = force or force_of(user)
    if own is not None and can(user, Permission.BENCHMARKS_READ_FORCE, own):
        return Audience(force=own, known=frozenset(force_ids(user, Permission.BENCHMARKS_READ_FORCE)))
    if force is None and can(user, Permission.BENCHMARKS_READ_PUBLISHED):
        return Audience(published_only=True)
    return None


def national_audience(user: Any) -> Audience | None:
    """As whom this person reads the national page: VKPP as it comes in, everybody else what is published."""
    audience = audience_of(user)
    return audience if audience is None or audience.everything else replace(audience, published_only=True)


def for_force(force: Force) -> Audience:
    """The audience of a report that is handed to this force, whoever makes it."""
    return Audience(force=force, known=frozenset([force.pk]))


def rounds(audience: Audience, *, most: int | None = None) -> list[Round]:
    """The rounds this audience finds figures of, newest first; at most so many."""
    return list(_open_rounds(audience)[:most])


def round_named(audience: Audience, code: str) -> Round | None:
    """The round with this code, if this audience finds figures of it."""
    found: Round | None = _open_rounds(audience).filter(code=code).first()
    return found


def _open_rounds(audience: Audience) -> Any:
    found = Round.objects.select_related("plan", "form", "previous").exclude(state=RoundState.DRAFT)
    return found.filter(state=RoundState.PUBLISHED) if audience.published_only else found


LAST_MOVED = """
    SELECT one.basis, one.round, (
        SELECT kept.as_of FROM analytics_summary kept
        WHERE kept.round_id = one.round AND kept.basis = one.basis AND kept.steady = one.steady
        ORDER BY kept.as_of DESC LIMIT 1)
    FROM unnest(%s::bigint[], %s::text[], %s::boolean[]) AS one (round, basis, steady)
"""


def as_of(audience: Audience, asked: Collection[tuple[Round, Basis]]) -> dict[tuple[Round, Basis], dt.datetime | None]:
    """When figures of each round and basis last moved for this kind of audience; cheap, and later whenever one has."""
    by_key = {(basis.value, round_.pk): (round_, basis) for round_, basis in asked}
    columns = zip(*((pk, basis, is_steady(audience, basis)) for basis, pk in by_key), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(LAST_MOVED, [list(column) for column in columns])
        return {by_key[basis, pk]: at for basis, pk, at in cursor.fetchall()}


def find(
    audience: Audience,
    round_: Round,
    *,
    basis: str,
    measures: Collection[str] | None = None,
    actions: Collection[int] | None = None,
    own: Mapping[int, standing.Own] | None = None,
) -> list[Figure]:
    """Figures of all groups that the audience sees, by action, measure, and from the nation to the own choice of peers.

    `own`: the answers of the audience's force, when they have been read already.
    """
    return of(read(audience, round_, basis=basis, measures=measures, actions=actions, own=own))


def find_nation(
    audience: Audience, round_: Round, *, basis: str, measure: str, own: Mapping[int, standing.Own] | None = None
) -> list[Figure]:
    """The national figures alone: they are decided first, so the others change nothing about them."""
    return of(
        one
        for one in read(audience, round_, basis=basis, measures=[measure], own=own, scopes=[Scope.NATIONAL])
        if one.row["scope"] == Scope.NATIONAL
    )


def of(found: Iterable[Read]) -> list[Figure]:
    """What has been read, as it may be shown."""
    return [Figure(action=one.row["action_version_id"], **shown(one)) for one in found]


def read(
    audience: Audience,
    round_: Round,
    *,
    basis: str,
    measures: Collection[str] | None = None,
    actions: Collection[int] | None = None,
    own: Mapping[int, standing.Own] | None = None,
    scopes: Collection[str] | None = None,
) -> list[Read]:
    """What `find` shows, with who stands behind each figure, for what is decided about others beside them."""
    rows = _rows(audience, round_, basis)
    groups = _groups(rows) if is_steady(audience, basis) else []
    rows = rows.filter(steady=is_steady(audience, basis))
    if measures is not None:
        rows = rows.filter(measure__in=measures)
    if actions is not None:
        rows = rows.filter(action_version__in=actions)
    if scopes is not None:
        rows = rows.filter(scope__in=scopes)
    stored = rows.order_by("action_version__order", "action_version__code", "measure", *GROUP_ORDER).values(
        *READ, title=F("peer_set__title")
    )
    own = own_answers(audience, round_, basis) if own is None else own
    families: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for row in stored:
        families[row["action_version_id"], row["measure"]].append(row)
    found: list[Read] = []
    for (action, measure), rows_of_it in families.items():
        family = _as_seen(groups, rows_of_it)
        reasons = _reasons(audience, family, own[action].level(measure) if action in own else None)
        found += [Read(row, reason) for row, reason in zip(family, reasons, strict=True)]
    return found


def own_answers(audience: Audience, round_: Round, basis: str) -> dict[int, standing.Own]:
    """The answers of the audience's force, with which figures are decided; VKPP's are decided without."""
    if audience.force is None or audience.everything:
        return {}
    return standing.of_force(audience.force, round_, basis)


def outline(audience: Audience, round_: Round, *, basis: str, measure: str) -> list[Part]:
    """How many figures `find` gives of one measure: id, code and title of each action, scope, and their number."""
    rows, steady = _rows(audience, round_, basis), is_steady(audience, basis)
    groups = Counter(group["scope"] for group in _groups(rows)) if steady else Counter()
    names = ("action_version_id", "action_version__code", "action_version__title", "scope")
    order = ("action_version__order", "action_version__code", "scope_rank")
    counted = rows.filter(steady=steady, measure=measure).order_by(*order).values_list(*names).annotate(Count("pk"))
    found = list(counted)
    if not groups:
        return found
    actions = dict.fromkeys(row[:3] for row in found)
    return [(*action, scope, number) for action in actions for scope, number in groups.items()]


def is_steady(audience: Audience, basis: str) -> bool:
    return basis != Basis.PUBLISHED and not audience.everything


def _groups(rows: Any) -> list[dict[str, Any]]:
    """The groups that the audience may know of, shown or not: that they are there is no secret."""
    some = rows.filter(steady=False).values("action_version", "measure")[:1]
    for one in some:
        return list(
            rows.filter(steady=False, **one)
            .order_by(*GROUP_ORDER)
            .values("scope", "place", "expected", "peer_set_version", "counts_self", title=F("peer_set__title"))
        )
    return []


def _as_seen(groups: list[dict[str, Any]], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one action and question with those groups whose figures were never shown."""
    if not groups:
        return rows
    shown = {(row["scope"], row["place"]): row for row in rows}
    blank = dict.fromkeys(READ) | {"contributors": [], "distribution": {}, "n": 0, "answered": 0, "waiting": True}
    same = {name: rows[0][name] for name in ("action_version_id", "measure", "basis")}
    return [shown.get((group["scope"], group["place"]), {**blank, **same, **group}) for group in groups]


def _rows(audience: Audience, round_: Round, basis: str) -> Any:
    return of_audience(Summary.objects.filter(round=round_), audience, basis)


def of_audience(rows: Any, audience: Audience, basis: str) -> Any:
    """The rows the audience may know of: nation, own region (published: all), own peer groups. VKPP: all of them."""
    if basis not in audience.bases():
        return rows.none()
    return rows.filter(_groups_of(audience, basis), basis=basis).annotate(scope_rank=_rank())


EVERY_BASIS = """
    SELECT kept.round_id, kept.basis, kept.contributors, kept.distribution
    FROM unnest(%s::bigint[], %s::bigint[]) AS asked (round, version)
    JOIN analytics_summary kept ON kept.round_id = asked.round AND kept.action_version_id = asked.version
    LEFT JOIN nvap_peerset peers ON peers.id = kept.peer_set_id
    WHERE kept.measure = %s AND (kept.scope <> 'peers' OR kept.force_id = %s)
        AND CASE WHEN kept.basis = 'published' THEN NOT kept.steady
            ELSE kept.steady AND (kept.scope <> 'region' OR kept.place = %s) END
    ORDER BY kept.basis, strpos(%s, kept.scope), peers.owner_id NULLS FIRST, kept.place
"""


def on_every_basis(force: Force, measure: str, asked: Collection[tuple[int, int]]) -> list[Mapping[str, Any]]:
    """Figures that a force may know of, of these rounds and versions of an action, in the order in which they are decided.

    Published ones of every group, and the steady ones of all other bases, as `read` gives them one basis after another.
    """
    rounds, versions = [list(column) for column in zip(*asked, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(EVERY_BASIS, [rounds, versions, measure, force.pk, force.region, " ".join(IN_TURN)])
        return [
            {"round_id": round_, "basis": basis, "contributors": forces, "distribution": json.loads(counts)}
            for round_, basis, forces, counts in cursor.fetchall()
        ]


def _groups_of(audience: Audience, basis: str) -> Q:
    """Nation, region and peer groups, as a condition."""
    force = audience.force
    if force is None:
        return ~Q(scope=Scope.PEERS)
    region = Q(scope=Scope.REGION)
    if basis != Basis.PUBLISHED:
        region &= Q(place=force.region)
    return Q(scope=Scope.NATIONAL) | region | Q(scope=Scope.PEERS, force=force)


def _rank() -> Any:
    """Nation before regions before peer groups; a function is put into a question faster than a choice of cases."""
    return StrIndex(Value(" ".join(IN_TURN)), "scope")


def _reasons(audience: Audience, family: Iterable[dict[str, Any]], own: int | None) -> list[Reason]:
    rows = list(family)
    if audience.everything:
        return [Reason.NONE if row["answered"] else Reason.EMPTY for row in rows]
    cells = [disclosure.Cell(frozenset(row["contributors"]), row["distribution"]) for row in rows]
    decisions = disclosure.decide(cells, known=frozenset(audience.known), own=None if own is None else str(own))
    return [
        _waiting(row) if row.get("waiting") else decision.reason for row, decision in zip(rows, decisions, strict=True)
    ]


def _waiting(row: dict[str, Any]) -> Reason:
    """Why a group was never shown, as far as everybody may know: by its size, which is no secret."""
    return Reason.FEW if row["expected"] < disclosure.MINIMUM else Reason.WAITING


def shown(found: Read) -> dict[str, Any]:
    """The fields of a figure as they may be shown."""
    row, numbers = found.row, {}
    if found.reason == Reason.NONE:
        numbers = {name: row[name] for name in NUMBERS}
        numbers["distribution"] = {float(score): count for score, count in sorted(row["distribution"].items())}
    return {
        "title": row["title"] or row["place"] or _("National"),
        "withheld": why(found.reason),
        **{name: row[name] for name in KEPT},
        **numbers,
    }


def why(reason: Reason) -> str:
    """The sentence a page shows in place of a withheld figure."""
    if reason == Reason.NONE:
        return ""
    if reason == Reason.EMPTY:
        return _("Nobody has answered yet.")
    if reason == Reason.FEW:
        return ngettext(
            "Not shown: fewer than %(n)s other force has answered, so the figure could tell who said what.",
            "Not shown: fewer than %(n)s other forces have answered, so the figure could tell who said what.",
            disclosure.MINIMUM,
        ) % {"n": disclosure.MINIMUM}
    if reason == Reason.DIFFERENCE:
        return _("Not shown: set off against the other figures on this page, it could tell what a single force said.")
    if reason == Reason.WAITING:
        return _("Not shown yet: it appears when enough forces have answered.")
    if reason == Reason.PART:
        return _("Not shown: an action of the theme is not shown, and the theme could tell its figure.")
    if reason == Reason.MOVING:
        return _("Not shown while answers move: themes are compared when the figures are published.")
    return _("Not shown: the answers are so alike that it would tell what single forces said.")
