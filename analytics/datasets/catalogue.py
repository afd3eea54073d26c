"""Every data set there is, in the order of the catalogue."""

from django.utils.translation import gettext_lazy as _

from analytics.datasets import dataset
from analytics.datasets.adoption_sets import ADOPTION
from analytics.datasets.collection_sets import COLLECTED
from analytics.datasets.contact_sets import CONTACTS
from analytics.datasets.evaluation_sets import EVALUATIONS
from analytics.datasets.event_sets import EVENTS
from analytics.datasets.figure_sets import BENCHMARKS, SUMMARIES
from analytics.datasets.introduction_sets import INTRODUCTIONS
from analytics.datasets.panel_sets import PANEL_NOTIFICATIONS, PANEL_REVIEWS
from analytics.datasets.practice_sets import PRACTICE
from analytics.datasets.register_sets import COLLECTIONS
from analytics.datasets.return_sets import ANSWERS
from analytics.datasets.review_sets import POINTS, RECOMMENDATIONS, REVIEWS
from vkpp.core import audit_words

AUDIT = {
    "data_set.export": _("took a data set away"),
    "data_set.look": _("opened a sensitive data set"),
}


def register() -> None:
    """Fill the catalogue."""
    audit_words.register(AUDIT)
    dataset.register(PRACTICE, ANSWERS, SUMMARIES, BENCHMARKS, REVIEWS, POINTS, RECOMMENDATIONS)
    dataset.register(PANEL_NOTIFICATIONS, PANEL_REVIEWS, COLLECTIONS)
    dataset.register(EVALUATIONS)
    dataset.register(EVENTS)
    dataset.register(CONTACTS)
    dataset.register(COLLECTED)
    dataset.register(ADOPTION)
    dataset.register(INTRODUCTIONS)
