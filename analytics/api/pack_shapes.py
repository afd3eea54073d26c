"""What evidence packs look like in the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample
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


ASKED = OpenApiExample(
    "Two questions",
    value={"force": "norfolk", "framework": "peel", "edition": "2021/22", "questions": ["1.1", "1.2"], "format": "zip"},
    request_only=True,
)
_PACK = {
    "number": 417,
    "url": "https://portal.example/api/v1/evidence-packs/417/",
    "title": "Evidence pack of Norfolk for HMICFRS PEEL assessment framework 2021/22 (zip)",
    "force": "norfolk",
    "framework": "peel",
    "edition": "2021/22",
    "questions": ["1.1", "1.2"],
    "format": "zip",
    "marking": "official_sensitive",
    "state": "done",
    "done": 4,
    "total": 4,
    "error": "",
    "created_at": "2026-11-20T09:14:03Z",
    "finished_at": "2026-11-20T09:14:09Z",
    "expires_at": "2026-11-27T09:14:09Z",
    "file_name": "OFFICIAL-SENSITIVE-evidence-pack-norfolk-peel-2021-22.zip",
    "file_size": 1830201,
    "download_url": "https://portal.example/api/v1/evidence-packs/417/download/",
}
_NOTHING = {"finished_at": None, "expires_at": None, "file_name": "", "file_size": 0, "download_url": None}
DONE = OpenApiExample("Made", value=_PACK, response_only=True)
STARTED = OpenApiExample(
    "Waiting",
    value=_PACK | {"state": "waiting", "done": 0, "total": 0} | _NOTHING,
    response_only=True,
    status_codes=["200", "201"],
)
PAGE = OpenApiExample("One pack", value={"results": [_PACK], "next": None, "previous": None}, response_only=True)
