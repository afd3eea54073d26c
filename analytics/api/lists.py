"""Lists of figures and of benchmarks. A tag of when figures last moved answers most pulls without reading any."""

import dataclasses
from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from analytics import comparing, figures, moved, scale, standing, themes
from analytics.api.shapes import BENCHMARK_FIELDS, SUMMARY_FIELDS, BenchmarkShape, SummaryShape
from analytics.counting_sql import CODE_VERSION
from analytics.figures import Audience, Figure, GroupFigure, Part
from analytics.models import Summary
from analytics.reports import words
from analytics.themes import ThemeFigure
from analytics.vocab import Basis, Level, Scope
from nvap.models import ActionVersion, Round
from vkpp.accounts.models import Force
from vkpp.core.api import etags, pagination
from vkpp.core.api.errors import BadParameter
from vkpp.core.api.pagination import Cursor, Order, Page, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

ORDER = "plan"
AS_THEY_ARE = tuple(field.name for field in dataclasses.fields(GroupFigure) if field.name in SUMMARY_FIELDS)
CODE = {"type": "string", "maxLength": 40}
WANTED = (
    OpenApiParameter("round", CODE, description=gettext_lazy("Code of a round; without it the newest.")),
    OpenApiParameter(
        "basis",
        {"type": "string", "enum": Basis.values},
        description=gettext_lazy("Which answers count; without it the published ones, or live while a round runs."),
    ),
    OpenApiParameter(
        "level",
        {"type": "string", "enum": Level.values},
        description=gettext_lazy("Figures of single actions, or of whole themes; without it of actions."),
    ),
    OpenApiParameter("action", CODE, description=gettext_lazy("Code of one action, for example 2.1.1.")),
    OpenApiParameter("theme", CODE, description=gettext_lazy("Code of one theme, for example 2.")),
    OpenApiParameter(
        "measure", CODE, description=gettext_lazy("Code of a summarised question; without it the form's first.")
    ),
    OpenApiParameter(
        "scope", {"type": "string", "enum": Scope.values}, description=gettext_lazy("Only figures of this scope.")
    ),
)
MOST_KEPT = 200
Outline = tuple[list[Part], dict[int, str]]
_outlines: dict[Any, Outline] = {}  # the figures there are, and the code of the theme that each subject is in
OF_FORCE = OpenApiParameter("force", CODE, description=gettext_lazy("Code of a force; without it your own."))


