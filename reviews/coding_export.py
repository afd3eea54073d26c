"""The coded data as tables, with the code book that says what each column and each theme means."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reviews.models import Agreement, CaseReview, LearningPoint, Theme
from reviews.vocab import AgeBand, CaseState, CodingRole, Context, Known, Level, Outcome, PointKind, Sex

Text = str | Promise
Row = Sequence[Any]


@dataclass(frozen=True)
class Column:
    """A column: its name in the file, what it holds, and the codes it may hold."""

    name: str
    meaning: Text
    codes: Sequence[tuple[Any, Any]] = ()


@dataclass(frozen=True)
class Table:
    """A sheet, or a file of its own: its name, what a row is, its columns, and its rows for a person."""

    name: str
    about: Text
    columns: Sequence[Column]
    rows: Callable[[Any], Iterator[Row]]


def _reviews(user: Any) -> Iterator[Row]:
    fields: tuple[str, ...] = (
        "reference",
        "type__code",
        "title",
        "partnership",
        "force__code",
        "published",
        "incident_year",
        "outcome",
    )
    fields += ("age_band", "sex", "context", "harm_types", "strands", "police_before", "state", "source_url", "marking")
    rows = CaseReview.objects.visible_to(user).in_catalogue().order_by("pk")
    return (_flat(row) for row in rows.values_list(*fields).iterator(chunk_size=2000))


def _points(user: Any) -> Iterator[Row]:
    fields: tuple[str, ...] = (
        "review__reference",
        "id",
        "coding__role",
        "coding__round",
        "coding__taxonomy__number",
        "final",
    )
    fields += ("theme__code", "level", "kind", "strands", "codes", "text", "recommendation", "page_number", "quote")
    codes = ArrayAgg("actions__code", filter=Q(actions__isnull=False), default=[], order_by="actions__code")
    rows = LearningPoint.objects.visible_to(user).annotate(codes=codes).order_by("review", "coding", "order", "pk")
    return (_flat(row) for row in rows.values_list(*fields).iterator(chunk_size=2000))


def _agreements(user: Any) -> Iterator[Row]:
    rows = Agreement.objects.filter(review__in=CaseReview.objects.visible_to(user)).order_by("review", "round")
    fields = ("review__reference", "round", "units", "both", "only_first", "only_second", "kappa", "alpha")
    return iter(rows.values_list(*fields))


def _themes(_user: Any) -> Iterator[Row]:
    rows = Theme.objects.exclude(taxonomy__state="draft").order_by("taxonomy__number", "order")
    fields = ("taxonomy__number", "taxonomy__state", "code", "parent__code", "label", "description", "provenance")
    return iter(rows.values_list(*fields))


def _columns(_user: Any) -> Iterator[Row]:
    for table in TABLES:
        for column in table.columns:
            values = "; ".join(f"{code} = {label}" for code, label in column.codes)
            yield table.name, column.name, str(column.meaning), values


def _flat(row: Row) -> Row:
    return ["; ".join(value) if isinstance(value, list) else value for value in row]


ROLES = tuple((code, label) for code, label in CodingRole.choices)
REFERENCE = Column("review", _("Reference of the review."))
TABLES = (
    Table(
        "reviews",
        _("One row for each review that met the inclusion rule."),
        (
            REFERENCE,
            Column("type", _("Kind of review, by its code.")),
            Column("title", _("Title under which it was published.")),
            Column("partnership", _("Board or partnership that published it.")),
            Column("force", _("Police force, by its code.")),
            Column("published", _("Year, month or day of publication, as exact as it is known.")),
            Column("incident_year", _("Year of the incident.")),
            Column("outcome", _("What happened to the person."), Outcome.choices),
            Column("age_band", _("Age at the incident, in bands."), AgeBand.choices),
            Column("sex", _("Sex of the person, as the review gives it."), Sex.choices),
            Column("context", _("Where the harm came from."), Context.choices),
            Column("harm_types", _("Kinds of harm, by code; several are parted by semicolons.")),
            Column("strands", _("Strands, by code; several are parted by semicolons.")),
            Column("police_before", _("Whether police were involved before the incident."), Known.choices),
            Column("state", _("Where the review stands."), CaseState.choices),
            Column("source", _("Where it is published.")),
            Column("marking", _("Security marking.")),
        ),
        _reviews,
    ),
    Table(
        "learning_points",
        _("One row for each learning point: of both coders once both are done, agreed ones, and those of a file."),
        (
            REFERENCE,
            Column("point", _("Number of the learning point.")),
            Column("coding", _("Whose reading it is of."), ROLES),
            Column("round", _("Counts up when a review is coded anew.")),
            Column("taxonomy", _("Version of the themes it was coded by.")),
            Column("counts", _("Whether it is in the figures once the review is quality-assured: agreed ones are.")),
            Column("theme", _("Theme, by its code; see the table themes.")),
            Column("level", _("Whom it is for."), Level.choices),
            Column("kind", _("Whether it went wrong or well."), PointKind.choices),
            Column("strands", _("Strands, by code; several are parted by semicolons.")),
            Column("actions", _("Actions of the plan, by code; several are parted by semicolons.")),
            Column("text", _("The learning, in the coder's words.")),
            Column("recommendation", _("What the review recommends about it.")),
            Column("page", _("Page of the passage.")),
            Column("passage", _("The passage, in the review's words.")),
        ),
        _points,
    ),
    Table(
        "agreement",
        _("One row for each review that two people coded: how far they agreed before they spoke."),
        (
            REFERENCE,
            Column("round", _("Counts up when a review is coded anew.")),
            Column("themes", _("Number of themes, each applied or not by each coder.")),
            Column("both", _("Themes that both applied.")),
            Column("only_first", _("Themes that only the first coder applied.")),
            Column("only_second", _("Themes that only the second coder applied.")),
            Column("kappa", _("Cohen's kappa; empty where it is not defined.")),
            Column("alpha", _("Krippendorff's alpha, nominal; empty where it is not defined.")),
        ),
        _agreements,
    ),
    Table(
        "themes",
        _("The themes of learning, in every version that was in use: the code book of what coders chose."),
        (
            Column("taxonomy", _("Version of the themes.")),
            Column("state", _("Whether the version is in use.")),
            Column("code", _("Code of the theme; the same in every version that has it.")),
            Column("below", _("Code of the theme above it; empty for a group.")),
            Column("name", _("Name of the theme.")),
            Column("description", _("When to use it, and when not.")),
            Column("provenance", _("Where it comes from.")),
        ),
        _themes,
    ),
    Table(
        "columns",
        _("What each column of each table holds."),
        (
            Column("table", _("Table.")),
            Column("column", _("Column.")),
            Column("meaning", _("What it holds.")),
            Column("values", _("The codes it may hold, and what they mean.")),
        ),
        _columns,
    ),
)
