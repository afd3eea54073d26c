"""The page of one action of a return: its questions, its neighbours, what helps to answer it, who works on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nvap import guidance, people, plan_actions, presence
from nvap.actions import checking, open_return
from nvap.derived import Answered, answered
from nvap.form_spec import QuestionSpec, spec
from nvap.models import Query, Response
from nvap.presenters import beside, measures, question_fields, task_html, typed
from nvap.presenters.tasks import FILTERS, Task, Tasks
from nvap.presenters.tasks import note as note_task
from nvap.rounds import closes_for
from nvap.vocab import Provenance, QueryState
from nvap.wording import of_value
from vkpp.core import kept, personal_data
from vkpp.core.page_version import PageVersion

OF_LAST = (
    "answers",
    "scores",
    "action_version",
    "ret__force",
    "ret__round__code",
    "ret__round__title",
    "ret__round__plan",
)


@dataclass(frozen=True)
class Filled:
    """What the form shows: texts by field, sentences by field, the version they belong to, whether they are unsaved."""

    texts: Mapping[str, Sequence[str]]
    version: PageVersion
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unsaved: bool = False

    def links(self) -> list[dict[str, str]]:
        """The sentences as links to their questions."""
        found = ((name.removesuffix(".n"), text) for name, texts in self.errors.items() for text in texts)
        return [{"text": text, "href": f"#row-{name}"} for name, text in found]


def questions_of(response: Response) -> list[QuestionSpec]:
    """The questions of the form about this action."""
    return spec(response.ret.round.form).questions_of(response.action_version.code)


def stored(response: Response) -> Filled:
    """The form as the answer is stored."""
    return Filled(typed.shown(questions_of(response), response.answers), PageVersion(response.version))


def filter_of(show: str) -> str:
    """A filter that exists."""
    return show if show in FILTERS else "all"


def page(user: Any, response: Response, *, show: str, filled: Filled | None = None) -> dict[str, Any]:
    """Everything the template shows."""
    ret, code = response.ret, response.action_version.code
    _read_last(response)
    tasks = Tasks(ret, user)
    note_task(response, tasks.task(code))
    closed = open_return.closed_sentence(ret)
    may_answer = people.may_answer(user, response)
    given = answered(response, evidence=checking.evidence(response))
    derived, asked = given.derive(), given.asked
    before, after = tasks.neighbours(code, show)
    guided = guidance.beside(response.action_version)
    filled = filled or stored(response)
    return {
        "response": response,
        "ret": ret,
        "action": response.action_version,
        "show": show,
        "tasks": tasks,
        "side": task_html.side_list(tasks, code, show, _answered(given, derived.missing)),
        "filters": task_html.filters(tasks, f"{base_url(response)}", show),
        "progress": _("%(n)s of %(m)s answered") % {"n": tasks.done, "m": tasks.total},
        "writes": may_answer and not closed,
        "closed": closed if may_answer else "",
        "carried": response.provenance == Provenance.CARRIED,
        "carried_url": _last_url(response),
        "filled": filled,
        "errors": filled.links(),
        "closes": closes_for(ret.round, ret.force_id) if may_answer and not closed else None,
        "author": kept.author_mark(user),
        "left": [question.label for question in asked if question.code in derived.missing],
        **_links(response, before, after, show),
        **(_fields(response, given, filled) if may_answer and not closed else _read(given)),
        **_help(response, tasks.task(code)),
        "guided": guided,
        **beside.of(user, response, tasks.task(code)),
        "measures": measures.beside(user, response) if guided.measured else [],
        "here": presence.look(response.pk, user),
        "hints": hints(given),
    }


def _answered(given: Answered, missing: Collection[str]) -> str:
    """How many of the questions that must be answered are."""
    needed = sum(question.must_be_answered(given.facts) for question in given.asked)
    return _("%(n)s of %(m)s") % {"n": needed - len(missing), "m": needed}


def base_url(response: Response) -> str:
    """The page's address without a filter."""
    return task_html.address(response.ret, response.action_version.code)


def _links(response: Response, before: Task | None, after: Task | None, show: str) -> dict[str, Any]:
    ret, own = response.ret, base_url(response)
    return {
        "before": before,
        "after": after,
        "overview_url": reverse("nvap:return", args=[ret.round.code, ret.force.code]),
        "base_url": own,
        "save_url": f"{own}save/",
        "form_url": task_html.address(ret, response.action_version.code, show),
        "before_url": task_html.address(ret, before.code, show) if before else "",
        "after_url": task_html.address(ret, after.code, show) if after else "",
    }


def _read_last(response: Response) -> None:
    """Read what the force said last time, with the names that the page shows of it and nothing more."""
    if response.carried_from_id is None or Response.carried_from.is_cached(response):
        return
    last = Response.objects.select_related("ret__round").only(*OF_LAST).get(pk=response.carried_from_id)
    last.ret.force = response.ret.force
    plan_actions.place(last)
    response.carried_from = last


def _last_url(response: Response) -> str:
    last = response.carried_from
    return task_html.address(last.ret, last.action_version.code) if last is not None else ""


def _fields(response: Response, given: Answered, filled: Filled) -> dict[str, Any]:
    last = response.carried_from
    shown = question_fields.Shown(
        texts=filled.texts,
        errors=filled.errors,
        last=given.last,
        last_title=last.ret.round.title if last is not None else "",
        questions=given.spec.questions,
    )
    sections = given.spec.sections_of(given.code)
    return {
        "sections": [
            {
                "title": section.title if len(sections) > 1 and section.title != asked[0].label else "",
                "hint": section.hint if section.hint != asked[0].hint else "",
                "fields": [question_fields.field(question, shown) for question in asked],
            }
            for section, asked in sections
        ]
    }


def _read(given: Answered) -> dict[str, Any]:
    rows = ((question, given.answers.get(question.code)) for question in given.asked)
    return {
        "rows": [
            {"key": question.label, "value": of_value(question, value) or _("Not answered")} for question, value in rows
        ]
    }


def _help(response: Response, task: Task | None) -> dict[str, Any]:
    """Queries that wait, and whose it is."""
    waiting = task is not None and task.queries
    return {
        "task": task,
        "queries": list(Query.objects.filter(response=response, state=QueryState.OPEN)) if waiting else [],
    }


def hints(given: Answered) -> list[dict[str, str]]:
    """Places in the texts that look like personal data."""
    questions = {question.code: question for question in given.questions}
    texts = {
        code: text for code, text in given.answers.items() if isinstance(text, str) and not questions[code].options
    }
    return [
        {"text": found.text, "label": str(found.label), "question": questions[found.field].label}
        for found in personal_data.find(texts)
        if questions[found.field].kind != "date"
    ]


def after_url(user: Any, response: Response, show: str) -> str:
    """Where the next task within the filter is answered; after the last one, the overview."""
    _before, after = Tasks(response.ret, user).neighbours(response.action_version.code, show)
    if after is not None:
        return task_html.address(response.ret, after.code, show)
    overview = reverse("nvap:return", args=[response.ret.round.code, response.ret.force.code])
    return overview if show == "all" else f"{overview}?show={show}"
