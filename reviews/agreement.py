"""How far two coders agree: Cohen's kappa and Krippendorff's alpha, worked out by libraries, and what they mean.

The units are the themes of the taxonomy, each applied or not by each coder. 1 is full agreement, 0 what chance would
give. Where both coders did the same for every theme (all or none), neither figure is defined.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

RELIABLE, TENTATIVE = 0.8, 0.667
"""Krippendorff's customary limits: above the first reliable, between them for tentative conclusions only."""


@dataclass(frozen=True)
class Measure:
    """The agreement of two coders over `units` themes."""

    units: int
    both: int
    only_first: int
    only_second: int
    kappa: float | None
    alpha: float | None


def measure(themes: Sequence[str], first: Collection[str], second: Collection[str]) -> Measure:
    """The agreement of two coders, who applied the themes `first` and `second` out of `themes`."""
    ones = [int(code in first) for code in themes]
    others = [int(code in second) for code in themes]
    pairs = list(zip(ones, others, strict=True))
    return Measure(
        units=len(themes),
        both=pairs.count((1, 1)),
        only_first=pairs.count((1, 0)),
        only_second=pairs.count((0, 1)),
        kappa=kappa(ones, others),
        alpha=alpha(pairs.count((1, 1)), pairs.count((1, 0)) + pairs.count((0, 1)), pairs.count((0, 0))),
    )


def kappa(first: Sequence[int], second: Sequence[int]) -> float | None:
    """Cohen's kappa of two coders over the same units."""
    if len(set(first) | set(second)) < 2:
        return None
    from nltk.metrics.agreement import AnnotationTask

    rows = [
        (coder, unit, value) for coder, values in (("1", first), ("2", second)) for unit, value in enumerate(values)
    ]
    return float(AnnotationTask(rows).kappa())


def alpha(both: int, one: int, neither: int) -> float | None:
    """Krippendorff's alpha (nominal) of two coders: units to which both, one or neither applied something."""
    if not one and not (both and neither):
        return None
    import krippendorff

    counts = [[0, 2]] * both + [[1, 1]] * one + [[2, 0]] * neither
    return float(krippendorff.alpha(value_counts=counts, value_domain=[0, 1], level_of_measurement="nominal"))


def meaning(figure: float | None) -> str:
    """What a figure says to who plans the coding."""
    if figure is None:
        return _("Not defined: both coders did the same for every theme, so there is nothing to compare with chance.")
    if figure >= RELIABLE:
        return _("Reliable: one coder's reading tells much the same as the other's.")
    if figure >= TENTATIVE:
        return _("Good enough for tentative conclusions. Talk over the themes on which the coders differ.")
    return _("Too low to rely on one reading. Go through the descriptions in the code book together.")
