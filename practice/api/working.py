"""Working copies: what authors, their force, staff and raters see of an example before and beside its publication."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from practice import people, privacy, rules
from practice.actions import sharing
from practice.api import states
from practice.api.base import api_name
from practice.api.shapes import WorkingPractice, WorkingRow
from practice.fields import FIELDS
from practice.models import Practice
from practice.vocab import PracticeState
from practice.workflow import PRACTICE
from vkpp.accounts.permissions import force_ids
from vkpp.accounts.roles import Permission
from vkpp.core import personal_data
from vkpp.core.api import etags, parameters
from vkpp.core.api.pagination import Row
from vkpp.core.exceptions import NotAllowed

STORED = (
    *("reference", "title", "summary", "state", "version", "categories", "strands", "marking"),
    *("created_at", "submitted_at", "updated_at"),
)
ROW_FIELDS = tuple(WorkingRow._declared_fields)
DETAIL_FIELDS = tuple(WorkingPractice._declared_fields)
EDITABLE = (PracticeState.DRAFT, PracticeState.RETURNED)
STEPS = ("submit", "withdraw", "revise", "discard", "restore")


def in_scope(user: Any, scope: str) -> "models.QuerySet[Practice]":
    """The working copies of this scope that the person may see."""
    seen: models.QuerySet[Practice] = Practice.objects.visible_to(user)
    if scope == "mine":
        own: models.QuerySet[Practice] = Practice.objects.visible_to(user).mine(user)
        return own
    if scope == "force":
        forces = force_ids(user, Permission.PRACTICE_READ_FORCE)
        if not forces:
            raise NotAllowed(_("Your roles do not include reading all of a force's examples. Use scope=mine."))
        return seen.filter(force__in=forces).exclude(state=PracticeState.DISCARDED)
    return seen


def values(practices: "models.QuerySet[Practice]") -> "models.QuerySet[Any, Any]":
    """The columns of a row of the list."""
    rows: models.QuerySet[Any, Any] = practices.values(
        "id", *STORED, force_code=F("force__code"), call_slug=F("call__slug")
    )
    return rows


def shaped(rows: Iterable[Row], request: Request) -> list[Row]:
    """Stored rows as they are shown."""
    base = request.build_absolute_uri(reverse("api:practices"))
    return [
        {
            "kind": "working",
            **{name: row[name] for name in STORED},
            "url": f"{base}{row['reference']}/?scope=working",
            "state": states.shown_to(request.user, row["state"]),
            "call": row["call_slug"],
            "force": row["force_code"],
        }
        for row in rows
    ]


def answer(practice: Practice, request: Request, *, status: int = 200, fields: Sequence[str] | None = None) -> Response:
    """One working copy as an answer; its entity tag starts with the version."""
    shown = detail(practice, request)
    tag = etags.tag_of(shown, fields, version=practice.version)
    if status == 200 and etags.has_already(request, tag):
        return Response(status=304, headers={"ETag": tag})
    headers = {"ETag": tag} | ({"Location": shown["url"]} if status == 201 else {})
    return Response(parameters.narrow(shown, fields), status=status, headers=headers)


def detail(practice: Practice, request: Request) -> Row:
    """All of one working copy, as this person may see it."""
    url = request.build_absolute_uri(reverse("api:practice", args=[practice.reference]))
    writes = practice.state in EDITABLE and people.may_edit(request.user, practice)
    return {
        "kind": "working",
        "reference": practice.reference,
        "url": f"{url}?scope=working",
        **{name: getattr(practice, name) for name in FIELDS},
        **{
            name: getattr(practice, name) for name in ("version", "marking", "created_at", "submitted_at", "updated_at")
        },
        "state": states.shown_to(request.user, practice.state),
        "state_label": states.label_for(request.user, practice.state),
        "call": practice.call.slug,
        "force": practice.force.code if practice.force else None,
        "questions": _questions(practice),
        "permissions": sorted(sharing.in_force(practice)),
        "attachments": _attachments(practice, url),
        "missing": {api_name(name): found for name, found in rules.missing_for_submission(practice).items()}
        if writes
        else {},
        "likely_personal_data": _likely(practice) if writes else [],
        "available_actions": _available(practice, request.user, url),
    }


def _questions(practice: Practice) -> list[Row]:
    answers = dict(practice.call_answers.values_list("question_id", "value"))
    shown = {question.pk for question in rules.questions_to_show(practice)}
    return [
        {
            "code": question.code,
            "text": question.text,
            "kind": question.kind,
            "options": question.options,
            "required": question.required,
            "shown": question.pk in shown,
            "answer": answers.get(question.pk, ""),
        }
        for question in practice.form.questions.all()
    ]


def _attachments(practice: Practice, url: str) -> list[Row]:
    from practice.api.attachments import shown

    return [shown(row, f"{url}attachments/") for row in practice.attachments.filter(removed_at=None)]


def _likely(practice: Practice) -> list[Row]:
    found = personal_data.undecided(privacy.findings(practice), practice.personal_data_kept)
    return [{"field": api_name(item.field), "kind": str(item.label), "text": item.text} for item in found]


def _available(practice: Practice, user: Any, url: str) -> list[Row]:
    return [
        {
            "action": step.action,
            "label": str(step.label),
            "needs_reason": step.needs_reason,
            "url": f"{url}{step.action}/" if step.action in STEPS else None,
        }
        for step in PRACTICE.available(practice, user)
    ]
