"""What every report ends with: all its figures as one table, and how they were made."""

from typing import Any

from django.utils.translation import gettext as _

from analytics.figures import Figure
from analytics.reports import words
from analytics.reports.material import Material
from analytics.scale import Measure
from analytics.vocab import Scope


def tables(material: Material) -> list[dict[str, Any]]:
    """Each question's table: the numbers behind the pictures."""
    return [_table(material, measure) for measure in material.measures]


def _table(material: Material, measure: Measure) -> dict[str, Any]:
    head = [_("Action"), _("Forces"), *measure.levels.values(), _("Lower quartile"), _("Median"), _("Upper quartile")]
    groups = _groups(material, measure)
    rows, notes = [], []
    for action in material.actions:
        figure = material.nation(action, measure)
        if figure is None or not figure.shown:
            rows.append([action.code, _("Not shown"), *[""] * (len(head) - 2 + len(groups))])
            notes.append(words.why_not(figure))
            continue
        counts = [str((figure.distribution or {}).get(score, 0)) for score in measure.levels]
        numbers = [words.number(value) for value in (figure.lower, figure.median, figure.upper)]
        others = [_median(material, action.pk, measure, key) for key in groups]
        rows.append([action.code, str(figure.n), *counts, *numbers, *others])
    return {
        "title": measure.label,
        "head": [*head, *[_("%(group)s: median") % {"group": title} for title in groups.values()]],
        "rows": rows,
        "notes": [*dict.fromkeys(notes), *_silent(material, measure, groups)],
    }


def _groups(material: Material, measure: Measure) -> dict[tuple[str, str], str]:
    """Own region and peer groups of which at least one figure is shown."""
    return {(one.scope, one.place): one.title for one in _others(material, measure) if one.shown}


def _others(material: Material, measure: Measure) -> list[Figure]:
    """The figures of the force's region and of its peer groups."""
    if material.force is None:
        return []
    found = [one for action in material.actions for one in material.found.get((action.pk, measure.code), [])]
    own_region = (Scope.REGION, material.force.region)
    return [one for one in found if one.scope == Scope.PEERS or (one.scope, one.place) == own_region]


def _silent(material: Material, measure: Measure, groups: dict[tuple[str, str], str]) -> list[str]:
    """Groups of which nothing is shown, each with the reason."""
    hidden = {one.title: one.withheld for one in _others(material, measure) if (one.scope, one.place) not in groups}
    return [f"{title}: {why}" for title, why in hidden.items()]


def _median(material: Material, action: int, measure: Measure, key: tuple[str, str]) -> str:
    found = material.found.get((action, measure.code), [])
    figure = next((one for one in found if (one.scope, one.place) == key), None)
    return words.number(figure.median) if figure is not None and figure.shown else _("Not shown")


def about(material: Material) -> list[list[str]]:
    """Basis, coverage, comparison and disclosure, each as term and sentence."""
    rows: list[Figure] = [figure for group in material.found.values() for figure in group]
    plan = material.round.plan
    said = [
        [_("Basis"), words.basis(material.basis, at_once=material.audience.everything)],
        [_("Coverage"), words.coverage(material.answered, material.expected)],
        [_("As of"), words.as_of(rows) or _("No figure is shown yet.")],
        [_("Plan and questions"), _("%(plan)s; %(form)s.") % {"plan": plan.title, "form": material.round.form.title}],
        [_("What is not shown"), words.withheld()],
        [
            _("Median and quartiles"),
            _(
                "Half of the forces are at or above the median, a quarter above the upper and a quarter below the lower quartile."
            ),
        ],
    ]
    if peers := _peers(rows):
        said.append([_("Peer groups"), peers])
    if material.last.round is not None:
        said.append([_("Since the last round"), _since(material)])
    if plan.sample or any(action.sample for action in material.actions):
        said.append(
            [_("Sample content"), _("Part of this plan is sample content, not verified against the published plan.")]
        )
    said.append(
        [
            _("Self-assessment"),
            _("Levels are what forces say of themselves. They are no grading and no inspection result."),
        ]
    )
    return said


def _peers(rows: list[Figure]) -> str:
    groups = {
        (row.title, row.peer_set_version, row.counts_self) for row in rows if row.scope == Scope.PEERS and row.title
    }
    own = {True: _("the force itself is counted"), False: _("the force itself is not counted")}
    return " ".join(
        _("%(title)s, version %(version)s: %(own)s.") % {"title": title, "version": version, "own": own[counts]}
        for title, version, counts in sorted(groups, key=str)
    )


def _since(material: Material) -> str:
    last = material.last.round
    assert last is not None, "asked only with a round before"
    return _(
        "Compared with the %(round)s where the plan's own succession of actions allows it; actions that are new or were "
        "reworded too far are not compared."
    ) % {"round": last.title}
