"""Learning points and recurrent themes in the API: the agreed points of quality-assured reviews, and how often they occur."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import F, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from reviews import learning, people, small_numbers
from reviews.learning import Counted
from reviews.learning_filters import Wanted, labels
from reviews.models import LearningPoint
from reviews.theme_tree import Node, themes
from reviews.vocab import Level, PointKind
from vkpp.core.api.filters import Filters, Moment, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

STORED = ("id", "level", "kind", "text", "quote", "page_number", "recommendation", "strands")
NAMED = {
    "review": "review__reference",
    "theme": "theme__code",
    "taxonomy": "coding__taxonomy__number",
    "assured_at": "review__assured_at",
    "updated_at": "changed",
}
FIELDS = (*STORED, *NAMED, "actions")


def known(facet: str) -> Callable[[], Iterable[str]]:
    """The values there are of one facet."""
    return lambda: labels()[facet]


class ForReaders(ApiView):
    """Only for who reads case reviews."""

    def check_permissions(self, request: Request) -> None:
        """Tell others whom it is for."""
        super().check_permissions(request)
        if not people.may_read(request.user):
            raise PermissionDenied(
                _("Forces and national bodies read what was learned from case reviews. Ask for a role that does.")
            )


# ---- learning points ---------------------------------------------------------------------------------------------------
class PointShape(serializers.ModelSerializer[LearningPoint]):
    """A learning point that two coders agreed on."""

    review = serializers.CharField(help_text=gettext_lazy("Reference of the case review."))
    theme = serializers.CharField(help_text=gettext_lazy("Code of its theme. See /learning-themes/."))
    taxonomy = serializers.IntegerField(help_text=gettext_lazy("Version of the themes it was coded with."))
    assured_at = serializers.DateTimeField(help_text=gettext_lazy("When its review was quality-assured."))
    updated_at = serializers.DateTimeField(help_text=gettext_lazy("When it, or its review, was last changed."))
    strands = serializers.ListField(child=serializers.CharField(), help_text=gettext_lazy("Codes. See /strands/."))
    actions = serializers.ListField(
        child=serializers.CharField(), help_text=gettext_lazy("Codes of the actions of the plan that it concerns.")
    )

    class Meta:
        model = LearningPoint
        fields = FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "id": {"help_text": gettext_lazy("Number of the learning point.")},
            "level": {"help_text": gettext_lazy("Whom it is for.")},
            "kind": {"help_text": gettext_lazy("Whether it went wrong or well.")},
            "text": {"help_text": gettext_lazy("The learning, in the coders' words.")},
            "quote": {"help_text": gettext_lazy("The passage of the review; may be empty.")},
            "page_number": {"help_text": gettext_lazy("The page of the passage; null when it has none.")},
            "recommendation": {"help_text": gettext_lazy("What the review recommends about it; may be empty.")},
        }


class PointFilters(Filters):
    """Filters of learning points. There is none by age: a review's points are not set apart by whom it is about."""

    theme = Words(
        method="of_theme", words=known("theme"), help_text=gettext_lazy("Code of a theme, with all below it.")
    )
    action = Words(method="of_action", words=known("action"), help_text=gettext_lazy("Code of an action of the plan."))
    level = Words(words=Level.values, help_text=gettext_lazy("Whom it is for."))
    kind = Words(words=PointKind.values, help_text=gettext_lazy("Whether it went wrong or well."))
    type = Words(
        field_name="review__type__code", words=known("type"), help_text=gettext_lazy("Code of a kind of review.")
    )
    strand = Words(
        method="of_strand", words=known("strand"), help_text=gettext_lazy("Strand of the point or of its review.")
    )
    force = Words(
        field_name="review__force__code", words=known("force"), help_text=gettext_lazy("Code of the review's force.")
    )
    year = Words(method="of_year", words=known("year"), help_text=gettext_lazy("Year in which it was published."))
    assured_since = Moment(
        field_name="review__assured_at", help_text=gettext_lazy("Of reviews quality-assured at this time or later.")
    )
    updated_since = Moment(
        field_name="changed", help_text=gettext_lazy("Changed, or its review was, at this time or later.")
    )

    def of_theme(self, rows: Any, _name: str, codes: list[str]) -> Any:
        """Of any of these themes, or of one below them."""
        if not codes:
            return rows
        nodes = themes()
        return rows.filter(theme_id__in=[pk for code in codes for pk in nodes[code].ids])

    def of_action(self, rows: Any, _name: str, codes: list[str]) -> Any:
        """That concern any of these actions."""
        found = LearningPoint.actions.through.objects.filter(action__code__in=codes).values("point")
        return rows.filter(pk__in=found) if codes else rows

    def of_strand(self, rows: Any, _name: str, codes: list[str]) -> Any:
        """With any of these strands, itself or its review."""
        return rows.filter(Q(strands__overlap=codes) | Q(review__strands__overlap=codes)) if codes else rows

    def of_year(self, rows: Any, _name: str, years: list[str]) -> Any:
        """Of reviews published in any of these years."""
        starts = Q()
        for year in years:
            starts |= Q(review__published="") if year == "none" else Q(review__published__startswith=year)
        return rows.filter(starts) if years else rows


