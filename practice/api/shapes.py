"""What examples look like in the API, described once for the schema; the answers follow from practice/fields.py."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from practice.api import states
from practice.fields import FIELDS, Field
from practice.models import Attachment, CallQuestion, EvidenceLink
from practice.vocab import RatingValue, Scale, Stage, Use


def _codes(words: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=words)


def _answer(field: Field, *, writing: bool) -> serializers.Field[Any, Any, Any, Any]:
    words = f"{field.label} {field.hint}".strip()
    options: dict[str, Any] = {"help_text": words, "required": not writing}
    if field.kind == "some":
        return serializers.ListField(child=serializers.CharField(), **options)
    if field.kind == "yes_no":
        return serializers.BooleanField(allow_null=True, **options)
    if field.name == "contact_email" and not writing:
        return serializers.CharField(allow_null=True, **options)
    if field.limit and writing:
        options["max_length"] = field.limit
    return serializers.CharField(allow_blank=True, **options)


def _described(name: str, doc: str, fields: dict[str, Any]) -> type[serializers.Serializer[Any]]:
    return type(name, (serializers.Serializer,), {"__doc__": doc, **fields})


ANSWERS_READ = {name: _answer(field, writing=False) for name, field in FIELDS.items()}
ANSWERS_WRITE = {name: _answer(field, writing=True) for name, field in FIELDS.items()}
QUESTION_ANSWERS = serializers.DictField(
    required=False, help_text=_("Answers to the call's own questions: code → answer; lists for some_of.")
)


class PublishedRow(serializers.Serializer[Any]):
    """A published example in a list: the snapshot that was released."""

    kind = serializers.ChoiceField(["published"], help_text=_("What this row is."))
    reference = serializers.CharField(help_text=_("For example VP-2026-00017. Never changes."))
    url = serializers.URLField(help_text=_("Where to read all of it."))
    title = serializers.CharField(help_text=_("What the practice is called."))
    summary = serializers.CharField(help_text=_("Two or three sentences."))
    lead_organisation = serializers.CharField(help_text=_("The force, unit or body that runs it."))
    force = serializers.CharField(allow_null=True, help_text=_("Code of the force; null for other organisations."))
    force_name = serializers.CharField(help_text=_("Name of the force at the time; may be empty."))
    region = serializers.CharField(help_text=_("Policing region; may be empty."))
    call = serializers.CharField(allow_null=True, help_text=_("The call it answers."))
    categories = _codes(_("Codes of categories."))
    strands = _codes(_("Codes of strands of vulnerability."))
    actions = _codes(_("Codes of actions of the plan."))
    topics = _codes(_("Codes of topics."))
    target_groups = _codes(_("Codes of target groups."))
    rating = serializers.ChoiceField(RatingValue.choices, allow_blank=True, help_text=_("Empty: not rated yet."))
    stage = serializers.ChoiceField(Stage.choices, allow_blank=True, help_text=_("How far it has been evaluated."))
    scale = serializers.ChoiceField(Scale.choices, allow_blank=True, help_text=_("How widely it runs."))
    serious_violence = serializers.BooleanField(allow_null=True, help_text=_("Whether it addresses serious violence."))
    started = serializers.CharField(help_text=_("As exact as known: 2021, 2021-05 or 2021-05-17; may be empty."))
    review_by = serializers.DateField(help_text=_("When the owner is asked whether it is still so."))
    stale = serializers.BooleanField(help_text=_("That day is past and the owner has not said that it is still so."))
    archived = serializers.BooleanField(help_text=_("Retired: only in lists that ask for it, still to be read."))
    first_published_at = serializers.DateTimeField(help_text=_("When it was first published."))
    published_at = serializers.DateTimeField(help_text=_("When this snapshot was published."))
    updated_at = serializers.DateTimeField(help_text=_("When anything about it changed last, permissions too."))


class WorkingRow(serializers.Serializer[Any]):
    """An authors' working copy in a list."""

    kind = serializers.ChoiceField(["working"], help_text=_("What this row is."))
    reference = serializers.CharField(help_text=_("For example VP-2026-00017. Never changes."))
    url = serializers.URLField(help_text=_("Where to read all of it."))
    title = serializers.CharField(help_text=_("May be empty in a draft."))
    summary = serializers.CharField(help_text=_("May be empty in a draft."))
    state = serializers.ChoiceField(states.CODES, help_text=_("Where it is on its way. Authors read being_assessed."))
    version = serializers.IntegerField(help_text=_("Counts every saved change."))
    call = serializers.CharField(help_text=_("The call it answers."))
    force = serializers.CharField(allow_null=True, help_text=_("Code of the force; null for other organisations."))
    categories = _codes(_("Codes of categories."))
    strands = _codes(_("Codes of strands of vulnerability."))
    marking = serializers.CharField(help_text=_("Security marking: official or official_sensitive."))
    created_at = serializers.DateTimeField(help_text=_("When it was started."))
    submitted_at = serializers.DateTimeField(allow_null=True, help_text=_("When it was last sent; null: never."))
    updated_at = serializers.DateTimeField(help_text=_("When it changed last."))


