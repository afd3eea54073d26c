"""The answers of one action as form fields: how a question's fields are called, what they show, what was typed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import QueryDict

from nvap.form_spec import QuestionSpec
from nvap.vocab import QuestionKind
from nvap.wording import of_value
from vkpp.core.kept import Kept

Texts = dict[str, list[str]]
PREFIX = "q-"


def name_of(question: QuestionSpec) -> str:
    """The question in the form and in the addresses within the page."""
    return f"{PREFIX}{question.code}"


def field_names(question: QuestionSpec) -> tuple[str, ...]:
    """Its form fields: one, or number and total of a ratio."""
    name = name_of(question)
    return (f"{name}.n", f"{name}.d") if question.kind == QuestionKind.RATIO else (name,)


def code_of(name: str) -> str:
    """The question that a form field belongs to."""
    return name.removeprefix(PREFIX).removesuffix(".n").removesuffix(".d")


def texts_of(question: QuestionSpec, value: Any) -> Texts:
    """A stored value as its fields show it."""
    name = name_of(question)
    if question.kind == QuestionKind.RATIO:
        parts = value if isinstance(value, Mapping) else {}
        return {f"{name}.{part}": [_text(parts.get(part))] for part in ("n", "d")}
    if question.kind == QuestionKind.SOME_OF:
        return {name: list(value or ())}
    if question.kind == QuestionKind.YES_NO:
        return {name: [{True: "yes", False: "no"}.get(value, "")]}
    if question.kind == QuestionKind.DATE:
        return {name: [of_value(question, value)]}
    return {name: [_text(value)]}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def shown(questions: Iterable[QuestionSpec], answers: Mapping[str, Any], left: Kept | None = None) -> Texts:
    """Every field's texts: what is stored, under what was typed and not saved."""
    found: Texts = {}
    for question in questions:
        found |= texts_of(question, answers.get(question.code))
    if left is not None:
        found |= {name: values for name, values in left.values.items() if name in found}
    return found


def values_of(questions: Iterable[QuestionSpec], sent: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What was typed, as `answering.save` takes it, for the questions of which anything was sent."""
    values: dict[str, Any] = {}
    for question in questions:
        names = field_names(question)
        if not any(name in sent for name in names):
            continue
        if question.kind == QuestionKind.RATIO:
            number, total = ((sent.get(name) or [""])[-1] for name in names)
            values[question.code] = {"n": number, "d": total}
        elif question.kind == QuestionKind.SOME_OF:
            values[question.code] = list(sent[names[0]])
        else:
            values[question.code] = (sent[names[0]] or [""])[-1]
    return values


def whole_form(questions: Iterable[QuestionSpec], data: QueryDict) -> Texts:
    """Everything the page sent; a group of ticks without any counts as emptied."""
    sent: Texts = {}
    for question in questions:
        for name in field_names(question):
            if name in data or question.kind == QuestionKind.SOME_OF:
                sent[name] = data.getlist(name)
    return sent


def changed_fields(questions: Iterable[QuestionSpec], data: QueryDict, before: Mapping[str, Sequence[str]]) -> Texts:
    """What the script sent: the fields it names as changed; a ratio goes with its other half as it was `before`."""
    names = set(data.getlist("fields"))
    sent: Texts = {}
    for question in questions:
        own = field_names(question)
        if names.isdisjoint(own):
            continue
        for name in own:
            sent[name] = data.getlist(name) if name in names else list(before.get(name, ()))
    return sent


def by_field(questions: Iterable[QuestionSpec], errors: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Sentences about questions, by the name of the field that they are shown at."""
    names = {question.code: field_names(question)[0] for question in questions}
    return {names.get(code, code): list(sentences) for code, sentences in errors.items()}
