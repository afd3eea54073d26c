"""Rounds of choosing practice for evaluation: list, set up, read, change, take their steps, decide."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import shortlist_deciding, shortlist_rounds
from practice.api import evaluation_shapes as shapes
from practice.models import EvaluationRound, ShortlistDecision
from practice.shortlist import board, explaining, minutes
from practice.shortlist.workflow import ROUND
from practice.shortlist_vocab import RoundState
from vkpp.core.api import etags, idempotency
from vkpp.core.api.bodies import taken
from vkpp.core.api.filters import Filters, Moment, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

TAG = "Choosing practice for evaluation"
NEW = OpenApiExample(
    "A round",
    value={"title": "Independent evaluations 2026", "fund": 1500000, "at_least": 10, "serious_violence_at_least": 5},
    request_only=True,
)
DECIDING = OpenApiExample("Deciding", value={"minutes": "The ten promise most.", "present": "VKPP"}, request_only=True)
STORED = (
    *("reference", "title", "state", "fund", "at_least", "serious_violence_at_least", "opens_on", "closes_on"),
    *("marking", "created_at", "updated_at", "version"),
)


class RoundFilters(Filters):
    """Filters of rounds."""

    state = Words(words=RoundState.values, help_text=gettext_lazy("State; may be given several times."))
    updated_since = Moment(field_name="updated_at", help_text=gettext_lazy("Changed at this time or later."))


class EvaluationRounds(ListView):
    """Choices of the practice that is evaluated independently."""

    known_fields = shapes.ROUND_FIELDS
    filters = RoundFilters
    incremental = True
    orders: ClassVar[dict[str, Order]] = {
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
        "-created_at": Order((("created_at", "instant"), ("id", "number")), descending=True),
    }
    default_order = "updated_at"

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The rounds this person may see."""
        rows = self.filtered(EvaluationRound.objects.visible_to(self.request.user))
        found: models.QuerySet[Any, Any] = rows.values("id", *STORED)
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [_shown(row, self.request) for row in rows]

    @extend_schema(
        operation_id="evaluation_rounds_list",
        tags=[TAG],
        summary=gettext_lazy("List rounds of choosing practice for evaluation"),
        description=gettext_lazy(
            "For VKPP staff and evidence reviewers; others get an empty list. Nothing is ever deleted: pull what changed "
            "with updated_since."
        ),
        responses={200: pages_of(shapes.EvaluationRoundShape, "EvaluationRoundPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of rounds."""
        return super().get(request)

    @extend_schema(
        operation_id="evaluation_rounds_create",
        tags=[TAG],
        summary=gettext_lazy("Set up a round"),
        description=gettext_lazy(
            "For VKPP administrators. It starts with usual criteria. With an Idempotency-Key the request can be repeated "
            "safely: the same key gives the same round."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.NewEvaluationRoundShape,
        responses={201: shapes.OneEvaluationRoundShape, 200: shapes.OneEvaluationRoundShape},
        examples=[NEW],
    )
    def post(self, request: Request) -> Response:
        """Set up."""
        key = idempotency.key_of(request)
        values = taken(request.data, shapes.NewEvaluationRoundShape)
        made, new = shortlist_rounds.create(
            values=values, by=request.user, key=key, body_hash=idempotency.hash_of(dict(request.data))
        )
        return one(made.reference, request, status=201 if new else 200)


class OneEvaluationRound(ApiView):
    """A round with its fund, criteria and limits."""

    known_fields = shapes.ONE_ROUND_FIELDS

    @extend_schema(
        operation_id="evaluation_rounds_read",
        tags=[TAG],
        summary=gettext_lazy("Read a round"),
        description=gettext_lazy("With its terms, the set so far and how that stands to each limit."),
        responses={200: shapes.OneEvaluationRoundShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The round with this reference."""
        row = _detail(find(request, reference), request)
        fields = self.fields()
        return self.tagged({name: row[name] for name in fields or row}, row, fields, version=row["version"])

    @extend_schema(
        operation_id="evaluation_rounds_change",
        tags=[TAG],
        summary=gettext_lazy("Change a round"),
        description=gettext_lazy(
            "For VKPP administrators, until the round is decided. If-Match is the version or ETag that you have read."
        ),
        request=shapes.EvaluationRoundChangeShape,
        responses={200: shapes.OneEvaluationRoundShape},
        examples=[OpenApiExample("A larger fund", value={"fund": 1500000}, request_only=True)],
    )
    def patch(self, request: Request, reference: str) -> Response:
        """Change what is sent."""
        found = find(request, reference)
        version: int | None = etags.version_given(request)
        values = taken(request.data, shapes.EvaluationRoundChangeShape)
        criteria, rules = values.pop("criteria", None), values.pop("rules", None)
        change_all(found, values, criteria, rules, version, request.user)
        return one(reference, request)


def change_all(found: EvaluationRound, values: Row, criteria: Any, rules: Any, version: int | None, by: Any) -> None:
    """All of it or nothing; only the first part compares the version."""
    with transaction.atomic():
        shortlist_rounds.change(round_=found, values=values, version=version, by=by)
        if criteria is not None:
            shortlist_rounds.set_criteria(round_=found, rows=criteria, by=by)
        if rules is not None:
            shortlist_rounds.set_rules(round_=found, rows=rules, by=by)


class EvaluationRoundStep(ApiView):
    """A step of a round."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="evaluation_rounds_step",
        tags=[TAG],
        summary=gettext_lazy("Take a step of a round"),
        description=gettext_lazy(
            "For VKPP administrators: score, prepare, end_scoring, score_again, reconsider, close, reopen. To decide, POST "
            "to decision/. If-Match is the version or ETag that you have read."
        ),
        request=shapes.RoundReasonShape,
        responses={200: shapes.OneEvaluationRoundShape},
        examples=[OpenApiExample("Reconsidering", value={"reason": "An owner has withdrawn."}, request_only=True)],
    )
    def post(self, request: Request, reference: str, step: str) -> Response:
        """Take the step."""
        found = find(request, reference)
        version = etags.version_given(request)
        values = taken(request.data, shapes.RoundReasonShape)
        shortlist_rounds.move(
            round_=found, step=step, reason=values.get("reason", ""), version=version, by=request.user
        )
        return one(reference, request)


class EvaluationRoundDecision(ApiView):
    """The decision of a round."""

    preconditions: ClassVar[Any] = ("POST",)

    @extend_schema(
        operation_id="evaluation_rounds_decision",
        tags=[TAG],
        summary=gettext_lazy("Read the decision of a round"),
        description=gettext_lazy("The latest, with its minutes. 404 while nothing is decided."),
        responses={200: shapes.RoundDecisionShape},
    )
    def get(self, request: Request, reference: str) -> Response:
        """The latest decision."""
        rows = ShortlistDecision.objects.visible_to(request.user).filter(round=find(request, reference))
        latest = rows.first()
        if latest is None:
            raise Http404
        row = _decision(request.user, latest)
        return self.tagged(row, row)

    @extend_schema(
        operation_id="evaluation_rounds_decide",
        tags=[TAG],
        summary=gettext_lazy("Decide"),
        description=gettext_lazy(
            "For VKPP administrators without an interest in a candidate: decides on the set so far. Each limit that does "
            "not hold needs a reason; the fund has to reach. If-Match is the version or ETag of the round."
        ),
        request=shapes.DecideShape,
        responses={200: shapes.RoundDecisionShape},
        examples=[DECIDING],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Decide."""
        found = find(request, reference)
        version = etags.version_given(request)
        values = taken(request.data, shapes.DecideShape)
        made = shortlist_deciding.decide(
            round_=found,
            minutes=values["minutes"],
            present=values.get("present", ""),
            overrides={row["limit"]: row["reason"] for row in values.get("overrides", [])},
            version=version,
            by=request.user,
        )
        return Response(_decision(request.user, made))


def find(request: Request, reference: str) -> EvaluationRound:
    """The round with this reference, or 404."""
    found: EvaluationRound | None = EvaluationRound.objects.visible_to(request.user).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def one(reference: str, request: Request, status: int = 200) -> Response:
    """The round as it is now, with its tag."""
    row = _detail(find(request, reference), request)
    tag = etags.tag_of(row, version=row["version"])
    headers = {"ETag": tag, **({"Location": row["url"]} if status == 201 else {})}
    return Response(row, status=status, headers=headers)


def _shown(row: Row, request: Request) -> Row:
    url = request.build_absolute_uri(reverse("api:evaluation_round", args=[row["reference"]]))
    return {"url": url, **{name: row[name] for name in STORED}}


def _detail(found: EvaluationRound, request: Request) -> Row:
    (row,) = EvaluationRound.objects.filter(pk=found.pk).values(*STORED)
    shown = _shown(row, request)
    now = board.build(request.user, found)
    selected = now.selected() if now.tells else set()
    steps = [step for step in ROUND.available(found, request.user) if step.action != "decide"]
    return {
        **shown,
        "purpose": found.purpose,
        "criteria": list(found.criteria.values("id", "label", "hint", "source", "weight")),
        "rules": list(found.rules.values("kind", "code", "least", "most")),
        "selected": sorted(selected),
        "limits": [explaining.frozen(row) for row in now.measured(selected)] if now.tells else [],
        "available_actions": [
            {"action": step.action, "label": str(step.label), "url": f"{shown['url']}{step.action}/"} for step in steps
        ],
    }


def _decision(user: Any, found: ShortlistDecision) -> Row:
    return {
        **{name: getattr(found, name) for name in ("number", "decided_at", "minutes", "present", "fund", "limits")},
        "items": [
            {
                "practice": row["reference"] or None,
                "chosen": row["chosen"],
                "points": row["item"].points / 10 if row["entry"] and row["item"].points is not None else None,
                "cost": row["item"].cost,
                "reason": row["reason"],
            }
            for row in minutes.items(user, found)
        ],
    }
