"""The same answer changed by two people: both texts, the difference, and what the second writer chose."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from nvap import cleaning
from nvap.form_spec import QuestionSpec
from nvap.models import Response
from nvap.presenters import typed
from nvap.presenters.answer import base_url, questions_of
from nvap.vocab import QuestionKind
from nvap.wording import of_value
from vkpp.core import kept, two_versions
from vkpp.core.plain_text import Refused

KINDS: dict[str, str] = {QuestionKind.TEXT: "text", QuestionKind.SOME_OF: "list"}


def comparison(response: Response, text: kept.Kept) -> dict[str, Any]:
    """The answers that differ between what is saved and what the person typed."""
    response.refresh_from_db(fields=["answers", "version"])
    values = typed.values_of(questions_of(response), text.values)
    before = text.page.shown(response.revisions)
    rows = {
        question.code: _row(question, values[question.code], response.answers.get(question.code), text.values)
        for question in questions_of(response)
        if question.code in values
        and not _same(question, values[question.code], response.answers)
        and not (question.code in before and _same(question, values[question.code], before))
    }
    own, last = base_url(response), text.page.last(response.revisions, rows)
    return {
        "response": response,
        "ret": response.ret,
        "action_version": response.action_version,
        "rows": list(rows.values()),
        "by": last.by if last else None,
        "at": last.at if last else timezone.now(),
        "version": response.version,
        "action": f"{own}compare/",
        "back": own,
    }


def _same(question: QuestionSpec, value: Any, answers: Mapping[str, Any]) -> bool:
    try:
        return bool(cleaning.clean(question, value) == answers.get(question.code))
    except Refused:
        return False


def _row(question: QuestionSpec, value: Any, stored: Any, sent: Mapping[str, list[str]]) -> dict[str, Any]:
    try:
        mine = of_value(question, cleaning.clean(question, value))
    except Refused:
        mine = ", ".join(text for name in typed.field_names(question) for text in sent.get(name, ()))
    return two_versions.row(
        name=typed.name_of(question),
        label=question.label,
        theirs=of_value(question, stored),
        mine=mine,
        sent={name: list(sent.get(name, ())) for name in typed.field_names(question)},
        kind=KINDS.get(question.kind, ""),
    )


def chosen(response: Response, text: kept.Kept) -> tuple[kept.Kept, dict[str, Any]]:
    """What the person typed at first, and the values they chose: mine, theirs (left out), or both joined."""
    questions = questions_of(response)
    lists = {
        typed.name_of(question): response.answers.get(question.code) or []
        for question in questions
        if question.kind == QuestionKind.SOME_OF
    }
    fields = {typed.name_of(question): typed.field_names(question) for question in questions}
    choice = two_versions.chosen(fields, text, lists, fields)
    return text.only(choice.mine), typed.values_of(questions, choice.values)
