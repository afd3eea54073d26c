"""Data sets of benchmarking figures, after disclosure: what the API gives page by page, as one table."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ValidationError

from analytics import comparing, figures, scale, standing
from analytics.api.shapes import BENCHMARK_FIELDS, SUMMARY_FIELDS, BenchmarkShape
from analytics.datasets.columns import Column, Kind
from analytics.datasets.dataset import MARKING, DataSet
from analytics.figures import Audience, Figure
from analytics.reports import words
from analytics.vocab import Basis, Level, Scope
from nvap.models import ActionVersion, Round
from nvap.vocab import RoundState
from vkpp.accounts import permissions
from vkpp.accounts.models import Force
from vkpp.accounts.roles import Permission
from vkpp.core.api.filters import Filters, One, Seen, Words
from vkpp.core.models import Marking

Row = dict[str, Any]
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("n", "answered", "expected", "gaps_force", "gaps_vkpp", "practices_force"), Kind.INTEGER),
    **dict.fromkeys(("practices_vkpp", "not_applicable", "peer_set_version", "position", "joint"), Kind.INTEGER),
    **dict.fromkeys(("minimum", "lower", "median", "upper", "maximum", "mean", "own_score"), Kind.NUMBER),
    "to_median": Kind.INTEGER,
    "counts_self": Kind.YES_NO,
    "own_not_applicable": Kind.YES_NO,
    "distribution": Kind.OBJECT,
    "as_of": Kind.MOMENT,
}
VALUES = {"basis": Basis.choices, "scope": Scope.choices, "level": Level.choices}


def _columns(names: tuple[str, ...]) -> tuple[Column, ...]:
    shapes = BenchmarkShape._declared_fields
    found = [
        Column(name, KINDS.get(name, Kind.TEXT), shapes[name].help_text or name, values=VALUES.get(name, ()))
        for name in names
    ]
    return (*found, MARKING)


def _rounds(user: Any) -> list[str]:
    audience = figures.audience_of(user)
    return [one.code for one in figures.rounds(audience)] if audience is not None else []


class SummaryFilters(Filters):
    """Filters of figures."""

    round = Seen(words=_rounds, help_text=gettext_lazy("Code of a round; without it the newest."), field_name="code")
    basis = One(
        words=Basis.values,
        help_text=gettext_lazy("Which answers count; without it the published ones, or live while a round runs."),
    )
    measure = Seen(
        words=lambda user: sorted({one.code for round_ in _all(user) for one in scale.measures(round_)}),
        help_text=gettext_lazy("Code of a summarised question."),
        field_name="code",
    )
    scope = Words(words=Scope.values, help_text=gettext_lazy("Of which forces."), field_name="code")


def _all(user: Any) -> list[Round]:
    audience = figures.audience_of(user)
    return figures.rounds(audience) if audience is not None else []


class BenchmarkFilters(SummaryFilters):
    """Filters of a force's place among others."""

    force = Seen(
        words=lambda user: [force.code for force in _forces(user)],
        help_text=gettext_lazy("Code of a force; without it your own."),
        field_name="code",
    )


def _forces(user: Any) -> list[Force]:
    found = Force.objects.filter(benchmarked=True)
    if permissions.nationally(user, Permission.BENCHMARKS_READ_NATIONAL):
        return list(found)
    return list(found.filter(pk__in=permissions.force_ids(user, Permission.BENCHMARKS_READ_FORCE)))


def summaries(user: Any, chosen: Mapping[str, Any]) -> list[Row]:
    """The figures of groups that this person may see."""
    audience = figures.audience_of(user)
    return [row for _figure, row in _found(audience, chosen)] if audience is not None else []


def benchmarks(user: Any, chosen: Mapping[str, Any]) -> list[Row]:
    """The same with a force's own answers beside them; VKPP names the force."""
    forces, codes = _forces(user), chosen.get("force")
    wanted = [force for force in forces if not codes or force.code in codes]
    if not codes and len(forces) > 1:
        own = permissions.force_of(user)
        wanted = [force for force in forces if own is not None and force.pk == own.pk]
    found: list[Row] = []
    for force in wanted:
        audience = figures.audience_of(user, force)
        if audience is not None:
            found += [row | _beside(figure, force, row) for figure, row in _found(audience, chosen, force)]
    return found


