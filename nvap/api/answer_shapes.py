"""What answers look like in the API."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from nvap.models import Finding, Response
from nvap.vocab import Severity

STORED = (
    *("version", "provenance", "complete", "not_applicable", "has_gap", "has_practice"),
    *("answers", "scores", "updated_at"),
)
ROW_FIELDS = ("url", "action", "theme", "lineage", *STORED)


class AnswerRow(serializers.ModelSerializer[Response]):
    """A force's answer on one action."""

    url = serializers.URLField(help_text=_("Where to read and change it."))
    action = serializers.CharField(help_text=_("Code of the action in the round's plan."))
    theme = serializers.CharField(help_text=_("Code of its theme."))
    lineage = serializers.CharField(help_text=_("Code of the action over all versions of the plan."))
    answers = serializers.DictField(help_text=_("Question code → answer, for the questions that are answered."))
    scores = serializers.DictField(
        child=serializers.IntegerField(), help_text=_("Question code → score of the level, for what counts.")
    )

    class Meta:
        model = Response
        fields = ROW_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "provenance": {"help_text": _("Where it comes from; empty and carried do not count as answered.")},
            "not_applicable": {"help_text": _("Says that the action does not apply to the force.")},
            "has_gap": {"help_text": _("Says that there is a gap.")},
            "has_practice": {"help_text": _("Names promising practice.")},
            "updated_at": {"help_text": _("When it changed last.")},
        }


class AnswerFinding(serializers.ModelSerializer[Finding]):
    """What a check found in an answer."""

    rule = serializers.CharField(help_text=_("Code of the check. See the round's form."))
    severity = serializers.ChoiceField(Severity.choices, help_text=_("What it asks for."))
    message = serializers.CharField(help_text=_("What is odd and what to do."))

    class Meta:
        model = Finding
        fields = ("rule", "severity", "message", "state", "explanation", "found_at", "explained_at")
        extra_kwargs: ClassVar[dict[str, Any]] = {
            "state": {"help_text": _("What became of it.")},
            "explanation": {"help_text": _("Why the force says the answer is right; may be empty.")},
            "found_at": {"help_text": _("When it was found.")},
            "explained_at": {"help_text": _("When it was explained; null when it was not.")},
        }


class AnswerShape(AnswerRow):
    """A force's answer on one action, with what is missing and what may be done."""

    title = serializers.CharField(help_text=_("Short title of the action."))
    asked = serializers.ListField(
        child=serializers.CharField(), help_text=_("Codes of the questions that the answers so far let the form ask.")
    )
    missing = serializers.ListField(
        child=serializers.CharField(), help_text=_("Codes of the questions that must still be answered.")
    )
    carried_from = serializers.CharField(
        allow_null=True, help_text=_("Code of the round it was carried forward from; null when it was not.")
    )
    findings = AnswerFinding(many=True, help_text=_("What the checks say and is not put right."))
    editable = serializers.BooleanField(help_text=_("You may change it now."))
    closed_because = serializers.CharField(help_text=_("Why it cannot be changed now; empty when it can."))

    class Meta(AnswerRow.Meta):
        fields = (  # type: ignore[assignment]  # a longer tuple than above
            *(*ROW_FIELDS, "title", "asked", "missing", "carried_from", "findings", "editable", "closed_because"),
        )


class AnswerChange(serializers.Serializer[Any]):
    """Answers to save."""

    answers = serializers.DictField(
        required=False,
        help_text=_("Question code → answer; null takes one back. The round's form names the questions."),
    )
    confirm = serializers.BooleanField(
        required=False,
        help_text=_("Says that what was carried forward from the last round is true; until then it stays a proposal."),
    )
