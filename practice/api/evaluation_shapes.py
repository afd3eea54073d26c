"""What rounds of choosing practice for evaluation, candidates, suggestions and evaluations look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from practice.shortlist_vocab import CriterionSource, RoundState, RuleKind


class EvaluationRoundShape(serializers.Serializer[Any]):
    """A round in which practice is chosen for an independent evaluation."""

    url = serializers.URLField(help_text=_("Where to read it."))
    reference = serializers.CharField(help_text=_("For example ER-00001. Never changes."))
    title = serializers.CharField(help_text=_("What it is called."))
    state = serializers.ChoiceField(RoundState.choices, help_text=_("Where it stands."))
    fund = serializers.IntegerField(help_text=_("In pounds."))
    at_least = serializers.IntegerField(help_text=_("How many examples have to be evaluated."))
    serious_violence_at_least = serializers.IntegerField(help_text=_("How many of them on serious violence."))
    opens_on = serializers.DateField(allow_null=True, help_text=_("When scoring starts."))
    closes_on = serializers.DateField(allow_null=True, help_text=_("When scoring ends."))
    marking = serializers.CharField(help_text=_("Security marking."))
    created_at = serializers.DateTimeField(help_text=_("When it was set up."))
    updated_at = serializers.DateTimeField(help_text=_("When it was last changed."))
    version = serializers.IntegerField(help_text=_("Counts its changes."))


ROUND_FIELDS = tuple(EvaluationRoundShape._declared_fields)


class RoundCriterionShape(serializers.Serializer[Any]):
    """What candidates are judged by."""

    id = serializers.IntegerField(required=False, help_text=_("Its number; left out for a new one."))
    label = serializers.CharField(max_length=120, help_text=_("Its name."))  # type: ignore[assignment]  # the name is the API's
    hint = serializers.CharField(max_length=300, required=False, allow_blank=True, help_text=_("What to look at."))
    source = serializers.ChoiceField(  # type: ignore[assignment]  # the name is the API's
        CriterionSource.choices, required=False, help_text=_("scored: by people; the others follow from the example.")
    )
    weight = serializers.IntegerField(min_value=0, max_value=100, help_text=_("Against the weights of the others."))


class RoundRuleShape(serializers.Serializer[Any]):
    """A further limit on the set."""

    kind = serializers.ChoiceField(RuleKind.choices, help_text=_("What it counts."))
    code = serializers.CharField(
        max_length=60, required=False, allow_blank=True, help_text=_("Code of the strand or category.")
    )
    least = serializers.IntegerField(
        min_value=0, max_value=200, required=False, allow_null=True, help_text=_("At least so many.")
    )
    most = serializers.IntegerField(
        min_value=0, max_value=200, required=False, allow_null=True, help_text=_("At most so many.")
    )


class RoundLimitShape(serializers.Serializer[Any]):
    """How a set stands to one limit."""

    code = serializers.CharField(help_text=_("Code of the limit."))
    label = serializers.CharField(help_text=_("The limit in words."))  # type: ignore[assignment]  # the name is the API's
    least = serializers.IntegerField(allow_null=True, help_text=_("At least; null for none."))
    most = serializers.IntegerField(allow_null=True, help_text=_("At most; null for none."))
    money = serializers.BooleanField(help_text=_("Whether it counts pounds."))
    got = serializers.IntegerField(help_text=_("What the set comes to."))
    met = serializers.BooleanField(help_text=_("Whether it holds."))


class RoundStepShape(serializers.Serializer[Any]):
    """Something that you may do now."""

    action = serializers.CharField(help_text=_("Its code in the workflow."))
    label = serializers.CharField(help_text=_("What people read."))  # type: ignore[assignment]  # the name is the API's
    url = serializers.URLField(help_text=_("Where to POST it."))


class OneEvaluationRoundShape(EvaluationRoundShape):
    """A round with its terms and how the set so far stands to them."""

    purpose = serializers.CharField(help_text=_("What it is for; may be empty."))
    criteria = RoundCriterionShape(many=True, help_text=_("What candidates are judged by."))
    rules = RoundRuleShape(many=True, help_text=_("Further limits on the set."))
    selected = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Candidates in the set so far; empty while that is not told.")
    )
    limits = RoundLimitShape(many=True, help_text=_("How the set so far stands to the limits."))
    available_actions = RoundStepShape(many=True, help_text=_("What you may do with it now."))


ONE_ROUND_FIELDS = (*ROUND_FIELDS, *OneEvaluationRoundShape._declared_fields)


class EvaluationRoundChangeShape(serializers.Serializer[Any]):
    """What may be changed of a round; criteria and rules are given whole."""

    title = serializers.CharField(max_length=160, required=False, help_text=_("What it is called."))
    purpose = serializers.CharField(max_length=4000, required=False, allow_blank=True, help_text=_("What it is for."))
    fund = serializers.IntegerField(min_value=1, max_value=1_000_000_000, required=False, help_text=_("In pounds."))
    at_least = serializers.IntegerField(min_value=0, max_value=200, required=False, help_text=_("Examples at least."))
    serious_violence_at_least = serializers.IntegerField(
        min_value=0, max_value=200, required=False, help_text=_("On serious violence at least.")
    )
    opens_on = serializers.DateField(required=False, allow_null=True, help_text=_("When scoring starts."))
    closes_on = serializers.DateField(required=False, allow_null=True, help_text=_("When scoring ends."))
    criteria = RoundCriterionShape(many=True, required=False, help_text=_("All criteria, in order."))
    rules = RoundRuleShape(many=True, required=False, help_text=_("All further limits."))


class NewEvaluationRoundShape(serializers.Serializer[Any]):
    """A new round."""

    title = serializers.CharField(max_length=160, help_text=_("What it is called."))
    purpose = serializers.CharField(max_length=4000, required=False, allow_blank=True, help_text=_("What it is for."))
    fund = serializers.IntegerField(min_value=1, max_value=1_000_000_000, help_text=_("In pounds."))
    at_least = serializers.IntegerField(min_value=0, max_value=200, help_text=_("Examples at least."))
    serious_violence_at_least = serializers.IntegerField(
        min_value=0, max_value=200, help_text=_("On serious violence at least.")
    )
    opens_on = serializers.DateField(required=False, allow_null=True, help_text=_("When scoring starts."))
    closes_on = serializers.DateField(required=False, allow_null=True, help_text=_("When scoring ends."))


class RoundReasonShape(serializers.Serializer[Any]):
    """The reason that goes with a step."""

    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, help_text=_("Why."))


class CandidateShape(serializers.Serializer[Any]):
    """An example in the pool of a round."""

    id = serializers.IntegerField(help_text=_("Number of the candidate."))
    url = serializers.URLField(help_text=_("Where to read it."))
    practice = serializers.CharField(help_text=_("Reference of the example. See /practices/{reference}/."))
    title = serializers.CharField(help_text=_("Its title."))
    cost = serializers.IntegerField(allow_null=True, help_text=_("What evaluating it would cost; null: not estimated."))
    cost_note = serializers.CharField(help_text=_("Where the estimate comes from; may be empty."))
    selected = serializers.BooleanField(help_text=_("In the set so far."))
    points = serializers.FloatField(allow_null=True, help_text=_("0 to 100; null while that is not told or unscored."))
    features = serializers.ListField(child=serializers.CharField(), help_text=_("What limits count about it."))
    scored_by_me = serializers.BooleanField(help_text=_("Whether you scored it."))
    added_at = serializers.DateTimeField(help_text=_("When it was put into the pool."))


CANDIDATE_FIELDS = tuple(CandidateShape._declared_fields)


class StandingShape(serializers.Serializer[Any]):
    """How a candidate stands by one criterion."""

    criterion = serializers.IntegerField(help_text=_("Number of the criterion."))
    mean = serializers.FloatField(allow_null=True, help_text=_("0 to 4; null when nobody could judge."))
    median = serializers.FloatField(allow_null=True, help_text=_("Half of the scores are not above it."))
    low = serializers.IntegerField(allow_null=True, help_text=_("The lowest score."))
    high = serializers.IntegerField(allow_null=True, help_text=_("The highest score."))
    scorers = serializers.IntegerField(help_text=_("How many people scored it; 0 when it follows from the example."))


class CandidateScoreShape(serializers.Serializer[Any]):
    """One person's score by one criterion."""

    criterion = serializers.IntegerField(min_value=1, help_text=_("Number of the criterion."))
    score = serializers.IntegerField(
        min_value=0, max_value=4, allow_null=True, help_text=_("0 to 4; null: cannot judge.")
    )
    comment = serializers.CharField(max_length=2000, required=False, allow_blank=True, help_text=_("Why."))