def _found(audience: Audience, chosen: Mapping[str, Any], force: Force | None = None) -> Iterator[tuple[Figure, Row]]:
    """Each figure with its row, round by round and question by question, decided as the API decides them."""
    rounds = figures.rounds(audience)
    codes, measures = chosen.get("round"), chosen.get("measure")
    for round_ in [one for one in rounds if one.code in codes] if codes else rounds[:1]:
        basis = Basis(chosen.get("basis") or (Basis.PUBLISHED if round_.state == RoundState.PUBLISHED else Basis.LIVE))
        if basis not in audience.bases():
            raise ValidationError({"basis": [_("Your role reads published figures only.")]})
        place = force or audience.force
        own = standing.of_force(place, round_, basis) if place is not None else {}
        themes = _places(round_)
        for measure in scale.measures(round_):
            if measures and measure.code not in measures:
                continue
            for one in figures.find(audience, round_, basis=basis, measures=[measure.code], own=own):
                if chosen.get("scope") and one.scope not in chosen["scope"]:
                    continue
                yield one, _row(one, round_, themes[one.action]) | {"own": own.get(one.action), "question": measure}


def _places(round_: Round) -> dict[int, tuple[str, str, str]]:
    rows = ActionVersion.objects.filter(plan=round_.plan_id).order_by()
    return {
        pk: (theme, code, title) for pk, theme, code, title in rows.values_list("pk", "theme__code", "code", "title")
    }


def _row(figure: Figure, round_: Round, place: tuple[str, str, str]) -> Row:
    theme, action, title = place
    row: Row = {name: getattr(figure, name, None) for name in SUMMARY_FIELDS}
    spread = figure.distribution
    return row | {
        "round": round_.code,
        "level": Level.ACTION.value,
        "theme": theme,
        "action": action,
        "title": title,
        "group": figure.title,
        "distribution": None if spread is None else {f"{score:g}": count for score, count in spread.items()},
        MARKING.name: Marking.OFFICIAL.value if figure.basis == Basis.PUBLISHED else Marking.OFFICIAL_SENSITIVE.value,
    }


def _beside(figure: Figure, force: Force, row: Row) -> Row:
    own, measure = row["own"], row["question"]
    level = own.level(figure.measure) if own else None
    place = comparing.place(figure, level, force.region)
    return {
        "force": force.code,
        "own_score": level,
        "own_level": words.level(measure, level),
        "own_not_applicable": own.not_applicable if own else False,
        "position": place.at if place else None,
        "joint": place.joint if place else None,
        "to_median": comparing.to_median(figure, level),
        MARKING.name: Marking.OFFICIAL_SENSITIVE.value,
    }


def reads_moving(user: Any) -> bool:
    """Whether the person gets figures of rounds that run."""
    audience = figures.audience_of(user)
    return audience is not None and not audience.published_only


LICENCE = gettext_lazy(
    "VKPP’s figures. Published ones may be quoted with their round and basis; others are for your work."
)
SUMMARIES = DataSet(
    code="summaries",
    title=gettext_lazy("Benchmarking figures"),
    a_row=gettext_lazy("How the forces of one group answered one levelled question on one action, on one basis."),
    about=gettext_lazy(
        "Counts, levels, medians and quartiles for the nation, regions and peer groups. A figure that could tell what "
        "a single force said is withheld, and says why."
    ),
    licence=LICENCE,
    may_read=lambda user: figures.audience_of(user) is not None,
    filters=SummaryFilters,
    make=summaries,
    sensitive=reads_moving,
    columns=_columns(SUMMARY_FIELDS),
)
BENCHMARKS = DataSet(
    code="benchmarks",
    title=gettext_lazy("A force beside others"),
    a_row=gettext_lazy("A force’s own level on one action beside the figure of one group of forces."),
    about=gettext_lazy(
        "Where a force stands: its level, its place, and whether it is above or below the median of the nation, its "
        "region and its peers. Your own force; VKPP staff name one with the filter."
    ),
    licence=gettext_lazy("Of the force concerned; for its own work and VKPP’s. Not for publication."),
    may_read=lambda user: bool(_forces(user)),
    filters=BenchmarkFilters,
    make=benchmarks,
    sensitive=lambda _user: True,
    columns=_columns(BENCHMARK_FIELDS),
)
