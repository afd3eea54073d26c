"""Measures: VKPP says what is counted, forces report it period by period; every change is in the trail."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap import people
from nvap.actions.held import insist, words
from nvap.models import Action, MeasureDefinition, MeasureValue, RemovedMeasureValue
from nvap.vocab import MeasureUnit
from vkpp.accounts.models import Force
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid

MEANING = ("title", "numerator", "denominator", "unit", "higher_is_better", "counts_people")
"""What a definition says; changing it once forces have reported makes a new version."""
TEXTS = {
    "title": (gettext_lazy("The title"), gettext_lazy("Enter a title.")),
    "numerator": (gettext_lazy("What is counted"), gettext_lazy("Say what is counted.")),
    "denominator": (gettext_lazy("Out of what"), ""),
}
MOST = 2_147_483_647
COUNTS = ("numerator", "denominator")
FIGURES = (*COUNTS, "final", "source")


@transaction.atomic
def define(*, action: Action, code: str, values: Mapping[str, Any], by: Any) -> MeasureDefinition:
    """A new measure of an action. `values`: title, numerator, denominator, unit, higher_is_better, counts_people."""
    _insist_editor(by)
    if slugify(code) != code or not code:
        raise Invalid({"code": [_("Use small letters, digits and hyphens, for example trained-call-handlers.")]})
    if MeasureDefinition.objects.filter(code=code).exists():
        raise Invalid({"code": [_("There is a measure with this code already. Choose another.")]})
    made = MeasureDefinition.objects.create(code=code, action=action, **_meaning(values))
    audit.record(by=by, verb="measure.define", target=made, after=_said(made))
    return made


@transaction.atomic
def change(*, definition: MeasureDefinition, values: Mapping[str, Any], by: Any) -> MeasureDefinition:
    """Word it anew: in place while nobody has reported, else as a new version, so that old values keep their meaning."""
    _insist_editor(by)
    newest: MeasureDefinition = MeasureDefinition.objects.select_for_update().newest().get(code=definition.code)
    if newest.pk != definition.pk:
        raise Conflict(_("Somebody made a new version meanwhile. Look at it, and change that."))
    meant, before = _meaning(values), _said(newest)
    if all(getattr(newest, name) == value for name, value in meant.items()):
        return newest
    if newest.values.exists():
        newest = MeasureDefinition.objects.create(
            code=newest.code, version=newest.version + 1, action=newest.action, retired=newest.retired, **meant
        )
    else:
        for name, value in meant.items():
            setattr(newest, name, value)
        newest.save(update_fields=list(meant))
    audit.record(by=by, verb="measure.change", target=newest, before=before, after=_said(newest))
    return newest


@transaction.atomic
def set_retired(*, definition: MeasureDefinition, retired: bool, by: Any) -> None:
    """Ask forces for it no longer, or again. What was reported stays."""
    _insist_editor(by)
    if not MeasureDefinition.objects.filter(pk=definition.pk, retired=not retired).update(retired=retired):
        raise Conflict(_("Somebody has done this already."))
    definition.retired = retired
    audit.record(by=by, verb="measure.retire" if retired else "measure.bring_back", target=definition)


@transaction.atomic
def report(
    *,
    definition: MeasureDefinition,
    force: Force,
    period: tuple[dt.date | None, dt.date | None],
    values: Mapping[str, Any],
    by: Any,
) -> MeasureValue:
    """A force's figure for a period. `values`: numerator, denominator, final, source."""
    _insist_reporter(by, force, definition)
    if definition.retired:
        raise Conflict(_("This measure is no longer asked for."))
    begins, ends = _period(period)
    figures = _figures(definition, values)
    try:
        with transaction.atomic():
            made = MeasureValue.objects.create(
                definition=definition, force=force, period_from=begins, period_to=ends, by=by, **figures
            )
    except IntegrityError as error:
        told = _("There is a figure for this period already. Change that one instead.")
        raise Invalid({"period_to": [told]}) from error
    RemovedMeasureValue.objects.filter(**made.place).delete()
    audit.record(by=by, verb="measure.report", target=made, after=_figure(made))
    return made


@transaction.atomic
def correct(*, value: MeasureValue, values: Mapping[str, Any], version: int, by: Any) -> None:
    """Change a reported figure, or make it final; `version` is the one the person saw."""
    _insist_reporter(by, value.force, value.definition)
    figures, before = _figures(value.definition, values), _figure(value)
    found = MeasureValue.objects.filter(pk=value.pk, version=version)
    if not found.update(**figures, version=F("version") + 1, at=timezone.now(), by=by):
        raise Conflict(_("Somebody changed this figure meanwhile. Look at theirs, then change it anew."))
    value.refresh_from_db()
    audit.record(by=by, verb="measure.correct", target=value, before=before, after=_figure(value))