class EvidenceShape(serializers.Serializer[Any]):
    """A study, evaluation or source that bears on the example."""

    kind = serializers.ChoiceField(EvidenceLink.Kind.choices, help_text=_("What kind it is."))
    title = serializers.CharField(help_text=_("Its title."))
    url = serializers.CharField(help_text=_("Where it can be read; may be empty."))
    evaluator = serializers.CharField(help_text=_("Who did it; may be empty."))
    year = serializers.IntegerField(allow_null=True, help_text=_("When."))
    design = serializers.CharField(help_text=_("How; may be empty."))
    result = serializers.CharField(help_text=_("What was found; may be empty."))


class AttachmentShape(serializers.Serializer[Any]):
    """A file with an example."""

    id = serializers.IntegerField(help_text=_("Its number."))
    name = serializers.CharField(help_text=_("File name."))
    content_type = serializers.CharField(help_text=_("Judged by its content."))
    size = serializers.IntegerField(help_text=_("Bytes."))
    sha256 = serializers.CharField(help_text=_("Hash of the content."))
    scan = serializers.ChoiceField(
        Attachment.Scan.choices, help_text=_("What the virus check said. Only clean files can be downloaded.")
    )
    download_url = serializers.URLField(allow_null=True, help_text=_("Where to download it; null until it is clean."))


class QuestionAnswer(serializers.Serializer[Any]):
    """A question of the call with its answer, as published."""

    text = serializers.CharField(help_text=_("The question."))
    answer = serializers.CharField(help_text=_("The answer."))


class QuestionWithAnswer(serializers.Serializer[Any]):
    """A question of the call with the answer so far."""

    code = serializers.CharField(help_text=_("What you name it by in `answers`."))
    text = serializers.CharField(help_text=_("The question."))
    kind = serializers.ChoiceField(CallQuestion.Kind.choices, help_text=_("What an answer looks like."))
    options = _codes(_("What to choose from."))
    required = serializers.BooleanField(help_text=_("Must be answered before sending."))  # type: ignore[assignment]  # the name is the API\'s
    shown = serializers.BooleanField(help_text=_("Whether it applies, given the other answers."))
    answer = serializers.CharField(help_text=_("The answer so far; several choices stand on lines of their own."))


class AvailableAction(serializers.Serializer[Any]):
    """Something you may do with the example now."""

    action = serializers.CharField(help_text=_("Its code, for example submit."))
    label = serializers.CharField(help_text=_("Words for a button."))  # type: ignore[assignment]  # the name is the API\'s
    needs_reason = serializers.BooleanField(help_text=_("Whether a reason must be given."))
    url = serializers.URLField(allow_null=True, help_text=_("Where to POST; null: only in the portal's pages."))


class Likely(serializers.Serializer[Any]):
    """Something in the text that looks like personal data."""

    field = serializers.CharField(help_text=_("The answer it stands in."))
    kind = serializers.CharField(help_text=_("What it looks like, for example a telephone number."))
    text = serializers.CharField(help_text=_("The words."))


PublishedPractice = _described(
    "PublishedPractice",
    str(_("A published example: every answer as it was when released.")),
    {
        **PublishedRow._declared_fields,
        **ANSWERS_READ,
        "force_name": serializers.CharField(help_text=_("Name of the force at the time; may be empty.")),
        "labels": serializers.DictField(
            child=serializers.DictField(child=serializers.CharField()),
            help_text=_("The words of each chosen code at the time: field → code → words."),
        ),
        "rationale": serializers.CharField(help_text=_("Why it got this rating; may be empty.")),
        "evidence": EvidenceShape(many=True, help_text=_("What the rating stands on, and further reading.")),
        "questions": QuestionAnswer(many=True, help_text=_("The call's own questions that were answered.")),
        "attachments": AttachmentShape(many=True, help_text=_("Files published with it.")),
        "publication": serializers.IntegerField(help_text=_("Number of the snapshot; each change makes a new one.")),
        "marking": serializers.CharField(help_text=_("Security marking.")),
        "source_url": serializers.CharField(help_text=_("Where an imported example was published; may be empty.")),
    },
)
WorkingPractice = _described(
    "WorkingPractice",
    str(_("The authors' working copy.")),
    {
        **WorkingRow._declared_fields,
        **ANSWERS_READ,
        "state_label": serializers.CharField(help_text=_("The state in words.")),
        "questions": QuestionWithAnswer(many=True, help_text=_("The call's own questions with your answers.")),
        "permissions": serializers.ListField(
            child=serializers.ChoiceField(Use.choices), help_text=_("Uses that the owner permits now.")
        ),
        "attachments": AttachmentShape(many=True, help_text=_("Its files.")),
        "missing": serializers.DictField(
            child=serializers.ListField(child=serializers.CharField()),
            help_text=_("What must be filled before sending: field → sentences."),
        ),
        "likely_personal_data": Likely(many=True, help_text=_("Look at these before sending. They do not stop you.")),
        "available_actions": AvailableAction(many=True, help_text=_("What you may do with it now.")),
    },
)
PracticeStart = _described(
    "PracticeStart",
    str(_("A new example. Only the call must be named; the rest can come later.")),
    {
        "call": serializers.CharField(help_text=_("Slug of an open call.")),
        **ANSWERS_WRITE,
        "answers": QUESTION_ANSWERS,
    },
)
PracticeChange = _described(
    "PracticeChange",
    str(_("The answers to change; those not named stay.")),
    {**ANSWERS_WRITE, "answers": QUESTION_ANSWERS},
)
