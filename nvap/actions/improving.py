"""The improvement plan of a force: an action is made, worked on step by step, reported on and finished with a result."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import news, people, references
from nvap.actions import improvement_fields as fields
from nvap.actions.held import check_version, hold_row, insist, words
from nvap.improvement_list import WORKING
from nvap.links import answer_page, improvement_page
from nvap.models import Action, Gap, ImprovementAction, ImprovementProgress, ImprovementStep, Toolkit
from nvap.telling import leads, tell
from nvap.vocab import GapState, ImprovementSource, ImprovementState, PlanState
from nvap.workflow import IMPROVEMENT
from vkpp.accounts.models import Force
from vkpp.accounts.permissions import can, nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid

FROM_OUTSIDE = (ImprovementSource.PEER_REVIEW, ImprovementSource.CASE_REVIEW, ImprovementSource.INSPECTION)
MOST_STEPS = 40


@transaction.atomic
def create(
    *,
    force: Force,
    title: str,
    by: Any,
    source: str = ImprovementSource.OWN,
    source_label: str = "",
    source_url: str = "",
    action: Action | None = None,
    gap: Gap | None = None,
    steps: Iterable[str] = (),
    **values: Any,
) -> ImprovementAction:
    """A new improvement action. `values`: description, owner, accountable, due_on, measure."""
    insist(may_create(by, force, source), _("The force's NVAP lead or chief officer adds to its improvement plan."))
    improvement = ImprovementAction(
        force=force,
        source=source,
        source_label=source_label[:200],
        source_url=source_url[:300],
        action=action,
        gap=gap,
        created_by=by,
    )
    fields.put(improvement, {"title": title, **values})
    if improvement.accountable is None:
        improvement.accountable = leads(force.pk).first()
    improvement.reference = references.take(references.IMPROVEMENT)
    improvement.save()
    _add_steps(improvement, steps)
    audit.record(by=by, verb="improvement.create", target=improvement, after={"source": source, "gap": gap and gap.pk})
    _tell_owner(improvement, None, by)
    return improvement


def may_create(user: Any, force: Force, source: str = ImprovementSource.OWN) -> bool:
    """The force itself; VKPP staff and the portal what a review or an inspection recommends."""
    if user is None or can(user, Permission.IMPROVEMENT_MANAGE_FORCE, force):
        return True
    return source in FROM_OUTSIDE and nationally(user, Permission.RETURN_CHECK)


@transaction.atomic
def from_gap(*, gap: Gap, by: Any) -> ImprovementAction:
    """Of a gap one improvement action, with the toolkit's journey to good as its steps; pressed twice it is the same."""
    hold_row(gap)
    response = gap.response
    ret, action = response.ret, response.action_version
    allowed = can(by, Permission.IMPROVEMENT_MANAGE_FORCE, ret) or people.may_answer(by, response)
    insist(allowed, _("Only who may answer this action makes an improvement action of its gap."))
    known: ImprovementAction | None = gap.improvements.exclude(state=ImprovementState.DROPPED).first()
    if known is not None:
        return known
    if gap.state != GapState.OPEN:
        raise Conflict(_("The gap is closed."), {"state": gap.state})
    toolkit = Toolkit.objects.filter(action_version=action, state=PlanState.PUBLISHED).first()
    improvement = ImprovementAction(
        reference=references.take(references.IMPROVEMENT),
        force=ret.force,
        source=ImprovementSource.GAP,
        source_label=_("%(round)s, action %(code)s") % {"round": ret.round.title, "code": action.code},
        source_url=answer_page(ret, action.code),
        action=action.action,
        gap=gap,
        title=(_("Close the gap on %(code)s %(title)s") % {"code": action.code, "title": action.title})[:200],
        description=gap.text,
        owner=by if can(by, Permission.RETURN_ANSWER, ret) else None,
        accountable=leads(ret.force_id).first(),
        created_by=by,
    )
    improvement.save()
    _keep_steps(improvement, toolkit.steps if toolkit else ())
    after = {"source": improvement.source, "gap": gap.pk}
    audit.record(by=by, verb="improvement.create", target=improvement, after=after)
    return improvement


@transaction.atomic
def change(
    *, improvement: ImprovementAction, values: Mapping[str, Any], version: int | None, by: Any
) -> ImprovementAction:
    """Change what it says. Its owner changes text, measure and result; who, until when: the lead or chief officer."""
    leads_it = people.may_lead_improvement(by, improvement)
    insist(people.may_work_on_improvement(by, improvement), _("Only its owner or the force's lead changes this."))
    hold_row(improvement)
    before = fields.stored(improvement)
    kept = {name: value for name, value in values.items() if leads_it or name not in fields.LED}
    owner = improvement.owner
    fields.put(improvement, kept)
    after = fields.stored(improvement)
    changed = {name: after[name] for name in after if after[name] != before[name]}
    if not changed:
        return improvement
    check_version(improvement, version, lambda: before)
    improvement.version += 1
    improvement.save()
    was = {name: before[name] for name in changed}
    audit.record(by=by, verb="improvement.change", target=improvement, before=was, after=changed)
    news.improvement_changed(improvement)
    _tell_owner(improvement, owner, by)
    return improvement


