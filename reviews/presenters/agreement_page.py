"""How far coders agree over all reviews, and theme by theme."""

from statistics import median
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, F, Sum

from reviews.agreement import alpha, meaning
from reviews.models import Agreement, Coding, Taxonomy, Theme
from reviews.vocab import CodingRole

PER_PAGE = 25
FEW = 10
"""Fewer reviews than this say little about a theme."""

BY_THEME = """
    SELECT code, count(*) FILTER (WHERE first AND second), count(*) FILTER (WHERE first <> second)
    FROM (
        SELECT theme.code, bool_or(coding.role = 'first') AS first, bool_or(coding.role = 'second') AS second
        FROM reviews_learningpoint point
        JOIN reviews_coding coding ON coding.id = point.coding_id
        JOIN reviews_theme theme ON theme.id = point.theme_id
        JOIN reviews_agreement agreement
             ON agreement.review_id = coding.review_id AND agreement.round = coding.round
        WHERE coding.role IN ('first', 'second') AND coding.done_at IS NOT NULL AND point.removed_at IS NULL
        GROUP BY coding.review_id, coding.round, theme.code
    ) applied
    GROUP BY code
"""


def page(asked: str | None) -> dict[str, Any]:
    """The figures over all, each theme of the version in use, and the reviews, newest first."""
    rows = Agreement.objects.select_related("review").order_by("-at", "-id")
    sums = rows.aggregate(
        count=Count("pk"), units=Sum("units"), both=Sum("both"), one=Sum(F("only_first") + F("only_second"))
    )
    kappas = [figure for figure in rows.values_list("kappa", flat=True) if figure is not None]
    total = None
    if sums["count"]:
        figure = alpha(sums["both"], sums["one"], sums["units"] - sums["both"] - sums["one"])
        total = {**sums, "alpha": figure, "meaning": meaning(figure), "kappa": median(kappas) if kappas else None}
    return {
        "total": total,
        "themes": _themes() if total else [],
        "page": Paginator(rows, PER_PAGE).get_page(asked),
        "few": FEW,
    }


def _themes() -> list[dict[str, Any]]:
    """Each theme of the version in use: in how many reviews both, one or none of the coders applied it."""
    with connection.cursor() as cursor:
        cursor.execute(BY_THEME)
        found = {code: (both, one) for code, both, one in cursor.fetchall()}
    compared = Coding.objects.filter(role=CodingRole.FIRST, done_at__isnull=False, review__agreements__round=F("round"))
    by_version = dict(compared.values_list("taxonomy").annotate(count=Count("pk")).values_list("taxonomy", "count"))
    used = Taxonomy.objects.filter(state="published").first()
    units: dict[str, int] = {}
    for version, code in Theme.objects.filter(taxonomy__in=by_version).values_list("taxonomy", "code"):
        units[code] = units.get(code, 0) + by_version[version]
    lines = []
    for theme in used.themes.all() if used else ():
        both, one = found.get(theme.code, (0, 0))
        n = units.get(theme.code, 0)
        figure = alpha(both, one, n - both - one)
        lines.append({"theme": theme, "n": n, "both": both, "one": one, "alpha": figure, "few": both + one < FEW})
    return lines
