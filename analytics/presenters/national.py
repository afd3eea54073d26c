"""Benchmarks of all forces: for VKPP as they come in, force by force; for everybody else what was published."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from analytics import charts, figures, standing, theme_rows, themes
from analytics.comparing import LastRound
from analytics.figures import Audience, Figure, GroupFigure
from analytics.presenters import asked as asking
from analytics.presenters import stand
from analytics.presenters.asked import Asked
from analytics.presenters.heat import Heat
from analytics.theme_rows import Compared, ThemeRow
from analytics.themes import ThemeFigure
from analytics.vocab import Scope
from nvap import desk, plan_actions
from nvap.models import ActionVersion, Return, Round
from nvap.vocab import ReturnState
from vkpp.accounts import tiles

NOT_PEERS = (Scope.NATIONAL, Scope.REGION)
SENT = {ReturnState.SUBMITTED, ReturnState.QUERIED, ReturnState.ACCEPTED}


def page(audience: Audience, round_: Round, query: Mapping[str, str]) -> dict[str, Any] | None:
    """What the template prints; None when the round summarises nothing."""
    asked = asking.read(query, audience, round_)
    if asked is None:
        return None
    path = reverse("analytics:national", kwargs={"round": round_.code})
    read = figures.read(audience, round_, basis=asked.basis, measures=[asked.measure.code], scopes=NOT_PEERS)
    found = figures.of(read)
    actions = plan_actions.listed(round_.plan_id)
    nation = {figure.action: figure for figure in found if figure.scope == Scope.NATIONAL}
    of_themes = _themes(audience, round_, asked, read, actions, nation)
    context = {
        "round": round_,
        "measure": asked.measure,
        "everything": audience.everything,
        "basis": asked.basis,
        "tabs": asking.tabs(asked, audience, round_, path),
        "measures": asking.measure_links(asked, path),
        "rows": _rows(nation, actions, asked),
        "themes": of_themes,
        "theme_notes": stand.theme_notes(of_themes),
        "as_of": max((figure.as_of for figure in found if figure.as_of), default=None),
        "forces": max((figure.answered or 0 for figure in found if figure.scope == Scope.NATIONAL), default=0),
        "expected": max((figure.expected for figure in found if figure.scope == Scope.NATIONAL), default=0),
        "regions": _regions(found, actions, asked),
        "csv": asked.href(reverse("analytics:national-csv", kwargs={"round": round_.code})),
        "rounds": [
            {
                "label": one.title,
                "href": reverse("analytics:national", kwargs={"round": one.code}),
                "current": one.pk == round_.pk,
            }
            for one in figures.rounds(audience)
        ],
    }
    return context | _by_force(round_, asked, actions) if audience.everything else context


def _themes(
    audience: Audience,
    round_: Round,
    asked: Asked,
    read: list[figures.Read],
    actions: list[ActionVersion],
    nation: Mapping[int, Figure],
) -> list[ThemeRow]:
    found = themes.find(
        audience,
        round_,
        basis=asked.basis,
        parts=read,
        members=stand.members(actions),
        measures=[asked.measure.code],
    )
    last = LastRound(audience, round_, None)
    by_theme = themes.nation_by_theme(found)
    return theme_rows.rows(actions, Compared(asked.measure, nation, by_theme, {}, last, force=None))


def _rows(nation: Mapping[int, Figure], actions: list[ActionVersion], asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "action": action,
            "figure": nation.get(action.pk),
            "strip": charts.strip(nation.get(action.pk), own=None, levels=asked.measure.levels),
            "spread": [
                (word, ((nation[action.pk].distribution or {}).get(score, 0) if action.pk in nation else None))
                for score, word in asked.measure.levels.items()
            ],
        }
        for action in actions
    ]


def _regions(found: list[Figure], actions: list[ActionVersion], asked: Asked) -> dict[str, Any]:
    """Median of each region per action: a table of its own, with why a cell is empty."""
    cells = {(figure.action, figure.place): figure for figure in found if figure.scope == Scope.REGION}
    places = sorted({place for _action, place in cells})
    heat = Heat(asked.measure)
    return {
        "places": places,
        "rows": [
            {
                "action": action,
                "figures": [cells.get((action.pk, place)) for place in places],
                "cells": heat.of_groups(cells.get((action.pk, place)) for place in places),
            }
            for action in actions
        ],
        "reasons": sorted({figure.withheld for figure in cells.values() if figure.withheld}),
    }


def _by_force(round_: Round, asked: Asked, actions: list[ActionVersion]) -> dict[str, Any]:
    """VKPP alone: heat map of all forces, their returns and how late they are, the tile map of how much is answered."""
    given = standing.of_forces(round_, asked.basis)
    cells = Heat(asked.measure)
    returns = list(desk.annotated(Return.objects.filter(round=round_)).select_related("force").order_by("force__name"))
    heat = [
        {
            "force": ret.force,
            "url": asked.href(stand.address(round_, ret.force)),
            "cells": cells.of_force(given.get(ret.force_id, {}).get(action.pk) for action in actions),
        }
        for ret in returns
    ]
    progress = [_progress(ret) for ret in returns]
    placed, listed = tiles.grid({ret.force_id: f"{_percent(ret)}%" for ret in returns})
    shares = {ret.force_id: _percent(ret) for ret in returns}
    for tile in listed:
        tile["shade"] = shares.get(tile["force"].pk, 0) // 34 + (shares.get(tile["force"].pk, 0) > 0)
    return {
        "actions": actions,
        "heat": heat,
        "progress": progress,
        "tiles": {"rows": placed, "listed": listed},
        "stats": _stats(returns),
    }


def _percent(ret: Any) -> int:
    return int(100 * ret.answered / ret.actions) if ret.actions else 0


def _progress(ret: Any) -> dict[str, Any]:
    return {
        "force": ret.force,
        "state": ret.get_state_display(),
        "done": ret.answered,
        "all": ret.actions,
        "sent_at": ret.submitted_at,
        "late": desk.days_late(ret),
    }


def _stats(returns: list[Any]) -> list[dict[str, Any]]:
    whole = len(returns)
    started = sum(ret.state != ReturnState.NOT_STARTED for ret in returns)
    sent = sum(ret.state in SENT for ret in returns)
    accepted = sum(ret.state == ReturnState.ACCEPTED for ret in returns)
    late = sum(bool(ret.late) and ret.sent is None for ret in returns)
    return [
        {"label": label, "value": _("%(n)s of %(all)s") % {"n": n, "all": whole}, "note": note}
        for label, n, note in (
            (_("Started"), started, _("forces have answered something")),
            (_("Sent"), sent, _("forces have sent their return")),
            (_("Accepted"), accepted, _("returns have been checked")),
            (_("Late"), late, _("forces have not sent by the due date")),
        )
    ]


def csv_rows(context: Mapping[str, Any]) -> list[list[Any]]:
    """The national table with all regions beneath it, one line per action and group.

    Themes have no numbers of forces at each level: their levels come in halves, which have no column.
    """
    levels = context["measure"].levels
    head = [
        _("Round"), _("Basis"), _("Question"), _("Group"), _("Action"), _("Title"), _("Forces counted"),
        _("Forces in the group"), *levels.values(), _("Median"), _("Gaps"), _("Practice"), _("As of"), _("Note"),
    ]  # fmt: skip
    lines: list[list[Any]] = [head]
    for theme in context["themes"]:
        named = [theme.theme.code, _("Theme: %(title)s") % {"title": theme.theme.title}]
        lines.append(_line(context, named, theme.figure, _("National")))
    lines += [
        _line(context, [row["action"].code, row["action"].title], row["figure"], _("National"))
        for row in context["rows"]
    ]
    for row in context["regions"]["rows"]:
        of_places = zip(context["regions"]["places"], row["figures"], strict=True)
        named = [row["action"].code, row["action"].title]
        lines += [_line(context, named, figure, place) for place, figure in of_places]
    return lines


def _line(context: Mapping[str, Any], named: list[str], figure: GroupFigure | None, group: str) -> list[Any]:
    lead = [context["round"].title, context["basis"].label, context["measure"].label, group, *named]
    levels = context["measure"].levels
    if figure is None or not figure.shown:
        why = figure.withheld if figure else ""
        return [*lead, None, figure.expected if figure else None, *[None] * (len(levels) + 4), why]
    halves = isinstance(figure, ThemeFigure)
    spread = [None if halves else (figure.distribution or {}).get(score, 0) for score in levels]
    at = figure.as_of.isoformat(timespec="seconds") if figure.as_of else ""
    return [
        *lead, figure.n, figure.expected, *spread, figure.median, figure.gaps_force, figure.practices_force, at, "",
    ]  # fmt: skip
