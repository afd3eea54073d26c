"""A plan, a form, a round and a guidance in preparation that only VKPP sees, and what everybody reads of the plan."""

import datetime as dt

from django.utils import timezone

from nvap import plan_files
from nvap.actions import crosswalks, forms, national, peers, plans, rounds, toolkits
from nvap.crosswalk_files import ItemRow, LinkRow
from nvap.models import ActionVersion, Crosswalk, Framework
from tests.factories.nvap import a_form, a_plan
from tests.security.checks import TYPED

CODE = "2.1.1"


def add_plans(build):
    """Drafts carry zzx markers; the peers that force A chose carry zzq ones."""
    admin, plan = build.admin, a_plan()
    _drafts(build, plan, admin)
    framework = Framework.objects.create(code="peel", name=f"PEEL {TYPED}", kind="inspection")
    row = ItemRow("2025", "1", f"How good? {TYPED}", f"Graded {TYPED}", "seen", [LinkRow(CODE, "supports", "Same.")])
    crosswalks.load(framework=framework, rows=[row], by=admin)
    item = national.create(values={"title": f"One definition {TYPED}", "owner": f"A body {TYPED}"}, by=admin)
    milestone = national.add_milestone(national=item, title=f"Agreed {TYPED}", due_on=None, by=admin)
    national.report(national=item, text=f"Agreed. {TYPED}", state="under_way", by=admin)
    evidence = [{"kind": "review", "label": f"Briefing {TYPED}", "url": "https://example.org/"}]
    proposal = national.propose(
        plan=plan, action=None, title=f"Callers {TYPED}", proposal=f"Name them. {TYPED}", evidence=evidence, by=admin
    )
    others = [force for force in build.forces.values() if force != build.forces["A"] and force.benchmarked]
    build.things |= {
        "plan": plan.code,
        "national": item.reference,
        "milestone": milestone.pk,
        "crosswalk.link": Crosswalk.objects.get(item__framework=framework).pk,
        "proposal": proposal.reference,
        "peers": [force.pk for force in others],
    }
    a, b = build.forces["A"], build.forces["B"]
    words = {"title": f"Similar {TYPED}", "kind": "similar", "method": f"Loaded {TYPED}"}
    peers.load_set(code="similar", pairs=[(a.pk, b.pk)], by=admin, **words)


def _drafts(build, plan, admin):
    data = plan_files.export_plan(plan)
    data["plan"] |= {"code": "secret-plan", "title": f"Zzxplan {TYPED}"}
    for theme in data["themes"]:
        theme["title"] = f"Zzxplantheme {TYPED}"
        for row in theme["actions"]:
            row |= {"title": f"Zzxplanaction {TYPED}", "statement": f"Zzxplanstatement {TYPED}"}
    plans.load_plan(data=data, by=admin)
    form = forms.copy(form=a_form(), code="secret-form", title=f"Zzxform {TYPED}", by=admin)
    now = timezone.now()
    times = {"opens_at": now, "due_at": now + dt.timedelta(days=9), "closes_at": now + dt.timedelta(days=19)}
    values = {"code": "secret-round", "title": f"Zzxround {TYPED}", "plan": plan, "form": form, **times}
    rounds.create(values=values, by=admin)
    action = ActionVersion.objects.get(plan=plan, code=CODE)
    toolkits.save(
        action=action,
        values={"meaning": f"Zzxguidance {TYPED}", "aims": [f"Zzxguidanceaim {TYPED}"]},
        version=0,
        by=admin,
    )
