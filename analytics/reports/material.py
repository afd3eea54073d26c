"""What a report is made of: the round's actions, figures after disclosure, and the force's own answers on one basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from analytics import figures, scale, standing, themes
from analytics.comparing import LastRound
from analytics.figures import Audience, Figure
from analytics.models import Baseline
from analytics.scale import Measure
from analytics.themes import ThemeFigure
from analytics.vocab import Basis, Scope
from nvap.models import ActionVersion, Response, Return, Round, SubmittedAnswer, Theme
from nvap.vocab import Provenance
from vkpp.accounts.models import Force

UNANSWERED = (Provenance.EMPTY, Provenance.CARRIED)


@dataclass
class Material:
    """Everything a report reads, each part once."""

    round: Round
    basis: Basis
    audience: Audience
    ret: Return | None = None

    @property
    def force(self) -> Force | None:
        """The force the report is for."""
        return self.ret.force if self.ret is not None else None

    @cached_property
    def measures(self) -> list[Measure]:
        """The levelled questions, the leading one first."""
        return scale.measures(self.round)

    @cached_property
    def themes(self) -> list[tuple[Theme, list[ActionVersion]]]:
        """The plan's actions by theme, in its order."""
        found: dict[Theme, list[ActionVersion]] = {}
        rows = ActionVersion.objects.filter(plan=self.round.plan_id).select_related("theme", "action")
        for action in rows.order_by("theme__order", "order", "code"):
            found.setdefault(action.theme, []).append(action)
        return list(found.items())

    def by_theme(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of a report (each with its `theme`) under their themes, with why some of them are withheld, once."""
        found = []
        for theme, _actions in self.themes:
            mine = [row for row in rows if row["theme"] == theme.pk]
            notes = list(dict.fromkeys(row["withheld"] for row in mine if row["withheld"]))
            found.append({"code": theme.code, "title": theme.title, "rows": mine, "notes": notes})
        return found

    @cached_property
    def actions(self) -> list[ActionVersion]:
        """All actions in order."""
        return [action for _theme, actions in self.themes for action in actions]

    @cached_property
    def read(self) -> list[figures.Read]:
        """Figures of all actions with what disclosure says of them."""
        return figures.read(self.audience, self.round, basis=self.basis)

    @cached_property
    def of_themes(self) -> list[ThemeFigure]:
        """Figures of the themes, for the leading question."""
        members = {theme.pk: [action.pk for action in actions] for theme, actions in self.themes}
        return themes.find(
            self.audience,
            self.round,
            basis=self.basis,
            parts=self.read,
            members=members,
            measures=[self.measures[0].code],
            own=self.own if self.force is not None else None,
        )

    @cached_property
    def found(self) -> dict[tuple[int, str], list[Figure]]:
        """Figures by action and measure: nation first, then region and peers."""
        by_key: dict[tuple[int, str], list[Figure]] = {}
        for figure in figures.of(self.read):
            by_key.setdefault((figure.action, figure.measure), []).append(figure)
        return by_key

    def nation(self, action: ActionVersion, measure: Measure) -> Figure | None:
        """The national figure."""
        return self._of_scope(action, measure, Scope.NATIONAL)

    def region(self, action: ActionVersion, measure: Measure) -> Figure | None:
        """The figure of the force's own region."""
        own = self.force.region if self.force is not None else ""
        return next(
            (
                one
                for one in self.found.get((action.pk, measure.code), [])
                if (one.scope, one.place) == (Scope.REGION, own)
            ),
            None,
        )

    def _of_scope(self, action: ActionVersion, measure: Measure, scope: str) -> Figure | None:
        return next((one for one in self.found.get((action.pk, measure.code), []) if one.scope == scope), None)

    @cached_property
    def own(self) -> dict[int, standing.Own]:
        """The force's own answers by action."""
        return standing.of_force(self.force, self.round, self.basis) if self.force is not None else {}

    def level(self, action: ActionVersion, measure: Measure) -> int | None:
        """The force's own level."""
        answer = self.own.get(action.pk)
        return answer.level(measure.code) if answer is not None else None

    @cached_property
    def last(self) -> LastRound:
        """The round before."""
        return LastRound(self.audience, self.round, self.force)

    @cached_property
    def texts(self) -> Mapping[int, dict[str, Any]]:
        """The force's answers in words by action, as the basis has them."""
        if self.ret is None:
            return {}
        if self.basis == Basis.LIVE:
            rows = Response.objects.filter(ret=self.ret).exclude(provenance__in=UNANSWERED)
            return dict(rows.values_list("action_version_id", "answers"))
        submission = {
            Basis.SIGNED: self.ret.signed_id,
            Basis.VALIDATED: self.ret.validated_id,
            Basis.PUBLISHED: Baseline.objects.filter(round=self.round, force=self.ret.force_id)
            .values_list("submission", flat=True)
            .first(),
        }[self.basis]
        return dict(SubmittedAnswer.objects.filter(submission=submission).values_list("action_version_id", "answers"))

    @cached_property
    def answered(self) -> int:
        """How many forces are in the national figures, at most."""
        counts = [one.answered or 0 for group in self.found.values() for one in group if one.scope == Scope.NATIONAL]
        return max(counts, default=0)

    @cached_property
    def expected(self) -> int:
        """How many forces have a return in the round."""
        return Return.objects.filter(round=self.round).count()
