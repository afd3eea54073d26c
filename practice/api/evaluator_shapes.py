"""What evaluators and introductions look like in the API."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from practice.introductions.vocab import (
    Availability,
    BodyKind,
    Method,
    NoteAudience,
    Side,
)
from practice.models import EvaluatorBody, Introduction

BODY_HELP = {
    "slug": _("Its name in addresses. Never changes."),
    "name": _("Its name."),
    "kind": _("What kind of body it is."),
    "about": _("What it has evaluated and wants to evaluate."),
    "strands": _("Codes of the strands that it is interested in. See /strands/."),
    "methods": _("What it can do: theory, feasibility, process, impact, trial, economic, qualitative."),
    "regions": _("Policing regions that it works in; empty: everywhere."),
    "availability": _("open, later or full."),
    "available_note": _("More about that; may be empty."),
    "website": _("Its website; may be empty."),
    "source_url": _("Where these facts are published; may be empty."),
    "state": _("draft, listed or retired. Only staff and the body itself see what is not listed."),
    "updated_at": _("When it was last changed."),
    "version": _("Counts its changes."),
}
BODY_FIELDS = ("url", *BODY_HELP)
ASKED = ("name", "kind", "about", "strands", "methods", "regions", "availability", "available_note")


class EvaluatorRow(serializers.ModelSerializer[EvaluatorBody]):
    """A body that evaluates practice."""

    url = serializers.URLField(help_text=_("Where to read it."))
    strands = serializers.ListField(child=serializers.CharField(), help_text=BODY_HELP["strands"])
    methods = serializers.ListField(child=serializers.ChoiceField(Method.choices), help_text=BODY_HELP["methods"])
    regions = serializers.ListField(child=serializers.CharField(), help_text=BODY_HELP["regions"])

    class Meta:
        model = EvaluatorBody
        fields = BODY_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {name: {"help_text": words} for name, words in BODY_HELP.items()}


class EvaluatorStep(serializers.Serializer[Any]):
    """Something that you may do with it now."""

    action = serializers.CharField(help_text=_("Its code in the workflow."))
    label = serializers.CharField(help_text=_("What people read."))  # type: ignore[assignment]  # the name is the API's
    url = serializers.URLField(help_text=_("Where to POST it."))


class EvaluatorShape(EvaluatorRow):
    """A body with its contact, for staff and the body itself."""

    contact_name = serializers.CharField(help_text=_("A role or team; empty for all others."))
    contact_email = serializers.CharField(help_text=_("Its address; empty for all others."))
    available_actions = EvaluatorStep(many=True, help_text=_("What you may do with it now."))

    class Meta(EvaluatorRow.Meta):
        fields = (*BODY_FIELDS, "contact_name", "contact_email", "available_actions")


class ChangedEvaluator(serializers.Serializer[Any]):
    """What staff say of a body; what is not sent stays."""

    name = serializers.CharField(max_length=160, required=False, help_text=BODY_HELP["name"])
    kind = serializers.ChoiceField(BodyKind.choices, required=False, help_text=BODY_HELP["kind"])
    about = serializers.CharField(max_length=3000, required=False, allow_blank=True, help_text=BODY_HELP["about"])
    strands = serializers.ListField(child=serializers.CharField(), required=False, help_text=BODY_HELP["strands"])
    methods = serializers.ListField(
        child=serializers.ChoiceField(Method.choices), required=False, help_text=BODY_HELP["methods"]
    )
    regions = serializers.ListField(child=serializers.CharField(), required=False, help_text=BODY_HELP["regions"])
    availability = serializers.ChoiceField(Availability.choices, required=False, help_text=BODY_HELP["availability"])
    available_note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, help_text=BODY_HELP["available_note"]
    )
    contact_name = serializers.CharField(
        max_length=120, required=False, allow_blank=True, help_text=_("A role or team.")
    )
    contact_email = serializers.CharField(
        max_length=254, required=False, allow_blank=True, help_text=_("An address of a team.")
    )
    website = serializers.CharField(max_length=400, required=False, allow_blank=True, help_text=BODY_HELP["website"])
    source_url = serializers.CharField(
        max_length=400, required=False, allow_blank=True, help_text=BODY_HELP["source_url"]
    )


class NewEvaluator(ChangedEvaluator):
    """A new body, in preparation until it is put on the list."""

    name = serializers.CharField(max_length=160, help_text=BODY_HELP["name"])
    kind = serializers.ChoiceField(BodyKind.choices, help_text=BODY_HELP["kind"])


class MatchReason(serializers.Serializer[Any]):
    """Why an evaluator fits an example."""

    words = serializers.CharField(help_text=_("The reason as people read it."))
    points = serializers.IntegerField(help_text=_("What it counts in the order."))


class EvaluatorMatch(serializers.Serializer[Any]):
    """An evaluator that fits an example."""

    evaluator = serializers.CharField(help_text=_("Its slug. See /evaluators/."))
    name = serializers.CharField(help_text=_("Its name."))
    points = serializers.IntegerField(help_text=_("What its reasons count together; the list is ordered by it."))
    reasons = MatchReason(many=True, help_text=_("Why it fits."))
    introduction = serializers.CharField(
        allow_null=True, help_text=_("Reference of an introduction under way, if there is one.")
    )


class EvaluatorMatches(serializers.Serializer[Any]):
    """Evaluators that fit an example, best first."""

    practice = serializers.CharField(help_text=_("Reference of the example."))
    matches = EvaluatorMatch(many=True, help_text=_("Those that share an interest with it."))


INTRODUCTION_HELP = {
    "reference": _("For example IN-00007. Never changes."),
    "asked_side": _("Who asked: owner, body or vkpp."),
    "state": _("Where it stands."),
    "asked_at": _("When it was asked for."),
    "answered_at": _("When the owner answered; null before that."),
    "introduced_at": _("When VKPP introduced them; null before that."),
    "talks_at": _("When talks began; null before that."),
    "agreed_at": _("When an evaluation was agreed; null before that."),
    "ended_at": _("When it was declined, withdrawn, stopped or ended; null before that."),
    "moved_at": _("Since when it stands where it stands."),
    "updated_at": _("When it was last changed."),
    "version": _("Counts its changes."),
}
INTRODUCTION_FIELDS = ("url", "practice", "title", "evaluator", *INTRODUCTION_HELP)


class IntroductionRow(serializers.ModelSerializer[Introduction]):
    """The owner of an example and an evaluator are brought together."""

    url = serializers.URLField(help_text=_("Where to read it."))
    practice = serializers.CharField(help_text=_("Reference of the example."))
    title = serializers.CharField(help_text=_("Title of the example, as it is published now."))
    evaluator = serializers.CharField(help_text=_("Slug of the evaluator. See /evaluators/."))

    class Meta:
        model = Introduction
        fields = INTRODUCTION_FIELDS
        extra_kwargs: ClassVar[dict[str, Any]] = {
            name: {"help_text": words} for name, words in INTRODUCTION_HELP.items()
        }


class NoteShape(serializers.Serializer[Any]):
    """A note that you may read."""

    side = serializers.ChoiceField(Side.choices, help_text=_("Who wrote it."))
    audience = serializers.ChoiceField(NoteAudience.choices, help_text=_("Who reads it."))
    text = serializers.CharField(help_text=_("What was written."))
    at = serializers.DateTimeField(help_text=_("When."))


class IntroductionShape(IntroductionRow):
    """An introduction with everything that was said."""

    purpose = serializers.CharField(help_text=_("What it is about."))
    why = serializers.ListField(child=serializers.CharField(), help_text=_("Why the portal said that they fit."))
    answer = serializers.CharField(help_text=_("What the owner said; may be empty."))
    agreement = serializers.CharField(help_text=_("What evaluation was agreed; may be empty."))
    reason = serializers.CharField(help_text=_("Why it ended; may be empty."))
    notes = NoteShape(many=True, help_text=_("Notes, oldest first."))
    available_actions = EvaluatorStep(many=True, help_text=_("What you may do with it now."))

    class Meta(IntroductionRow.Meta):
        fields = (
            *INTRODUCTION_FIELDS,
            *("purpose", "why", "answer", "agreement", "reason", "notes", "available_actions"),
        )


class NewIntroduction(serializers.Serializer[Any]):
    """A request for an introduction."""

    practice = serializers.CharField(max_length=16, help_text=_("Reference of a published example."))
    evaluator = serializers.CharField(max_length=80, help_text=_("Slug of an evaluator. See /evaluators/."))
    text = serializers.CharField(max_length=4000, help_text=_("What it is about."))


class IntroductionWords(serializers.Serializer[Any]):
    """What comes with a step."""

    text = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=4000,
        help_text=_("The answer, the reason, or what was agreed; needed with `conclude` and `end`."),
    )


class NewNote(serializers.Serializer[Any]):
    """A note."""

    text = serializers.CharField(max_length=4000, help_text=_("What you write."))
    audience = serializers.ChoiceField(
        NoteAudience.choices, required=False, help_text=_("all (as without it), or vkpp: only for staff.")
    )