class Points(ForReaders, ListView):
    """The learning points that count."""

    known_fields = FIELDS
    filters = PointFilters
    orders: ClassVar[Mapping[str, Order]] = {
        "id": Order((("id", "number"),)),
        "-id": Order((("id", "number"),), descending=True),
        "updated_at": Order((("changed", "instant"), ("id", "number"))),
    }
    default_order = "id"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The points that this person may see and that figures count."""
        seen = self.filtered(LearningPoint.objects.visible_to(self.request.user).counted().changed())
        return seen.values(*STORED, "changed", **{f"_{name}": F(column) for name, column in NAMED.items()})

    def shape(self, rows: list[Row]) -> list[Row]:
        """The points as they are shown, with their actions in one query."""
        ids = [row["id"] for row in rows]
        links = LearningPoint.actions.through.objects.filter(point__in=ids).values("point")
        codes = dict(
            links.annotate(codes=ArrayAgg("action__code", order_by="action__code")).values_list("point", "codes")
        )
        return [
            {
                **{name: row[name] for name in STORED},
                **{name: row[f"_{name}"] for name in NAMED},
                "actions": codes.get(row["id"], []),
            }
            for row in rows
        ]

    @extend_schema(
        operation_id="learning_points_list",
        tags=["Reviews"],
        summary=gettext_lazy("List learning points"),
        description=gettext_lazy(
            "What is to be learned from published case reviews: the points that two coders agreed on, of reviews that "
            "are quality-assured. No point names a person."
        ),
        responses={200: pages_of(PointShape, "LearningPointPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of learning points."""
        return super().get(request)


# ---- themes ------------------------------------------------------------------------------------------------------------
class LearningThemeShape(serializers.Serializer[Any]):
    """A theme with how often it was met."""

    url = serializers.URLField(help_text=gettext_lazy("Its address, with figures by year and by action."))
    code = serializers.CharField(help_text=gettext_lazy("Its code, the same in every version of the themes."))
    label = serializers.CharField(help_text=gettext_lazy("What people read."))  # type: ignore[assignment]  # the name is the API\'s
    description = serializers.CharField(help_text=gettext_lazy("When it is used."))
    above = serializers.CharField(allow_null=True, help_text=gettext_lazy("Code of the theme above; null at the top."))
    in_use = serializers.BooleanField(help_text=gettext_lazy("Whether the version in use has it."))
    reviews = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("Reviews with learning on it or on a theme below; null when withheld.")
    )
    points = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("Learning points on it or below; null when figures count people.")
    )
    counted = serializers.IntegerField(
        allow_null=True, help_text=gettext_lazy("All quality-assured reviews with these filters; null when withheld.")
    )


class PartShape(serializers.Serializer[Any]):
    """A figure of one year or one action."""

    code = serializers.CharField(help_text=gettext_lazy("The year, or the action's code."))
    reviews = serializers.IntegerField(allow_null=True, help_text=gettext_lazy("Reviews; null when withheld."))


class ThemeDetail(LearningThemeShape):
    """A theme with its figures by year and by action."""

    by_year = PartShape(many=True, help_text=gettext_lazy("By the year in which the reviews were published."))
    by_action = PartShape(many=True, help_text=gettext_lazy("By the action of the plan that the learning concerns."))


