"""Files of an example: listed, added, removed and downloaded by the same rules as on the pages."""

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice import downloads
from practice.actions import attachments, programs, triage
from practice.api.base import WorkingView, working_copy
from practice.api.shapes import AttachmentShape
from practice.api.versions import IF_MATCH_WISHED, wished
from practice.models import Attachment
from vkpp.core.api import idempotency
from vkpp.core.api.parsers import Upload
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView

COLUMNS = ("id", "name", "content_type", "size", "sha256", "scan")
EXAMPLE = {
    "id": 112,
    "name": "evaluation.pdf",
    "content_type": "application/pdf",
    "size": 184320,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "scan": "waiting",
    "download_url": None,
}


def shown(attachment: Attachment, base: str) -> dict[str, Any]:
    """A file as it is listed; `base` is the address of the list."""
    clean = attachment.scan == Attachment.Scan.CLEAN
    return {
        **{name: getattr(attachment, name) for name in COLUMNS},
        "download_url": f"{base}{attachment.pk}/file/" if clean else None,
    }


class UploadShape(serializers.Serializer[Any]):
    """A file to add."""

    file = serializers.FileField(
        help_text=gettext_lazy("PDF, Word, Excel, PowerPoint, PNG, JPEG, CSV or text; at most 10 MB.")
    )


class Attachments(WorkingView):
    """The files of a working copy."""

    parser_classes = (Upload,)

    @extend_schema(
        operation_id="attachments_list",
        tags=["Attachments"],
        summary=gettext_lazy("List the files of a working copy"),
        description=gettext_lazy(
            "Files that are still checked for viruses, too. Files of published practice stand in the practice itself."
        ),
        responses={200: pages_of(AttachmentShape, "AttachmentPage")},
        examples=[
            OpenApiExample("One file", value={"results": [EXAMPLE], "next": None, "previous": None}, response_only=True)
        ],
    )
    def get(self, request: Request, reference: str) -> Response:
        """All files, on one page."""
        practice = working_copy(request, reference)
        base = request.build_absolute_uri()
        rows = [shown(row, base) for row in practice.attachments.filter(removed_at=None)]
        return self.tagged({"results": rows, "next": None, "previous": None}, rows)

    @extend_schema(
        operation_id="attachments_add",
        tags=["Attachments"],
        summary=gettext_lazy("Add a file"),
        description=gettext_lazy(
            "Send it as `file` of a form (multipart/form-data). Its type is judged by its content. It can be "
            "downloaded once the virus check has passed. With an Idempotency-Key the same content sent again is the file "
            "that you added already (200)."
        ),
        parameters=[idempotency.PARAMETER, IF_MATCH_WISHED],
        request={"multipart/form-data": UploadShape},
        responses={201: AttachmentShape, 200: AttachmentShape},
        examples=[
            OpenApiExample("A file", value={"file": "(the bytes of evaluation.pdf)"}, request_only=True),
            OpenApiExample("Waiting for its virus check", value=EXAMPLE, response_only=True),
        ],
    )
    def post(self, request: Request, reference: str) -> Response:
        """Add one file."""
        practice = working_copy(request, reference)
        files = request.FILES.getlist("file")
        if len(files) != 1 or len(request.FILES) != 1:
            raise ValidationError({"file": [_("Send one file, as “file” of a form.")]})
        key = idempotency.key_of(request)
        with programs.as_read(practice, wished(request)):
            added, new = programs.attach_once(practice=practice, upload=files[0], key=key, by=request.user)
        return Response(shown(added, request.build_absolute_uri()), status=201 if new else 200)


class OneAttachment(WorkingView):
    """One file of a working copy."""

    @extend_schema(
        operation_id="attachments_remove",
        tags=["Attachments"],
        summary=gettext_lazy("Remove a file"),
        description=gettext_lazy("From the working copy; what is published stays until the change is published."),
        parameters=[IF_MATCH_WISHED],
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, reference: str, number: str) -> Response:
        """Remove one file."""
        practice = working_copy(request, reference)
        attachment = practice.attachments.filter(pk=int(number), removed_at=None).first()
        if attachment is None:
            raise Http404
        with programs.as_read(practice, wished(request)):
            attachments.remove(attachment=attachment, by=request.user)
        return Response(status=204)


class AttachmentFile(ApiView):
    """The content of a file."""

    public = True

    @extend_schema(
        operation_id="attachments_download",
        tags=["Attachments"],
        summary=gettext_lazy("Download a file"),
        description=gettext_lazy(
            "Of published practice for whoever may read it, of a working copy for authors and staff. Only files that "
            "passed the virus check."
        ),
        responses={(200, "*/*"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def get(self, request: Request, reference: str, number: str) -> HttpResponseBase:
        """The file."""
        asked = request.user, reference, int(number)
        found = downloads.published(*asked) or downloads.working(*asked)
        if found is None:
            raise Http404
        triage.look(practice=found.practice, by=request.user)
        return downloads.served(found)