class FigureList(ListView):
    """What both lists share: who asks, for which round, basis, question and scope; pages by place in the plan."""

    orders: ClassVar[dict[str, Order]] = {ORDER: Order((("place", "number"),))}
    default_order = ORDER
    own_parameters: ClassVar[tuple[str, ...]] = ("round", "basis", "level", "action", "theme", "measure", "scope")
    finds_by_parameter = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Figures are read through disclosure, not as rows."""
        return Summary.objects.none()

    def answer(self, request: Request, audience: Audience) -> Response:
        """304 when nothing has moved, else a page."""
        code, basis = request.query_params.get("round"), self.one_of("basis", Basis.values)
        found = moved.state_of(audience, code, basis)
        if found is None:
            raise Http404
        if found.basis not in audience.bases():
            raise PermissionDenied(_("Your role reads published figures only."))
        reader = (audience.everything, audience.force and audience.force.pk, sorted(audience.known))
        self.tag = etags.tag_of(request.get_full_path(), reader, *found, CODE_VERSION)
        if etags.has_already(request, self.tag):
            return Response(status=304, headers={"ETag": self.tag})
        self.state, self.audience, self.basis = found, audience, Basis(found.basis)
        self.round = Round.objects.select_related("form").get(pk=found.round)
        shown = super().get(request)
        shown["ETag"] = self.tag
        return shown

    def tag_parts(self, rows: list[Row]) -> Any:  # noqa: ARG002 - the tag of the state tells every change
        """What tells every change."""
        return self.tag

    def one_of(self, name: str, words: list[str]) -> str | None:
        """A parameter that must be one of these words, or is not given."""
        value = self.request.query_params.get(name)
        if value is not None and value not in words:
            raise BadParameter(name, _("Use one of: %(words)s.") % {"words": ", ".join(words)})
        return value

    def page(self) -> Page:
        """The figures from the cursor on."""
        _name, cursor = pagination.asked_order(self.request, self.orders, self.default_order, timed=False)
        size = pagination.page_size(self.request.query_params.get("page_size"))
        parts = self.parts()
        total = sum(part[-1] for part in parts)
        start = min(cursor.place[0], total) if cursor else 0
        before = Cursor(ORDER, False, (max(start - size, 0),)) if start else None
        after = Cursor(ORDER, False, (start + size,)) if start + size < total else None
        return Page(rows=self.shown(self.between(parts, start, start + size)), next=after, previous=before, as_of="")

    def parts(self) -> list[Part]:
        """How many figures of which action or theme and scope pass the filters."""
        codes = {measure.code: measure for measure in scale.measures(self.round)}
        measure = self.one_of("measure", list(codes)) or next(iter(codes), "")
        self.measure = codes.get(measure)
        self.scope = self.one_of("scope", Scope.values)
        self.level = Level(self.one_of("level", Level.values) or Level.ACTION)
        action, theme = self.request.query_params.get("action"), self.request.query_params.get("theme")
        if self.level == Level.THEME and action is not None:
            raise BadParameter("action", _("Leave it out: the figure of a theme has no action."))
        parts, self.theme_of = self.outline(measure)
        self.names = {pk: (own, title) for pk, own, title, _scope, _number in parts}
        return [
            part
            for part in parts
            if action in (None, part[1]) and self.scope in (None, part[3]) and theme in (None, self.theme_of[part[0]])
        ]

    def outline(self, measure: str) -> Outline:
        """What `outline` says, kept as long as nothing has moved; a published plan's titles never do."""
        reader = (self.audience.everything, self.audience.force and self.audience.force.pk)
        key = (self.state, *reader, measure, self.level)
        if key not in _outlines:
            if len(_outlines) >= MOST_KEPT:
                _outlines.clear()
            count = themes.outline if self.level == Level.THEME else figures.outline
            parts = count(self.audience, self.round, basis=self.basis, measure=measure)
            actions = ActionVersion.objects.filter(plan=self.round.plan_id).order_by()
            theme_of = {part[0]: part[1] for part in parts}
            if self.level == Level.ACTION:
                theme_of = dict(actions.values_list("pk", "theme__code"))
            _outlines[key] = (parts, theme_of)
        return _outlines[key]

    def between(self, parts: list[Part], start: int, end: int) -> list[GroupFigure]:
        """The figures from one place to another; only those of their actions or themes are read."""
        sizes: Counter[int] = Counter()
        for subject, *_names, number in parts:
            sizes[subject] += number
        wanted: list[int] = []
        place = skip = 0
        for subject, size in sizes.items():
            if place < end and place + size > start:
                skip = skip if wanted else start - place
                wanted.append(subject)
            place += size
        if not wanted or self.measure is None:
            return []
        found = self.of_themes(wanted) if self.level == Level.THEME else self.of_actions(wanted)
        return [figure for figure in found if self.scope in (None, figure.scope)][skip : skip + end - start]

    def of_actions(self, wanted: list[int]) -> list[GroupFigure]:
        """Figures of these actions, and the own answers beside them."""
        self.own = self.answers(wanted)
        return list(figures.of(self.read(wanted)))

    def of_themes(self, wanted: list[int]) -> list[GroupFigure]:
        """Figures of these themes, decided beside those of all their actions."""
        members = {theme: actions for theme, actions in themes.members_of(self.round).items() if theme in wanted}
        actions = [action for group in members.values() for action in group]
        self.own, self.members = self.answers(actions), members
        measures = [self.measure.code] if self.measure else []
        return list(
            themes.find(
                self.audience,
                self.round,
                basis=self.basis,
                parts=self.read(actions),
                members=members,
                measures=measures,
                own=self.own,
            )
        )

    def answers(self, actions: list[int]) -> dict[int, standing.Own]:
        """The own answers of the audience's force."""
        force = self.audience.force
        return standing.of_force(force, self.round, self.basis, actions) if force is not None else {}

    def read(self, actions: list[int]) -> list[figures.Read]:
        """Figures of these actions with what disclosure says."""
        measures = [self.measure.code] if self.measure else []
        return figures.read(
            self.audience, self.round, basis=self.basis, measures=measures, actions=actions, own=self.own
        )

    def shown(self, found: list[GroupFigure]) -> list[Row]:  # type: ignore[override]  # many of them here
        """The figures as rows."""
        return [self.row(figure) for figure in found]

    def row(self, figure: GroupFigure) -> Row:
        """One figure as it is shown."""
        subject = subject_of(figure)
        code, title = self.names[subject]
        row: Row = {name: getattr(figure, name) for name in AS_THEY_ARE}
        spread: Mapping[float, int] | None = figure.distribution
        return row | {
            "round": self.round.code,
            "level": self.level.value,
            "theme": self.theme_of[subject],
            "action": code if self.level == Level.ACTION else None,
            "title": title,
            "group": figure.title,
            "distribution": None if spread is None else {f"{score:g}": count for score, count in spread.items()},
        }


