"""Help between force A and a third force: A asks it, it asks A; what both said is for those two. `zzp…`: A's offer."""

from analytics.actions import helping, offering
from nvap.models import Action
from tests.factories.accounts import ForceFactory, person
from tests.security.checks import TYPED


def add_help(build):
    """`help.offer` of A, `help.force` that helps, and two requests: `help.asked` by A, `help.incoming` to A."""
    other = ForceFactory(code="suffolk", benchmarked=False)
    lead, their = build.person("nvap_lead@A"), person("nvap_lead", other)
    action = Action.objects.get(code="2.1.1")
    values = {"text": f"Zzpoffer {TYPED}", "contact": "", "shares_level": True}
    offer = offering.offer(force=build.forces["A"], action=action, values=values, by=lead)
    for code in ("2.1.1", "2.2.1"):
        offering.offer(force=other, action=Action.objects.get(code=code), values={"text": "Come and see."}, by=their)
    asked = helping.ask(force=build.forces["A"], action=action, helper=other, text=f"Zzqhelpneed {TYPED}", by=lead)
    helping.write(request=asked, text=f"Zzqhelpmessage {TYPED}", by=lead)
    incoming = helping.ask(
        force=other, action=action, helper=build.forces["A"], text=f"Zzqhelptheirs {TYPED}", by=their
    )
    build.things |= {
        "help.offer": offer.pk,
        "help.action": action.pk,
        "help.force": other.code,
        "help.asked": asked.reference,
        "help.incoming": incoming.reference,
    }
