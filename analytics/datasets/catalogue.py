"""Every data set there is, in the order of the catalogue."""

from analytics.datasets import dataset
from analytics.datasets.practice_sets import PRACTICE
from analytics.datasets.return_sets import ANSWERS


def register() -> None:
    """Fill the catalogue."""
    dataset.register(PRACTICE, ANSWERS)
