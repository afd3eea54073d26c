"""Where a force stands: every action of a round beside the nation, its region or its peers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from analytics import charts, comparing, figures, standing, theme_rows, themes
from analytics.comparing import Change, LastRound, Place
from analytics.figures import Audience, Figure, GroupFigure
from analytics.presenters import asked as asking
from analytics.presenters import practice_map
from analytics.presenters.asked import Asked
from analytics.standing import Own
from analytics.theme_rows import Compared, ThemeRow
from analytics.vocab import Basis, Scope
from nvap import plan_actions
from nvap.models import ActionVersion, Gap, PromisingPractice, Round
from vkpp.accounts.models import Force


@dataclass(frozen=True)
class Row:
    """One action on the page."""

    action: ActionVersion
    url: str
    own: Own | None
    level: int | None
    word: str
    figure: Figure | None
    strip: charts.Strip | None
    place: Place | None
    side: int | None
    change: Change | None

    @property
    def says(self) -> str:
        """What the force says, in words."""
        if self.own is None:
            return _("No answer")
        if self.own.not_applicable:
            return _("Does not apply")
        return self.word or _("No level")

    @property
    def to_median(self) -> str:
        """Above, at or below, in words."""
        return {1: _("above the median"), 0: _("at the median"), -1: _("below the median")}.get(
            99 if self.side is None else self.side, ""
        )


@dataclass(frozen=True)
class Standing:
    """Everything that the page and its CSV print."""

    round: Round
    force: Force
    asked: Asked
    groups: list[dict[str, Any]]
    group_title: str
    as_of: Any
    answered: int
    rows: list[Row]
    themes: list[ThemeRow]
    last: LastRound
    figures: list[Figure]


def standing_of(audience: Audience, round_: Round, force: Force, query: Mapping[str, str]) -> Standing | None:
    """Read it all; None when the round summarises nothing."""
    asked = asking.read(query, audience, round_)
    if asked is None:
        return None
    own = standing.of_force(force, round_, asked.basis)
    options: dict[str, Any] = {"basis": asked.basis, "measures": [asked.measure.code], "own": own}
    read = figures.read(audience, round_, **options)
    found = figures.of(read)
    chosen = _chosen(found, asked.against)
    last = LastRound(audience, round_, force)
    by_action = {figure.action: figure for figure in found if key(figure) == chosen}
    actions = plan_actions.listed(round_.plan_id)
    of_themes = themes.find(audience, round_, parts=read, members=members(actions), **options)
    by_theme = {figure.theme: figure for figure in of_themes if key(figure) == chosen}
    compared = Compared(asked.measure, by_action, by_theme, own, last, force=force)
    return Standing(
        round=round_,
        force=force,
        asked=asked,
        groups=_groups(found, asked, chosen, round_, force),
        group_title=next((title_of(figure) for figure in found if key(figure) == chosen), _("the nation")),
        as_of=max((figure.as_of for figure in found if figure.as_of), default=None),
        answered=_most_answered(found),
        rows=[_row(action, round_, force, asked, own, by_action.get(action.pk), last) for action in actions],
        themes=theme_rows.rows(actions, compared),
        last=last,
        figures=found,
    )


def members(actions: Sequence[ActionVersion]) -> dict[int, list[int]]:
    """Theme → its actions."""
    found: dict[int, list[int]] = {}
    for action in actions:
        found.setdefault(action.theme_id, []).append(action.pk)
    return found


def key(figure: GroupFigure) -> str:
    """How an address names the group of a figure."""
    return figure.scope if figure.scope == "national" else f"{figure.scope}:{figure.place}"


def title_of(figure: GroupFigure) -> str:
    """The group's name in a sentence."""
    return _("the nation") if figure.scope == "national" else figure.title


def _chosen(found: Sequence[Figure], wanted: str) -> str:
    return wanted if any(key(figure) == wanted for figure in found) else "national"


def _groups(found: Sequence[Figure], asked: Asked, chosen: str, round_: Round, force: Force) -> list[dict[str, Any]]:
    path = address(round_, force)
    names = dict.fromkeys((key(figure), figure.title) for figure in found)
    return [
        {"label": title, "href": asked.href(path, against=name), "current": name == chosen} for name, title in names
    ]


