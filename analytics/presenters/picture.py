"""The page of the national picture, and the page that lays open how one action came by its rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from analytics.figures import Audience
from analytics.picture import over_time, places, table, weights, words
from analytics.picture.over_time import Line, Trend
from analytics.picture.table import Picture, Row
from analytics.picture.weights import Weights
from analytics.presenters import asked as asking
from analytics.presenters import picture_heat
from analytics.presenters.picture_heat import BY_CODE, CODE, VIEWS, Lists, View
from analytics.vocab import Basis
from nvap.models import Round

FIRST = words.FIRST


@dataclass(frozen=True)
class Asked:
    """What the reader has chosen: basis, view of the heat map, and weights."""

    round: Round
    basis: Basis
    view: View
    weights: Weights

    def href(self, route: str = "analytics:picture", **changes: str) -> str:
        """An address of the picture with these choices; `code` and `round` are parts of it."""
        parts = {"round": self.round.code}
        parts |= {name: changes.pop(name) for name in ("round", "code") if name in changes}
        path = reverse(route, kwargs=parts)
        chosen = {"basis": self.basis.value, "show": self.view.code, **changes}
        given = urlencode({name: value for name, value in chosen.items() if value})
        query = "&".join(filter(None, (given, self.weights.query())))
        return f"{path}?{query}"


def read(query: Mapping[str, str], audience: Audience, round_: Round) -> Asked:
    """Odd choices fall back to the usual ones."""
    bases, usual = asking.open_bases(audience, round_), asking.usual_basis(audience, round_)
    basis = next((one for one in bases if one == query.get("basis")), usual)
    view = BY_CODE.get(query.get("show", ""), VIEWS[0])
    return Asked(round_, basis, view, weights.read(query))


def build(user: Any, audience: Audience, asked: Asked, near: Sequence[Round]) -> Picture | None:
    """The picture that was asked for; `near` are the newest rounds."""
    return table.build(user, audience, asked.round, asked.basis, asked.weights, near)


def page(picture: Picture, asked: Asked) -> dict[str, Any]:
    """What the template prints."""
    trend = over_time.of(picture)
    regions = places.regions(picture)
    gap_map, practice_map = places.maps(picture, regions)
    lists = Lists(asked.href("analytics:picture-action", code=CODE), picture.strands)
    return frame(picture, asked) | {
        "stats": stats(picture),
        "short": list(words.short(picture, trend)),
        "low": words.low(picture),
        "first": [ranked_row(lists, row) for row in picture.ranked[:FIRST]],
        "others": further(lists, picture.ranked[FIRST:]),
        "heat": picture_heat.rows(picture, asked.view, lists),
        "strands": picture.strands,
        "views": [
            {"label": view.label, "href": f"{asked.href(show=view.code)}#heat", "current": view is asked.view}
            for view in VIEWS
        ],
        "view": asked.view,
        "key": picture_heat.key(asked.view),
        "totals": totals(picture, lists),
        "regions": [{"region": one, "share": places.percent(one.share)} for one in regions],
        "gap_map": gap_map,
        "practice_map": practice_map,
        "trend": trend_table(trend, first_lines(trend, picture)) if trend else None,
        "weights": weight_fields(asked.weights),
    }


def frame(picture: Picture, asked: Asked) -> dict[str, Any]:
    """What both pages have around them."""
    answered, _expected = picture.told.forces
    return {
        "round": picture.round,
        "basis": picture.basis,
        "everything": picture.audience.everything,
        "as_of": picture.told.as_of,
        "forces": answered,
        "rounds": [
            {
                "label": one.title,
                "href": asked.href(round=one.code, basis=""),
                "current": one.pk == picture.round.pk,
            }
            for one in picture.rounds
        ],
        "tabs": [
            {
                "label": one.label,
                "href": asked.href(basis=one.value),
                "current": one == asked.basis,
                "count": None,
            }
            for one in asking.open_bases(picture.audience, picture.round)
        ],
        "usual": asked.weights.usual,
        "asked": asked,
        "usual_href": asked_with(asked, weights.USUAL).href(),
        "picture_href": asked.href(),
        "csv": asked.href("analytics:picture-csv"),
        "pdf": asked.href("analytics:picture-pdf"),
        "benchmarks": reverse("analytics:national", kwargs={"round": picture.round.code}),
    }


def asked_with(asked: Asked, chosen: Weights) -> Asked:
    """The same choices with other weights."""
    return Asked(asked.round, asked.basis, asked.view, chosen)


def stats(picture: Picture) -> list[dict[str, Any]]:
    """Four figures at a glance."""
    nation, learnt = picture.nation, picture.lessons
    with_reviews = learnt.of() if learnt is not None else None
    return [
        {
            "label": _("Answers that name a gap"),
            "value": places.percent(nation.share),
            "note": _("%(gaps)s of %(answers)s answers") % {"gaps": nation.gaps, "answers": nation.answered},
        },
        {
            "label": _("Actions without published practice"),
            "value": _("%(n)s of %(all)s")
            % {"n": sum(not row.practice.examples for row in picture.rows), "all": len(picture.rows)},
            "note": _("%(linked)s of %(total)s examples name an action")
            % {"linked": picture.supply.linked, "total": picture.supply.total},
        },
        {
            "label": _("Examples rated works or promising"),
            "value": str(picture.supply.of().strong),
            "note": _("among those that name an action"),
        },
        {
            "label": _("Reviews that found a problem"),
            "value": "–" if with_reviews is None else str(with_reviews),
            "note": _("of %(n)s quality-assured reviews, on an action") % {"n": learnt.among if learnt else 0},
        },
    ]


def ranked_row(lists: Lists, row: Row) -> dict[str, Any]:
    """An action in the ranked list."""
    scored = row.score
    assert scored is not None, "only actions with a score have a rank"
    return {
        "row": row,
        "rank": row.rank,
        "code": row.action.code,
        "title": row.action.title,
        "theme": row.action.theme,
        "score": scored.rounded,
        "bar": picture_heat.bar(scored.value),
        "href": lists.detail(row),
        "reasons": words.reasons(row),
        "sharpest": words.sharpest(row.sharpest),
        "firm": words.firm(row),
        "practice": lists.practice(row.code) if row.practice.examples else "",
        "learning": lists.learning(row.code) if row.reviews else "",
    }


def further(lists: Lists, rows: list[Row]) -> dict[str, Any]:
    """The actions after the first, in short."""
    line = '<li>{}. <a class="govuk-link" href="{}">{} {}</a>: {}</li>'
    shown = (
        (row.rank, lists.detail(row), row.action.code, row.action.title, row.score.rounded if row.score else "")
        for row in rows
    )
    return {"n": len(rows), "lines": format_html_join("", line, shown)}


def totals(picture: Picture, lists: Lists) -> list[dict[str, Any]]:
    """Each strand over all actions: reviews that found a problem, and examples, linked to an action or not."""
    learnt, found = picture.lessons, []
    for strand in picture.strands:
        known = picture.supply.by_strand.get(strand.code)
        found.append(
            {
                "strand": strand,
                "reviews": learnt.of("", strand.code) if learnt is not None else None,
                "examples": known.examples if known else 0,
                "strong": known.strong if known else 0,
                "practice": lists.practice("", strand.code),
            }
        )
    return found


def first_lines(trend: Trend, picture: Picture) -> list[Line]:
    """The most significant gaps over time."""
    by_action = {line.row.action.pk: line for line in trend.lines}
    return [by_action[row.action.pk] for row in picture.ranked[:FIRST]]


def trend_table(trend: Trend, lines: list[Line]) -> dict[str, Any]:
    """The rounds as columns, actions as rows."""
    return {
        "moments": [
            {
                "round": moment.round,
                "plan": moment.plan.title,
                "changed": moment.changed,
                "share": places.percent(moment.nation.share),
                "words": _("%(gaps)s of %(answers)s answers")
                % {"gaps": moment.nation.gaps, "answers": moment.nation.answered},
            }
            for moment in trend.moments
        ],
        "rows": [_trend_row(line) for line in lines],
    }


def _trend_row(line: Line) -> dict[str, Any]:
    return {
        "code": line.row.action.code,
        "title": line.row.action.title,
        "then": [
            {
                "share": places.percent(one.share),
                "words": _("%(gaps)s of %(answered)s") % {"gaps": one.gaps, "answered": one.answered}
                if one.share is not None
                else "",
                "note": one.note,
            }
            for one in line.then
        ],
        "moved": words.moved(line.moved),
    }


def weight_fields(chosen: Weights) -> list[dict[str, Any]]:
    """The five weights as fields of a form."""
    return [
        {
            "name": name,
            "label": weights.LABELS[name],
            "meaning": weights.MEANINGS[name],
            "value": getattr(chosen, name),
            "usual": getattr(weights.USUAL, name),
        }
        for name in weights.NAMES
    ]
