"""The picture in sentences: why an action ranks where it does, and what the whole says in short."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.picture import said
from analytics.picture.over_time import Trend
from analytics.picture.places import percent
from analytics.picture.supply import Practice
from analytics.picture.table import Cell, Picture, Row

FIRST = 10
NAMED = 3


def gaps(row: Row) -> str:
    """How many forces name a gap, or why that is not told."""
    if row.said is None:
        return _("Nobody has answered yet.")
    if row.said.withheld:
        return row.said.withheld
    words = _("%(gaps)s of %(answered)s forces name a gap") % {
        "gaps": row.said.gaps_force,
        "answered": row.said.answered,
    }
    if row.said.gaps_vkpp:
        seen = ngettext("VKPP sees one in %(n)s force", "VKPP sees one in %(n)s forces", row.said.gaps_vkpp)
        words = f"{words}, {seen % {'n': row.said.gaps_vkpp}}"
    return words


def levels(row: Row) -> str:
    """How many forces are in the lower half of the levels."""
    if row.said is None or row.said.low_share is None:
        return ""
    return _("%(low)s of %(n)s are at low levels") % {"low": row.said.low, "n": row.said.n}


def low(picture: Picture) -> str:
    """Which levels are low."""
    found = [f"“{word}”" for score, word in picture.measure.levels.items() if score < said.middle(picture.measure)]
    return _("Low levels of “%(question)s” are %(levels)s.") % {
        "question": picture.measure.label,
        "levels": listed(found),
    }


def reviews(count: int | None) -> str:
    """In how many reviews a problem was found."""
    if count is None:
        return ""
    if not count:
        return _("no review found a problem")
    return ngettext("%(n)s review found a problem", "%(n)s reviews found a problem", count) % {"n": count}


def practice(known: Practice) -> str:
    """What is published, and how well it is evidenced."""
    if not known.examples:
        return _("no example published")
    words = ngettext("%(n)s example published", "%(n)s examples published", known.examples) % {"n": known.examples}
    rated = [
        text % {"n": count}
        for text, count in ((_("%(n)s works"), known.works), (_("%(n)s promising"), known.promising))
        if count
    ]
    return f"{words}, {listed(rated)}" if rated else _("%(words)s, none well evidenced") % {"words": words}


def sharpest(cell: Cell | None) -> str:
    """The strand of an action with the highest score."""
    if cell is None:
        return ""
    return _("Sharpest in %(strand)s: %(reviews)s, %(practice)s.") % {
        "strand": within(cell.strand.label),
        "reviews": reviews(cell.reviews),
        "practice": practice(cell.practice),
    }


def firm(row: Row) -> str:
    """How far the rank hangs on the weights."""
    if row.best is None or row.worst is None or row.rank is None:
        return ""
    if row.best == row.worst:
        return _("rank %(rank)s with other weights too") % {"rank": row.rank}
    return _("rank %(best)s to %(worst)s with other weights") % {"best": row.best, "worst": row.worst}


def reasons(row: Row) -> list[str]:
    """Everything that speaks for the rank, a phrase each."""
    return [words for words in (gaps(row), levels(row), reviews(row.reviews), practice(row.practice)) if words]


def short(picture: Picture, trend: Trend | None) -> Iterator[str]:
    """The whole in a few sentences."""
    first = picture.ranked[:FIRST]
    if not first:
        yield _("Nothing is known of any gap yet.")
        return
    yield _("The most significant gaps: %(actions)s.") % {"actions": _actions(first[:NAMED])}
    if safe := [row for row in first if row.safe]:
        yield ngettext(
            "%(n)s of the first ten stays among them whatever counts more or less.",
            "%(n)s of the first ten stay among them whatever counts more or less.",
            len(safe),
        ) % {"n": len(safe)}
    if bare := [row for row in first if not row.practice.examples]:
        yield ngettext(
            "On %(n)s of them no practice is published: %(actions)s.",
            "On %(n)s of them no practice is published, first on %(actions)s.",
            len(bare),
        ) % {"n": len(bare), "actions": _actions(bare[:NAMED])}
    yield from _learning(picture)
    if trend is not None:
        yield from _moved(trend)


def _learning(picture: Picture) -> Iterator[str]:
    learnt = picture.lessons
    if learnt is None or not learnt.most_of_action:
        return
    row = max((row for row in picture.rows if row.reviews), key=lambda row: row.reviews or 0)
    yield _("Reviews find problems most often in %(action)s: in %(n)s of %(all)s reviews.") % {
        "action": _actions([row]),
        "n": row.reviews,
        "all": learnt.among,
    }
    strands = sorted(picture.strands, key=lambda strand: -learnt.of("", strand.code))
    weak = [one for one in strands if learnt.of("", one.code) and not _strong(picture, one.code)]
    if weak:
        names = [f"{within(one.label)} ({learnt.of('', one.code)})" for one in weak[:NAMED]]
        yield _("Reviews find problems and no example is rated works or promising in %(strands)s.") % {
            "strands": listed(names)
        }


def _strong(picture: Picture, strand: str) -> int:
    known = picture.supply.by_strand.get(strand)
    return known.strong if known else 0


def _moved(trend: Trend) -> Iterator[str]:
    before, now = trend.moments[-2], trend.moments[-1]
    if before.nation.share is not None and now.nation.share is not None:
        yield _("A gap is named in %(now)s of answers; in the %(round)s it was %(before)s.") % {
            "now": percent(now.nation.share),
            "before": percent(before.nation.share),
            "round": before.round.title,
        }


def moved(by: float | None) -> str:
    """How a share moved, with a mark; in percentage points."""
    if by is None:
        return ""
    points = round(100 * by)
    if not points:
        return _("as before")
    return _("%(sign)s %(points)s points") % {
        "sign": "▲" if points > 0 else "▼",
        "points": f"{points:+d}".replace("-", "\N{MINUS SIGN}"),
    }


def _actions(rows: list[Row]) -> str:
    return listed([f"{row.action.code} {row.action.title}" for row in rows])


def listed(words: list[str], last: str = "") -> str:
    """Words as a list in a sentence."""
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s %(and)s %(last)s") % {"most": ", ".join(words[:-1]), "and": last or _("and"), "last": words[-1]}


def within(label: str) -> str:
    """A label within a sentence: abbreviations keep their capitals."""
    return label if not label[1:2].islower() else label[0].lower() + label[1:]
