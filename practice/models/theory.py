"""The theory of change of an example: boxes from what goes in to what it changes, arrows between them, assumptions."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practice.models.practice import Practice
from practice.theory.vocab import LONGEST, Kind
from vkpp.core.fields import choice_check

FORWARD = """
    IF NOT EXISTS (
        SELECT 1 FROM practice_theorybox s JOIN practice_theorybox t ON t.theory_id = s.theory_id
        WHERE s.id = NEW.source_id AND t.id = NEW.target_id AND s.theory_id = NEW.theory_id
            AND array_position(ARRAY['input', 'activity', 'output', 'outcome', 'impact'], s.kind::text)
              < array_position(ARRAY['input', 'activity', 'output', 'outcome', 'impact'], t.kind::text)
    ) THEN
        RAISE EXCEPTION 'a link of a theory of change leads to a later column of the same theory'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class TheoryOfChange(models.Model):
    """How an example is meant to work. Read with the example; written only with the example's answers."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, primary_key=True, related_name="theory")
    version = models.PositiveIntegerField(help_text=_("The version of the example in which it changed last."))

    def __str__(self) -> str:
        return f"{self.practice_id} version {self.version}"


class TheoryBox(models.Model):
    """One box: something that goes in, is done, comes out or changes; or an assumption about a box, an arrow or all."""

    theory = models.ForeignKey(TheoryOfChange, on_delete=models.CASCADE, related_name="boxes")
    key = models.CharField(max_length=16, help_text=_("Names the box for good, for example activity-2."))
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.CharField(max_length=LONGEST)
    order = models.PositiveSmallIntegerField()
    about_box = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    about_link = models.ForeignKey("TheoryLink", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            choice_check("kind", Kind, "theory_box_kind_known"),
            models.UniqueConstraint(fields=["theory", "key"], name="theory_box_key_once"),
            models.CheckConstraint(condition=~Q(text=""), name="theory_box_not_empty"),
            models.CheckConstraint(
                condition=Q(about_box__isnull=True, about_link__isnull=True) | Q(kind=Kind.ASSUMPTION),
                name="theory_box_assumption_about",
            ),
            models.CheckConstraint(
                condition=Q(about_box__isnull=True) | Q(about_link__isnull=True), name="theory_box_about_one"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class TheoryLink(models.Model):
    """An arrow: one box leads to another of a later column (the database sees to that)."""

    theory = models.ForeignKey(TheoryOfChange, on_delete=models.CASCADE, related_name="links")
    source = models.ForeignKey(TheoryBox, on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(TheoryBox, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target"], name="theory_link_once")]
        triggers = [
            pgtrigger.Trigger(
                name="theory_link_forward",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=FORWARD,
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
