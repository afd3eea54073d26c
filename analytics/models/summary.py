"""Figures of one action or one theme in one round, made by SQL from the answers and never typed."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.vocab import Basis, RunKind, Scope
from nvap.models import ActionVersion, PeerSet, Round, Submission, Theme
from vkpp.accounts.models import Force
from vkpp.core.fields import choice_check

FROZEN = pgtrigger.Update | pgtrigger.Delete
KEY = ["round", "action_version", "measure", "basis", "steady", "scope", "place"]
THEME_KEY = ["round", "theme", "measure", "basis", "scope", "place"]
PEERS_NAMED = Q(scope="peers", force__isnull=False, peer_set__isnull=False, peer_set_version__isnull=False) | (
    ~Q(scope="peers") & Q(force__isnull=True, peer_set__isnull=True, peer_set_version__isnull=True)
)


class GroupSummary(models.Model):
    """What the forces of one group answered to one levelled question, on one basis.

    `place` names the group within its scope: empty for the nation, the region's name, or peer set code/force code.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=30, help_text=_("Code of the question, for example implementation."))
    basis = models.CharField(max_length=10, choices=Basis)
    scope = models.CharField(max_length=8, choices=Scope)
    place = models.CharField(max_length=120, blank=True)
    force = models.ForeignKey(
        Force,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,  # an index of each table starts with it
        help_text=_("Whose peer group it is."),
    )
    peer_set = models.ForeignKey(PeerSet, on_delete=models.PROTECT, null=True, related_name="+")
    peer_set_version = models.PositiveSmallIntegerField(null=True)
    counts_self = models.BooleanField(default=True, help_text=_("Whether the force itself is in its peer figures."))
    n = models.PositiveSmallIntegerField(help_text=_("Forces that gave a level."))
    answered = models.PositiveSmallIntegerField(help_text=_("Forces that answered, also that it does not apply."))
    expected = models.PositiveSmallIntegerField(help_text=_("Forces of the group that have a return in the round."))
    distribution = models.JSONField(default=dict, help_text=_("Score of a level → number of forces."))
    lower = models.FloatField(null=True, help_text=_("Lower quartile."))
    median = models.FloatField(null=True)
    upper = models.FloatField(null=True, help_text=_("Upper quartile."))
    mean = models.FloatField(null=True)
    gaps_force = models.PositiveSmallIntegerField(default=0)
    gaps_vkpp = models.PositiveSmallIntegerField(default=0)
    practices_force = models.PositiveSmallIntegerField(default=0)
    practices_vkpp = models.PositiveSmallIntegerField(default=0)
    not_applicable = models.PositiveSmallIntegerField(default=0)
    contributors = ArrayField(models.IntegerField(), default=list, help_text=_("Forces with a level; never shown."))
    answered_by = ArrayField(models.IntegerField(), default=list, help_text=_("Forces that answered; never shown."))
    input_hash = models.CharField(max_length=32, help_text=_("Of everything that was counted."))
    members_hash = models.CharField(max_length=32, help_text=_("Of the group's forces."))
    code_version = models.PositiveSmallIntegerField(help_text=_("Of the counting itself."))
    as_of = models.DateTimeField(help_text=_("When the figure last changed."))

    class Meta:
        abstract = True


