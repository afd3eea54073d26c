"""The sentences that reports share: levels, coverage, bases, and how to read the figures."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics import figures
from analytics.figures import Figure
from analytics.scale import Measure
from analytics.vocab import Basis
from vkpp.core import disclosure
from vkpp.core.disclosure import Reason
from vkpp.core.templatetags.dates import nice_datetime


def level(measure: Measure, score: float | None) -> str:
    """A level or a median in words: a median may lie between two levels."""
    if score is None:
        return ""
    if word := measure.word(score):
        return word
    low = max((one for one in measure.levels if one <= score), default=None)
    high = min((one for one in measure.levels if one >= score), default=None)
    if low is None or high is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": measure.levels[low], "high": measure.levels[high].lower()}


def short(measure: Measure) -> str:
    """The question in one word, where its whole text has no room."""
    return measure.code.replace("_", " ").replace("-", " ").capitalize()


def number(value: float | None) -> str:
    """A median or quartile with at most two decimals."""
    return "–" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def forces(count: int) -> str:
    """So many forces."""
    return ngettext("%(count)s force", "%(count)s forces", count) % {"count": count}


def of_forces(count: int | None, n: int | None) -> str:
    """ "24 of 43 forces", or a dash."""
    if count is None or not n:
        return "–"
    return _("%(count)s of %(n)s forces") % {"count": count, "n": n}


def basis(code: Basis, *, at_once: bool = False) -> str:
    """Which answers the figures rest on, in a sentence; `at_once`: VKPP sees each change as it comes."""
    if code == Basis.LIVE and at_once:
        return _("Live: answers as they stand at this moment, signed or not.")
    return {
        Basis.LIVE: _(
            "Live: answers as they stand, signed or not. They follow the forces in steps, so that nobody can read a "
            "single force's answer off a change."
        ),
        Basis.SIGNED: _("Signed: the versions that chief officers have signed."),
        Basis.VALIDATED: _("Validated: the signed versions that VKPP has checked and accepted."),
        Basis.PUBLISHED: _("Published: the validated answers at the end of the round. They never change."),
    }[code]


def coverage(answered: int, expected: int) -> str:
    """How many forces are in it; none where nobody has answered or every figure is withheld."""
    if not answered:
        return _("No figures of the %(expected)s forces are shown yet.") % {"expected": expected}
    return _("Figures from %(answered)s of %(expected)s forces.") % {"answered": answered, "expected": expected}


def withheld() -> str:
    """Why some figures are not there."""
    return _(
        "A figure is shown only where it rests on at least %(least)s other forces and, set off against the other "
        "figures you see, cannot tell what a single force said. Elsewhere the report says “Not shown”."
    ) % {"least": disclosure.MINIMUM}


def why_not(figure: Figure | None) -> str:
    """Why a figure is not there; empty when it is shown. Before enough forces have answered there is none at all."""
    return figure.withheld if figure is not None else figures.why(Reason.FEW)


def as_of(rows: "list[Figure]") -> str:
    """The time of the newest figure."""
    latest = max((row.as_of for row in rows if row.as_of), default=None)
    return nice_datetime(latest) if latest is not None else ""


def distribution(figure: Figure, measure: Measure) -> str:
    """The picture of a distribution in words."""
    if not figure.distribution:
        return ""
    parts = [
        f"{word} {figure.distribution.get(score, 0)}" for score, word in sorted(measure.levels.items(), reverse=True)
    ]
    return _("Of %(n)s forces: %(parts)s.") % {"n": figure.n, "parts": ", ".join(parts)}
