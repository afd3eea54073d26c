"""Demonstration: two measures, and what Norfolk and Kent report of them, quarter by quarter. Made up."""

import datetime as dt
from typing import Any

from django.utils import timezone

from nvap.actions import measures
from nvap.demo_history import Team
from nvap.models import Action, MeasureDefinition
from vkpp.accounts.models import Force

SOURCE = "Made up for the demonstration"
DEFINED = (
    (
        *("2.1.1", "trained-first-contact"),
        {
            "title": "First-contact staff trained in recognising vulnerability",
            "unit": "percent",
            "numerator": "First-contact staff trained in the last two years",
            "denominator": "All first-contact staff on the last day",
            "higher_is_better": True,
        },
    ),
    (
        *("2.2.1", "assessed-in-a-day"),
        {
            "title": "Risk assessments finished within a day",
            "unit": "percent",
            "numerator": "Risk assessments finished within 24 hours of the first contact",
            "denominator": "All risk assessments",
            "higher_is_better": True,
        },
    ),
)
REPORTED = {
    ("norfolk", "trained-first-contact"): ((188, 400), (211, 404), (240, 398), (263, 402), (255, 401), (290, 405)),
    ("norfolk", "assessed-in-a-day"): ((611, 900), (640, 910), (655, 905)),
    ("kent", "trained-first-contact"): ((310, 720), (350, 722), (402, 730)),
}


def tell(people: dict[int, Team]) -> None:
    """Define what is measured and report it for past quarters; the newest figure is provisional."""
    for action, code, values in DEFINED:
        measures.define(action=Action.objects.get(code=action), code=code, values=values, by=None)
    forces = {force.code: force for force in Force.objects.filter(pk__in=people)}
    for (force, code), figures in REPORTED.items():
        definition = MeasureDefinition.objects.get(code=code)
        for place, (numerator, denominator) in enumerate(reversed(figures)):
            values = {"numerator": numerator, "denominator": denominator, "final": place > 0, "source": SOURCE}
            who: Any = people[forces[force].pk].lead
            measures.report(definition=definition, force=forces[force], period=_quarter(place), values=values, by=who)


def _quarter(back: int) -> tuple[dt.date, dt.date]:
    """The last quarter that is over, or the one so many before it."""
    today = timezone.localdate()
    months = today.year * 12 + (today.month - 1) // 3 * 3 - 3 * back
    first, after = months - 3, months
    ends = dt.date(after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)
    return dt.date(first // 12, first % 12 + 1, 1), ends
