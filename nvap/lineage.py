"""Which actions of an earlier plan version an action continues, over as many versions as lie between."""

from collections import defaultdict

from nvap.models import ActionVersion, Succession
from nvap.models.plan import PlanVersion
from nvap.vocab import Comparable

FARTHEST = 12
Before = dict[int, list[int]]


def comparable_before(plan: PlanVersion, earlier: PlanVersion) -> Before:
    """Action version of `plan` → those of `earlier` that it continues and may be compared with, in the plan's order."""
    own = list(ActionVersion.objects.filter(plan=plan).order_by("order", "code").values_list("pk", flat=True))
    if plan.pk == earlier.pk:
        return {pk: [pk] for pk in own}
    wanted = list(ActionVersion.objects.filter(plan=earlier).order_by("order", "code").values_list("pk", flat=True))
    place = {pk: number for number, pk in enumerate(wanted)}
    before = _links()
    found: Before = {}
    for pk in own:
        reached, edge = set[int](), {pk}
        for _step in range(FARTHEST):
            edge = {older for one in edge for older in before.get(one, ())}
            reached |= {one for one in edge if one in place}
        if reached:
            found[pk] = sorted(reached, key=lambda one: place[one])
    return found


def _links() -> dict[int, set[int]]:
    links: dict[int, set[int]] = defaultdict(set)
    rows = Succession.objects.exclude(comparable=Comparable.NO).filter(before__isnull=False, after__isnull=False)
    for older, newer in rows.values_list("before_id", "after_id"):
        links[newer].add(older)
    return links
