"""What may be stored about a case review: each value is cleaned here, for the forms, the API and the import alike."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Strand
from reviews.models import HarmType, ReviewType
from reviews.vocab import AgeBand, Context, Known, Outcome, Sex
from vkpp.accounts.models import Force
from vkpp.core import partial_dates, plain_text, web_addresses
from vkpp.core.cleaning import Cleaner, clean_fields
from vkpp.core.models import Marking

LABELS = {
    "type": gettext_lazy("Kind of review"),
    "title": gettext_lazy("Title"),
    "partnership": gettext_lazy("Board or partnership"),
    "force": gettext_lazy("Police force"),
    "published": gettext_lazy("Published"),
    "incident_year": gettext_lazy("Year of the incident"),
    "outcome": gettext_lazy("Outcome"),
    "age_band": gettext_lazy("Age of the person"),
    "sex": gettext_lazy("Sex of the person"),
    "context": gettext_lazy("Where the harm came from"),
    "harm_types": gettext_lazy("Kinds of harm"),
    "strands": gettext_lazy("Strands"),
    "police_before": gettext_lazy("Police involved before the incident"),
    "police_contact": gettext_lazy("What police had to do with the person before"),
    "summary": gettext_lazy("Summary"),
    "source_url": gettext_lazy("Where it is published"),
    "marking": gettext_lazy("Marking"),
}
LIMITS = {"title": 300, "partnership": 200, "source_url": 400, "police_contact": 3000, "summary": 5000}
CHOICES: Mapping[str, type[models.TextChoices]] = {
    "outcome": Outcome,
    "age_band": AgeBand,
    "sex": Sex,
    "context": Context,
    "police_before": Known,
    "marking": Marking,
}
DEFAULTS = {"police_before": Known.UNKNOWN.value, "marking": Marking.OFFICIAL.value}
NEEDED = {
    "type": gettext_lazy("Choose what kind of review it is."),
    "title": gettext_lazy("Enter the title under which it was published."),
}
TEXTS = ("title", "partnership", "police_contact", "summary")
"""Where somebody could have written personal data."""
FIRST_YEAR = 1950
YEAR_DIGITS = 4


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored, for the fields that `values` names; Invalid says what is wrong with each."""
    return clean_fields(values, _CLEANERS, NEEDED)


def _line(name: str, value: Any) -> str:
    text = "" if value is None else value
    return plain_text.text(
        text, LABELS[name], LIMITS.get(name, 200), one_line=name not in {"police_contact", "summary"}
    )


def _url(name: str, value: Any) -> str:
    address = _line(name, value)
    if address and (wrong := web_addresses.fault(address)):
        raise plain_text.Refused(wrong)
    return address


def _one(name: str, value: Any) -> str:
    code = _line(name, value) or DEFAULTS.get(name, "")
    if code and code not in CHOICES[name].values:
        raise plain_text.not_listed(code)
    return code


def _date(name: str, value: Any) -> str:
    stored = partial_dates.parse(_line(name, value))
    if stored and stored > timezone.localdate().isoformat():
        raise plain_text.Refused(_("The day of publication cannot be in the future."))
    return stored


def _year(name: str, value: Any) -> int | None:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else _line(name, value)
    if not text:
        return None
    digits = len(text) == YEAR_DIGITS and text.isascii() and text.isdigit()
    if not (digits and FIRST_YEAR <= int(text) <= timezone.localdate().year):
        raise plain_text.Refused(_("Enter a year with four digits, for example 2021."))
    return int(text)


def _codes(name: str, value: Any) -> list[str]:
    if value in (None, ""):
        return []
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise plain_text.Refused(_("%(label)s must be a list of codes.") % {"label": LABELS[name]})
    source: Any = Strand if name == "strands" else HarmType
    known = list(source.objects.values_list("code", flat=True))
    for one in value:
        plain_text.refuse_characters(one)
        if one not in known:
            raise plain_text.not_listed(one)
    return [code for code in known if code in set(value)]


def _row(name: str, value: Any) -> ReviewType | Force | None:
    code = _line(name, value)
    if not code:
        return None
    model: Any = ReviewType if name == "type" else Force
    row: ReviewType | Force | None = model.objects.filter(code=code).first()
    if row is None:
        raise plain_text.not_listed(code)
    return row


_CLEANERS: dict[str, Cleaner] = {
    **dict.fromkeys(("title", "partnership", "police_contact", "summary"), _line),
    **dict.fromkeys(CHOICES, _one),
    **dict.fromkeys(("strands", "harm_types"), _codes),
    "source_url": _url,
    "published": _date,
    "incident_year": _year,
    "type": _row,
    "force": _row,
}