class ThemeFilters(Filters):
    """Filters of the reviews and points that are counted."""

    type = Words(words=known("type"), help_text=gettext_lazy("Code of a kind of review."))
    strand = Words(words=known("strand"), help_text=gettext_lazy("Code of a strand."))
    year = Words(words=known("year"), help_text=gettext_lazy("Year in which reviews were published."))
    quarter = Words(words=known("quarter"), help_text=gettext_lazy("Quarter, for example 2021-Q2."))
    region = Words(words=known("region"), help_text=gettext_lazy("Region of the force."))
    force = Words(words=known("force"), help_text=gettext_lazy("Code of a force; none for reviews without."))
    age = Words(
        words=known("age"),
        help_text=gettext_lazy("Age band. Figures then count people: below five withheld, else rounded to five."),
    )
    level = Words(words=Level.values, help_text=gettext_lazy("Only points for this level; one."))
    kind = Words(words=PointKind.values, help_text=gettext_lazy("Only problems, or only good practice; one."))


def _counted(request: Request) -> Counted:
    chosen = ThemeFilters(request.query_params, queryset=LearningPoint.objects.none()).cleaned()
    values = {name: tuple(some) for name, some in chosen.items() if some}
    for name in ("level", "kind"):
        if len(values.get(name, ())) > 1:
            del values[name]  # both of two are all
    return learning.find(request.user, Wanted(chosen=values))


def _row(request: Request, node: Node, reviews: int | None, points: int | None, base: int | None) -> Row:
    return {
        "url": request.build_absolute_uri(reverse("api:learning_theme", args=[node.code])),
        "code": node.code,
        "label": node.label,
        "description": node.description,
        "above": node.parent or None,
        "in_use": not node.earlier,
        "reviews": reviews,
        "points": points,
        "counted": base,
    }


class Themes(ForReaders):
    """All themes on one page."""

    filters = ThemeFilters

    @extend_schema(
        operation_id="learning_themes_list",
        tags=["Reviews"],
        summary=gettext_lazy("Count learning by theme"),
        description=gettext_lazy(
            "Every theme of learning, parents before their children, with how many reviews and learning points there "
            "are on it. A review counts once for a theme, and for the themes above. All on one page."
        ),
        responses={200: pages_of(LearningThemeShape, "LearningThemePage")},
    )
    def get(self, request: Request) -> Response:
        """Every theme."""
        counted = _counted(request)
        telling = small_numbers.telling(request.user, counted.wanted)
        nodes = list(themes().values())
        with counted.index.lock:
            told = telling.row([counted.count(theme=node.code) for node in nodes])
            points = [None if telling.people else counted.points(theme=node.code) for node in nodes]
            base = telling.one(len(counted.among))
        figures = zip(nodes, told, points, strict=True)
        rows = [_row(request, node, reviews, number, base) for node, reviews, number in figures]
        return self.tagged({"results": rows, "next": None, "previous": None}, rows)


class OneTheme(ForReaders):
    """How often a theme of learning recurs, and where."""

    filters = ThemeFilters

    @extend_schema(
        operation_id="learning_themes_read",
        tags=["Reviews"],
        summary=gettext_lazy("Count learning on a theme"),
        description=gettext_lazy("A theme with its figures by year and by action of the plan."),
        responses={200: ThemeDetail},
    )
    def get(self, request: Request, code: str) -> Response:
        """The theme with this code."""
        node = themes().get(code)
        if node is None:
            raise Http404
        counted = _counted(request)
        telling = small_numbers.telling(request.user, counted.wanted)
        with counted.index.lock:
            points = None if telling.people else counted.points(theme=code)
            base = telling.one(len(counted.among))
            row = _row(request, node, telling.one(counted.count(theme=code)), points, base)
            years = {year: counted.with_facet("year", year).count(theme=code) for year in labels()["year"]}
            actions = {action: counted.count(theme=code, action=action) for action in labels()["action"]}
        row |= {"by_year": _parts(telling, years), "by_action": _parts(telling, actions)}
        return self.tagged(row, row)


def _parts(telling: small_numbers.Telling, counts: Mapping[str, int]) -> list[Row]:
    some = {code: count for code, count in counts.items() if count}
    told = telling.row(list(some.values()))
    return [{"code": code, "reviews": count} for code, count in zip(some, told, strict=True)]