def look(*, force: Force, by: Any, code: str = "") -> None:
    """Log that VKPP staff opened the figures of a force, or those of one measure."""
    if people.may_check_returns(by):
        audit.record(by=by, verb="measure.look", target=force, after={"measure": code} if code else {})


@transaction.atomic
def remove(*, value: MeasureValue, by: Any) -> None:
    """Take back a provisional figure; a final one is corrected instead."""
    _insist_reporter(by, value.force, value.definition)
    audit.record(by=by, verb="measure.remove", target=value, before=_figure(value))
    if not MeasureValue.objects.filter(pk=value.pk, final=False).delete()[0]:
        raise Conflict(_("This figure is final. Correct it instead of removing it."))
    RemovedMeasureValue.objects.create(**value.place)


def _insist_editor(by: Any) -> None:
    insist(people.may_define_measures(by), _("Measures are defined by VKPP staff."))


def _insist_reporter(by: Any, force: Force, definition: MeasureDefinition) -> None:
    sentence = _("Only your force's NVAP lead and colleagues whom this action is assigned to report its measures.")
    insist(people.may_report_measure(by, force, definition.action_id), sentence)


def _meaning(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the definition says, cleaned; a number has nothing it is out of, everything else must."""
    meant: dict[str, Any] = {
        name: words(values.get(name) or "", name, str(label), limit=200, required=str(needed), one_line=True)
        for name, (label, needed) in TEXTS.items()
    }
    unit = values.get("unit")
    if unit not in MeasureUnit.values:
        raise Invalid({"unit": [_("Choose the unit.")]})
    if unit == MeasureUnit.NUMBER:
        meant["denominator"] = ""
    elif not meant["denominator"]:
        raise Invalid({"denominator": [_("Say what it is counted out of, or choose “A number” as unit.")]})
    return meant | {
        "unit": unit,
        "higher_is_better": values.get("higher_is_better"),
        "counts_people": bool(values.get("counts_people")),
    }


def _period(period: tuple[dt.date | None, dt.date | None]) -> tuple[dt.date, dt.date]:
    begins, ends = period
    if begins is None:
        raise Invalid({"period_from": [_("Enter the first day of the period.")]})
    if ends is None:
        raise Invalid({"period_to": [_("Enter the last day of the period.")]})
    if ends < begins:
        raise Invalid({"period_to": [_("The last day must not be before the first.")]})
    if ends > timezone.localdate():
        raise Invalid({"period_to": [_("The period must be over: enter a day that is not in the future.")]})
    return begins, ends


def _figures(definition: MeasureDefinition, values: Mapping[str, Any]) -> dict[str, Any]:
    numerator, denominator = values.get("numerator"), values.get("denominator")
    if not isinstance(numerator, int) or not 0 <= numerator <= MOST:
        raise Invalid({"numerator": [_("Enter a whole number, 0 or more.")]})
    if not definition.is_ratio:
        denominator = None
    elif not isinstance(denominator, int) or not 0 < denominator <= MOST:
        raise Invalid({"denominator": [_("Enter a whole number, 1 or more.")]})
    elif definition.unit == MeasureUnit.PERCENT and numerator > denominator:
        raise Invalid({"numerator": [_("This is more than the number it is out of. Look at both.")]})
    source = words(values.get("source") or "", "source", _("The source"), limit=200, one_line=True)
    return {"numerator": numerator, "denominator": denominator, "final": bool(values.get("final")), "source": source}


def _said(definition: MeasureDefinition) -> dict[str, Any]:
    said = {name: getattr(definition, name) for name in ("code", "version", *MEANING)}
    return said | {"action": definition.action.code}


def _figure(value: MeasureValue) -> dict[str, Any]:
    """What the trail keeps; VKPP reads it for ever, so no number of people, which later figures could make telling."""
    period = {"from": value.period_from.isoformat(), "to": value.period_to.isoformat()}
    guarded = MeasureDefinition.objects.of_people(value.definition.code).exists()
    kept = [name for name in FIGURES if not (guarded and name in COUNTS)]
    return {"measure": value.definition.code, **period} | {name: getattr(value, name) for name in kept}
