"""What programs send about contact requests, as the actions take it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from nvap.models import Action, Strand
from practice.api import contact_shapes as shapes
from practice.contacts import people
from practice.models import BankEntry, ContactRequest
from vkpp.accounts.models import Force, User
from vkpp.core.api.bodies import taken
from vkpp.core.exceptions import Invalid, NotAllowed

TEXTS = {"answer", "decline", "pass_on"}


def asked(request: Request, data: dict[str, Any]) -> dict[str, Any]:
    """What is asked, and about what; an example that the person may not read is unknown to them."""
    if not people.may_ask(request.user):
        raise NotAllowed(_("Police forces and government ask who works on something."))
    values = taken(data, shapes.ContactAskShape)
    if ("practice" in values) == ("force" in values):
        raise ValidationError({"practice": [_("Name either an example or a force.")]})
    if "practice" in values:
        return {"practice": _example(request, values), "text": values["question"]}
    about = {
        "force": _named(Force.objects, "force", values),
        "strand": _named(Strand.objects.filter(selectable=True), "strand", values),
        "action": _named(Action.objects, "action", values),
    }
    return {**about, "text": values["question"]}


def _example(request: Request, values: Mapping[str, Any]) -> Any:
    if wrong := sorted({"strand", "action"} & set(values)):
        raise ValidationError({name: [_("This has no meaning with an example.")] for name in wrong})
    entries = BankEntry.objects.visible_to(request.user).select_related("practice")
    entry = entries.filter(reference=values["practice"]).first()
    if entry is None:
        raise ValidationError({"practice": [_("No published example that you may read has this reference.")]})
    return entry.practice


def _named(rows: Any, name: str, values: Mapping[str, Any]) -> Any:
    if name not in values:
        return None
    found = rows.filter(code=values[name]).first()
    if found is None:
        raise ValidationError({name: [_("Nothing has this code.")]})
    return found


def step_words(request: Request, found: ContactRequest, step: str) -> dict[str, Any]:
    """The values that the step takes; what has no meaning with it is refused."""
    sent = taken(request.data, shapes.ContactStepTextShape)
    known = ({"text"} if step in TEXTS else set()) | ({"to"} if step == "pass_on" else set())
    if wrong := sorted(set(sent) - known):
        raise ValidationError({name: [_("This has no meaning with this step.")] for name in wrong})
    values: dict[str, Any] = {"text": sent.get("text", "")} if step in TEXTS else {}
    if step == "pass_on":
        values["to"] = _colleague(found, sent.get("to", ""))
    return values


def _colleague(found: ContactRequest, email: str) -> User | None:
    return people.colleagues(found).filter(email__iexact=email).first() if email else None


@contextmanager
def renamed(names: Mapping[str, str]) -> Iterator[None]:
    """Refusals name fields as the API does."""
    try:
        yield
    except Invalid as refusal:
        refusal.errors = {names.get(name, name): said for name, said in refusal.errors.items()}
        raise