def _most_answered(found: Sequence[Figure]) -> int:
    return max((figure.answered or 0 for figure in found if figure.scope == "national"), default=0)


def address(round_: Round, force: Force) -> str:
    """The page's own path."""
    return reverse("analytics:stand", kwargs={"round": round_.code, "force": force.code})


def _row(
    action: ActionVersion,
    round_: Round,
    force: Force,
    asked: Asked,
    own: Mapping[int, Own],
    figure: Figure | None,
    last: LastRound,
) -> Row:
    mine = own.get(action.pk)
    level = mine.level(asked.measure.code) if mine else None
    path = reverse("analytics:action", kwargs={"round": round_.code, "force": force.code, "code": action.code})
    return Row(
        action=action,
        url=asked.href(path),
        own=mine,
        level=level,
        word=asked.measure.word(level),
        figure=figure,
        strip=charts.strip(figure, own=level, levels=asked.measure.levels),
        place=comparing.place(figure, level, force.region),
        side=comparing.to_median(figure, level),
        change=last.change(action.pk, asked.measure.code, level),
    )


def marked(found: Sequence[Figure], against: str, force: Force) -> Figure | None:
    """The group whose bars are marked in a slope: the chosen one, else the first peer group, else the own region."""
    groups = [figure for figure in found if figure.scope != Scope.NATIONAL]
    chosen = [figure for figure in groups if key(figure) == against]
    own = [figure for figure in groups if figure.scope == Scope.PEERS]
    own += [figure for figure in groups if figure.place == force.region]
    return next((figure for figure in (*chosen, *own) if figure.shown), None)


def highlight(user: Any, found: Standing) -> dict[str, Any] | None:
    """The action that is drawn at the top: the first with a gap, else the first with a place."""
    placed = [row for row in found.rows if row.level is not None]
    row = next((row for row in placed if row.own and row.own.has_gap), placed[0] if placed else None)
    if row is None:
        return None
    of_action = [figure for figure in found.figures if figure.action == row.action.pk]
    nation = next((figure for figure in of_action if figure.scope == Scope.NATIONAL), None)
    peers = marked(of_action, found.asked.against, found.force)
    ski = charts.ski(nation, own=row.level, peers=peers, levels=found.asked.measure.levels) if nation else None
    return {
        "row": row,
        "nation": nation,
        "peers": peers,
        "ski": ski,
        "place": comparing.place(nation, row.level, found.force.region),
        "tiles": practice_map.tiles(user, row.action.action.code, found.force),
    }


def page(user: Any, audience: Audience, found: Standing) -> dict[str, Any]:
    """What the template prints."""
    path = address(found.round, found.force)
    return {
        "standing": found,
        "force": found.force,
        "round": found.round,
        "measure": found.asked.measure,
        "tabs": asking.tabs(found.asked, audience, found.round, path),
        "measures": asking.measure_links(found.asked, path),
        "stats": _stats(found),
        "top": highlight(user, found),
        "theme_notes": theme_notes(found.themes),
        "withheld": sorted({row.figure.withheld for row in found.rows if row.figure and row.figure.withheld}),
        "lagging": not audience.everything and found.asked.basis != Basis.PUBLISHED,
        "csv": found.asked.href(
            reverse("analytics:stand-csv", kwargs={"round": found.round.code, "force": found.force.code})
        ),
        "rounds": [
            {"label": one.title, "href": address(one, found.force), "current": one.pk == found.round.pk}
            for one in figures.rounds(audience)
        ],
    }


def theme_notes(rows: Sequence[ThemeRow]) -> list[str]:
    """Why figures of themes are withheld, each reason once."""
    return sorted({row.figure.withheld for row in rows if row.figure and row.figure.withheld})


