"""What the endpoints of working copies share."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice.actions import triage
from practice.api import states
from practice.models import Practice
from practice.theory import vocab
from vkpp.core.api.views import ApiView
from vkpp.core.exceptions import Conflict, Invalid


class Refusals(ApiView):
    """Refusals of the actions name answers as the API does."""

    def handle_exception(self, exc: Exception) -> Response:
        """Put the API's names and this reader's words into what an action refuses."""
        if isinstance(exc, Invalid):
            exc.errors = named_as_sent(exc.errors)
        if isinstance(exc, Conflict):
            exc.current = named_as_sent(exc.current)
            if "state" in exc.current:
                exc.current["state"] = states.shown_to(self.request.user, exc.current["state"])
        return super().handle_exception(exc)


class WorkingView(Refusals):
    """An endpoint of one working copy: only for who is signed in."""


def working_copies(request: Request) -> "models.QuerySet[Practice]":
    """The working copies this person may see."""
    seen: models.QuerySet[Practice] = Practice.objects.visible_to(request.user)
    return seen


def working_copy(request: Request, reference: str) -> Practice:
    """The working copy with this reference, or 404."""
    rows = working_copies(request).select_related("call", "form", "force", "owner")
    practice = rows.filter(reference=reference).first()
    if practice is None:
        raise Http404
    if request.method == "GET":
        triage.look(practice=practice, by=request.user)
    return practice


def values_sent(data: Mapping[str, Any], *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The answers of a request as the actions take them: `answers.x` becomes `question-x`."""
    answers = data.get("answers", {})
    if not isinstance(answers, dict):
        raise ValidationError({"answers": [_('Send an object, for example {"partners": "…"}.')]})
    own = {name: value for name, value in data.items() if name != "answers" and name not in without}
    if drawn := [name for name in own if vocab.is_name(name)]:
        raise ValidationError({name: [_("Send the theory of change to the address of its own.")] for name in drawn})
    if forms := [name for name in own if name.startswith("question-")]:
        raise ValidationError({name: [_("Send answers to the call's own questions in “answers”.")] for name in forms})
    return own | {f"question-{code}": value for code, value in answers.items()}


def api_name(name: str) -> str:
    """`question-x` of the forms and actions is `answers.x` of the API, `theory-text-box` is `theory.box.text`."""
    if vocab.is_name(name):
        what, _dash, key = name.removeprefix(vocab.PREFIX).partition("-")
        return f"theory.{key}.{'leads_to' if what == 'leads' else what}"
    return f"answers.{name.removeprefix('question-')}" if name.startswith("question-") else name


def named_as_sent(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same by the names that the API has for the fields."""
    return {api_name(name): value for name, value in fields.items()}
