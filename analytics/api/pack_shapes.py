"""What evidence packs look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from vkpp.core.models import JobState, Marking

FORMATS = {"zip": True, "pdf": False}
FIELDS = (
    *("number", "url", "title", "force", "framework", "edition", "questions", "format", "marking"),
    *("state", "done", "total", "error", "created_at", "finished_at", "expires_at", "file_name", "file_size"),
    "download_url",
)


class PackShape(serializers.Serializer[Any]):
    """An evidence pack that you had made, or that is being made."""

    number = serializers.IntegerField(help_text=_("Its number."))
    url = serializers.URLField(help_text=_("Where to ask how far it is."))
    title = serializers.CharField(help_text=_("What it is called."))
    force = serializers.CharField(allow_null=True, help_text=_("Code of the force; null when it is gone."))
    framework = serializers.CharField(allow_null=True, help_text=_("Code of the framework; null when it is gone."))
    edition = serializers.CharField(help_text=_("Its edition, for example 2023-25."))
    questions = serializers.ListField(
        child=serializers.CharField(), help_text=_("Codes of its questions; no-3 for the third when it has no code.")
    )
    format = serializers.ChoiceField(
        list(FORMATS), help_text=_("zip: the PDF with the files of evidence; pdf: the PDF alone.")
    )
    marking = serializers.ChoiceField(Marking.choices, help_text=_("Its security marking."))
    state = serializers.ChoiceField(JobState.choices, help_text=_("Where the work stands."))
    done = serializers.IntegerField(help_text=_("Steps that are done."))
    total = serializers.IntegerField(help_text=_("Steps in all; 0 while nobody knows."))
    error = serializers.CharField(help_text=_("Why it was not made and what to do; empty otherwise."))
    created_at = serializers.DateTimeField(help_text=_("When it was asked for."))
    finished_at = serializers.DateTimeField(allow_null=True, help_text=_("When it was finished."))
    expires_at = serializers.DateTimeField(allow_null=True, help_text=_("When its file is removed."))
    file_name = serializers.CharField(help_text=_("Name of the file; empty before it is made."))
    file_size = serializers.IntegerField(help_text=_("Its size in bytes."))
    download_url = serializers.URLField(
        allow_null=True, help_text=_("Where the file is; null before it is made and after it was removed.")
    )


class AskPackShape(serializers.Serializer[Any]):
    """Which pack to make."""

    force = serializers.CharField(help_text=_("Code of the force."))
    framework = serializers.CharField(help_text=_("Code of the framework, for example peel. See /crosswalks/."))
    edition = serializers.CharField(help_text=_("Its edition, for example 2023-25."))
    questions = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=500,
        help_text=_("Codes of questions; without them all that an action is linked to."),
    )
    format = serializers.ChoiceField(list(FORMATS), required=False, help_text=_("zip when none is given."))