def _stats(found: Standing) -> list[dict[str, Any]]:
    rows = found.rows
    given = [row for row in rows if row.own is not None]
    placed = [row for row in rows if row.side is not None]
    before = found.last.above_median(found.asked.measure.code) if found.last.round else None
    gaps, planned = _gaps(found)
    shared, willing = _practices(found)
    return [
        {
            "label": _("Answered"),
            "value": _("%(n)s of %(all)s") % {"n": len(given), "all": len(rows)},
            "note": _left(found, len(rows) - len(given)),
        },
        {
            "label": _("Above the median of %(group)s") % {"group": found.group_title},
            "value": _("%(n)s of %(all)s") % {"n": sum(row.side == 1 for row in placed), "all": len(placed)},
            "note": _("was %(n)s of %(all)s in %(round)s, nationally")
            % {"n": before[0], "all": before[1], "round": found.last.round.code if found.last.round else ""}
            if before
            else "",
        },
        {
            "label": _("Actions with a gap"),
            "value": gaps,
            "note": _("%(n)s in the improvement plan") % {"n": planned},
        },
        {
            "label": _("Practice we name"),
            "value": shared,
            "note": _("%(n)s you are willing to share") % {"n": willing},
        },
    ]


def _left(found: Standing, left: int) -> str:
    if not left:
        return _("all of them")
    if found.asked.basis == Basis.LIVE and found.round.due_at:
        from vkpp.core.templatetags.dates import nice_date

        return _("%(n)s left, due %(date)s") % {"n": left, "date": nice_date(found.round.due_at)}
    return _("%(n)s not counted here") % {"n": left}


def _gaps(found: Standing) -> tuple[int, int]:
    """Actions with a gap on this basis, and open gaps of the return that an improvement action takes up."""
    planned = Gap.objects.filter(
        response__ret__round=found.round, response__ret__force=found.force, state="open", improvements__isnull=False
    ).values("pk")
    return sum(bool(row.own and row.own.has_gap) for row in found.rows), planned.distinct().count()


def _practices(found: Standing) -> tuple[int, int]:
    """Actions on which promising practice is named, and rows that the force is willing to share."""
    willing = PromisingPractice.objects.filter(
        response__ret__round=found.round, response__ret__force=found.force, removed_at=None, willing_to_share=True
    ).count()
    return sum(bool(row.own and row.own.has_practice) for row in found.rows), willing


def csv_rows(found: Standing) -> list[list[Any]]:
    """The table of the page, with its numbers; a withheld figure says why."""
    head = [
        _("Round"), _("Force"), _("Basis"), _("Question"), _("Compared with"), _("Action"), _("Title"), _("We say"),
        _("Score"), _("Place"), _("Forces counted"), _("Minimum"), _("Lower quartile"), _("Median"),
        _("Upper quartile"), _("Maximum"), _("Change"), _("Gap"), _("Practice"), _("As of"), _("Note"),
    ]  # fmt: skip
    lines: list[list[Any]] = [head, *(_theme_line(found, row) for row in found.themes)]
    for row in found.rows:
        figure = row.figure
        numbers = (
            [figure.n, figure.minimum, figure.lower, figure.median, figure.upper, figure.maximum]
            if figure
            else [None] * 6
        )
        lines.append(
            [
                found.round.title,
                found.force.name,
                found.asked.basis.label,
                found.asked.measure.label,
                found.group_title,
                row.action.code,
                row.action.title,
                row.says,
                row.level,
                str(row.place) if row.place else "",
                *numbers,
                row.change.words if row.change else "",
                bool(row.own and row.own.has_gap),
                bool(row.own and row.own.has_practice),
                figure.as_of.isoformat(timespec="seconds") if figure and figure.as_of else "",
                figure.withheld if figure else "",
            ]
        )
    return lines


def _theme_line(found: Standing, row: ThemeRow) -> list[Any]:
    """A theme in the same columns, before the actions."""
    figure = row.figure
    numbers = (
        [figure.n, figure.minimum, figure.lower, figure.median, figure.upper, figure.maximum] if figure else [None] * 6
    )
    return [
        found.round.title,
        found.force.name,
        found.asked.basis.label,
        found.asked.measure.label,
        found.group_title,
        row.theme.code,
        _("Theme: %(title)s") % {"title": row.theme.title},
        row.word or _("No level"),
        row.own,
        str(row.place) if row.place else "",
        *numbers,
        row.moved.words if row.moved else "",
        "",
        "",
        figure.as_of.isoformat(timespec="seconds") if figure and figure.as_of else "",
        figure.withheld if figure else "",
    ]
