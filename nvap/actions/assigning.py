"""Who is to answer what: single actions or whole themes, until a day."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import people
from nvap.actions.held import hold, insist, words
from nvap.links import return_page
from nvap.models import ActionVersion, Assignment, Return, Theme
from nvap.telling import tell
from vkpp.accounts.permissions import can
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Invalid


@transaction.atomic
def assign(
    *,
    ret: Return,
    person: Any,
    things: Sequence[ActionVersion | Theme],
    by: Any,
    due_on: dt.date | None = None,
    note: str = "",
) -> list[Assignment]:
    """Ask a colleague of the force to answer these actions and themes; who has them already gets the new day and note."""
    hold(ret)
    insist(people.may_lead(by, ret), _("Only your force's NVAP lead assigns actions."))
    note = words(note, "note", _("The note"), limit=300, one_line=True)
    _check(ret, person, things, due_on)
    rows = [_assigned(ret, person, thing, by, due_on, note) for thing in things]
    people.forget(ret)
    audit.record(
        by=by,
        verb="return.assign",
        target=ret,
        after={
            "person": person.pk,
            "what": [thing.code for thing in things],
            "due": due_on.isoformat() if due_on else None,
        },
    )
    tell([person], "nvap_assigned", about=ret, link=f"{return_page(ret)}?show=mine", by=by, due_on=due_on)
    return rows


def _check(ret: Return, person: Any, things: Sequence[ActionVersion | Theme], due_on: dt.date | None) -> None:
    errors: dict[str, list[str]] = {}
    if not things:
        errors["things"] = [_("Choose at least one action or theme.")]
    if any(thing.plan_id != ret.round.plan_id for thing in things):
        errors["things"] = [_("This action is not part of this return's plan.")]
    if person is None or not person.is_active or not can(person, Permission.RETURN_ANSWER, ret):
        errors["person"] = [_("Choose a colleague who has a role in your force that answers returns.")]
    if due_on is not None and due_on < timezone.localdate():
        errors["due_on"] = [_("Choose today or a later day.")]
    if errors:
        raise Invalid(errors)


def _assigned(
    ret: Return, person: Any, thing: ActionVersion | Theme, by: Any, due_on: dt.date | None, note: str
) -> Assignment:
    what: dict[str, Any] = {"theme": thing} if isinstance(thing, Theme) else {"action_version": thing}
    row, _made = Assignment.objects.update_or_create(
        ret=ret,
        person=person,
        ended_at=None,
        action_version=what.get("action_version"),
        theme=what.get("theme"),
        defaults={"due_on": due_on, "note": note},
        create_defaults={"due_on": due_on, "note": note, "assigned_by": by},
    )
    return row


@transaction.atomic
def unassign(*, assignment: Assignment, by: Any) -> None:
    """The colleague need not answer it any more; what they wrote stays."""
    ret = assignment.ret
    hold(ret)
    insist(people.may_lead(by, ret), _("Only your force's NVAP lead assigns actions."))
    if Assignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=timezone.now()):
        people.forget(ret)
        thing = assignment.theme or assignment.action_version
        audit.record(
            by=by,
            verb="return.unassign",
            target=ret,
            before={"person": assignment.person_id, "what": thing.code if thing is not None else ""},
        )
