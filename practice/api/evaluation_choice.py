"""Candidates of a round, one's scores, the set so far, and suggestions of a best set."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import shortlist_pool, shortlist_scoring, shortlist_suggesting
from practice.api import evaluation_shapes as shapes
from practice.api.evaluation_rounds import TAG, find, one
from practice.models import BankEntry, Candidate, CandidateScore, EvaluationRound, Suggestion
from practice.shortlist import board
from practice.shortlist.board import Board
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView
from vkpp.core.exceptions import NotAllowed

SCORING = OpenApiExample(
    "Scores", value={"scores": [{"criterion": 1, "score": 3, "comment": "Clear."}]}, request_only=True
)
TENTHS = 10


class RoundCandidates(ListView):
    """Candidates of a round."""

    known_fields = shapes.CANDIDATE_FIELDS
    orders: ClassVar[dict[str, Order]] = {"id": Order((("id", "number"),))}
    default_order = "id"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those in the pool that this person sees."""
        self.round = find(self.request, self.kwargs["reference"])
        rows = Candidate.objects.visible_to(self.request.user).in_pool().filter(round=self.round)
        found: models.QuerySet[Any, Any] = rows.values("id")
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        now = board.build(self.request.user, self.round)
        return [_shown(now, row["id"], self.request) for row in rows if now.line(row["id"]) is not None]

    @extend_schema(
        operation_id="evaluation_candidates_list",
        tags=[TAG],
        summary=gettext_lazy("List the candidates of a round"),
        description=gettext_lazy(
            "Without examples that you have an interest in, and without those whose owner has taken the permission back: "
            "what is missing from one day to the next is to be deleted from copies. Points are told once the scoring has "
            "ended."
        ),
        responses={200: pages_of(shapes.CandidateShape, "CandidatePage")},
    )
    def get(self, request: Request, reference: str) -> Response:
        """A page of candidates."""
        return super().get(request, reference=reference)

    @extend_schema(
        operation_id="evaluation_candidates_add",
        tags=[TAG],
        summary=gettext_lazy("Put examples into the pool"),
        description=gettext_lazy("For VKPP administrators. Putting in what is there changes nothing."),
        request=shapes.RoundPoolShape,
        responses={200: shapes.OneEvaluationRoundShape},
        examples=[
            OpenApiExample("Two examples", value={"practices": ["VP-2026-00001", "VP-2026-00002"]}, request_only=True)
        ],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Put in."""
        found = find(request, reference)
        values = taken(request.data, shapes.RoundPoolShape)
        wanted = list(dict.fromkeys(values["practices"]))
        rows = BankEntry.objects.visible_to(request.user).filter(reference__in=wanted).select_related("practice")
        known = {row.reference: row.practice for row in rows}
        if unknown := [name for name in wanted if name not in known]:
            sentence = _("No published example that you may read: %(refs)s.") % {"refs": ", ".join(unknown)}
            raise ValidationError({"practices": [sentence]})
        why = values.get("why", "")
        shortlist_pool.add(round_=found, practices=[known[name] for name in wanted], why=why, by=request.user)
        return one(reference, request)


class OneCandidate(ApiView):
    """An example in the pool of a round, with its scores and what evaluating it would cost."""

    known_fields = shapes.ONE_CANDIDATE_FIELDS
    preconditions: ClassVar[Any] = ()

    @extend_schema(
        operation_id="evaluation_candidates_read",
        tags=[TAG],
        summary=gettext_lazy("Read a candidate"),
        description=gettext_lazy("With its standing, where that may be told, and your own scores."),
        responses={200: shapes.OneCandidateShape},
    )
    def get(self, request: Request, reference: str, number: str) -> Response:
        """The candidate with this number."""
        return self.shown(_detail(_candidate(request, reference, number), request))

    @extend_schema(
        operation_id="evaluation_candidates_estimate",
        tags=[TAG],
        summary=gettext_lazy("Estimate the cost of evaluating a candidate"),
        description=gettext_lazy("For VKPP administrators, until the round is decided."),
        request=shapes.EstimateShape,
        responses={200: shapes.OneCandidateShape},
        examples=[OpenApiExample("An estimate", value={"cost": 90000, "note": "Two sites."}, request_only=True)],
    )
    def patch(self, request: Request, reference: str, number: str) -> Response:
        """Set the estimate."""
        found = _candidate(request, reference, number)
        values = taken(request.data, shapes.EstimateShape)
        shortlist_pool.estimate(candidate=found, cost=values["cost"], note=values.get("note", ""), by=request.user)
        return Response(_detail(found, request))


class CandidateRemoval(ApiView):
    """Taking a candidate out."""

    @extend_schema(
        operation_id="evaluation_candidates_remove",
        tags=[TAG],
        summary=gettext_lazy("Take a candidate out of the pool"),
        description=gettext_lazy("For VKPP administrators, with the reason. Taking out twice changes nothing."),
        request=shapes.RoundReasonShape,
        responses={200: shapes.OneEvaluationRoundShape},
        examples=[OpenApiExample("A reason", value={"reason": "It is being evaluated already."}, request_only=True)],
    )
    def post(self, request: Request, reference: str, number: str) -> Response:
        """Take out."""
        found = _candidate(request, reference, number)
        reason = taken(request.data, shapes.RoundReasonShape).get("reason", "")
        shortlist_pool.remove(candidate=found, why=reason, by=request.user)
        return one(reference, request)


class CandidateScores(ApiView):
    """One's own scores."""

    @extend_schema(
        operation_id="evaluation_candidates_score",
        tags=[TAG],
        summary=gettext_lazy("Score a candidate"),
        description=gettext_lazy(
            "For VKPP staff and evidence reviewers without an interest in it, while scores are asked for. Your earlier "
            "scores by the same criteria are replaced."
        ),
        request=shapes.ScoresShape,
        responses={200: shapes.OneCandidateShape},
        examples=[SCORING],
    )
    def put(self, request: Request, reference: str, number: str) -> Response:
        """Give or change them."""
        found = _candidate(request, reference, number)
        rows = taken(request.data, shapes.ScoresShape)["scores"]
        shortlist_scoring.score(
            candidate=found,
            scores={row["criterion"]: row["score"] for row in rows},
            comments={row["criterion"]: row.get("comment", "") for row in rows},
            by=request.user,
        )
        return Response(_detail(found, request))


class RoundSelection(ApiView):
    """The set so far."""

    preconditions: ClassVar[Any] = ("PUT",)

    @extend_schema(
        operation_id="evaluation_rounds_select",
        tags=[TAG],
        summary=gettext_lazy("Put the set together"),
        description=gettext_lazy(
            "For VKPP administrators: the candidates that are in the set from now on. The answer says how it stands to "
            "each limit. If-Match is the version or ETag of the round."
        ),
        request=shapes.SelectionShape,
        responses={200: shapes.OneEvaluationRoundShape},
        examples=[OpenApiExample("A set", value={"candidates": [1, 4, 7]}, request_only=True)],
    )
    def put(self, request: Request, reference: str) -> Response:
        """Keep the set."""
        found = find(request, reference)
        version = etags.version_given(request)
        chosen = taken(request.data, shapes.SelectionShape)["candidates"]
        shortlist_pool.select(round_=found, chosen=set(chosen), version=version, by=request.user)
        return one(reference, request)


class RoundSuggestions(ListView):
    """Suggestions of a best set."""

    known_fields = shapes.SUGGESTION_FIELDS
    orders: ClassVar[dict[str, Order]] = {"-number": Order((("number", "number"),), descending=True)}
    default_order = "-number"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those of the round, for who decides."""
        self.round = find(self.request, self.kwargs["reference"])
        rows = Suggestion.objects.visible_to(self.request.user).filter(round=self.round)
        found: models.QuerySet[Any, Any] = rows.values("number", "title", "terms", "result", "made_at")
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown, without candidates that this person does not see now."""
        now = board.build(self.request.user, self.round)
        return [_suggested(row, now, self.request) for row in rows]

    @extend_schema(
        operation_id="evaluation_suggestions_list",
        tags=[TAG],
        summary=gettext_lazy("List suggestions of a best set"),
        description=gettext_lazy("For VKPP administrators; others who see the round get an empty list."),
        responses={200: pages_of(shapes.SuggestionShape, "SuggestionPage")},
    )
    def get(self, request: Request, reference: str) -> Response:
        """A page of suggestions."""
        return super().get(request, reference=reference)

    @extend_schema(
        operation_id="evaluation_suggestions_ask",
        tags=[TAG],
        summary=gettext_lazy("Ask for a best set"),
        description=gettext_lazy(
            "For VKPP administrators. Under the round's terms, or what if: with another fund or other numbers, with "
            "candidates fixed in or out. A worker finds it; read it until its state is no longer waiting."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.AskSuggestionShape,
        responses={201: shapes.OneSuggestionShape, 200: shapes.OneSuggestionShape},
        examples=[
            OpenApiExample("What if", value={"title": "With £1m only", "fund": 1000000, "into": [4]}, request_only=True)
        ],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Ask."""
        found = find(request, reference)
        key = idempotency.key_of(request)
        values = taken(request.data, shapes.AskSuggestionShape)
        names = ("fund", "at_least", "serious_violence_at_least")
        made, job = shortlist_suggesting.ask(
            round_=found,
            title=values.get("title", ""),
            other={name: values[name] for name in names if name in values},
            into=values.get("into", ()),
            out_of=values.get("out_of", ()),
            key=key,
            body_hash=idempotency.hash_of(dict(request.data)),
            by=request.user,
        )
        return Response(_suggestion_detail(made, found, request), status=201 if job else 200)


class OneSuggestion(ApiView):
    """A best set that was worked out for a round, with its reasons."""

    known_fields = shapes.ONE_SUGGESTION_FIELDS

    @extend_schema(
        operation_id="evaluation_suggestions_read",
        tags=[TAG],
        summary=gettext_lazy("Read a suggestion"),
        description=gettext_lazy("The set, how it stands to each limit, and for each candidate why it is in or out."),
        responses={200: shapes.OneSuggestionShape},
    )
    def get(self, request: Request, reference: str, number: str) -> Response:
        """The suggestion with this number."""
        round_ = find(request, reference)
        rows = Suggestion.objects.visible_to(request.user).filter(round=round_, number=int(number))
        found: Suggestion | None = rows.first()
        if found is None:
            raise Http404
        return self.shown(_suggestion_detail(found, round_, request))


def _candidate(request: Request, reference: str, number: str) -> Candidate:
    rows = Candidate.objects.visible_to(request.user).select_related("round", "practice")
    found: Candidate | None = rows.filter(round__reference=reference, pk=int(number)).first()
    if found is None:
        raise Http404
    return found


def _shown(now: Board, pk: int, request: Request) -> Row:
    line = now.line(pk)
    if line is None:
        raise Http404
    candidate = line.candidate
    knows = now.tells and line.points is not None
    return {
        "id": pk,
        "url": request.build_absolute_uri(reverse("api:evaluation_candidate", args=[now.round.reference, pk])),
        "practice": line.entry["reference"],
        "title": line.entry["title"],
        "cost": candidate.cost,
        "cost_note": candidate.cost_note,
        "selected": candidate.selected if now.tells else False,
        "points": (line.points or 0) / TENTHS if knows else None,
        "features": sorted(line.features),
        "scored_by_me": line.scored_by_me,
        "added_at": candidate.added_at,
    }


def _detail(candidate: Candidate, request: Request) -> Row:
    now = board.build(request.user, candidate.round)
    line = now.line(candidate.pk)
    if line is None:
        raise Http404
    mine = CandidateScore.objects.filter(candidate=candidate, scorer=request.user.pk)
    return {
        **_shown(now, candidate.pk, request),
        "why": candidate.why,
        "standings": [_standing(row) for row in line.standings] if now.tells or line.scored_by_me else [],
        "my_scores": list(mine.order_by("criterion_id").values("criterion", "score", "comment")),
    }


def _standing(row: Any) -> Row:
    return {
        "criterion": row.criterion.pk,
        "mean": None if row.mean is None else round(float(row.mean), 2),
        "median": row.median,
        "low": row.low,
        "high": row.high,
        "scorers": row.n,
    }


def _suggested(row: Mapping[str, Any], now: Board, request: Request) -> Row:
    result = row["result"] or {}
    seen = {line.candidate.pk for line in now.lines}
    address = reverse("api:evaluation_suggestion", args=[now.round.reference, row["number"]])
    return {
        "url": request.build_absolute_uri(address),
        "number": row["number"],
        "title": row["title"],
        "state": result.get("status", "waiting"),
        "fund": row["terms"]["fund"],
        "chosen": [pk for pk in result.get("chosen", []) if pk in seen],
        "points": result["points"] / TENTHS if "points" in result else None,
        "cost": result.get("cost"),
        "made_at": row["made_at"],
    }


def _suggestion_detail(found: Suggestion, round_: EvaluationRound, request: Request) -> Row:
    if not Suggestion.objects.visible_to(request.user).filter(pk=found.pk).exists():
        raise NotAllowed(_("VKPP administrators read suggestions."))
    now = board.build(request.user, round_)
    names = ("number", "title", "terms", "result", "made_at")
    result: Row = found.result or {}
    seen = {str(line.candidate.pk) for line in now.lines}
    why = [
        {"candidate": int(pk), "chosen": row["in"], "loss": _loss(result, row)}
        for pk, row in (found.why or {}).items()
        if pk in seen
    ]
    return {
        **_suggested({name: getattr(found, name) for name in names}, now, request),
        "limits": result.get("limits", []),
        "reasons": "ready" if found.why is not None else "waiting",
        "why": sorted(why, key=lambda row: row["candidate"]),
        "clash": [{"code": code, "gives": result["gives"][code]} for code in result.get("clash", [])],
    }


def _loss(result: Row, row: Row) -> float | None:
    return None if row["other"] is None else (result["points"] - row["other"]) / TENTHS
