"""How one action came by its rank: each part with its figure, its points and its list; strand by strand; over time."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.picture import over_time, places, weights, words
from analytics.picture.score import OF_ACTION, OF_CELL, Enough, Score
from analytics.picture.table import Cell, Picture, Row
from analytics.presenters import picture_heat
from analytics.presenters.picture import Asked, frame, trend_table
from analytics.presenters.picture_heat import Lists


def page(picture: Picture, asked: Asked, row: Row) -> dict[str, Any]:
    """What the template prints."""
    trend, lists = over_time.of(picture), Lists("")
    after = [line for line in trend.lines if line.row.action.pk == row.action.pk] if trend else []
    return frame(picture, asked) | {
        "row": row,
        "score": row.score,
        "of": len(picture.ranked),
        "firm": words.firm(row),
        "reasons": words.reasons(row),
        "parts": parts(picture, asked, row, row.score, lists) if row.score else [],
        "need": _points(row.score.need) if row.score else "",
        "relief": _points(-row.score.relief) if row.score else "",
        "total": row.score.rounded if row.score else None,
        "strands": [_strand(row, cell, lists) for cell in _worth(row)],
        "enough": OF_CELL,
        "trend": trend_table(trend, after) if trend else None,
        "toolkit": reverse("nvap:action", args=[picture.round.plan.code, row.action.code]),
    }


def parts(picture: Picture, asked: Asked, row: Row, scored: Score, lists: Lists) -> list[dict[str, Any]]:
    """The five parts: what is known, its share, the points of at most so many, and the list behind it."""
    said = row.said
    benchmarks = reverse("analytics:national", kwargs={"round": picture.round.code})
    benchmarks = f"{benchmarks}?basis={asked.basis.value}#theme-{row.action.theme_id}"
    known = {
        "gaps": (words.gaps(row), benchmarks if said else ""),
        "levels": (_levels(picture, row), benchmarks if said else ""),
        "learning": (_learning(picture, row), lists.learning(row.code) if row.reviews else ""),
        "practice": (
            _("%(words)s; %(enough)s are enough")
            % {"words": words.practice(row.practice), "enough": OF_ACTION.examples},
            lists.practice(row.code) if row.practice.examples else "",
        ),
        "evidence": (
            _evidence(row, OF_ACTION),
            f"{lists.practice(row.code)}&rating=works&rating=promising" if row.practice.strong else "",
        ),
    }
    found = []
    for name in weights.NAMES:
        part = scored.part(name)
        found.append(
            {
                "label": weights.LABELS[name],
                "words": known[name][0],
                "href": known[name][1],
                "share": places.percent(part.share),
                "most": _points(part.most),
                "points": _points(part.points),
                "takes_off": name in ("practice", "evidence"),
            }
        )
    return found


def _levels(picture: Picture, row: Row) -> str:
    told = words.levels(row)
    return f"{told}. {words.low(picture)}" if told else _("Not told.")


def _learning(picture: Picture, row: Row) -> str:
    if picture.lessons is None or row.reviews is None:
        return _("Your role does not include reviews.")
    return _("%(words)s; %(most)s on the action with the most") % {
        "words": words.reviews(row.reviews),
        "most": picture.lessons.most_of_action,
    }


def _evidence(row: Row, enough: Enough) -> str:
    return _(
        "%(works)s rated works, %(promising)s promising; %(enough)s that work, or twice as many promising, are enough"
    ) % {
        "works": row.practice.works,
        "promising": row.practice.promising,
        "enough": f"{enough.strong:g}",
    }


def _worth(row: Row) -> list[Cell]:
    """Strands of which anything is known, the highest score first."""
    known = [cell for cell in row.cells if cell.reviews or cell.practice.examples]
    return sorted(known, key=lambda cell: (cell.value is None, -(cell.value or 0), cell.strand.label))


def _strand(row: Row, cell: Cell, lists: Lists) -> dict[str, Any]:
    examples = cell.practice.examples
    return {
        "strand": cell.strand,
        "value": None if cell.value is None else int(cell.value + 0.5),
        "bar": picture_heat.bar(cell.value) if cell.value is not None else "",
        "reviews": cell.reviews or 0,
        "learning": lists.learning(row.code, cell.strand.code) if cell.reviews else "",
        "practice": words.practice(cell.practice),
        "examples": lists.practice(row.code, cell.strand.code) if examples else "",
    }


def _points(value: float) -> str:
    """Points with one decimal and a true minus sign."""
    rounded = round(value, 1) + 0.0
    return f"{rounded:.1f}".replace("-", "\N{MINUS SIGN}")