class Summary(GroupSummary):
    """The figure of one action.

    `steady` rows are what forces are shown of a moving basis: they follow only when enough answers have changed.
    """

    action_version = models.ForeignKey(ActionVersion, on_delete=models.PROTECT, related_name="+")
    steady = models.BooleanField(default=False)
    minimum = models.SmallIntegerField(null=True)
    maximum = models.SmallIntegerField(null=True)

    class Meta:
        ordering = ["round", "action_version", "measure", "basis", "scope", "place"]
        constraints = [
            choice_check("basis", Basis, "summary_basis_known"),
            choice_check("scope", Scope, "summary_scope_known"),
            models.UniqueConstraint(fields=KEY, name="summary_once"),
            models.CheckConstraint(condition=PEERS_NAMED, name="summary_peers_named"),
            models.CheckConstraint(condition=~Q(basis="published", steady=True), name="summary_published_not_steady"),
        ]
        indexes = [
            models.Index(fields=["round", "basis", "steady", "scope", "place"], name="summary_by_place"),
            models.Index(fields=["round", "basis", "steady", "as_of"], name="summary_by_time"),
            models.Index(fields=["force", "round", "basis", "steady", "measure"], name="summary_by_force"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="summary_published_stays", operation=FROZEN, condition=pgtrigger.Q(old__basis="published")
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.action_version_id} {self.measure} {self.basis} {self.scope} {self.place}".strip()


class ThemeSummary(GroupSummary):
    """The figure of one theme: of the levels of its forces, each the mean of what a force scored, in halves.

    Forces read those of a moving basis never: see `analytics/themes.py`.
    """

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="+")
    minimum = models.FloatField(null=True)
    maximum = models.FloatField(null=True)

    class Meta:
        ordering = ["round", "theme", "measure", "basis", "scope", "place"]
        constraints = [
            choice_check("basis", Basis, "theme_summary_basis_known"),
            choice_check("scope", Scope, "theme_summary_scope_known"),
            models.UniqueConstraint(fields=THEME_KEY, name="theme_summary_once"),
            models.CheckConstraint(condition=PEERS_NAMED, name="theme_summary_peers_named"),
        ]
        indexes = [
            models.Index(fields=["round", "basis", "measure", "scope", "place"], name="theme_summary_by_place"),
            models.Index(fields=["force", "round", "basis", "measure"], name="theme_summary_by_force"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="theme_summary_stays", operation=FROZEN, condition=pgtrigger.Q(old__basis="published")
            )
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.theme_id} {self.measure} {self.basis} {self.scope} {self.place}".strip()


class ShownState(models.Model):
    """One state of a group's figures as forces were shown it: force → fingerprint of the answer that was counted."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    action_version = models.ForeignKey(ActionVersion, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=10, choices=Basis)
    scope = models.CharField(max_length=8, choices=Scope)
    place = models.CharField(max_length=120, blank=True)
    answers = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            choice_check("basis", Basis, "shown_basis_known"),
            choice_check("scope", Scope, "shown_scope_known"),
        ]
        indexes = [models.Index(fields=["round", "action_version", "scope"], name="shown_by_action")]
        triggers = [pgtrigger.Protect(name="shown_stays", operation=FROZEN)]

    def __str__(self) -> str:
        return f"{self.round_id} {self.action_version_id} {self.basis} {self.scope} {self.place}".strip()


class Baseline(models.Model):
    """Which version of a force's return the published figures of a round counted."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "force"], name="baseline_once")]
        triggers = [pgtrigger.Protect(name="baseline_stays", operation=FROZEN)]

    def __str__(self) -> str:
        return f"{self.round_id} {self.force_id}"


class SummaryRun(models.Model):
    """Everything of some rounds counted anew, and whether it equalled what was there."""

    kind = models.CharField(max_length=8, choices=RunKind)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    rounds = models.PositiveSmallIntegerField()
    counted = models.PositiveIntegerField(help_text=_("Figures counted."))
    regrouped = models.PositiveIntegerField(default=0, help_text=_("Changed because the group's forces changed."))
    differing = models.PositiveIntegerField(
        default=0, help_text=_("Differed from what was kept though nothing changed.")
    )
    examples = models.JSONField(default=list, help_text=_("The first differing figures."))

    class Meta:
        ordering = ["-started_at"]
        constraints = [choice_check("kind", RunKind, "summary_run_kind_known")]

    def __str__(self) -> str:
        return f"{self.kind} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def alarming(self) -> bool:
        """Whether somebody must look: figures were not what the answers say."""
        return self.differing > 0
