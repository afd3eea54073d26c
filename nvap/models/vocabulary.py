"""The vocabulary that all product apps share: strands of vulnerability and the actions of the plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Strand(models.Model):
    """A strand of vulnerability or serious violence, for example DA, domestic abuse."""

    code = models.CharField(max_length=12, unique=True)
    label = models.CharField(max_length=160)
    serious_violence = models.BooleanField(default=False)
    core_area = models.BooleanField(default=False, help_text=_("One of the 13 core areas found in the sources."))
    selectable = models.BooleanField(default=True, help_text=_("Offered in forms."))
    provenance = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label


class Action(models.Model):
    """An action of the National Vulnerability Action Plan, over all its versions. Unverified ones are sample content."""

    code = models.CharField(max_length=12, unique=True, help_text=_("For example 2.1.1."))
    title = models.CharField(max_length=160)
    theme_code = models.CharField(max_length=8)
    theme = models.CharField(max_length=160)
    aim = models.TextField(blank=True)
    sample = models.BooleanField(default=True, help_text=_("Not verified against the plan; shown as sample."))
    provenance = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
