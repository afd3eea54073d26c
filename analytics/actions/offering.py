"""A force says what it can help others with; it decides itself, and takes it back with immediate effect."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.matching import people
from analytics.models import HelpOffer
from nvap.models import Action
from vkpp.accounts.models import Force
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words

FIELDS = ("text", "contact", "shares_level")
LONGEST = 2000


@transaction.atomic
def offer(*, force: Force, action: Action | None, values: Mapping[str, Any], by: Any) -> HelpOffer:
    """The force offers help on the action. `values`: text, contact, shares_level."""
    insist(people.may_speak(by, force), _only())
    if action is None:
        raise Invalid({"action": [_("Choose an action of the plan.")]})
    checked = _checked(values)
    try:
        with transaction.atomic():
            made = HelpOffer.objects.create(force=force, action=action, offered_by=by, **checked)
    except IntegrityError as error:
        sentence = _("Your force offers help on this action already. Change that offer instead.")
        raise Invalid({"action": [sentence]}) from error
    audit.record(by=by, verb="help_offer.offer", target=made, after={"action": action.code, **checked})
    return made


@transaction.atomic
def change(*, offer: HelpOffer, values: Mapping[str, Any], version: int | None, by: Any) -> None:
    """Change what is offered, or whether the level is shared."""
    insist(people.may_speak(by, offer.force), _only())
    hold_row(offer)
    check_version(offer, version)
    _still(offer)
    checked = _checked(values)
    before = {name: getattr(offer, name) for name in FIELDS}
    if before == checked:
        return
    for name, value in checked.items():
        setattr(offer, name, value)
    offer.version += 1
    offer.save(update_fields=[*FIELDS, "version", "updated_at"])
    audit.record(by=by, verb="help_offer.change", target=offer, before=before, after=checked)


@transaction.atomic
def end(*, offer: HelpOffer, by: Any) -> None:
    """The force offers it no longer; what it shared is not told from now on."""
    insist(people.may_speak(by, offer.force), _only())
    hold_row(offer)
    _still(offer)
    offer.ended_at, offer.ended_by = timezone.now(), by
    offer.version += 1
    offer.save(update_fields=["ended_at", "ended_by", "version", "updated_at"])
    audit.record(by=by, verb="help_offer.end", target=offer)


def _still(offer: HelpOffer) -> None:
    if offer.ended_at is not None:
        raise Conflict(_("The offer has been taken back meanwhile. Make a new one if you want to help."))


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    contact = words(values.get("contact", ""), "contact", _("The mailbox"), limit=254, one_line=True)
    if contact:
        try:
            validate_email(contact)
        except ValidationError as error:
            raise Invalid({"contact": [_("Enter an e-mail address like vulnerability@norfolk.police.uk.")]}) from error
    return {
        "text": words(values.get("text", ""), "text", _("What you can show or send"), limit=LONGEST),
        "contact": contact,
        "shares_level": bool(values.get("shares_level")),
    }


def _only() -> str:
    return _("The force's NVAP lead or a chief officer decides what it offers.")
