"""The header Idempotency-Key: what a program creates is created once, however often it repeats the request."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

KEY = re.compile(r"[!-~]{1,100}")
PARAMETER = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{1,100}$"},
    OpenApiParameter.HEADER,
    description=gettext_lazy("A name of yours for this request, for example a UUID."),
)


def key_of(request: Request) -> str:
    """The key that was sent, empty when there is none; refused when it cannot be one."""
    key = request.headers.get("Idempotency-Key", "")
    if key and not KEY.fullmatch(key):
        raise ParseError(_("Idempotency-Key must be 1 to 100 letters, digits and signs without spaces."))
    return key


def hash_of(data: Mapping[str, Any]) -> str:
    """What tells whether a repeated request says the same."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