class OneCandidateShape(CandidateShape):
    """A candidate with its standing and one's own scores."""

    why = serializers.CharField(help_text=_("Why it was put into the pool; may be empty."))
    standings = StandingShape(many=True, help_text=_("By criterion; empty while that is not told."))
    my_scores = CandidateScoreShape(many=True, help_text=_("Your own scores."))


ONE_CANDIDATE_FIELDS = (*CANDIDATE_FIELDS, *OneCandidateShape._declared_fields)


class RoundPoolShape(serializers.Serializer[Any]):
    """Examples to put into the pool."""

    practices = serializers.ListField(
        child=serializers.CharField(max_length=16), min_length=1, max_length=200, help_text=_("Their references.")
    )
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True, help_text=_("Why."))


class EstimateShape(serializers.Serializer[Any]):
    """An estimate of the cost."""

    cost = serializers.IntegerField(
        min_value=1, max_value=1_000_000_000, allow_null=True, help_text=_("In pounds; null: not known.")
    )
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, help_text=_("Where it comes from."))


class ScoresShape(serializers.Serializer[Any]):
    """One's own scores of a candidate."""

    scores = CandidateScoreShape(many=True, help_text=_("By criterion."))


class SelectionShape(serializers.Serializer[Any]):
    """The set so far."""

    candidates = serializers.ListField(
        child=serializers.IntegerField(min_value=1), max_length=200, help_text=_("Numbers of candidates.")
    )


