"""Plan versions: load one from a file, publish it, and keep the lineages of actions in step."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import plan_files
from nvap.models import Action, ActionVersion, Framework, PlanVersion, Succession, Theme, Toolkit
from nvap.people import may_manage_plans
from nvap.vocab import PlanState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed


@dataclass(frozen=True)
class Loaded:
    """What a file brought."""

    plan: PlanVersion
    title: str
    replaced: bool
    themes: int
    actions: int
    new_lineages: tuple[str, ...]
    successions: int


def check_manager(by: Any) -> None:
    """Refuse everybody who does not manage plans, forms, rounds and peer groups."""
    if not may_manage_plans(by):
        raise NotAllowed(_("Only VKPP administrators manage plans, forms, rounds and peer groups."))


@transaction.atomic
def load_plan(*, data: Any, by: Any) -> Loaded:
    """Enter a plan version from a file as a draft, replacing the draft of that code."""
    check_manager(by)
    file = plan_files.checked(data)
    head = file["plan"]
    old = PlanVersion.objects.select_for_update().filter(code=head["code"]).first()
    if old is not None and old.state == PlanState.PUBLISHED:
        raise Conflict(
            _("“%(plan)s” is published and stays as it is. Give the file another code, and make it a new version.")
            % {"plan": old.title}
        )
    known = set(Action.objects.values_list("code", flat=True))
    plan = _write(file, old)
    codes = [a["lineage"] or a["code"] for theme in file["themes"] for a in theme["actions"]]
    audit.record(by=by, verb="plan.import", target=plan, after={"actions": len(codes), "replaced": old is not None})
    return Loaded(
        plan=plan,
        title=plan.title,
        replaced=old is not None,
        themes=len(file["themes"]),
        actions=len(codes),
        new_lineages=tuple(code for code in codes if code not in known),
        successions=len(file["successions"]),
    )


def _write(file: dict[str, Any], plan: PlanVersion | None) -> PlanVersion:
    head = dict(file["plan"])
    framework, _new = Framework.objects.get_or_create(
        code=file["framework"]["code"], defaults={k: v for k, v in file["framework"].items() if k != "code"}
    )
    head["previous"] = PlanVersion.objects.filter(code=head["previous"]).first() if head["previous"] else None
    plan = plan or PlanVersion(code=head["code"])
    plan.framework = framework
    for name, value in head.items():
        setattr(plan, name, value)
    plan.save()
    plan_files.successions_into(plan).delete()
    plan.themes.all().delete()
    order = 0
    for place, row in enumerate(file["themes"]):
        theme = Theme.objects.create(plan=plan, code=row["code"], title=row["title"], aim=row["aim"], order=place)
        for action in row["actions"]:
            _write_action(plan, theme, action, order)
            order += 1
    _write_successions(plan, file["successions"])
    return plan


def _write_action(plan: PlanVersion, theme: Theme, row: dict[str, Any], order: int) -> None:
    lineage, _new = Action.objects.get_or_create(
        code=row["lineage"] or row["code"], defaults=_lineage_values(theme, row, sample=row["sample"] or plan.sample)
    )
    words = {name: row[name] for name in ("code", "title", "statement", "sample", "provenance")}
    version = ActionVersion.objects.create(plan=plan, theme=theme, action=lineage, order=order, **words)
    if row["toolkit"]:
        Toolkit.objects.create(action_version=version, number=1, **row["toolkit"])


def _lineage_values(theme: Theme, row: dict[str, Any], *, sample: bool) -> dict[str, Any]:
    aims = (row["toolkit"] or {}).get("aims", [])
    return {
        "title": row["title"],
        "theme_code": theme.code,
        "theme": theme.title,
        "aim": row["statement"] or " ".join(aims),
        "sample": sample,
        "provenance": row["provenance"],
    }


def _write_successions(plan: PlanVersion, rows: list[dict[str, Any]]) -> None:
    before = {row.code: row for row in plan.previous.actions.all()} if plan.previous else {}
    after = {row.code: row for row in plan.actions.all()}
    Succession.objects.bulk_create(
        Succession(
            before=before[row["before"]] if row["before"] else None,
            after=after[row["after"]] if row["after"] else None,
            **{name: row[name] for name in ("kind", "comparable", "note")},
        )
        for row in rows
    )


@transaction.atomic
def discard(*, plan: PlanVersion, by: Any) -> None:
    """Take a draft away with everything in it."""
    check_manager(by)
    locked = PlanVersion.objects.select_for_update().get(pk=plan.pk)
    if locked.state == PlanState.PUBLISHED:
        raise Conflict(_("“%(plan)s” is published and stays as it is.") % {"plan": locked.title})
    if locked.rounds.exists() or locked.proposals.exists() or locked.next.exists():
        raise Conflict(_("A round, a change proposal or a later version refers to this draft. Change those first."))
    audit.record(by=by, verb="plan.discard", target=locked)
    plan_files.successions_into(locked).delete()
    locked.delete()


def missing_for_publication(plan: PlanVersion) -> list[str]:
    """What a plan lacks before it can be published, each as a sentence."""
    found = []
    actions = list(plan.actions.all())
    if not actions:
        found.append(_("The plan has no actions."))
    if plan.previous is not None:
        if plan.previous.state != PlanState.PUBLISHED:
            found.append(_("Publish “%(plan)s” first: this plan follows it.") % {"plan": plan.previous.title})
        links = list(plan_files.successions_into(plan))
        told, came = {link.before_id for link in links}, {link.after_id for link in links}
        lost = [row.code for row in plan.previous.actions.all() if row.pk not in told]
        sudden = [row.code for row in actions if row.pk not in came]
        if lost:
            found.append(_("Say what became of these actions of the version before: %s.") % ", ".join(lost))
        if sudden:
            found.append(_("Say where these actions come from, or that they are new: %s.") % ", ".join(sudden))
    return found


@transaction.atomic
def publish(*, plan: PlanVersion, by: Any) -> None:
    """Fix the plan for ever, with the guidance beside its actions, and bring the lineages up to its words."""
    check_manager(by)
    locked = PlanVersion.objects.select_for_update().get(pk=plan.pk)
    if locked.state == PlanState.PUBLISHED:
        raise Conflict(_("“%(plan)s” has been published already.") % {"plan": locked.title})
    if problems := missing_for_publication(locked):
        raise Invalid({"": problems})
    now = timezone.now()
    Toolkit.objects.filter(action_version__plan=locked, state=PlanState.DRAFT).update(
        state=PlanState.PUBLISHED, published_at=now
    )
    _keep_lineages_in_step(locked)
    plan.state, plan.published_at, plan.published_by = PlanState.PUBLISHED, now, by
    plan.save(update_fields=["state", "published_at", "published_by"])
    audit.record(by=by, verb="plan.publish", target=plan)


def _keep_lineages_in_step(plan: PlanVersion) -> None:
    """Lineages take the words of the newest plan; what is only sample never overwrites what is known."""
    newer = PlanVersion.objects.filter(
        framework=plan.framework_id, state=PlanState.PUBLISHED, sample=False, effective_from__gt=plan.effective_from
    )
    if plan.sample or newer.exists():
        return
    toolkits = {row.action_version_id: row for row in Toolkit.objects.filter(action_version__plan=plan)}
    for version in plan.actions.select_related("theme", "action"):
        toolkit = toolkits.get(version.pk)
        words: dict[str, Any] = {
            "title": version.title,
            "statement": version.statement,
            "provenance": version.provenance,
        }
        words["toolkit"] = {"aims": toolkit.aims} if toolkit else None
        lineage = version.action
        for name, value in _lineage_values(version.theme, words, sample=version.sample).items():
            setattr(lineage, name, value)
        lineage.save()
