"""Answers of a return: read them all, one of them, and save one by the same rules as the form."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from nvap.actions import answering
from nvap.api import one_answer
from nvap.api.answer_shapes import ROW_FIELDS, STORED, AnswerChange, AnswerRow, AnswerShape
from nvap.api.base import ReturnView
from nvap.form_spec import spec
from nvap.models import ActionVersion, Response
from nvap.vocab import Provenance, Source
from vkpp.core.api import etags, parameters
from vkpp.core.api.bodies import only
from vkpp.core.api.errors import Stale
from vkpp.core.api.filters import Filters, Moment, Seen, Words, YesNo
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.schema import IF_MATCH_FROM_ZERO, pages_of
from vkpp.core.api.views import ListView
from vkpp.core.exceptions import Conflict, Invalid

PREFIX = "answers."
KEYS = (("updated_at", "instant"), ("id", "number"))
EXAMPLE = OpenApiExample(
    "How far it is, and what is done now",
    value={"answers": {"implementation": "developing", "now": "All response officers are trained.", "gap": False}},
    request_only=True,
)


class AnswerFilters(Filters):
    """Filters of answers."""

    action = Seen(
        field_name="action_version__code",
        words=lambda user: ActionVersion.objects.visible_to(user).values_list("code", flat=True),
        help_text=gettext_lazy("Code of an action; may be given several times."),
    )
    theme = Seen(
        field_name="action_version__theme__code",
        words=lambda user: ActionVersion.objects.visible_to(user).values_list("theme__code", flat=True),
        help_text=gettext_lazy("Code of a theme; may be given several times."),
    )
    provenance = Words(words=Provenance.values, help_text=gettext_lazy("Where the answer comes from."))
    complete = YesNo(help_text=gettext_lazy("Answered completely and confirmed, or not."))
    has_gap = YesNo(help_text=gettext_lazy("Says that there is a gap, or not."))
    has_practice = YesNo(help_text=gettext_lazy("Names promising practice, or not."))
    not_applicable = YesNo(help_text=gettext_lazy("Says that the action does not apply, or not."))
    updated_since = Moment(
        field_name="updated_at",
        help_text=gettext_lazy("Changed at this time or later: the `as_of` of the first page of your pull before."),
    )


class Answers(ReturnView, ListView):
    """The answers of a return."""

    known_fields = ROW_FIELDS
    filters = AnswerFilters
    orders: ClassVar[dict[str, Order]] = {
        "updated_at": Order(KEYS),
        "-updated_at": Order(KEYS, descending=True),
        "order": Order((("theme_order", "number"), ("place", "number"), ("code", "text"))),
    }
    default_order = "order"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The answers of this return that the person may see."""
        ret = self.find_return()
        self.look(ret)
        seen = Response.objects.visible_to(self.request.user).filter(ret=ret)
        return stored(self.filtered(seen))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The answers as they are shown."""
        base = self.request.build_absolute_uri(
            reverse("api:answers", args=[self.kwargs["round"], self.kwargs["force"]])
        )
        return [shown(row, base) for row in rows]

    @extend_schema(
        operation_id="answers_list",
        tags=["Returns"],
        summary=gettext_lazy("List answers"),
        description=gettext_lazy(
            "The answers of a return that you may see, one for each action, in the order of the plan. What was carried "
            "forward from the last round and nobody has confirmed has the provenance carried and does not count yet."
        ),
        responses={200: pages_of(AnswerRow, "AnswerPage", incremental=True)},
    )
    def get(self, request: Request, **place: str) -> Answer:
        """A page of answers."""
        return super().get(request, **place)


class OneAnswer(ReturnView):
    """The answer on one action."""

    known_fields = one_answer.FIELDS
    preconditions = ("PUT", "PATCH")

    @extend_schema(
        operation_id="answers_read",
        tags=["Returns"],
        summary=gettext_lazy("Read an answer"),
        description=gettext_lazy(
            "The answer on one action with what is still missing, what the checks say, and whether you may change it."
        ),
        responses={200: AnswerShape},
    )
    def get(self, request: Request, **_place: str) -> Answer:
        """The answer."""
        response = self.find_answer(self.find_return())
        fields = parameters.chosen_fields(request.query_params, one_answer.FIELDS)
        row = one_answer.shown(response, request)
        return self.tagged(parameters.narrow(row, fields), row, fields, version=response.version)

    @extend_schema(
        operation_id="answers_change",
        tags=["Returns"],
        summary=gettext_lazy("Change some answers on an action"),
        description=gettext_lazy(
            "Saves the answers you send and leaves the others; null takes one back. The same rules as in the form, all "
            "or nothing. If-Match says which version you have read. What others saved meanwhile is kept where it "
            "concerns other questions; where it concerns the same ones nothing is saved, and the answer 409 holds "
            "theirs (`current`, with the version now) and yours. A change after signature voids the signature."
        ),
        parameters=[IF_MATCH_FROM_ZERO],
        request=AnswerChange,
        responses={200: AnswerShape},
        examples=[EXAMPLE],
    )
    def patch(self, _request: Request, **_place: str) -> Answer:
        """Save some answers."""
        return self._save(replace=False)

    @extend_schema(
        operation_id="answers_replace",
        tags=["Returns"],
        summary=gettext_lazy("Replace all answers on an action"),
        description=gettext_lazy(
            "Like changing some, but what you have read and do not send is taken back. What others added meanwhile to "
            "questions that were empty when you read stays."
        ),
        parameters=[IF_MATCH_FROM_ZERO],
        request=AnswerChange,
        responses={200: AnswerShape},
        examples=[EXAMPLE],
    )
    def put(self, _request: Request, **_place: str) -> Answer:
        """Save these answers and no others."""
        return self._save(replace=True)

    def _save(self, *, replace: bool) -> Answer:
        response = self.find_answer(self.find_return())
        version = etags.version_given(self.request, lowest=0)
        sent, confirm = _sent(dict(self.request.data))
        values = {**_nothing(response), **sent} if replace else sent
        try:
            answering.save(
                response=response,
                values=values,
                version=version,
                by=self.request.user,
                source=Source.API,
                confirm=confirm,
            )
        except Invalid as refusal:
            raise Invalid(_named(refusal.errors, values)) from refusal
        except Conflict as conflict:
            yours = {name: values[name] for name in conflict.current if name in values}
            raise Stale(conflict.message, _named(conflict.current, values), _named(yours, values)) from conflict
        again = self.find_answer(self.find_return())
        row = one_answer.shown(again, self.request)
        return Answer(row, headers={"ETag": etags.tag_of(row, None, version=again.version)})


def _sent(data: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    only(data, ("answers", "confirm"))
    answers, confirm = data.get("answers", {}), data.get("confirm", False)
    if not isinstance(answers, dict):
        raise ValidationError({"answers": [_('Send an object, for example {"implementation": "developing"}.')]})
    if not isinstance(confirm, bool):
        raise ValidationError({"confirm": [_("Use true or false.")]})
    return answers, confirm


def _nothing(response: Response) -> dict[str, Any]:
    """Every question about this action, taken back."""
    return dict.fromkeys(
        question.code for question in spec(response.ret.round.form).questions_of(response.action_version.code)
    )


def _named(fields: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What concerns the question `now` is called `answers.now`, as it was sent; the version keeps its name."""
    return {f"{PREFIX}{name}" if name in values and name != "version" else name: fields[name] for name in fields}


def stored(answers: "models.QuerySet[Response]") -> "models.QuerySet[Any, Any]":
    """The columns of an answer."""
    rows: models.QuerySet[Any, Any] = answers.values(
        "id",
        *STORED,
        code=F("action_version__code"),
        theme=F("action_version__theme__code"),
        lineage=F("action_version__action__code"),
        place=F("action_version__order"),
        theme_order=F("action_version__theme__order"),
    )
    return rows


def shown(row: Row, base: str) -> Row:
    """A stored answer as it is shown."""
    return {
        "url": f"{base}{row['code']}/",
        "action": row["code"],
        "theme": row["theme"],
        "lineage": row["lineage"],
        **{name: row[name] for name in STORED},
    }
