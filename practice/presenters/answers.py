"""The answers of an example in words, for the check page, the page of the authors and comparisons."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from practice import fields, rules, steps
from practice.models import CallQuestion, Practice
from vkpp.core import partial_dates


class Words:
    """Words for the codes of every list, each list read once."""

    @cached_property
    def _labels(self) -> dict[str, Mapping[str, str]]:
        return {}

    def of(self, item: steps.Asked, value: Any) -> str:
        """A stored answer as a reader expects it; an empty text for no answer."""
        if value in (None, "", []):
            return ""
        if item.kind == "yes_no":
            return _("Yes") if value in (True, "yes") else _("No")
        if item.kind == "date":
            return partial_dates.words(value)
        if isinstance(item, fields.Field) and item.choices:
            labels = self._of_list(item.name, item.choices)
            codes = value if isinstance(value, list) else [value]
            return "\n".join(labels.get(code, code) for code in codes)
        return str(value)

    def _of_list(self, name: str, choices: Callable[[], fields.Choices]) -> Mapping[str, str]:
        if name not in self._labels:
            self._labels[name] = {code: str(label) for code, label in choices()}
        return self._labels[name]


def sections(practice: Practice, *, change: bool = False) -> list[dict[str, Any]]:
    """Every page with its answers as rows of a summary list; `change` adds links and marks what is missing."""
    words = Words()
    missing = rules.missing_for_submission(practice) if change else {}
    answers = dict(practice.call_answers.values_list("question_id", "value"))
    applies = {question.pk for question in rules.questions_to_show(practice)}
    found = []
    for step in steps.pages(practice):
        if step.code == steps.THEORY:
            continue
        rows = []
        for item in steps.asked(practice, step.code):
            if not isinstance(item, CallQuestion):
                value = words.of(item, getattr(practice, item.name))
            elif item.pk in applies:
                value = words.of(item, answers.get(item.pk, ""))
            else:
                continue
            rows.append(_row(practice, item, value, missing) if change else {"key": steps.label(item), "value": value})
        if rows:
            found.append({"code": step.code, "title": step.title, "rows": rows})
    return found


def _row(practice: Practice, item: steps.Asked, value: str, missing: Mapping[str, Any]) -> dict[str, Any]:
    name = steps.field_name(item)
    return {
        "key": steps.label(item),
        "value": value,
        "href": steps.field_url(practice, name),
        "action": _("Change") if value else _("Answer"),
        "empty": _("Missing") if name in missing else _("Not given"),
    }
