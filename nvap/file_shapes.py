"""The shapes of plan and form files, with what is wrong in them said by place ("Theme 2, action 3, title: …")."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from rest_framework import serializers

from nvap.vocab import Comparable, FrameworkKind, QuestionKind, QuestionRole, Severity, SuccessionKind
from vkpp.core import plain_text

PLAN_FORMAT = "vkpp-plan-1"
FORM_FORMAT = "vkpp-form-1"
PLACES = {
    "framework": _l("Framework"),
    "plan": _l("Plan"),
    "themes": _l("Theme"),
    "actions": _l("action"),
    "toolkit": _l("toolkit"),
    "successions": _l("Succession"),
    "form": _l("Form"),
    "sections": _l("Section"),
    "questions": _l("question"),
    "options": _l("option"),
    "rules": _l("Rule"),
}


class Text(serializers.CharField):
    """Plain text without anything that must not be stored; empty unless `needed`."""

    def __init__(self, limit: int = 10_000, *, needed: bool = False, **options: Any) -> None:
        given: dict[str, Any] = {"required": True} if needed else {"default": "", "allow_blank": True}
        super().__init__(max_length=limit, **given, **options)

    def to_internal_value(self, data: Any) -> str:
        """The cleaned text."""
        try:
            return plain_text.text(super().to_internal_value(data), _("The text"), 0)
        except plain_text.Refused as refusal:
            raise serializers.ValidationError(str(refusal)) from refusal


class Code(serializers.SlugField):
    """A short code of letters, digits, hyphens and underscores."""


def _texts() -> Any:
    return serializers.ListField(child=Text(needed=True), default=list, max_length=60)


class FrameworkShape(serializers.Serializer[Any]):
    """The framework that a plan belongs to."""

    code = Code(max_length=40)
    name = Text(160, needed=True)
    kind = serializers.ChoiceField(choices=FrameworkKind.choices)
    body = Text(120)
    url = serializers.URLField(max_length=300, default="", allow_blank=True)


class PlanHeadShape(serializers.Serializer[Any]):
    """What a version of the plan is called and from when it counts."""

    code = Code(max_length=40)
    title = Text(160, needed=True)
    note = Text()
    sample = serializers.BooleanField(default=False)
    effective_from = serializers.DateField()
    previous = Code(max_length=40, allow_null=True, default=None)


class LinkShape(serializers.Serializer[Any]):
    """A useful link; without address where none is known."""

    label = Text(200, needed=True)  # type: ignore[assignment]  # the file's word for it, which the base class uses too
    url = serializers.URLField(max_length=500, default="", allow_blank=True)


class FindingsShape(serializers.Serializer[Any]):
    """A group of key findings."""

    title = Text(200, needed=True)
    points = serializers.ListField(child=Text(needed=True), max_length=30)


class ToolkitShape(serializers.Serializer[Any]):
    """The guidance beside an action."""

    aims = _texts()
    organisational_impact = Text()
    external_impact = Text()
    meaning = Text()
    good_looks_like = _texts()
    steps = _texts()
    forces_doing = Text()
    key_findings = FindingsShape(many=True, default=list)
    measures = _texts()
    links = LinkShape(many=True, default=list)


class ActionInFileShape(serializers.Serializer[Any]):
    """An action of a theme. `lineage` is its code over all versions, its own code when left out."""

    code = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,11}$")
    lineage = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,11}$", default="", allow_blank=True)
    title = Text(160, needed=True)
    statement = Text()
    sample = serializers.BooleanField(default=False)
    provenance = Text()
    toolkit = ToolkitShape(default=None, allow_null=True)


class ThemeShape(serializers.Serializer[Any]):
    """A theme or pillar with its actions, in order."""

    code = serializers.RegexField(r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,7}$")
    title = Text(160, needed=True)
    aim = Text()
    actions = ActionInFileShape(many=True, default=list)


class SuccessionShape(serializers.Serializer[Any]):
    """What became of an action of the version before."""

    before = Text(12, allow_null=True)
    after = Text(12, allow_null=True)
    kind = serializers.ChoiceField(choices=SuccessionKind.choices)
    comparable = serializers.ChoiceField(choices=Comparable.choices)
    note = Text()


class PlanFileShape(serializers.Serializer[Any]):
    """A whole plan version as a file."""

    format = serializers.ChoiceField(choices=[PLAN_FORMAT])
    framework = FrameworkShape()
    plan = PlanHeadShape()
    themes = ThemeShape(many=True, allow_empty=False)
    successions = SuccessionShape(many=True, default=list)


class OptionShape(serializers.Serializer[Any]):
    """An answer to choose."""

    value = Code(max_length=40)
    label = Text(120, needed=True)  # type: ignore[assignment]  # the file's word for it, which the base class uses too
    hint = Text(2000)
    score = serializers.IntegerField(min_value=0, max_value=100, allow_null=True, default=None)


class QuestionShape(serializers.Serializer[Any]):
    """A question of a section."""

    code = Code(max_length=30)
    label = Text(200, needed=True)  # type: ignore[assignment]  # the file's word for it, which the base class uses too
    hint = Text(2000)
    kind = serializers.ChoiceField(choices=QuestionKind.choices)
    role = serializers.ChoiceField(choices=QuestionRole.choices, default="", allow_blank=True)
    limit = serializers.IntegerField(min_value=0, max_value=20_000, default=0)
    required = serializers.BooleanField(default=False)  # type: ignore[assignment]  # the file's word for it, which the base class uses too
    required_when = serializers.DictField(default=dict)
    shown_when = serializers.DictField(default=dict)
    only_actions = serializers.ListField(child=Text(12, needed=True), default=list, max_length=200)
    summarised = serializers.BooleanField(default=False)
    options = OptionShape(many=True, default=list)


class SectionShape(serializers.Serializer[Any]):
    """A group of questions."""

    code = Code(max_length=30)
    title = Text(120, needed=True)
    hint = Text(2000)
    questions = QuestionShape(many=True, default=list)


class RuleShape(serializers.Serializer[Any]):
    """A check over the answers of one action."""

    code = Code(max_length=40)
    severity = serializers.ChoiceField(choices=Severity.choices)
    condition = serializers.DictField()
    message = Text(2000, needed=True)
    only_actions = serializers.ListField(child=Text(12, needed=True), default=list, max_length=200)


class FormHeadShape(serializers.Serializer[Any]):
    """What a form version is called."""

    code = Code(max_length=40)
    title = Text(160, needed=True)
    note = Text()


class FormFileShape(serializers.Serializer[Any]):
    """A whole form version as a file."""

    format = serializers.ChoiceField(choices=[FORM_FORMAT])
    form = FormHeadShape()
    sections = SectionShape(many=True, allow_empty=False)
    rules = RuleShape(many=True, default=list)


def read(shape: type[serializers.Serializer[Any]], data: Any) -> tuple[dict[str, Any], list[str]]:
    """What the file holds, completed by defaults, and what is wrong with it; the first is empty if anything is."""
    if not isinstance(data, Mapping):
        return {}, [_("The file must hold one JSON object in curly brackets. Export one to see the format.")]
    serializer = shape(data=data)
    if serializer.is_valid():
        return dict(serializer.validated_data), []
    return {}, list(_sentences(serializer.errors, ""))


def twice(words: str, codes: Iterable[str]) -> Iterator[str]:
    """The sentence for each code that is there more than once."""
    yield from (words % {"code": code} for code, count in Counter(codes).items() if count > 1)


def _sentences(errors: Any, place: str) -> Iterator[str]:
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            if name == "non_field_errors":
                yield from _sentences(inner, place)
            else:
                yield from _sentences(inner, _joined(place, name))
    elif isinstance(errors, list) and any(isinstance(row, Mapping) for row in errors):
        for number, row in enumerate(errors, start=1):
            yield from _sentences(row, f"{place} {number}")
    elif isinstance(errors, list):
        yield from (f"{place}: {sentence}" if place else str(sentence) for sentence in errors)


def _joined(place: str, name: Any) -> str:
    if isinstance(name, int):
        return f"{place} {name + 1}"
    label = str(PLACES.get(name, name))
    return f"{place}, {label}" if place else label
