"""A whole plan version as a JSON file: framework, version, themes, actions with toolkit, successions."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from nvap.file_shapes import PLAN_FORMAT, PlanFileShape, read, twice
from nvap.models import ActionVersion, PlanVersion, Succession, Toolkit
from nvap.vocab import PlanState, SuccessionKind
from vkpp.core.exceptions import Invalid

TOOLKIT_FIELDS = (
    *("aims", "organisational_impact", "external_impact", "meaning", "good_looks_like", "steps", "forces_doing"),
    *("key_findings", "measures", "links"),
)
LARGEST = 5_000_000


def parse(text: str | bytes) -> Any:
    """The JSON in a file; Invalid when it is none."""
    if len(text) > LARGEST:
        raise Invalid({"file": [_("The file is too large. A plan or form needs less than 5 MB.")]})
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid({"file": [_("This is not a JSON file. Export a plan or form to see the format.")]}) from error


def checked(data: Any) -> dict[str, Any]:
    """The plan in the file, completed by defaults; Invalid names each place that is wrong."""
    plan, problems = read(PlanFileShape, data)
    if not problems:
        problems = list(_problems(plan))
    if problems:
        raise Invalid({"file": problems})
    return plan


def _problems(file: dict[str, Any]) -> Iterator[str]:
    actions = [action for theme in file["themes"] for action in theme["actions"]]
    yield from twice(_("Theme code %(code)s is there twice."), [theme["code"] for theme in file["themes"]])
    yield from twice(_("Action code %(code)s is there twice."), [action["code"] for action in actions])
    lineages = [action["lineage"] or action["code"] for action in actions]
    yield from twice(_("Two actions belong to lineage %(code)s."), lineages)
    before: set[str] = set()
    if code := file["plan"]["previous"]:
        plan = PlanVersion.objects.filter(code=code).first()
        if plan is None:
            yield _("Plan, previous: there is no plan “%(code)s”. Import that one first.") % {"code": code}
        elif other := plan.next.exclude(code=file["plan"]["code"]).first():
            yield _("Plan, previous: “%(plan)s” is followed by “%(other)s” already. Name that one, or discard it.") % {
                "plan": plan.title,
                "other": other.title,
            }
        else:
            before = set(plan.actions.values_list("code", flat=True))
    elif file["successions"]:
        yield _("Successions need a previous plan. Name it under “plan”, “previous”.")
    for number, row in enumerate(file["successions"], start=1):
        place = _("Succession %(number)s") % {"number": number}
        yield from (f"{place}: {words}" for words in _succession_problems(row, before, {a["code"] for a in actions}))


def _succession_problems(row: dict[str, Any], before: set[str], after: set[str]) -> Iterator[str]:
    ends = (bool(row["before"]), bool(row["after"]))
    wanted = {SuccessionKind.NEW: (False, True), SuccessionKind.RETIRED: (True, False)}.get(row["kind"], (True, True))
    if ends != wanted:
        yield _("“new” has only “after”, “retired” only “before”, every other kind has both.")
    if row["before"] and before and row["before"] not in before:
        yield _("action %(code)s is not in the previous plan.") % {"code": row["before"]}
    if row["after"] and row["after"] not in after:
        yield _("action %(code)s is not in this plan.") % {"code": row["after"]}


def export_plan(plan: PlanVersion) -> dict[str, Any]:
    """The plan as the file that imports it again."""
    framework = plan.framework
    toolkits = _toolkits(plan)
    actions: dict[int, list[dict[str, Any]]] = {}
    for action in plan.actions.select_related("action"):
        actions.setdefault(action.theme_id, []).append(_action_row(action, toolkits.get(action.pk)))
    return {
        "format": PLAN_FORMAT,
        "framework": {name: getattr(framework, name) for name in ("code", "name", "kind", "body", "url")},
        "plan": {
            **{name: getattr(plan, name) for name in ("code", "title", "note", "sample")},
            "effective_from": plan.effective_from.isoformat(),
            "previous": plan.previous.code if plan.previous else None,
        },
        "themes": [
            {"code": theme.code, "title": theme.title, "aim": theme.aim, "actions": actions.get(theme.pk, [])}
            for theme in plan.themes.all()
        ],
        "successions": [_succession_row(row) for row in successions_into(plan)],
    }


def successions_into(plan: PlanVersion) -> "models.QuerySet[Succession]":
    """What became of the actions of the version before this one, and what is new."""
    into = models.Q(after__plan=plan)
    if plan.previous_id:
        into |= models.Q(after=None, before__plan=plan.previous_id)
    rows = Succession.objects.filter(into).select_related("before", "after")
    return rows.order_by(models.F("before__code").asc(nulls_last=True), "after__code")


def _toolkits(plan: PlanVersion) -> dict[int, Toolkit]:
    rows = Toolkit.objects.filter(action_version__plan=plan).order_by("number")
    chosen: dict[int, Toolkit] = {}
    for row in rows:
        if row.state == PlanState.PUBLISHED or row.action_version_id not in chosen:
            chosen[row.action_version_id] = row
    return chosen


def _action_row(action: ActionVersion, toolkit: Toolkit | None) -> dict[str, Any]:
    row: dict[str, Any] = {"code": action.code, "lineage": action.action.code}
    row |= {name: getattr(action, name) for name in ("title", "statement", "sample", "provenance")}
    row["toolkit"] = {name: getattr(toolkit, name) for name in TOOLKIT_FIELDS} if toolkit else None
    return row


def _succession_row(row: Succession) -> dict[str, Any]:
    return {
        "before": row.before.code if row.before else None,
        "after": row.after.code if row.after else None,
        "kind": row.kind,
        "comparable": row.comparable,
        "note": row.note,
    }
