"""Conditions of forms and rules, as data: when a question is shown or required, and what a check finds odd.

    {"all": [{"question": "implementation", "op": "is", "value": "embedded"}, {"evidence": "none"}]}

A condition is `{"all": […]}`, `{"any": […]}`, `{"not": …}`, `{"evidence": "none" | "some"}` or a comparison of one
question's answer with a value, with the last round or with nothing. The empty condition `{}` always holds.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from vkpp.core import plain_text
from vkpp.core.exceptions import Invalid

Condition = Mapping[str, Any]
DEEPEST = 8
EVIDENCE = ("none", "some")


@dataclass(frozen=True)
class Facts:
    """What conditions look at: the answers of one action now and in the last round (code → value; code → score)."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, int] = field(default_factory=dict)
    last_answers: Mapping[str, Any] = field(default_factory=dict)
    last_scores: Mapping[str, int] = field(default_factory=dict)
    evidence: int = 0


def is_empty(answer: Any) -> bool:
    """Whether nothing was answered; `False` and 0 are answers, a ratio counts once one of its numbers is there."""
    if isinstance(answer, Mapping):
        return all(is_empty(part) for part in answer.values())
    if isinstance(answer, str):
        return not answer.strip()
    return answer is None or answer == []


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether the condition is true of these facts."""
    if not condition:
        return True
    if "all" in condition:
        return all(holds(part, facts) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, facts) for part in condition["any"])
    if "not" in condition:
        return not holds(condition["not"], facts)
    if "evidence" in condition:
        return bool((facts.evidence > 0) == (condition["evidence"] == "some"))
    return OPERATIONS[condition["op"]](condition["question"], condition.get("value"), facts)


def _same(first: Any, second: Any) -> bool:
    return isinstance(first, bool) == isinstance(second, bool) and bool(first == second)


def _is(code: str, value: Any, facts: Facts) -> bool:
    return _same(facts.answers.get(code), value)


def _in(code: str, value: Any, facts: Facts) -> bool:
    answer = facts.answers.get(code)
    given = answer if isinstance(answer, list) else [answer]
    return any(_same(one, other) for one in given for other in value)


def _at_least(code: str, value: Any, facts: Facts) -> bool:
    return code in facts.scores and facts.scores[code] >= value


def _at_most(code: str, value: Any, facts: Facts) -> bool:
    return code in facts.scores and facts.scores[code] <= value


def _longer_than(code: str, value: Any, facts: Facts) -> bool:
    answer = facts.answers.get(code)
    return isinstance(answer, str) and len(answer.strip()) > value


def _lower_than_last(code: str, _value: Any, facts: Facts) -> bool:
    return code in facts.scores and code in facts.last_scores and facts.scores[code] < facts.last_scores[code]


def _raised_by(code: str, value: Any, facts: Facts) -> bool:
    return code in facts.scores and code in facts.last_scores and facts.scores[code] - facts.last_scores[code] >= value


def _same_as_last(code: str, _value: Any, facts: Facts) -> bool:
    answer = facts.answers.get(code)
    return not is_empty(answer) and _same(answer, facts.last_answers.get(code))


OPERATIONS: dict[str, Callable[[str, Any, Facts], bool]] = {
    "is": _is,
    "is_not": lambda code, value, facts: not _is(code, value, facts),
    "in": _in,
    "at_least": _at_least,
    "at_most": _at_most,
    "empty": lambda code, _value, facts: is_empty(facts.answers.get(code)),
    "filled": lambda code, _value, facts: not is_empty(facts.answers.get(code)),
    "longer_than": _longer_than,
    "lower_than_last": _lower_than_last,
    "raised_by": _raised_by,
    "same_as_last": _same_as_last,
}
NUMBERS = {"at_least", "at_most", "longer_than", "raised_by"}
WITHOUT_VALUE = {"empty", "filled", "lower_than_last", "same_as_last"}


def check(condition: Any, known_codes: Collection[str]) -> None:
    """Refuse (Invalid) a condition that the language does not know, or that asks about an unknown question."""
    if problems := list(_problems(condition, known_codes, 0)):
        raise Invalid({"condition": problems})


def questions_in(condition: Condition) -> set[str]:
    """The codes of the questions that a sound condition looks at."""
    if "question" in condition:
        return {condition["question"]}
    return {code for part in _parts(condition) for code in questions_in(part)}


def weighs_evidence(condition: Condition) -> bool:
    """Whether a sound condition looks at the evidence beside the answer."""
    return "evidence" in condition or any(map(weighs_evidence, _parts(condition)))


def _parts(condition: Condition) -> list[Condition]:
    turned = [condition["not"]] if "not" in condition else []
    return [*condition.get("all", ()), *condition.get("any", ()), *turned]


def _problems(condition: Any, known: Collection[str], depth: int) -> Iterator[str]:
    if not isinstance(condition, dict):
        yield _("A condition is an object in curly brackets, such as {“question”: “gap”, “op”: “is”, “value”: true}.")
    elif depth > DEEPEST:
        yield _("The condition is nested too deeply. Write it with fewer “all”, “any” and “not”.")
    elif not condition:
        if depth:
            yield _("A part of the condition is empty. Fill it or remove it.")
    elif set(condition) in ({"all"}, {"any"}):
        yield from _group_problems(next(iter(condition.values())), known, depth)
    elif set(condition) == {"not"}:
        yield from _problems(condition["not"], known, depth + 1)
    elif set(condition) == {"evidence"}:
        if condition["evidence"] not in EVIDENCE:
            yield _("“evidence” must be “none” or “some”.")
    else:
        yield from _comparison_problems(condition, known)


def _group_problems(parts: Any, known: Collection[str], depth: int) -> Iterator[str]:
    if not isinstance(parts, list) or not parts:
        yield _("“all” and “any” need a list with at least one condition.")
        return
    for part in parts:
        yield from _problems(part, known, depth + 1)


def _comparison_problems(condition: dict[str, Any], known: Collection[str]) -> Iterator[str]:
    if strange := sorted(set(condition) - {"question", "op", "value"}):
        yield _("A condition has no “%(name)s”. Use “all”, “any”, “not”, “evidence”, or “question” with “op”.") % {
            "name": strange[0]
        }
        return
    code, operation, value = condition.get("question"), condition.get("op"), condition.get("value")
    if not isinstance(code, str) or code not in known:
        yield _("There is no question “%(code)s” in the form.") % {"code": code}
    if not isinstance(operation, str) or operation not in OPERATIONS:
        yield _("“%(op)s” is no comparison. Use one of: %(known)s.") % {"op": operation, "known": ", ".join(OPERATIONS)}
    elif operation in NUMBERS and (not isinstance(value, int) or isinstance(value, bool)):
        yield _("“%(op)s” needs a whole number as its value.") % {"op": operation}
    elif operation == "in":
        yield from _list_problems(value)
    elif operation in {"is", "is_not"}:
        yield from _value_problems(operation, value)
    elif operation in WITHOUT_VALUE and "value" in condition:
        yield _("“%(op)s” takes no value. Remove it.") % {"op": operation}


def _list_problems(values: Any) -> Iterator[str]:
    if not isinstance(values, list) or not values:
        yield _("“in” needs a list of values.")
        return
    for one in values:
        yield from _value_problems("in", one)


def _value_problems(operation: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str | bool | int):
        yield _("“%(op)s” needs a value: a text, a number, true or false.") % {"op": operation}
    elif isinstance(value, str):
        try:
            plain_text.refuse_characters(value)
        except plain_text.Refused as refusal:
            yield str(refusal)
