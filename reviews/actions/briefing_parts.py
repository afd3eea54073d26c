"""The parts of a draft briefing: its sections in their order, and the actions of the plan that it says should change."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nvap.actions import national
from nvap.models import Action, ChangeProposal, PlanVersion
from reviews.actions.briefings import hold_draft
from reviews.briefing_links import briefing_page
from reviews.models import Briefing, BriefingAction, BriefingSection, Theme
from reviews.vocab import BriefingState, Level, SectionKind
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, words

FIELDS = ("heading", "text", "theme_code", "level")
MOST_SECTIONS = 30
LONGEST = 20_000


@transaction.atomic
def add_section(*, briefing: Briefing, kind: str, values: Mapping[str, Any], by: Any) -> BriefingSection:
    """One more section at the end."""
    hold_draft(briefing, by)
    if kind not in SectionKind.values:
        raise Invalid({"kind": [_("Choose what stands in the section.")]})
    if briefing.sections.count() >= MOST_SECTIONS:
        raise Conflict(_("A briefing has at most %(n)s sections.") % {"n": MOST_SECTIONS})
    last = briefing.sections.order_by("-order").values_list("order", flat=True).first()
    section = BriefingSection(briefing=briefing, kind=kind, order=0 if last is None else last + 1)
    put(section, {"heading": "", **values})
    section.save()
    audit.record(by=by, verb="briefing.add_section", target=briefing, after={"section": section.pk, **_stored(section)})
    return section


@transaction.atomic
def change_section(*, section: BriefingSection, values: Mapping[str, Any], version: int | None, by: Any) -> None:
    """Write it anew; `version` is the one the person saw."""
    hold_draft(section.briefing, by)
    hold_row(section)
    before = _stored(section)
    put(section, values)
    after = _stored(section)
    if after == before:
        return
    check_version(section, version, lambda: before)
    section.version += 1
    section.save()
    audit.record(
        by=by,
        verb="briefing.change_section",
        target=section.briefing,
        before={"section": section.pk, **before},
        after=after,
    )


@transaction.atomic
def move_section(*, section: BriefingSection, up: bool, by: Any) -> None:
    """One place up or down; at the end of the row nothing happens."""
    hold_draft(section.briefing, by)
    rows = list(section.briefing.sections.all())
    at = rows.index(section)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for order, row in enumerate(rows):
        row.order = order
    BriefingSection.objects.bulk_update(rows, ["order"])
    after = {"section": section.pk, "place": to + 1}
    audit.record(by=by, verb="briefing.move_section", target=section.briefing, after=after)


@transaction.atomic
def remove_section(*, section: BriefingSection, by: Any) -> None:
    """Take it out; its words stay in the trail."""
    hold_draft(section.briefing, by)
    before = {"section": section.pk, "kind": section.kind, **_stored(section)}
    section.delete()
    audit.record(by=by, verb="briefing.remove_section", target=section.briefing, before=before)


@transaction.atomic
def name_action(*, briefing: Briefing, action: Action | None, why: str, by: Any) -> BriefingAction:
    """Say that an action of the plan should change, and why; said again it is said anew."""
    hold_draft(briefing, by)
    if action is None:
        raise Invalid({"action": [_("Choose the action.")]})
    why = words(why, "why", _("Why"), required=_("Say what the reviews show, and what should change."))
    named, _new = BriefingAction.objects.update_or_create(briefing=briefing, action=action, defaults={"why": why})
    audit.record(by=by, verb="briefing.name_action", target=briefing, after={"action": action.code, "why": why})
    return named


@transaction.atomic
def drop_action(*, named: BriefingAction, by: Any) -> None:
    """It need not change after all."""
    hold_draft(named.briefing, by)
    before = {"action": named.action.code, "why": named.why}
    named.delete()
    audit.record(by=by, verb="briefing.drop_action", target=named.briefing, before=before)


@transaction.atomic
def propose(
    *, briefing: Briefing, plan: PlanVersion, action: Action | None, title: str, proposal: str, by: Any
) -> ChangeProposal:
    """Propose to change the plan, with the briefing as what prompts it. One made of a named action stands beside it."""
    hold_row(briefing)
    if briefing.state != BriefingState.PUBLISHED:
        raise Conflict(_("Publish the briefing first: proposals point to it."), {"state": briefing.state})
    evidence = [
        {"kind": "review", "label": _("Briefing %(n)s: %(title)s") % _named(briefing), "url": briefing_page(briefing)}
    ]
    made = national.propose(plan=plan, action=action, title=title, proposal=proposal, evidence=evidence, by=by)
    if action is not None:
        briefing.actions.filter(action=action, proposal=None).update(proposal=made)
    audit.record(by=by, verb="briefing.propose", target=briefing, after={"proposal": made.reference})
    return made


def put(section: BriefingSection, values: Mapping[str, Any]) -> None:
    """Set the fields named; Invalid with a sentence beside each that cannot be stored."""
    errors: dict[str, list[str]] = {}
    for name, label, limit, required in (
        ("heading", _("The heading"), 160, _("Enter a heading.")),
        ("text", _("The text"), LONGEST, ""),
    ):
        if name in values:
            try:
                one_line = name == "heading"
                value = words(values[name] or "", name, label, limit=limit, required=required, one_line=one_line)
                setattr(section, name, value)
            except Invalid as refusal:
                errors |= refusal.errors
    for name, known in (("theme_code", _is_theme), ("level", lambda value: value in Level.values)):
        if name in values:
            value = values[name] or ""
            if value and not known(value):
                errors[name] = [_("“%(code)s” is not one of the choices.") % {"code": str(value)[:80]}]
            setattr(section, name, value)
    if section.kind == SectionKind.TEXT and not section.text and "text" not in errors:
        errors["text"] = [_("Write the text.")]
    if errors:
        raise Invalid(errors)


def _is_theme(code: str) -> bool:
    return Theme.objects.filter(code=code).exists()


def _named(briefing: Briefing) -> dict[str, Any]:
    return {"n": briefing.number, "title": briefing.title}


def _stored(section: BriefingSection) -> dict[str, Any]:
    return {name: getattr(section, name) for name in FIELDS}
