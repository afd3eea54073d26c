"""A form version as the API shows it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from nvap.cleaning import limit_of
from nvap.form_spec import FormSpec, QuestionSpec
from nvap.vocab import QuestionKind, QuestionRole, Severity
from vkpp.core.api.pagination import Row

CONDITION = _("When, over the other answers of the same action; an empty object: always.")


class OptionShape(serializers.Serializer[Any]):
    """An answer to choose."""

    value = serializers.CharField(help_text=_("What is stored."))
    label = serializers.CharField(help_text=_("What people read."))  # type: ignore[assignment]  # the name is the API's
    hint = serializers.CharField(help_text=_("Help with it; may be empty."))
    score = serializers.IntegerField(allow_null=True, help_text=_("What a level counts; null for other choices."))


class FormQuestionShape(serializers.Serializer[Any]):
    """A question that is asked about every action, or about some."""

    code = serializers.CharField(help_text=_("What you name it by in `answers`."))
    label = serializers.CharField(help_text=_("The question."))  # type: ignore[assignment]  # the name is the API's
    hint = serializers.CharField(help_text=_("Help with it; may be empty."))
    kind = serializers.ChoiceField(
        QuestionKind.choices,
        help_text=_(
            "What an answer looks like. level, one_of: the value of an option. some_of: a list of values. yes_no: true "
            'or false. number: a whole number. ratio: {"n": 12, "d": 40}. date: 2026-03-27. line, text: text.'
        ),
    )
    role = serializers.ChoiceField(
        QuestionRole.choices, allow_blank=True, help_text=_("What the portal does with it beside keeping it.")
    )
    limit = serializers.IntegerField(help_text=_("Most characters of a text; 0 for what is no text."))
    required = serializers.BooleanField(  # type: ignore[assignment]  # as above
        help_text=_("Must be answered whenever it is asked.")
    )
    required_when = serializers.DictField(
        help_text=_("When it must be answered too; an empty object: not beyond that.")
    )
    shown_when = serializers.DictField(help_text=CONDITION)
    only_actions = serializers.ListField(
        child=serializers.CharField(), help_text=_("Codes of the actions it is asked about; empty: all.")
    )
    summarised = serializers.BooleanField(help_text=_("A level that benchmarking summarises."))
    options = OptionShape(many=True, help_text=_("What to choose from, in order."))


class FormSectionShape(serializers.Serializer[Any]):
    """A group of questions."""

    code = serializers.CharField(help_text=_("Its code."))
    title = serializers.CharField(help_text=_("Its heading."))
    hint = serializers.CharField(help_text=_("Help with it; may be empty."))
    questions = FormQuestionShape(many=True, help_text=_("Its questions, in order."))


class RuleShape(serializers.Serializer[Any]):
    """A check over the answers of one action."""

    code = serializers.CharField(help_text=_("Its code."))
    severity = serializers.ChoiceField(Severity.choices, help_text=_("What it asks for when it finds something."))
    condition = serializers.DictField(help_text=_("When it finds something."))
    message = serializers.CharField(help_text=_("What is odd and what to do."))
    only_actions = serializers.ListField(
        child=serializers.CharField(), help_text=_("Codes of the actions it looks at; empty: all.")
    )


class FormShape(serializers.Serializer[Any]):
    """What is asked about every action."""

    code = serializers.CharField(help_text=_("Its code."))
    title = serializers.CharField(help_text=_("What people call it."))
    sections = FormSectionShape(many=True, help_text=_("Its sections, in order."))
    rules = RuleShape(many=True, help_text=_("Its checks."))


def form_shown(form: FormSpec) -> Row:
    """The form as it is shown."""
    return {
        "code": form.code,
        "title": form.title,
        "sections": [
            {
                **{name: getattr(section, name) for name in ("code", "title", "hint")},
                "questions": [_question(question) for question in section.questions],
            }
            for section in form.sections
        ],
        "rules": [
            {
                **{name: getattr(rule, name) for name in ("code", "severity", "message")},
                "condition": dict(rule.condition),
                "only_actions": list(rule.only_actions),
            }
            for rule in form.rules
        ],
    }


def _question(question: QuestionSpec) -> Row:
    plain = ("code", "label", "hint", "kind", "role", "required", "summarised")
    return {
        **{name: getattr(question, name) for name in plain},
        "limit": limit_of(question),
        "required_when": dict(question.required_when),
        "shown_when": dict(question.shown_when),
        "only_actions": list(question.only_actions),
        "options": [
            {name: getattr(option, name) for name in ("value", "label", "hint", "score")} for option in question.options
        ],
    }
