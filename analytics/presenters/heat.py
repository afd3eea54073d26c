"""The cells of heat maps, ready as HTML: thousands of them, but few that differ, so each kind is written once."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analytics import standing
from analytics.figures import Figure
from analytics.scale import Measure


class Heat:
    """Cells on one question; `shade` tells how far up its levels a number is."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.top = max(measure.levels, default=1) or 1
        self._written: dict[tuple[object, ...], SafeString] = {}

    def of_force(self, answers: Iterable[standing.Own | None]) -> SafeString:
        """A row of levels: one cell for each answer, with the level's word."""
        code, cells = self.measure.code, []
        for own in answers:
            level = own.level(code) if own else None
            none_applies = bool(own and own.not_applicable)
            key = ("level", level, none_applies)
            if key not in self._written:
                self._written[key] = self._level(level, none_applies)
            cells.append(self._written[key])
        return SafeString("".join(cells))

    def of_groups(self, found: Iterable[Figure | None]) -> SafeString:
        """A row of medians, one cell for each group, with how many forces stand behind it."""
        cells = []
        for figure in found:
            median, n = (figure.median, figure.n) if figure is not None else (None, None)
            key = ("median", median, n)
            if key not in self._written:
                self._written[key] = self._median(median, n)
            cells.append(self._written[key])
        return SafeString("".join(cells))

    def _level(self, level: int | None, none_applies: bool) -> SafeString:
        said = self.measure.word(level) or (_("Does not apply") if none_applies else _("No answer"))
        text = _("n/a") if none_applies else "–" if level is None else str(level)
        return format_html('<td class="{}" title="{}">{}</td>', self._class(level), said, text)

    def _median(self, median: float | None, n: int | None) -> SafeString:
        if median is None:
            return format_html('<td class="{}">–</td>', self._class(None))
        whole = number_format(median, 0 if median == int(median) else 1)
        behind = _("of %(n)s forces") % {"n": n}
        words = format_html('{}<span class="govuk-visually-hidden"> {}</span>', whole, behind)
        return format_html('<td class="{}">{}</td>', self._class(median), words)

    def _class(self, score: float | None) -> str:
        """One of five shades; none without a number."""
        shade = "" if score is None else f" app-heat__cell--{round(score / self.top * 4)}"
        return f"app-heat__cell{shade}"
