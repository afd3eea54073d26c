"""The feedback report of one force: where it stands, what changed, its gaps, who may help, what to do next."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import comparing, figures
from analytics.figures import Figure
from analytics.reports import appendix, next_steps, overview, pictures, practice, words
from analytics.reports.material import Material
from analytics.vocab import Basis
from nvap import form_spec
from nvap.models import ActionVersion, Gap, Return
from nvap.vocab import GapState, IdentifiedBy, QuestionRole
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import nice_date, nice_datetime


def material_of(ret: Return, basis: Basis) -> Material:
    """What the report of this return may say, whoever makes it: as the force itself would see it."""
    return Material(ret.round, basis, figures.for_force(ret.force), ret)


def build(ret: Return, basis: Basis) -> dict[str, Any]:
    """The whole report as plain values."""
    material = material_of(ret, basis)
    rows = [_row(material, action) for action in material.actions]
    gaps = _gaps(material)
    return {
        "kind": "force",
        "title": _("Where %(force)s stands") % {"force": ret.force.short_name},
        "caption": _("Feedback report, %(round)s") % {"round": ret.round.title},
        "owner": ret.force.name,
        "marking": {"code": str(ret.marking), "label": str(Marking(ret.marking).label)},
        "basis": str(Basis(basis).label),
        "basis_sentence": words.basis(basis),
        "coverage": words.coverage(material.answered, material.expected),
        "made": _("Made on %(when)s.") % {"when": nice_datetime(timezone.now())},
        "stats": _stats(material, rows, gaps),
        "summary": list(_summary(rows)),
        "pictures": [_profile(material)],
        "themes": material.by_theme(rows),
        "overview": overview.of(material),
        "changes": _changes(material, rows),
        "gaps": gaps,
        "own_practice": _own_practice(material),
        "others": _others(material, rows, gaps),
        "next": next_steps.of(rows, gaps),
        "tables": appendix.tables(material),
        "about": appendix.about(material),
    }


def _row(material: Material, action: ActionVersion) -> dict[str, Any]:
    """One action: own level, the nation, the place, the change, and the same shorter for the second question."""
    lead = material.measures[0]
    own, nation = material.level(action, lead), material.nation(action, lead)
    answer = material.own.get(action.pk)
    change = material.last.change(action.pk, lead.code, own)
    place = comparing.place(nation, own, material.force.region) if material.force else None
    shown = nation is not None and nation.shown
    return {
        "code": action.code,
        "title": action.title,
        "theme": action.theme_id,
        "pk": action.pk,
        "lineage": action.action.code,
        "own": _("Does not apply") if answer and answer.not_applicable else words.level(lead, own) or _("No answer"),
        "level": own,
        "side": comparing.to_median(nation, own),
        "quartile": _quartile(nation, own),
        "nation": words.level(lead, nation.median) if nation and shown else _("Not shown"),
        "withheld": words.why_not(nation),
        "picture": pictures.of_figure(nation, lead, own),
        "place": str(place) if place else "",
        "change": change.words if change else "",
        "moved": change.by if change and change.by is not None else 0,
        "sign": change.sign if change else "",
        "note": change.note if change else "",
        "more": _more(material, action),
        "gap": bool(answer and answer.has_gap),
        "practice": bool(answer and answer.has_practice),
    }


def _more(material: Material, action: ActionVersion) -> list[dict[str, str]]:
    """The other questions: own level and the nation's median."""
    found = []
    for measure in material.measures[1:]:
        nation = material.nation(action, measure)
        median = words.level(measure, nation.median) if nation is not None and nation.shown else ""
        own = words.level(measure, material.level(action, measure))
        found.append({"title": words.short(measure), "own": own or "–", "nation": median or _("Not shown")})
    return found


def _quartile(nation: Figure | None, own: int | None) -> int:
    """1 above the upper, -1 below the lower quartile, else 0."""
    if nation is None or own is None or nation.upper is None or nation.lower is None:
        return 0
    return (own > nation.upper) - (own < nation.lower)


