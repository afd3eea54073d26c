"""What an improvement action says: its fields, cleaned and checked before they are stored."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.actions.held import words
from nvap.models import ImprovementAction
from vkpp.accounts.models import User
from vkpp.accounts.permissions import memberships
from vkpp.core.exceptions import Invalid

TEXTS = {
    "title": (gettext_lazy("The title"), 200),
    "description": (gettext_lazy("The description"), 5000),
    "measure": (gettext_lazy("The measure"), 2000),
    "result": (gettext_lazy("The result"), 5000),
}
PEOPLE = ("owner", "accountable")
LED = (*PEOPLE, "due_on", "title")
"""What only the force's lead or chief officer decides."""


def put(improvement: ImprovementAction, values: Mapping[str, Any]) -> None:
    """Set the fields named; Invalid with a sentence beside each that cannot be stored."""
    errors: dict[str, list[str]] = {}
    for name, value in values.items():
        try:
            setattr(improvement, name, _cleaned(improvement, name, value))
        except Invalid as refusal:
            errors |= refusal.errors
    if errors:
        raise Invalid(errors)


def stored(improvement: ImprovementAction) -> dict[str, Any]:
    """The fields as they stand, people by id, for comparing and for the trail."""
    found: dict[str, Any] = {name: getattr(improvement, name) for name in TEXTS}
    found |= {name: getattr(improvement, f"{name}_id") for name in PEOPLE}
    return found | {"due_on": improvement.due_on.isoformat() if improvement.due_on else None}


def _cleaned(improvement: ImprovementAction, name: str, value: Any) -> Any:
    if name in TEXTS:
        label, limit = TEXTS[name]
        required = _("Enter a title.") if name == "title" else ""
        return words(value or "", name, str(label), limit=limit, required=required, one_line=name == "title")
    if name in PEOPLE:
        return _person(improvement, name, value)
    if name == "due_on" and (value is None or isinstance(value, dt.date)):
        return value
    raise Invalid({name: [_("This cannot be set.")]})


def _person(improvement: ImprovementAction, name: str, value: User | None) -> User | None:
    """Only somebody with a role in the force; who was named before stays although the role has ended."""
    if value is None or value.pk == getattr(improvement, f"{name}_id"):
        return value
    if not any(held.force_id == improvement.force_id for held in memberships(value)):
        sentence = _("%(who)s has no role in %(force)s. Choose somebody of the force.")
        raise Invalid({name: [sentence % {"who": value, "force": improvement.force.short_name}]})
    return value
