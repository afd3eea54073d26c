"""Agreement of two coders equals what textbooks and articles work out by hand."""

import pytest

from reviews import agreement


def ratings(both, only_first, only_second, neither):
    """Two coders' values, unit by unit, from the four cells of their table."""
    first = [1] * (both + only_first) + [0] * (only_second + neither)
    second = [1] * both + [0] * only_first + [1] * only_second + [0] * neither
    return first, second


@pytest.mark.parametrize(
    ("cells", "published", "places"),
    [
        # J. Sim and C. C. Wright, The Kappa Statistic in Reliability Studies, Physical Therapy 85 (2005) 257-268:
        # two clinicians on lateral shift, 39 patients.
        ((22, 2, 4, 11), 0.67, 2),
        # "Cohen's kappa", Wikipedia, simple example: two readers of 50 grant proposals.
        ((20, 5, 10, 15), 0.40, 2),
        # The same article, two pairs of raters who agree on 60 of 100 with different margins.
        ((45, 15, 25, 15), 0.1304, 4),
        ((25, 35, 5, 35), 0.2593, 4),
        # easycalculation.com, Cohen's kappa index: two doctors on 20 patients.
        ((12, 4, 2, 2), 0.21, 2),
    ],
)
def test_kappa_equals_published_examples(cells, published, places):
    assert round(agreement.kappa(*ratings(*cells)), places) == published


def test_alpha_equals_krippendorffs_example_of_binary_data():
    """K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section A: Meg and Owen on ten articles."""
    meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    pairs = list(zip(meg, owen, strict=True))
    one = sum(a != b for a, b in pairs)

    assert round(agreement.alpha(pairs.count((1, 1)), one, pairs.count((0, 0))), 3) == 0.095


def test_measure_counts_themes_and_gives_both_figures():
    themes = [f"theme-{number}" for number in range(39)]
    first, second = ratings(22, 2, 4, 11)

    found = agreement.measure(
        themes,
        {code for code, value in zip(themes, first, strict=True) if value},
        {code for code, value in zip(themes, second, strict=True) if value},
    )

    assert (found.units, found.both, found.only_first, found.only_second) == (39, 22, 2, 4)
    assert (round(found.kappa, 2), round(found.alpha, 2)) == (0.67, 0.67)


@pytest.mark.parametrize("applied", [set(), {"a", "b"}])
def test_figures_are_not_defined_where_both_did_the_same_for_every_theme(applied):
    found = agreement.measure(["a", "b"], applied, applied)

    assert (found.kappa, found.alpha) == (None, None)
    assert agreement.meaning(found.alpha).startswith("Not defined")


def test_full_agreement_is_one_and_full_disagreement_below_nought():
    assert agreement.measure(["a", "b"], {"a"}, {"a"}).kappa == 1.0
    worst = agreement.measure(["a", "b"], {"a"}, {"b"})
    assert (worst.kappa, round(worst.alpha, 2)) == (-1.0, -0.5)


@pytest.mark.parametrize(
    ("figure", "words"), [(0.8, "Reliable"), (0.79, "Good enough"), (0.667, "Good enough"), (0.66, "Too low")]
)
def test_meaning_follows_krippendorffs_limits(figure, words):
    assert agreement.meaning(figure).startswith(words)
