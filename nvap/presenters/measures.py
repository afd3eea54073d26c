"""Measures as people read them: figures by period with their change, for a force, an action, a definition."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap import people
from nvap.models import MeasureDefinition, MeasureValue, Response
from nvap.vocab import MeasureUnit
from vkpp.accounts.models import Force
from vkpp.core import audit
from vkpp.core.templatetags.dates import nice_date

AFTER = {
    MeasureUnit.NUMBER: "%s",
    MeasureUnit.PERCENT: gettext_lazy("%s%%"),
    MeasureUnit.PER_THOUSAND: gettext_lazy("%s for every 1,000"),
    MeasureUnit.MEAN: gettext_lazy("%s on average"),
}
BESIDE = 4
EVENTS = {
    "measure.define": gettext_lazy("Defined"),
    "measure.change": gettext_lazy("Worded anew"),
    "measure.retire": gettext_lazy("No longer asked for"),
    "measure.bring_back": gettext_lazy("Asked for again"),
}
HEAD = (
    *("action", "measure", "version", "title", "from", "to", "numerator", "denominator", "figure", "unit"),
    *("state", "source", "reported_at"),
)


def figure_words(definition: MeasureDefinition, figure: Decimal) -> str:
    """The figure with its unit."""
    return str(AFTER[MeasureUnit(definition.unit)]) % f"{figure:,}"


def period_words(begins: dt.date, ends: dt.date) -> str:
    """A whole year or quarter by its name, any other period by its days."""
    months = _whole_months(begins, ends)
    if months == 12 and begins.month == 4:
        return _("Year to March %(year)s") % {"year": ends.year}
    if months == 12 and begins.month == 1:
        return str(ends.year)
    if months:
        first, last = begins.strftime("%b"), ends.strftime("%b %Y")
        return (
            last if months == 1 else _("%(first)s to %(last)s") % {"first": _start(first, begins, ends), "last": last}
        )
    return _("%(first)s to %(last)s") % {"first": nice_date(begins), "last": nice_date(ends)}


def _whole_months(begins: dt.date, ends: dt.date) -> int:
    """How many calendar months the period is; 0 when it is not made of whole ones."""
    whole = begins.day == 1 and (ends + dt.timedelta(days=1)).day == 1
    return (ends.year - begins.year) * 12 + ends.month - begins.month + 1 if whole else 0


def _start(month: str, begins: dt.date, ends: dt.date) -> str:
    return month if begins.year == ends.year else f"{month} {begins.year}"


def row(value: MeasureValue, before: MeasureValue | None, *, whole: bool) -> dict[str, Any]:
    """A figure with its change; `whole`: the reader may see small numbers of people too."""
    hidden = value.hidden and not whole
    shown = {
        "value": value,
        "period": period_words(value.period_from, value.period_to),
        "hidden": hidden,
        "figure": _hidden_words(value) if hidden else figure_words(value.definition, value.figure),
        "state": _("Final") if value.final else _("Provisional"),
        "broken": before is not None and before.definition_id != value.definition_id,
        "change": "",
        "better": None,
    }
    if before is None or hidden or shown["broken"] or (before.hidden and not whole):
        return shown
    return shown | _change(value, before)


def _hidden_words(value: MeasureValue) -> str:
    return _("Fewer than five") if value.small else _("Not shown")


def _change(value: MeasureValue, before: MeasureValue) -> dict[str, Any]:
    by = value.figure - before.figure
    if not by:
        return {"change": _("No change"), "better": None}
    wanted = value.definition.higher_is_better
    better = None if wanted is None else (by > 0) == wanted
    judged = {None: "", True: _("better"), False: _("worse")}[better]
    words = (_("up %(by)s") if by > 0 else _("down %(by)s")) % {"by": f"{abs(by):,}"}
    return {"change": f"{words}, {judged}" if judged else words, "better": better}


def series(values: Iterable[MeasureValue], *, whole: bool) -> list[dict[str, Any]]:
    """Figures of one measure, the newest first, each with its change on the one before."""
    ordered = list(values)
    return [row(value, before(value, ordered), whole=whole) for value in ordered]


def before(value: MeasureValue, ordered: Iterable[MeasureValue]) -> MeasureValue | None:
    """Of these figures, the newest first, the nearest of a period as long as this one's that was over when it began."""
    length = _length(value)
    return next((one for one in ordered if one.period_to < value.period_from and _length(one) == length), None)


def _length(value: MeasureValue) -> tuple[int, int]:
    """Months when the period has only whole ones, else days."""
    begins, ends = value.period_from, value.period_to
    months = _whole_months(begins, ends)
    return (months, 0) if months else (0, (ends - begins).days)


