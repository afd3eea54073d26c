"""One answer with what is still missing, what the checks say, and whether this person may change it."""

from django.urls import reverse
from rest_framework.request import Request

from nvap import people
from nvap.actions import checking, open_return
from nvap.api.answer_shapes import STORED, AnswerShape
from nvap.derived import answered
from nvap.models import Finding, Response
from nvap.vocab import FindingState
from vkpp.core.api.pagination import Row

FIELDS = AnswerShape.Meta.fields
FINDING = ("state", "explanation", "found_at", "explained_at")


def shown(response: Response, request: Request) -> Row:
    """The answer as it is shown to this person."""
    ret, action = response.ret, response.action_version
    given = answered(response, evidence=checking.evidence(response))
    closed = open_return.closed_sentence(ret)
    last = response.carried_from
    address = reverse("api:answer", args=[ret.round.code, ret.force.code, action.code])
    return {
        "url": request.build_absolute_uri(address),
        "action": action.code,
        "theme": action.theme.code,
        "lineage": action.action.code,
        **{name: getattr(response, name) for name in STORED},
        "title": action.title,
        "asked": [question.code for question in given.asked],
        "missing": list(given.derive().missing),
        "carried_from": last.ret.round.code if last is not None else None,
        "findings": _findings(response),
        "editable": not closed and people.may_answer(request.user, response),
        "closed_because": closed,
    }


def _findings(response: Response) -> list[Row]:
    rows = Finding.objects.filter(response=response).exclude(state=FindingState.FIXED).order_by("rule__order", "id")
    columns = ("rule__code", "rule__severity", "rule__message", *FINDING)
    return [
        {
            "rule": row["rule__code"],
            "severity": row["rule__severity"],
            "message": row["rule__message"],
            **{name: row[name] for name in FINDING},
        }
        for row in rows.values(*columns)
    ]