def _stats(material: Material, rows: list[dict[str, Any]], gaps: list[dict[str, Any]]) -> list[dict[str, str]]:
    known = [row for row in rows if row["side"] is not None]
    above = sum(row["side"] > 0 for row in known)
    before = material.last.above_median(material.measures[0].code)
    then = (
        _("was %(above)s of %(known)s in %(round)s")
        % {
            "above": before[0],
            "known": before[1],
            "round": material.last.round.code if material.last.round else "",
        }
        if before
        else ""
    )
    planned = sum(bool(gap["plan"]) for gap in gaps)
    shares = sum(row["practice"] for row in rows)
    return [
        {
            "label": _("Actions answered"),
            "value": _("%(n)s of %(all)s") % {"n": len(material.own), "all": len(rows)},
            "note": words.coverage(material.answered, material.expected),
        },
        {
            "label": _("Above the national median"),
            "value": _("%(n)s of %(all)s") % {"n": above, "all": len(known)},
            "note": then,
        },
        {
            "label": _("Gaps"),
            "value": str(len(gaps)),
            "note": ngettext("%(n)s is in the improvement plan", "%(n)s are in the improvement plan", planned)
            % {"n": planned},
        },
        {
            "label": _("Promising practice"),
            "value": str(shares),
            "note": _("actions on which the force names some"),
        },
    ]


def _summary(rows: list[dict[str, Any]]) -> Iterator[str]:
    """The report in a few sentences."""
    ahead = [row for row in rows if row["quartile"] > 0]
    behind = [row for row in rows if row["quartile"] < 0]
    raised, lowered = [row for row in rows if row["moved"] > 0], [row for row in rows if row["moved"] < 0]
    silent = [row for row in rows if row["own"] == _("No answer")]
    if ahead:
        yield _("Ahead of three quarters of forces on %(actions)s.") % {"actions": _listed(ahead)}
    if behind:
        yield _("Behind three quarters of forces on %(actions)s.") % {"actions": _listed(behind)}
    if raised:
        yield _("Higher than in the last round on %(actions)s.") % {"actions": _listed(raised)}
    if lowered:
        yield _("Lower than in the last round on %(actions)s.") % {"actions": _listed(lowered)}
    if silent:
        yield ngettext("%(n)s action has no answer.", "%(n)s actions have no answer.", len(silent)) % {"n": len(silent)}


def _listed(rows: list[dict[str, Any]], most: int = 4) -> str:
    names = [f"{row['code']} {row['title']}" for row in rows[:most]]
    if len(rows) > most:
        names.append(_("%(n)s more") % {"n": len(rows) - most})
    return (
        names[0] if len(names) == 1 else _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}
    )


def _profile(material: Material) -> dict[str, Any]:
    lead = material.measures[0]
    lines = [
        pictures.Line(action.code, action.title, material.nation(action, lead), material.level(action, lead))
        for action in material.actions
    ]
    alt = _(
        "Every action with the national range, quartiles and median, and the force's own level as a dot. "
        "The same numbers stand in the tables at the end."
    )
    return {
        "title": lead.label,
        "key": _(
            "Dark dot: this force. Line across: national median. Box: the middle half of forces. Thin line: lowest to highest."
        ),
        **pictures.profile(lines, lead.levels, alt).plain(),
    }


