"""If-Match where a change does not overwrite anything: a program may say which version it has read, and need not."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from vkpp.core.api import etags

IF_MATCH_WISHED = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^"?[1-9][0-9]{0,8}(\.[0-9a-f]+)?"?$'},
    OpenApiParameter.HEADER,
    description=_(
        "The ETag or version of the working copy that you have read: refused with 409 if it has changed since."
    ),
)


def wished(request: Request) -> int | None:
    """The version that the program has read, if it says so."""
    return etags.version_given(request) if request.headers.get("If-Match", "").strip() else None
