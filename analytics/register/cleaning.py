"""What may be stored about a collection: each value is cleaned here, for the forms, the import and the demonstration."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.models import Collection
from analytics.register.vocab import LegalBasis, Rhythm
from nvap.models import Strand
from vkpp.core import plain_text, web_addresses
from vkpp.core.cleaning import Cleaner, clean_fields
from vkpp.core.exceptions import Invalid

LABELS = {
    "name": gettext_lazy("Name"),
    "owner": gettext_lazy("Owner"),
    "purpose": gettext_lazy("Purpose"),
    "part_of": gettext_lazy("Part of"),
    "frequency": gettext_lazy("How often, in the owner's words"),
    "rhythm": gettext_lazy("How often"),
    "basis": gettext_lazy("Must forces answer?"),
    "legal_basis": gettext_lazy("Legal basis"),
    "burden_hours": gettext_lazy("Hours of one force in a year"),
    "burden_source": gettext_lazy("How the hours are known"),
    "forces_asked": gettext_lazy("Forces asked"),
    "topics": gettext_lazy("Topics"),
    "strands": gettext_lazy("Strands"),
    "sample": gettext_lazy("Not verified"),
    "provenance": gettext_lazy("Where this is known from"),
    "source_url": gettext_lazy("Web address"),
}
LIMITS = {"name": 200, "owner": 160, "purpose": 5000, "frequency": 160, "legal_basis": 300, "burden_source": 300}
LONG = {"purpose", "provenance"}
CHOICES: Mapping[str, type[models.TextChoices]] = {"rhythm": Rhythm, "basis": LegalBasis}
MOST = {"burden_hours": 200_000, "forces_asked": 100}
NEEDED = {
    "name": gettext_lazy("Enter the name of the collection."),
    "owner": gettext_lazy("Enter the body that asks forces for it."),
}
ITEM_LIMIT = 300


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored, for the fields that `values` names; Invalid says what is wrong with each."""
    return clean_fields(values, _CLEANERS, NEEDED)


def item_text(value: Any) -> str:
    """What a collection asks for, in one line."""
    try:
        text = plain_text.text("" if value is None else value, _("What is asked for"), ITEM_LIMIT, one_line=True)
    except plain_text.Refused as refusal:
        raise Invalid({"text": [str(refusal)]}) from refusal
    if not text:
        raise Invalid({"text": [_("Enter what is asked for, for example “arrests by age”.")]})
    return text


def _line(name: str, value: Any) -> str:
    text = "" if value is None else value
    return plain_text.text(text, LABELS[name], LIMITS.get(name, 1000), one_line=name not in LONG)


def _url(name: str, value: Any) -> str:
    address = plain_text.text("" if value is None else value, LABELS[name], 400, one_line=True)
    if address and (wrong := web_addresses.fault(address)):
        raise plain_text.Refused(wrong)
    return address


def _one(name: str, value: Any) -> str:
    code = _line(name, value)
    if code and code not in CHOICES[name].values:
        raise plain_text.not_listed(code)
    return code


def _number(name: str, value: Any) -> int | None:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else _line(name, value)
    text = text.replace(",", "").replace(" ", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 8 and int(text) <= MOST[name]):
        words = _("Enter a whole number up to %(most)s, or leave it empty when nobody knows.")
        raise plain_text.Refused(words % {"most": f"{MOST[name]:,}"})
    return int(text)


def _lines(name: str, value: Any) -> list[str]:
    rows = value.splitlines() if isinstance(value, str) else value or []
    if not isinstance(rows, list | tuple) or not all(isinstance(row, str) for row in rows):
        raise plain_text.Refused(_("%(label)s must be a list of texts.") % {"label": LABELS[name]})
    texts = [plain_text.text(row, LABELS[name], ITEM_LIMIT, one_line=True) for row in rows]
    return list(dict.fromkeys(text for text in texts if text))


def _codes(name: str, value: Any) -> list[str]:
    if not isinstance(value or [], list | tuple):
        raise plain_text.Refused(_("%(label)s must be a list of codes.") % {"label": LABELS[name]})
    known = list(Strand.objects.values_list("code", flat=True))
    for one in value or []:
        if one not in known:
            raise plain_text.not_listed(str(one))
    return [code for code in known if code in set(value or [])]


def _whole(name: str, value: Any) -> Collection | None:
    code = value.code if isinstance(value, Collection) else _line(name, value)
    if not code:
        return None
    found: Collection | None = Collection.objects.filter(code=code).first()
    if found is None:
        raise plain_text.not_listed(code)
    return found


def _flag(_name: str, value: Any) -> bool:
    return value in {True, "1", "true", "yes", "on"}


_CLEANERS: dict[str, Cleaner] = {
    **dict.fromkeys(("name", "owner", "purpose", "frequency", "legal_basis", "burden_source", "provenance"), _line),
    **dict.fromkeys(CHOICES, _one),
    **dict.fromkeys(MOST, _number),
    "topics": _lines,
    "strands": _codes,
    "part_of": _whole,
    "sample": _flag,
    "source_url": _url,
}