def subject_of(figure: GroupFigure) -> int:
    """The action or the theme that the figure is about."""
    assert isinstance(figure, Figure | ThemeFigure), "figures of groups are of one of the two"
    return figure.action if isinstance(figure, Figure) else figure.theme


class Summaries(FigureList):
    """Figures of groups."""

    known_fields = SUMMARY_FIELDS

    @extend_schema(
        operation_id="summaries_list",
        tags=["Benchmarking"],
        summary=gettext_lazy("List benchmarking figures"),
        description=gettext_lazy(
            "How the forces of the nation, a region or a peer group answered a levelled question on each action, on "
            "one basis. A figure that could tell what a single force said is withheld, and says why. Send the ETag "
            "back as If-None-Match: while nothing has moved the answer is 304."
        ),
        parameters=list(WANTED),
        responses={200: pages_of(SummaryShape, "SummaryPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of figures."""
        audience = figures.audience_of(request.user)
        if audience is None:
            raise PermissionDenied(_("Your role does not include benchmarking."))
        return self.answer(request, audience)


class Benchmarks(FigureList):
    """A force beside the figures of others."""

    known_fields = BENCHMARK_FIELDS
    own_parameters = (*FigureList.own_parameters, "force")

    @extend_schema(
        operation_id="benchmarks_list",
        tags=["Benchmarking"],
        summary=gettext_lazy("Compare a force with others"),
        description=gettext_lazy(
            "The force's own level on each action beside the nation, its region and its peer groups. Your own force "
            "only; VKPP staff any force. Send the ETag back as If-None-Match: while nothing has moved the answer is "
            "304."
        ),
        parameters=[*WANTED, OF_FORCE],
        responses={200: pages_of(BenchmarkShape, "BenchmarkPage")},
    )
    def get(self, request: Request) -> Response:
        """A page of benchmarks."""
        return self.answer(request, self.reader(request))

    def reader(self, request: Request) -> Audience:
        """As whom the caller reads about the force; a force that is not theirs does not exist for them."""
        code = request.query_params.get("force")
        general = figures.audience_of(request.user)
        if general is None or (general.published_only and code is None):
            raise PermissionDenied(_("Your role does not include benchmarking of a force."))
        if code is None:
            if general.force is None:
                raise BadParameter("force", _("Name a force, for example norfolk."))
            return general
        force = Force.objects.filter(code=code, benchmarked=True).first()
        audience = figures.audience_of(request.user, force) if force is not None else None
        if audience is None:
            raise Http404
        return audience

    def shown(self, found: list[GroupFigure]) -> list[Row]:  # type: ignore[override]  # many of them here
        """The figures with the own answer beside each."""
        force = self.audience.force
        assert force is not None
        return [self.row(figure) | self._beside(figure, force) for figure in found]

    def _beside(self, figure: GroupFigure, force: Force) -> Row:
        level, not_applicable = self._own(figure)
        place = comparing.place(figure, level, force.region)
        return {
            "force": force.code,
            "own_score": level,
            "own_level": words.level(self.measure, level) if self.measure else "",
            "own_not_applicable": not_applicable,
            "position": place.at if place else None,
            "joint": place.joint if place else None,
            "to_median": comparing.to_median(figure, level),
        }

    def _own(self, figure: GroupFigure) -> tuple[float | None, bool]:
        """The own level on the action or in the theme, and whether nothing of it applies."""
        subject = subject_of(figure)
        if self.level == Level.ACTION:
            own = self.own.get(subject)
            return (own.level(figure.measure), own.not_applicable) if own else (None, False)
        actions = self.members[subject]
        none_applies = all(action in self.own and self.own[action].not_applicable for action in actions)
        return themes.own_level(actions, self.own, figure.measure), none_applies