def _changes(material: Material, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What moved since the last round, lowered answers first."""
    last = material.last.round
    if last is None:
        return None
    moved = sorted((row for row in rows if row["moved"]), key=lambda row: row["moved"])
    steady = sum(1 for row in rows if row["change"] and not row["moved"] and not row["note"])
    return {
        "since": _("Since the %(round)s.") % {"round": last.title},
        "rows": [
            {
                "code": row["code"],
                "title": row["title"],
                "sign": row["sign"],
                "change": row["change"],
                "now": row["own"],
            }
            for row in moved
        ],
        "steady": ngettext("%(n)s level is as it was.", "%(n)s levels are as they were.", steady) % {"n": steady},
        "breaks": [f"{row['code']} {row['title']}: {row['note']}" for row in rows if row["note"]],
    }


def _gaps(material: Material) -> list[dict[str, Any]]:
    """Gaps the force names on this basis, and those VKPP sees, each with its improvement action if there is one."""
    assert material.ret is not None, "a force's report has a return"
    text = form_spec.spec(material.round.form).by_role(QuestionRole.GAP_TEXT)
    of_force, of_vkpp = _stored_gaps(material.ret)
    found = []
    for action in material.actions:
        own = material.own.get(action.pk)
        if own is not None and own.has_gap:
            gap = of_force.get(action.pk)
            said = material.texts.get(action.pk, {}).get(text.code) if text else ""
            found.append(_gap(action, IdentifiedBy.FORCE, said or (gap.text if gap else ""), gap))
        found += [_gap(action, IdentifiedBy.VKPP, gap.text, gap) for gap in of_vkpp[action.pk]]
    return found


def _stored_gaps(ret: Return) -> tuple[dict[int, Gap], dict[int, list[Gap]]]:
    """By action: the gap the force has named there, also when it was closed since, and the open ones that VKPP sees."""
    of_force: dict[int, Gap] = {}
    of_vkpp: dict[int, list[Gap]] = defaultdict(list)
    rows = Gap.objects.filter(response__ret=ret).select_related("response").prefetch_related("improvements")
    for gap in rows.order_by("pk"):
        if gap.identified_by == IdentifiedBy.FORCE:
            of_force[gap.response.action_version_id] = gap
        elif gap.state == GapState.OPEN:
            of_vkpp[gap.response.action_version_id].append(gap)
    return of_force, of_vkpp


def _gap(action: ActionVersion, by: IdentifiedBy, text: str, gap: Gap | None) -> dict[str, Any]:
    return {
        "code": action.code,
        "title": action.title,
        "text": text,
        "by": str(by.label),
        "plan": _plan_of(gap) if gap is not None else "",
    }


def _plan_of(gap: Gap) -> str:
    """What is done about it, in a line; empty when nothing is planned."""
    working = [one for one in gap.improvements.all() if one.state != "dropped"]
    if not working:
        return ""
    one = working[0]
    due = _("due %(day)s") % {"day": nice_date(one.due_on)} if one.due_on else _("no date yet")
    return f"{one.reference}: {one.get_state_display()}, {due}"


def _own_practice(material: Material) -> list[dict[str, str]]:
    text = form_spec.spec(material.round.form).by_role(QuestionRole.PRACTICE_TEXT)
    return [
        {
            "code": action.code,
            "title": action.title,
            "text": material.texts.get(action.pk, {}).get(text.code, "") if text is not None else "",
        }
        for action in material.actions
        if (own := material.own.get(action.pk)) is not None and own.has_practice
    ]


def _others(material: Material, rows: list[dict[str, Any]], gaps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Published practice of others where the force has a gap, is below the median or says nothing."""
    assert material.force is not None, "a force's report has a force"
    with_gap, own = {gap["code"] for gap in gaps}, material.force
    wanted = [row for row in rows if row["code"] in with_gap or (row["side"] or 0) < 0 or row["level"] is None]
    linked = practice.by_action(None, (row["lineage"] for row in wanted), without=own)
    silent = [row["title"] for row in wanted if row["lineage"] not in linked]
    similar = practice.by_words(practice.for_police(), silent, without=own)
    found = []
    for row in wanted:
        examples = linked.get(row["lineage"])
        why = _why(row, row["code"] in with_gap)
        if examples is None:
            examples = similar.get(row["title"])
            why = _("%(why)s. Found by the action's words; nobody has linked an example to it yet.") % {"why": why}
        if examples is not None:
            found.append(
                {
                    "code": row["code"],
                    "title": row["title"],
                    "why": why,
                    "more": examples.more,
                    "items": [practice.shown(entry) for entry in examples.first],
                }
            )
    return found


def _why(row: dict[str, Any], has_gap: bool) -> str:
    if has_gap:
        return _("A gap")
    return _("Below the national median") if row["level"] is not None else _("No answer")