@transaction.atomic
def add_step(*, improvement: ImprovementAction, text: str, by: Any) -> ImprovementStep:
    """One more thing to do."""
    _working(improvement, by)
    step = _add_steps(improvement, [text])
    audit.record(by=by, verb="improvement.add_step", target=improvement, after={"step": step[0].pk})
    return step[0]


@transaction.atomic
def set_step(*, step: ImprovementStep, done: bool, by: Any) -> None:
    """Tick a step off, or take the tick back; the first one begins the work."""
    improvement = step.improvement
    _working(improvement, by)
    hold_row(step)
    if (step.done_at is not None) == done:
        return
    step.done_at, step.done_by = (timezone.now(), by) if done else (None, None)
    step.save(update_fields=["done_at", "done_by"])
    verb = "improvement.step_done" if done else "improvement.step_undone"
    audit.record(by=by, verb=verb, target=improvement, after={"step": step.pk})
    if done and improvement.state == ImprovementState.OPEN:
        _move(improvement, "begin", by)


@transaction.atomic
def remove_step(*, step: ImprovementStep, by: Any) -> None:
    """A step that is not needed; its words stay in the trail."""
    improvement = step.improvement
    _working(improvement, by)
    before = {"step": step.pk, "text": step.text}
    step.delete()
    audit.record(by=by, verb="improvement.remove_step", target=improvement, before=before)


@transaction.atomic
def report(*, improvement: ImprovementAction, text: str, by: Any) -> ImprovementProgress:
    """Say how far it is; the first report begins the work."""
    _working(improvement, by)
    text = words(text, "text", _("The report"), required=_("Say how far it is."))
    progress = ImprovementProgress.objects.create(improvement=improvement, text=text, by=by)
    audit.record(by=by, verb="improvement.report", target=improvement, after={"progress": progress.pk})
    if improvement.state == ImprovementState.OPEN:
        _move(improvement, "begin", by)
    return progress


@transaction.atomic
def begin(*, improvement: ImprovementAction, by: Any) -> None:
    """Work has begun."""
    hold_row(improvement)
    _move(improvement, "begin", by)


@transaction.atomic
def finish(*, improvement: ImprovementAction, result: str, by: Any) -> None:
    """It is done, and this came of it."""
    hold_row(improvement)
    improvement.result = words(result, "result", _("The result"))
    _move(improvement, "finish", by, result=improvement.result, done_at=timezone.now())


@transaction.atomic
def drop(*, improvement: ImprovementAction, reason: str, by: Any) -> None:
    """It will not be done, for this reason."""
    hold_row(improvement)
    _move(improvement, "drop", by, reason=words(reason, "reason", _("The reason"), limit=2000))


@transaction.atomic
def resume(*, improvement: ImprovementAction, by: Any) -> None:
    """Take it up again; of one gap only one improvement action is open."""
    hold_row(improvement)
    gap = improvement.gap
    if gap is not None and gap.improvements.exclude(pk=improvement.pk).exclude(state=ImprovementState.DROPPED).exists():
        raise Conflict(_("Another improvement action has been made of the same gap. Go on with that one."))
    _move(improvement, "resume", by, done_at=None)


def _move(improvement: ImprovementAction, step: str, by: Any, reason: str = "", **changes: Any) -> None:
    changes |= {"version": improvement.version + 1, "updated_at": timezone.now()}
    IMPROVEMENT.move(improvement, step, by=by, reason=reason, changes=changes)
    news.improvement_changed(improvement)


def _working(improvement: ImprovementAction, by: Any) -> None:
    """Hold it; only who works on it goes on, and only while there is work."""
    insist(people.may_work_on_improvement(by, improvement), _("Only its owner or the force's lead works on this."))
    hold_row(improvement)
    if improvement.state not in WORKING:
        state = IMPROVEMENT.state(improvement.state).label
        raise Conflict(_("It is “%(state)s”. Take it up again first.") % {"state": state}, {"state": improvement.state})


def _add_steps(improvement: ImprovementAction, texts: Iterable[str]) -> list[ImprovementStep]:
    known = improvement.steps.count()
    cleaned = [words(text, "text", _("The step"), limit=1000, required=_("Enter the step.")) for text in texts]
    if known + len(cleaned) > MOST_STEPS:
        raise Invalid({"text": [_("An improvement action has at most %(n)s steps.") % {"n": MOST_STEPS}]})
    return _keep_steps(improvement, cleaned)


def _keep_steps(improvement: ImprovementAction, texts: Iterable[str]) -> list[ImprovementStep]:
    """Steps as they are: the guidance beside an action may have more and longer ones than people type."""
    last = improvement.steps.order_by("-order").values_list("order", flat=True).first() or 0
    return ImprovementStep.objects.bulk_create(
        ImprovementStep(improvement=improvement, text=text, order=last + place)
        for place, text in enumerate(texts, start=1)
    )


def _tell_owner(improvement: ImprovementAction, before: Any, by: Any) -> None:
    if improvement.owner is not None and improvement.owner != before:
        tell(
            [improvement.owner], "nvap_improvement_owner", about=improvement, link=improvement_page(improvement), by=by
        )
