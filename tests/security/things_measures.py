"""A measure of action 2.1.1, and what force A reports of it."""

import datetime as dt

from nvap.actions import measures
from nvap.models import Action
from tests.security.checks import TYPED

PERIOD = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))


def add_measures(build):
    """One definition that everybody reads, one figure of force A's lead."""
    values = {"title": f"Trained {TYPED}", "unit": "percent", "numerator": "trained", "denominator": "all"}
    definition = measures.define(action=Action.objects.get(code="2.1.1"), code="trained", values=values, by=build.staff)
    figures = {"numerator": 60, "denominator": 80, "source": f"Zzqmeasure {TYPED}"}
    lead = build.person("nvap_lead@A")
    value = measures.report(definition=definition, force=build.forces["A"], period=PERIOD, values=figures, by=lead)
    build.things |= {"measure.value": value.pk}
