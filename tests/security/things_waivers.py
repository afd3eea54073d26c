"""A return of force A in which a check found something: one finding is open, another check is waived."""

import datetime as dt

from django.utils import timezone

from nvap.actions import waiving
from nvap.models import Finding, Rule
from tests.factories.nvap import a_return, a_round, answered
from tests.security.checks import TYPED


def add_waivers(build):
    """The return of a round of its own, its finding, and what VKPP lets force A pass."""
    lead = build.person("nvap_lead@A")
    ret = a_return(build.forces["A"], round=a_round("waiver-round"))
    answer = answered(ret, by=lead, gap=True)
    waiver = waiving.waive(
        rule=Rule.objects.get(form=ret.round.form, code="lowered"),
        force=ret.force,
        response=None,
        reason=f"Zzqwaiver {TYPED}",
        expires_on=timezone.localdate() + dt.timedelta(days=30),
        by=build.staff,
    )
    finding = Finding.objects.get(response=answer, rule__code="gap_without_text")
    build.things |= {"waiver.round": ret.round.code, "waiver.finding": finding.pk, "waiver": waiver.pk}
