"""A report as tiles and tables of words, which the page, the CSV file and the PDF show alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.reporting.answers import Answered
from practice.reporting.asked import Asked, calls_of, reads_all
from practice.reporting.gaps import LITTLE, Gaps
from practice.reporting.report import Line, Report
from vkpp.accounts import forces
from vkpp.core.templatetags.dates import nice_date, nice_month

Cell = str | int
STRAND, CATEGORY = "--strand--", "--category--"  # stand for codes in an address
SHADES = (0, 1, 3, 6, 12)
"""From how many examples a cell of the table of gaps is darker."""


@dataclass(frozen=True)
class Table:
    """A table: the first column names the row; `hrefs` lead on from it where there is something to lead to."""

    code: str
    title: str | Promise
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""
    hrefs: Sequence[str] = ()

    @property
    def body(self) -> SafeString:
        """The rows as markup: there are many, and a template takes ten times as long for them."""
        hrefs = self.hrefs or [""] * len(self.rows)
        rows = [_row(row, href) for row, href in zip(self.rows, hrefs, strict=True)]
        return mark_safe("".join(rows))  # noqa: S308 - every part is escaped in _row


def _row(row: Sequence[Cell], href: str) -> str:
    head = escape(str(row[0]))
    if href:
        head = f'<a class="govuk-link" href="{escape(href)}">{head}</a>'
    cells = "".join(
        f'<td class="govuk-table__cell govuk-table__cell--numeric">{escape(str(cell))}</td>' for cell in row[1:]
    )
    return f'<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{head}</th>{cells}</tr>'


def page(user: Any, report: Report, problems: Sequence[str]) -> dict[str, Any]:
    """Everything on the page."""
    asked = report.asked
    return {
        "report": report,
        "asked": asked,
        "problems": problems,
        "query": asked.query(),
        "about": about(asked, everybody=reads_all(user)),
        "tiles": tiles(report),
        "tables": tables(report, everybody=reads_all(user)),
        "heat": heat(report.gaps),
        "gap_words": gap_words(report.gaps),
        "questions": [_question(one, asked) for one in report.questions],
        "calls": list(calls_of(user).order_by("title").values_list("slug", "title")),
        "forces": [(force.code, force.name) for force in forces.listed()] if reads_all(user) else [],
        "everybody": reads_all(user),
        "as_of": timezone.now(),
    }


def about(asked: Asked, *, everybody: bool) -> str:
    """What the report is about, in words."""
    whose = asked.force.name if asked.force else (_("All forces") if everybody else _("Your force"))
    call = asked.call.title if asked.call else _("all calls")
    return f"{whose}, {call}, {asked.period}"


def tiles(report: Report) -> list[dict[str, Any]]:
    """The first figures, each with its base."""
    days = report.days
    spread = ""
    if days:
        words = {"a": days[0], "b": days[2]}
        spread = _("half of them after %(a)d to %(b)d days") % words if days[0] != days[2] else ""
    by, of = report.in_time
    return [
        _tile(_("Sent in"), report.sent, _("%(n)d taken over from earlier registers") % {"n": report.imported})
        if report.imported
        else _tile(_("Sent in"), report.sent),
        _tile(_("Waiting for triage"), report.waiting),
        _tile(_("Days to the first answer"), days[1] if days else "–", spread or _("median")),
        _tile(_("Answered in time"), _share(by, of), _("within %(n)d working days") % {"n": settings.TRIAGE_DAYS}),
        _tile(_("Taken forward"), _share(report.taken_forward, report.decided), _("of those that triage decided")),
        _tile(_("Published now"), report.published),
    ]


def _tile(label: str, value: Cell, note: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "note": note}


def _share(n: int, base: int) -> str:
    return _("%(n)s of %(m)s") % {"n": f"{n:,}", "m": f"{base:,}"} if base else "–"


def percent(n: int, base: int) -> str:
    """A share as a whole per cent; a dash without a base."""
    return f"{round(100 * n / base)} %" if base else "–"


def tables(report: Report, *, everybody: bool) -> list[Table]:
    """The tables in their order; by force only where there is more than one."""
    several = _("An example may have several, so the figures add up to more than the examples.")
    examples = _("Examples")
    found = [
        Table(
            "months",
            _("By month of first sending"),
            [_("Month"), _("Sent in"), _("Answered by triage"), _("Median days")],
            [(nice_month(row.month), row.sent, row.answered, _dash(row.median)) for row in report.months],
        )
    ]
    if everybody:
        found.append(_forces(report))
    found += [
        Table("states", _("Where they stand"), [_("State"), examples], _rows(report.states)),
        Table("categories", _("By category"), [_("Category"), examples], _rows(report.categories), several),
        Table("strands", _("By strand"), [_("Strand"), examples], _rows(report.strands), several),
        Table("ratings", _("Ratings of what is published"), [_("Rating"), examples], _rows(report.ratings)),
    ]
    return found


def _forces(report: Report) -> Table:
    heads = [_("Force"), _("Sent in"), _("Waiting"), _("With authors"), _("Taken forward"), _("Not taken forward")]
    rows = [
        (one.name, one.sent, one.waiting, one.with_authors, one.taken_forward, one.not_taken_forward, one.published)
        for one in report.forces
    ]
    base = reverse("practice:reports")
    others = report.asked.query(force="")
    more = f"&{others}" if others else ""
    hrefs = [f"{base}?force={quote(one.code)}{more}" if one.code != "other" else "" for one in report.forces]
    return Table("forces", _("By force"), [*heads, _("Published")], rows, hrefs=hrefs)


def _rows(lines: Sequence[Line]) -> list[tuple[Cell, ...]]:
    return [(line.label, line.n) for line in lines]


def _dash(value: int | None) -> Cell:
    return "–" if value is None else value


def heat(gaps: Gaps) -> SafeString:
    """The table of gaps as markup: strands with a cell for each category, shaded by how much there is."""
    labels = [(code, escape(label)) for code, label in gaps.categories.items()]
    start, _mark, end = gaps.href(STRAND, CATEGORY).partition(STRAND)
    between, _mark, after = end.partition(CATEGORY)
    whole = gaps.href(STRAND).partition(STRAND)[2]
    rows = []
    for row in gaps.rows:
        name, base = escape(row.label), f"{start}{quote(row.code)}"
        cells = [
            _cell(
                n, escape(f"{base}{between}{code}{after}"), f"{name}, {label}", sum(n >= least for least in SHADES[1:])
            )
            for (code, label), n in zip(labels, row.counts, strict=True)
        ]
        cells.append(_cell(row.total, escape(f"{base}{whole}"), name, "all"))
        rows.append(f'<tr><th scope="row" class="app-heat__force">{name}</th>{"".join(cells)}</tr>')
    return mark_safe("".join(rows))  # noqa: S308 - labels and addresses are escaped above, the rest are numbers


def _cell(n: int, href: str, about: str, shade: object) -> str:
    """A figure of the table of gaps; `href` and `about` are escaped already."""
    words = f'<span class="govuk-visually-hidden"> {about}</span>'
    shown = f'<a class="app-heat__link" href="{href}">{n}{words}</a>' if n else "0"
    return f'<td class="app-heat__cell app-heat__cell--{shade}">{shown}</td>'


def gap_words(gaps: Gaps) -> str:
    """How many pairs have nothing or little."""
    none = ngettext(
        "%(n)d of %(pairs)d pairs of a strand and a category has no example that you may read.",
        "%(n)d of %(pairs)d pairs of a strand and a category have no example that you may read.",
        gaps.none,
    )
    little = ngettext("%(n)d has %(most)d or fewer.", "%(n)d have %(most)d or fewer.", gaps.little)
    return f"{none % {'n': gaps.none, 'pairs': gaps.pairs}} {little % {'n': gaps.little, 'most': LITTLE}}"


def _question(one: Answered, asked: Asked) -> dict[str, Any]:
    href = reverse("practice:report-answers", args=[one.question.code])
    return {
        "one": one,
        "words": answered_words(one),
        "rows": [(label, n, percent(n, one.answered)) for label, n in one.choices.items()],
        "href": f"{href}?{asked.query()}" if one.is_text and one.answered else "",
        "numbers": numbers_words(one),
    }


def answered_words(one: Answered) -> str:
    """How many answered, of how many that were asked."""
    words = ngettext("%(n)d of %(m)d example answered it.", "%(n)d of %(m)d examples answered it.", one.asked)
    return words % {"n": one.answered, "m": one.asked}


def numbers_words(one: Answered) -> str:
    """Lowest, middle and highest of numbers."""
    if one.numbers is None:
        return ""
    low, middle, high = one.numbers
    return _("From %(low)d to %(high)d, median %(middle)d.") % {"low": low, "middle": middle, "high": high}


def rows_of_file(user: Any, report: Report) -> list[list[Cell]]:
    """The whole report as one table: part, what, figure and its name."""
    everybody = reads_all(user)
    rows: list[list[Cell]] = [[_("Part"), _("Of"), _("Figure"), _("Value")]]
    rows.append([_("Report"), about(report.asked, everybody=everybody), _("made"), nice_date(timezone.now())])
    rows += [[_("Summary"), tile["label"], str(tile["note"]), tile["value"]] for tile in tiles(report)]
    for table in tables(report, everybody=everybody):
        for row in table.rows:
            heads = list(table.heads[1:])
            rows += [[str(table.title), row[0], head, value] for head, value in zip(heads, row[1:], strict=True)]
    for line in report.gaps.rows:
        for label, n in zip(report.gaps.categories.values(), line.counts, strict=True):
            rows.append([_("Strands and categories in the bank"), line.label, label, n])
    for one in report.questions:
        rows.append([_("Question of the call"), one.question.text, _("answered"), one.answered])
        rows += [[_("Question of the call"), one.question.text, label, n] for label, n in one.choices.items()]
    return rows
