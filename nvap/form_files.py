"""A form version as a JSON file: sections, questions, options, rules."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from nvap import conditions, form_spec
from nvap.file_shapes import FORM_FORMAT, FormFileShape, read, twice
from nvap.models import FormVersion
from nvap.vocab import QuestionKind
from vkpp.core.exceptions import Invalid

WITH_OPTIONS = {QuestionKind.LEVEL, QuestionKind.ONE_OF, QuestionKind.SOME_OF}
FEWEST_OPTIONS = 2
OPTION_FIELDS = ("value", "label", "hint", "score")
QUESTION_FIELDS = (
    *("code", "label", "hint", "kind", "role", "limit", "required", "required_when", "shown_when", "only_actions"),
    "summarised",
)
RULE_FIELDS = ("code", "severity", "condition", "message", "only_actions")


def checked(data: Any) -> dict[str, Any]:
    """The form in the file, completed by defaults; Invalid names each place that is wrong."""
    form, problems = read(FormFileShape, data)
    if not problems:
        problems = list(problems_of(form["sections"], form["rules"]))
    if problems:
        raise Invalid({"file": problems})
    return form


def problems_of(sections: list[dict[str, Any]], rules: list[dict[str, Any]]) -> Iterator[str]:
    """What does not fit together in a form, each as a sentence that names the question or rule."""
    questions = [question for section in sections for question in section["questions"]]
    yield from twice(_("Section code “%(code)s” is there twice."), [section["code"] for section in sections])
    yield from twice(_("Question code “%(code)s” is there twice."), [question["code"] for question in questions])
    yield from twice(_("Rule code “%(code)s” is there twice."), [rule["code"] for rule in rules])
    yield from twice(
        _("Two questions have the role “%(code)s”."), [question["role"] for question in questions if question["role"]]
    )
    if not any(question["summarised"] for question in questions):
        yield _("No level is summarised. Mark at least one, or there is nothing to benchmark.")
    known = {question["code"] for question in questions}
    for question in questions:
        place = _("Question “%(code)s”") % {"code": question["code"]}
        yield from (f"{place}: {words}" for words in _question_problems(question, known))
    for rule in rules:
        place = _("Rule “%(code)s”") % {"code": rule["code"]}
        found = _condition_problems(rule["condition"], known)
        if not rule["condition"]:
            found = [_("Say when the rule finds something.")]
        yield from (f"{place}: {words}" for words in found)


def _question_problems(question: dict[str, Any], known: set[str]) -> Iterator[str]:
    options = question["options"]
    if question["kind"] in WITH_OPTIONS and len(options) < FEWEST_OPTIONS:
        yield _("give at least two options.")
    if question["kind"] not in WITH_OPTIONS and options:
        yield _("a question of this kind has no options. Remove them.")
    yield from twice(_("option “%(code)s” is there twice."), [option["value"] for option in options])
    if question["kind"] == QuestionKind.LEVEL:
        scores = [option["score"] for option in options]
        if None in scores or scores != sorted({score for score in scores if score is not None}):
            yield _("each level needs a score, and each score must be higher than the one before.")
    if question["summarised"] and question["kind"] != QuestionKind.LEVEL:
        yield _("only a level can be summarised.")
    others = known - {question["code"]}
    for name in ("shown_when", "required_when"):
        yield from (f"{name}: {words}" for words in _condition_problems(question[name], others))


def _condition_problems(condition: Any, known: set[str]) -> list[str]:
    try:
        conditions.check(condition, known)
    except Invalid as refusal:
        return refusal.errors["condition"]
    return []


def export_form(form: FormVersion) -> dict[str, Any]:
    """The form as the file that imports it again."""
    found = form_spec.spec(form)
    return {
        "format": FORM_FORMAT,
        "form": {"code": form.code, "title": form.title, "note": form.note},
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "hint": section.hint,
                "questions": [_question_row(question) for question in section.questions],
            }
            for section in found.sections
        ],
        "rules": [{name: _plain(getattr(rule, name)) for name in RULE_FIELDS} for rule in found.rules],
    }


def _question_row(question: form_spec.QuestionSpec) -> dict[str, Any]:
    row = {name: _plain(getattr(question, name)) for name in QUESTION_FIELDS}
    row["options"] = [{name: getattr(option, name) for name in OPTION_FIELDS} for option in question.options]
    return row


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
