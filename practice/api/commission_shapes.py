"""What commissioned evaluations look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from practice.api.evaluation_shapes import RoundStepShape
from practice.shortlist_vocab import CommissionState


class EvaluationShape(serializers.Serializer[Any]):
    """An evaluation that is paid from the fund of a round."""

    url = serializers.URLField(help_text=_("Where to read it."))
    reference = serializers.CharField(help_text=_("For example CE-00001. Never changes."))
    round = serializers.CharField(help_text=_("Reference of the round."))
    practice = serializers.CharField(allow_null=True, help_text=_("The example; null when it is not shown now."))
    evaluator = serializers.CharField(help_text=_("The body that evaluates."))
    state = serializers.ChoiceField(CommissionState.choices, help_text=_("Where it stands."))
    cost = serializers.IntegerField(help_text=_("In pounds, as agreed."))
    committed = serializers.IntegerField(help_text=_("What it takes from the fund."))
    starts_on = serializers.DateField(allow_null=True, help_text=_("When it starts."))
    due_on = serializers.DateField(allow_null=True, help_text=_("When its report is due."))
    finished_at = serializers.DateTimeField(
        allow_null=True, help_text=_("When its result was recorded, or it stopped.")
    )
    updated_at = serializers.DateTimeField(help_text=_("When it was last changed."))
    version = serializers.IntegerField(help_text=_("Counts its changes."))


EVALUATION_FIELDS = tuple(EvaluationShape._declared_fields)


class EvaluationMilestoneShape(serializers.Serializer[Any]):
    """A step of an evaluation."""

    id = serializers.IntegerField(help_text=_("Its number."))
    title = serializers.CharField(help_text=_("What is to be done."))
    due_on = serializers.DateField(help_text=_("Until when."))
    payment = serializers.IntegerField(help_text=_("Paid when it is done, in pounds."))
    done_on = serializers.DateField(allow_null=True, help_text=_("Since when it is done."))


class OneEvaluationShape(EvaluationShape):
    """An evaluation with its milestones."""

    design = serializers.CharField(help_text=_("How it is done; may be empty."))
    outcome = serializers.CharField(help_text=_("What it found, or why it was stopped; may be empty."))
    report_url = serializers.CharField(help_text=_("Where the report is; may be empty."))
    spent = serializers.IntegerField(help_text=_("Paid so far, in pounds."))
    milestones = EvaluationMilestoneShape(many=True, help_text=_("Its steps."))
    available_actions = RoundStepShape(many=True, help_text=_("What you may do with it now."))


ONE_EVALUATION_FIELDS = (*EVALUATION_FIELDS, *OneEvaluationShape._declared_fields)


class AgreeShape(serializers.Serializer[Any]):
    """What is agreed about an evaluation."""

    candidate = serializers.IntegerField(min_value=1, required=False, help_text=_("Only for a new one: the candidate."))
    evaluator = serializers.CharField(max_length=160, required=False, help_text=_("The body that evaluates."))
    design = serializers.CharField(max_length=300, required=False, allow_blank=True, help_text=_("How."))
    cost = serializers.IntegerField(min_value=1, max_value=1_000_000_000, required=False, help_text=_("In pounds."))
    starts_on = serializers.DateField(required=False, allow_null=True, help_text=_("When it starts."))
    due_on = serializers.DateField(required=False, allow_null=True, help_text=_("When its report is due."))


class NewMilestoneShape(serializers.Serializer[Any]):
    """A milestone more."""

    title = serializers.CharField(max_length=160, help_text=_("What is to be done."))
    due_on = serializers.DateField(help_text=_("Until when."))
    payment = serializers.IntegerField(
        min_value=0, max_value=1_000_000_000, required=False, help_text=_("Paid when it is done, in pounds.")
    )


class MilestoneDoneShape(serializers.Serializer[Any]):
    """Whether a milestone is done."""

    done = serializers.BooleanField(help_text=_("Done, and paid; or not after all."))


class EvaluationResultShape(serializers.Serializer[Any]):
    """What comes with a step: a reason to stop, or the result."""

    reason = serializers.CharField(max_length=2000, required=False, help_text=_("Why it is stopped."))
    title = serializers.CharField(max_length=300, required=False, help_text=_("Title of the report."))
    report_url = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text=_("Where the report is.")
    )
    year = serializers.IntegerField(min_value=1950, max_value=2100, required=False, help_text=_("Year of the report."))
    result = serializers.CharField(max_length=2000, required=False, help_text=_("What it found."))