class SuggestionShape(serializers.Serializer[Any]):
    """A suggested set under some terms."""

    url = serializers.URLField(help_text=_("Where to read it."))
    number = serializers.IntegerField(help_text=_("Number within the round."))
    title = serializers.CharField(help_text=_("To tell it from others; may be empty."))
    state = serializers.ChoiceField(
        [("waiting", _("A worker looks for it")), ("best", _("Found")), ("none", _("No set keeps all limits"))],
        help_text=_("Whether it is found."),
    )
    fund = serializers.IntegerField(help_text=_("The fund it keeps to."))
    chosen = serializers.ListField(child=serializers.IntegerField(), help_text=_("Candidates of the set."))
    points = serializers.FloatField(allow_null=True, help_text=_("Points of the set together."))
    cost = serializers.IntegerField(allow_null=True, help_text=_("Its cost in pounds."))
    made_at = serializers.DateTimeField(help_text=_("When it was asked for."))


SUGGESTION_FIELDS = tuple(SuggestionShape._declared_fields)


class WhyShape(serializers.Serializer[Any]):
    """Why a candidate is in or out."""

    candidate = serializers.IntegerField(help_text=_("Number of the candidate."))
    chosen = serializers.BooleanField(help_text=_("Whether it is in the set."))
    loss = serializers.FloatField(
        allow_null=True, help_text=_("Points the best set loses when it is the other way round; null: no set is left.")
    )


class ClashShape(serializers.Serializer[Any]):
    """A limit that cannot hold together with others."""

    code = serializers.CharField(help_text=_("Code of the limit."))
    gives = serializers.IntegerField(
        allow_null=True, help_text=_("By how much it would have to give way alone; null: that would not do.")
    )


class OneSuggestionShape(SuggestionShape):
    """A suggested set with its reasons."""

    limits = RoundLimitShape(many=True, help_text=_("How the set stands to the limits."))
    reasons = serializers.ChoiceField(
        [("waiting", _("A worker goes through the candidates")), ("ready", _("All are there"))],
        help_text=_("Whether the reasons are there; they follow the set by seconds."),
    )
    why = WhyShape(many=True, help_text=_("The reasons, by candidate."))
    clash = ClashShape(many=True, help_text=_("Limits that cannot hold together; empty when a set is found."))


ONE_SUGGESTION_FIELDS = (*SUGGESTION_FIELDS, *OneSuggestionShape._declared_fields)


class AskSuggestionShape(serializers.Serializer[Any]):
    """Terms of a suggestion; what is left out is as in the round."""

    title = serializers.CharField(max_length=120, required=False, allow_blank=True, help_text=_("Its name."))
    fund = serializers.IntegerField(min_value=0, max_value=1_000_000_000, required=False, help_text=_("In pounds."))
    at_least = serializers.IntegerField(min_value=0, max_value=200, required=False, help_text=_("Examples at least."))
    serious_violence_at_least = serializers.IntegerField(
        min_value=0, max_value=200, required=False, help_text=_("On serious violence at least.")
    )
    into = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=200, help_text=_("Must be in.")
    )
    out_of = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=200, help_text=_("Must be out.")
    )


class OverrideShape(serializers.Serializer[Any]):
    """Why a limit may be passed over."""

    limit = serializers.CharField(max_length=80, help_text=_("Code of the limit."))
    reason = serializers.CharField(max_length=2000, help_text=_("Why."))


class DecideShape(serializers.Serializer[Any]):
    """The decision on the set so far."""

    minutes = serializers.CharField(max_length=10_000, help_text=_("What was said, and why."))
    present = serializers.CharField(
        max_length=500, required=False, allow_blank=True, help_text=_("Who took part, by role or body.")
    )
    overrides = OverrideShape(many=True, required=False, help_text=_("For each limit that does not hold."))


class DecisionItemShape(serializers.Serializer[Any]):
    """A candidate as it was decided."""

    practice = serializers.CharField(allow_null=True, help_text=_("Its reference; null when it is not shown now."))
    chosen = serializers.BooleanField(help_text=_("Whether it is to be evaluated."))
    points = serializers.FloatField(allow_null=True, help_text=_("Its points then."))
    cost = serializers.IntegerField(allow_null=True, help_text=_("Its cost then."))
    reason = serializers.CharField(help_text=_("A word on it; may be empty."))


class OverriddenLimitShape(RoundLimitShape):
    """How the set stood to one limit."""

    override = serializers.CharField(help_text=_("Why it was passed over; empty when it held."))


class RoundDecisionShape(serializers.Serializer[Any]):
    """A decision with its minutes."""

    number = serializers.IntegerField(help_text=_("Number within the round."))
    decided_at = serializers.DateTimeField(help_text=_("When."))
    minutes = serializers.CharField(help_text=_("What was said, and why."))
    present = serializers.CharField(help_text=_("Who took part; may be empty."))
    fund = serializers.IntegerField(help_text=_("The fund then."))
    limits = OverriddenLimitShape(many=True, help_text=_("How the set stood to the limits."))
    items = DecisionItemShape(many=True, help_text=_("Every candidate, the chosen first."))
