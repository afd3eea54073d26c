"""How an action of one plan version follows from those of an earlier one, so that trends break where they must."""

from collections import defaultdict
from dataclasses import dataclass

from nvap.models import PlanVersion, Succession
from nvap.vocab import Comparable, SuccessionKind

WORST: tuple[str, ...] = (Comparable.YES, Comparable.CARE, Comparable.NO)


@dataclass(frozen=True)
class Trace:
    """What an action was in an earlier plan: those action versions, how far they compare, and what happened between."""

    before: tuple[int, ...]
    comparable: Comparable
    kinds: tuple[SuccessionKind, ...] = ()
    note: str = ""

    @property
    def broken(self) -> bool:
        """Whether no line may be drawn: the action is new, or its figures do not compare."""
        return not self.before or self.comparable == Comparable.NO


def traces(plan: PlanVersion, earlier: PlanVersion) -> dict[int, Trace]:
    """Every action of `plan` → what it was in `earlier`."""
    found = {pk: Trace((pk,), Comparable.YES) for pk in plan.actions.values_list("pk", flat=True)}
    at: PlanVersion | None = plan
    while at is not None and at.pk != earlier.pk:
        steps = _steps(at)
        found = {pk: _further(trace, steps) for pk, trace in found.items()}
        at = at.previous
    if at is None:
        return dict.fromkeys(found, Trace((), Comparable.NO))
    return found


def _steps(plan: PlanVersion) -> dict[int, list[Succession]]:
    steps: dict[int, list[Succession]] = defaultdict(list)
    for step in Succession.objects.filter(after__plan=plan).order_by("pk"):
        if step.after_id is not None:
            steps[step.after_id].append(step)
    return steps


def _further(trace: Trace, steps: dict[int, list[Succession]]) -> Trace:
    taken = [step for pk in trace.before for step in steps.get(pk, [])]
    before = tuple(dict.fromkeys(step.before_id for step in taken if step.before_id is not None))
    worst = max((*(step.comparable for step in taken), trace.comparable), key=WORST.index)
    if not before:
        worst = Comparable.NO
    kinds = tuple(dict.fromkeys((*trace.kinds, *(SuccessionKind(step.kind) for step in taken))))
    note = " ".join(dict.fromkeys(filter(None, (trace.note, *(step.note for step in taken)))))
    return Trace(before, Comparable(worst), kinds, note)
