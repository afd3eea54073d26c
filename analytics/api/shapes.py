"""What a figure and a benchmark look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class SummaryShape(serializers.Serializer[Any]):
    """A figure of a group of forces. When `withheld` says why it is not shown, its numbers are null."""

    round = serializers.CharField(help_text=_("Code of the round."))
    level = serializers.CharField(help_text=_("What the figure is about: action or theme."))
    theme = serializers.CharField(help_text=_("Code of the theme in the round's plan, for example 2."))
    action = serializers.CharField(
        allow_null=True, help_text=_("Code of the action, for example 2.1.1; null in the figure of a theme.")
    )
    title = serializers.CharField(help_text=_("Title of the action, or of the theme."))
    measure = serializers.CharField(help_text=_("Code of the question whose levels are counted."))
    basis = serializers.CharField(help_text=_("Which answers count: live, signed, validated or published."))
    scope = serializers.CharField(help_text=_("national, region or peers."))
    place = serializers.CharField(help_text=_("The region, or peer group and force; empty for the nation."))
    group = serializers.CharField(help_text=_("Name of the group."))
    n = serializers.IntegerField(allow_null=True, help_text=_("Forces that gave a level."))
    answered = serializers.IntegerField(allow_null=True, help_text=_("Forces that answered at all."))
    expected = serializers.IntegerField(help_text=_("Forces of the group that have a return in the round."))
    distribution = serializers.DictField(
        child=serializers.IntegerField(),
        allow_null=True,
        help_text=_("Score of a level: number of forces. Levels in a theme are means in halves, for example 2.5."),
    )
    minimum = serializers.FloatField(allow_null=True, help_text=_("Lowest score."))
    lower = serializers.FloatField(allow_null=True, help_text=_("Lower quartile."))
    median = serializers.FloatField(allow_null=True, help_text=_("Median."))
    upper = serializers.FloatField(allow_null=True, help_text=_("Upper quartile."))
    maximum = serializers.FloatField(allow_null=True, help_text=_("Highest score."))
    mean = serializers.FloatField(allow_null=True, help_text=_("Mean score."))
    gaps_force = serializers.IntegerField(allow_null=True, help_text=_("Forces that name a gap."))
    gaps_vkpp = serializers.IntegerField(allow_null=True, help_text=_("Forces for which VKPP sees a gap."))
    practices_force = serializers.IntegerField(allow_null=True, help_text=_("Forces that name promising practice."))
    practices_vkpp = serializers.IntegerField(allow_null=True, help_text=_("Forces where VKPP sees it."))
    not_applicable = serializers.IntegerField(
        allow_null=True, help_text=_("Forces to which the action, or all of the theme, does not apply.")
    )
    peer_set_version = serializers.IntegerField(
        allow_null=True, help_text=_("Version of the peer group that was used.")
    )
    counts_self = serializers.BooleanField(help_text=_("Whether the force itself is in its peer figures."))
    as_of = serializers.DateTimeField(allow_null=True, help_text=_("When the figure last changed."))
    withheld = serializers.CharField(help_text=_("Why nothing is shown; empty when something is."))


class BenchmarkShape(SummaryShape):
    """A figure with a force's own answer beside it."""

    force = serializers.CharField(help_text=_("Code of the force."))
    own_score = serializers.FloatField(
        allow_null=True, help_text=_("Score of the force's own level; of a theme in halves.")
    )
    own_level = serializers.CharField(help_text=_("The level in words; empty without one."))
    own_not_applicable = serializers.BooleanField(
        help_text=_("The force says that the action, or all of the theme, does not apply.")
    )
    position = serializers.IntegerField(allow_null=True, help_text=_("Its place, 1 the highest; ties share one."))
    joint = serializers.IntegerField(allow_null=True, help_text=_("How many forces share that level."))
    to_median = serializers.IntegerField(allow_null=True, help_text=_("1 above, 0 at, -1 below the median."))


SUMMARY_FIELDS = tuple(SummaryShape._declared_fields)
BENCHMARK_FIELDS = tuple(BenchmarkShape._declared_fields)
