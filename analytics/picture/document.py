"""The briefing: the national picture as tagged PDF (PDF/UA-1), from the same values that its page shows."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.picture import drawing, over_time, places, weights, words
from analytics.picture.over_time import Line, Trend
from analytics.picture.table import Cell, Picture, Row
from analytics.reports import words as report_words
from analytics.vocab import Basis
from vkpp.core import pdf
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import nice_date, nice_datetime

TEMPLATE = Path(__file__).parent / "picture.typ"


def made(picture: Picture) -> bytes:
    """The document."""
    return pdf.made(TEMPLATE, picture=plain(picture))


def plain(picture: Picture) -> dict[str, Any]:
    """Everything it says, as plain values."""
    trend, regions = over_time.of(picture), places.regions(picture)
    moving = picture.audience.everything and picture.basis != Basis.PUBLISHED
    marking = Marking.OFFICIAL_SENSITIVE if moving else Marking.OFFICIAL
    answered, expected = picture.told.forces
    gap_map, practice_map = places.maps(picture, regions)
    return {
        "title": _("The most significant gaps"),
        "caption": _("National picture, %(round)s") % {"round": picture.round.title},
        "owner": _("Vulnerability Knowledge and Practice Programme"),
        "portal": settings.SITE_NAME,
        "marking": str(marking.label),
        "basis": report_words.basis(picture.basis, at_once=picture.audience.everything),
        "coverage": report_words.coverage(answered, expected),
        "as_of": _("Figures as of %(when)s.") % {"when": nice_datetime(picture.told.as_of)}
        if picture.told.as_of
        else "",
        "made": _("Made on %(when)s; practice and reviews as on that day, as far as the reader may read them.")
        % {"when": nice_date(timezone.now())},
        "short": list(words.short(picture, trend)),
        "low": words.low(picture),
        "ranked": [_ranked(row) for row in picture.ranked[: words.FIRST]],
        "heat": {
            "strands": [strand.label for strand in picture.strands],
            "rows": [_heat(row) for row in picture.rows],
            "totals": _totals(picture),
        },
        "regions": [[one.name, places.percent(one.share), _told(one)] for one in regions],
        "gap_map": _map(gap_map, _("Share of answers that name a gap; each force stands for its region.")),
        "practice_map": _map(practice_map, _("Published examples of each force.")),
        "trend": _trend(trend, picture) if trend else None,
        "parts": [
            [str(weights.LABELS[name]), str(weights.MEANINGS[name]), str(getattr(picture.weights, name))]
            for name in weights.NAMES
        ],
        "words": {**_words(), **_words_of_tables()},
    }


def _ranked(row: Row) -> dict[str, Any]:
    scored = row.score
    assert scored is not None, "only actions with a score have a rank"
    return {
        "rank": row.rank,
        "code": row.action.code,
        "title": row.action.title,
        "score": scored.rounded,
        "need": round(scored.need),
        "relief": round(scored.relief),
        "why": "; ".join(words.reasons(row)) + ".",
        "share": scored.value / 100,
        "strand": words.sharpest(row.sharpest),
        "firm": words.firm(row),
    }


def _heat(row: Row) -> dict[str, Any]:
    return {
        "code": row.action.code,
        "title": row.action.title,
        "gaps": f"{row.said.gaps}" if row.said and row.said.shown else "–",
        "whole": row.score.rounded if row.score else None,
        "cells": [_value(cell) for cell in row.cells],
    }


def _value(cell: Cell) -> int | None:
    return None if cell.value is None else int(cell.value + 0.5)


def _totals(picture: Picture) -> list[dict[str, Any]]:
    learnt, supply = picture.lessons, picture.supply.by_strand
    codes = [strand.code for strand in picture.strands]
    known = [supply.get(code) for code in codes]
    return [
        {"label": _("Reviews on any action"), "cells": [learnt.of("", code) if learnt else 0 for code in codes]},
        {"label": _("Examples, whatever action"), "cells": [one.examples if one else 0 for one in known]},
        {"label": _("Rated works or promising"), "cells": [one.strong if one else 0 for one in known]},
    ]


def _told(region: places.Region) -> str:
    return _("%(told)s of %(all)s") % {"told": region.together.told, "all": region.together.actions}


def _map(tiles: dict[str, Any], alt: str) -> dict[str, Any]:
    said = "; ".join(f"{tile['force'].short_name} {tile['value']}" for tile in tiles["listed"])
    return drawing.tiles(tiles["rows"], f"{alt} {said}.").plain()


def _trend(trend: Trend, picture: Picture) -> dict[str, Any]:
    by_action = {line.row.action.pk: line for line in trend.lines}
    return {
        "head": [
            f"{moment.round.title}\n{moment.plan.title}"
            + (f" ({_('plan changed after it')})" if moment.changed else "")
            for moment in trend.moments
        ],
        "nation": [places.percent(moment.nation.share) for moment in trend.moments],
        "rows": [_line(by_action[row.action.pk]) for row in picture.ranked[: words.FIRST]],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "code": line.row.action.code,
        "title": line.row.action.title,
        "cells": [f"{places.percent(one.share)}" + (f" ({one.note})" if one.note else "") for one in line.then],
        "moved": words.moved(line.moved),
    }


def _words() -> dict[str, str]:
    """Headings and labels."""
    return {
        "short": _("In short"),
        "ranked": _("The ten most significant gaps"),
        "rank": _("Rank"),
        "action": _("Action"),
        "score": _("Significance"),
        "why": _("Why"),
        "ranked_lead": _(
            "Significance is what is needed (gaps named, low levels, problems found in reviews) less what published "
            "practice and evidence already offer; from 0 to 100."
        ),
        "need": _("Need"),
        "relief": _("less"),
        "heat": _("Every action by strand"),
        "heat_lead": _(
            "Significance from 0 to 100. A strand has a number where a review found a problem; gaps and levels are "
            "those of the action, as forces do not give them by strand. Darker: 20, 30, 40, 55 and more."
        ),
        "gaps": _("Forces with a gap"),
        "all": _("All strands"),
        "where": _("Where gaps are named"),
        "where_lead": _(
            "Each force stands for its region: the share of the region's answers that name a gap. No force's own "
            "answers are shown."
        ),
    }


def _words_of_tables() -> dict[str, str]:
    """Those of the maps, the trend and the reasoning."""
    return {
        "region": _("Region"),
        "share": _("Answers with a gap"),
        "told": _("Actions told"),
        "practice": _("Where practice is published"),
        "practice_lead": _("How many examples of each force are in the practice bank, whatever action."),
        "trend": _("How gaps moved"),
        "trend_lead": _(
            "Share of forces with a gap, round by round, as far as the plan's succession lets them compare."
        ),
        "nation": _("All actions"),
        "moved": _("Since the round before"),
        "how": _("How significance is worked out"),
        "how_lead": _(
            "The need is the sum of three shares, each times its weight. Ten published examples, and three that work, "
            "take off the most that practice and evidence may; within a strand three examples and one that works. "
            "Where a figure may not be told, its weight goes to the others. Each rank is tried with every weight "
            "doubled and left out in turn."
        ),
        "part": _("Part"),
        "meaning": _("What is counted"),
        "weight": _("Weight"),
    }