def _found(user: Any, force: Force, **narrowed: Any) -> dict[str, list[MeasureValue]]:
    """What the person may see of the force's figures, by code of the measure, the newest first."""
    rows = MeasureValue.objects.visible_to(user).filter(force=force, **narrowed).judged()
    found: dict[str, list[MeasureValue]] = {}
    ordered = rows.select_related("definition", "by").order_by("-period_to", "-period_from", "-definition__version")
    for value in ordered:
        found.setdefault(value.definition.code, []).append(value)
    return found


def force_page(user: Any, force: Force) -> dict[str, Any]:
    """All measures of a force by action, each with its figures."""
    whole = people.sees_small_numbers(user, force)
    lead = people.leads_measures(user, force)
    mine = set() if lead else people.assigned_lineages(user, force)
    found = _found(user, force)
    definitions = MeasureDefinition.objects.visible_to(user).newest().select_related("action").order_by("action__code")
    measures = [
        {
            "definition": one,
            "rows": series(found.get(one.code, []), whole=whole),
            "href": reverse("nvap:measure", args=[force.code, one.code]),
            "enter_url": reverse("nvap:measure-enter", args=[force.code, one.code])
            if not one.retired and (lead or one.action_id in mine)
            else "",
        }
        for one in definitions
        if not one.retired or one.code in found
    ]
    return {
        "force": force,
        "measures": measures,
        "reported": sum(bool(one["rows"]) for one in measures),
        "forces": Force.objects.filter(benchmarked=True) if people.may_check_returns(user) else [],
        "defines": people.may_define_measures(user),
        "suppressed": not whole,
    }


def measure_page(user: Any, force: Force, definition: MeasureDefinition) -> dict[str, Any]:
    """One measure of a force: what it says, all its figures, and who reported them."""
    whole = people.sees_small_numbers(user, force)
    rows = series(_found(user, force, definition__code=definition.code).get(definition.code, []), whole=whole)
    reports = people.may_report_measure(user, force, definition.action_id)
    return {
        "force": force,
        "definition": definition,
        "rows": rows,
        "reports": reports,
        "enters": reports and not definition.retired,
        "versions": MeasureDefinition.objects.filter(code=definition.code).count(),
    }


def beside(user: Any, response: Response) -> list[dict[str, Any]]:
    """The measures of an answer's action with their last figures, for its page."""
    force, whole = response.ret.force, people.sees_small_numbers(user, response.ret.force)
    definitions = MeasureDefinition.objects.in_use().filter(action=response.action_version.action_id)
    found = _found(user, force, definition__action=response.action_version.action_id)
    return [
        {
            "definition": one,
            "rows": series(found.get(one.code, []), whole=whole)[:BESIDE],
            "href": reverse("nvap:measure", args=[force.code, one.code]),
        }
        for one in definitions.order_by("code")
    ]


def manage_page() -> dict[str, Any]:
    """What is measured, with how many forces report it."""
    rows = MeasureDefinition.objects.newest().select_related("action").order_by("retired", "action__code", "code")
    counted = MeasureValue.objects.values("definition__code").annotate(n=Count("force", distinct=True))
    reporting = {row["definition__code"]: row["n"] for row in counted}
    return {"rows": [{"definition": one, "forces": reporting.get(one.code, 0)} for one in rows]}


def definition_page(definition: MeasureDefinition) -> dict[str, Any]:
    """One definition with its versions and what was done with it."""
    versions = MeasureDefinition.objects.filter(code=definition.code).annotate(n=Count("values"))
    events = [
        {"title": EVENTS.get(event.verb, event.verb), "by": event.actor_label, "at": event.at, "text": ""}
        for event in audit.events_about(definition)[:20]
    ]
    return {"definition": definition, "versions": versions, "events": events}


def csv_rows(user: Any, force: Force) -> Iterable[list[Any]]:
    """The figures of a force as rows of a file."""
    whole = people.sees_small_numbers(user, force)
    rows = MeasureValue.objects.visible_to(user).filter(force=force).judged().select_related("definition__action")
    yield list(HEAD)
    for value in rows.order_by(
        "definition__action__code", "definition__code", "period_from", "period_to", "definition__version"
    ):
        one, hidden = value.definition, value.hidden and not whole
        yield [
            *(one.action.code, one.code, one.version, one.title, value.period_from, value.period_to),
            *(
                ("<5" if value.small else "", "", "")
                if hidden
                else (value.numerator, value.denominator, float(value.figure))
            ),
            *(one.unit, "final" if value.final else "provisional", value.source, value.at.date()),
        ]
