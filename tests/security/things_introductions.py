"""A body with one person, an introduction that VKPP has made, and one that waits for the owner. `zzq…`: not made yet."""

from practice.actions import evaluators, introducing, sharing
from practice.models import Practice
from tests.security.checks import TYPED


def add_introductions(build):
    """`body.slug` of the evaluator, `body.draft` that nobody outside VKPP sees, `intro.made` and `intro.asked`."""
    staff, evaluator = build.staff, build.person("evaluator")
    public = Practice.objects.get(reference=build.things["public"])
    sharing.give(practice=public, use="contact_evaluators", by=build.owner)
    values = {"kind": "university", "strands": [], "methods": [], "regions": [], "about": f"Evaluates {TYPED}"}
    own, other = (
        evaluators.add(values={**values, "name": f"{name} {TYPED}"}, by=staff) for name in ("University", "Institute")
    )
    draft = evaluators.add(values={**values, "name": "Trust", "about": f"Zzxdraftbody {TYPED}"}, by=staff)
    for body in (own, other):
        evaluators.move(body=body, action="list", by=staff)
    member = evaluators.add_person(body=own, email=evaluator.email, by=staff)
    made = introducing.ask(practice=public, body=own, text=f"Does it last? {TYPED}", by=build.owner)
    introducing.step(introduction=made, action="introduce", by=staff)
    introducing.write(introduction=made, text=f"Zzxnote for ourselves {TYPED}", audience="vkpp", by=staff)
    asked = introducing.ask(practice=public, body=other, text=f"Zzqpurpose {TYPED}", by=staff)
    proposal = evaluators.propose(body=own, values={"about": f"Better {TYPED}"}, by=evaluator)
    build.things |= {
        "body.slug": own.slug,
        "body.other": other.slug,
        "body.draft": draft.slug,
        "body.member": member.pk,
        "body.proposal": proposal.pk,
        "intro.made": made.reference,
        "intro.asked": asked.reference,
    }
