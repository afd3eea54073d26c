"""The national report: where forces stand on each action, what moved, where gaps are and where practice is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.figures import Audience, Figure
from analytics.reports import appendix, overview, pictures, practice, words
from analytics.reports.material import Material
from analytics.vocab import Basis
from nvap.models import ActionVersion, Round
from nvap.vocab import Comparable
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import nice_datetime

MOST = 5


def build(round_: Round, basis: Basis, audience: Audience, reader: Any) -> dict[str, Any]:
    """The whole report as plain values, as this reader, who is this audience, may see it."""
    material = Material(round_, basis, audience)
    rows = [row for action in material.actions if (row := _row(material, action))]
    _add_practice(rows, reader)
    marking = Marking.OFFICIAL if basis == Basis.PUBLISHED else Marking.OFFICIAL_SENSITIVE
    return {
        "kind": "national",
        "title": _("Where forces stand"),
        "caption": _("National report, %(round)s") % {"round": round_.title},
        "owner": _("Vulnerability Knowledge and Practice Programme"),
        "marking": {"code": str(marking), "label": str(marking.label)},
        "basis": str(Basis(basis).label),
        "basis_sentence": words.basis(basis, at_once=audience.everything),
        "coverage": words.coverage(material.answered, material.expected),
        "made": _("Made on %(when)s.") % {"when": nice_datetime(timezone.now())},
        "stats": _stats(material, rows),
        "summary": list(_summary(rows)),
        "pictures": _pictures(material),
        "themes": material.by_theme(rows),
        "overview": overview.of(material),
        "changes": _changes(material, rows),
        "gaps": [],
        "own_practice": [],
        "needs": _needs(rows),
        "others": [],
        "next": [],
        "tables": appendix.tables(material),
        "about": appendix.about(material),
    }


def _row(material: Material, action: ActionVersion) -> dict[str, Any]:
    """One action: the national level, gaps, practice, and how the median moved."""
    lead = material.measures[0]
    nation = material.nation(action, lead)
    shown = nation is not None and nation.shown
    moved = _moved(material, action, nation)
    return {
        "code": action.code,
        "title": action.title,
        "theme": action.theme_id,
        "lineage": action.action.code,
        "nation": words.level(lead, nation.median) if nation and shown else _("Not shown"),
        "withheld": words.why_not(nation),
        "median": nation.median if nation and shown else None,
        "mean": nation.mean if nation and shown else None,
        "n": nation.n if nation and shown else None,
        "picture": pictures.of_figure(nation, lead),
        **_named(nation),
        "change": moved.words,
        "moved": moved.by,
        "note": moved.note,
        "more": [
            {
                "title": words.short(measure),
                "nation": words.level(measure, figure.median)
                if (figure := material.nation(action, measure)) is not None and figure.shown
                else _("Not shown"),
            }
            for measure in material.measures[1:]
        ],
    }


def _named(nation: Figure | None) -> dict[str, Any]:
    """How many forces name a gap and promising practice, as numbers and in words."""
    if nation is None or not nation.shown:
        return {"gaps": None, "gap_words": "–", "practices": None, "practice_words": "–"}
    gaps, practices = nation.gaps_force or 0, nation.practices_force or 0
    return {
        "gaps": gaps,
        "gap_words": words.of_forces(gaps, nation.answered),
        "practices": practices,
        "practice_words": words.of_forces(practices, nation.answered),
    }


@dataclass(frozen=True)
class Moved:
    """How a national median moved: by how much, in words, and why it may not be compared."""

    by: float
    words: str
    note: str


def _moved(material: Material, action: ActionVersion, nation: Figure | None) -> Moved:
    """Against what the action was before, where the plan says that this may be compared."""
    last = material.last
    if last.round is None:
        return Moved(0, "", "")
    trace = last.traces.get(action.pk)
    if trace is None or trace.broken:
        return Moved(0, _("not comparable"), trace.note if trace else "")
    before = last.nation(material.measures[0].code)
    figures_before = [before[one] for one in trace.before if one in before]
    mean = nation.mean if nation is not None else None
    if len(figures_before) != 1 or figures_before[0].mean is None or mean is None:
        return Moved(0, _("not comparable"), trace.note)
    by = round(mean - figures_before[0].mean, 1)
    said = _("%(by)s on average since %(round)s") % {"by": f"{by:+.1f}", "round": last.round.code}
    if not by:
        said = _("as in %(round)s") % {"round": last.round.code}
    if trace.comparable == Comparable.CARE:
        said = _("%(said)s, compare with care") % {"said": said}
    return Moved(by, said, "")


def _add_practice(rows: list[dict[str, Any]], reader: Any) -> None:
    found = practice.by_action(reader, [row["lineage"] for row in rows])
    for row in rows:
        known = found.get(row["lineage"], practice.Examples())
        row["published"] = known.number
        row["examples"] = [practice.shown(entry) for entry in known.first]


def _stats(material: Material, rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    gaps = [row for row in rows if row["gaps"]]
    return [
        {
            "label": _("Forces in the figures"),
            "value": _("%(n)s of %(all)s") % {"n": material.answered, "all": material.expected},
            "note": str(material.basis.label),
        },
        {
            "label": _("Actions with a gap in at least one force"),
            "value": _("%(n)s of %(all)s") % {"n": len(gaps), "all": len(rows)},
            "note": _("%(n)s gaps named by forces") % {"n": sum(row["gaps"] for row in gaps)},
        },
        {
            "label": _("Promising practice named"),
            "value": str(sum(row["practices"] or 0 for row in rows)),
            "note": _("by forces, over all actions"),
        },
        {
            "label": _("Examples in the practice bank"),
            "value": str(sum(row["published"] for row in rows)),
            "note": _("on these actions, as you may read them"),
        },
    ]


def _summary(rows: list[dict[str, Any]]) -> Iterator[str]:
    known = [row for row in rows if row["mean"] is not None]
    if not known:
        yield _("No level is shown yet.")
        return
    best, worst = sorted(known, key=lambda row: -row["mean"])[:3], sorted(known, key=lambda row: row["mean"])[:3]
    yield _("Furthest on %(actions)s.") % {"actions": _listed(best)}
    yield _("Least far on %(actions)s.") % {"actions": _listed(worst)}
    if gaps := sorted((row for row in known if row["gaps"]), key=lambda row: -row["gaps"])[:3]:
        yield _("Most gaps on %(actions)s.") % {"actions": _listed(gaps)}
    if raised := sorted((row for row in known if row["moved"] > 0), key=lambda row: -row["moved"])[:3]:
        yield _("Moved on most since the last round: %(actions)s.") % {"actions": _listed(raised)}
    if lowered := sorted((row for row in known if row["moved"] < 0), key=lambda row: row["moved"])[:3]:
        yield _("Lower than in the last round: %(actions)s.") % {"actions": _listed(lowered)}


def _listed(rows: list[dict[str, Any]]) -> str:
    names = [f"{row['code']} {row['title']}" for row in rows]
    return (
        names[0] if len(names) == 1 else _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}
    )


def _pictures(material: Material) -> list[dict[str, Any]]:
    """For each question all actions with the share of forces at each level."""
    found = []
    for measure in material.measures:
        lines = [pictures.Line(one.code, one.title, material.nation(one, measure), None) for one in material.actions]
        alt = _(
            "Every action with the number of forces at each level. The same numbers stand in the tables at the end."
        )
        found.append(
            {
                "title": measure.label,
                "key": _("Each bar is all forces; its parts are the forces at each level, with their number."),
                **pictures.shares(lines, measure.levels, alt).plain(),
            }
        )
    return found


def _changes(material: Material, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    last = material.last.round
    if last is None:
        return None
    moved = sorted((row for row in rows if row["moved"]), key=lambda row: (row["moved"] > 0, -abs(row["moved"])))
    return {
        "since": _("Since the %(round)s.") % {"round": last.title},
        "rows": [
            {
                "code": row["code"],
                "title": row["title"],
                "sign": "▲" if row["moved"] > 0 else "▼",
                "change": row["change"],
                "now": row["nation"],
            }
            for row in moved
        ],
        "steady": "",
        "breaks": [f"{row['code']} {row['title']}: {row['note']}" for row in rows if row["note"]],
    }


def _needs(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where forces name gaps and little practice is published: most gaps for each example first."""
    wanted = sorted((row for row in rows if row["gaps"]), key=lambda row: -row["gaps"] / (1 + row["published"]))
    return [
        {
            "code": row["code"],
            "title": row["title"],
            "gaps": row["gap_words"],
            "named": row["practice_words"],
            "published": row["published"],
            "examples": row["examples"],
        }
        for row in wanted[: 2 * MOST]
    ]
