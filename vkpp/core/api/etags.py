"""Entity tags: a reader who has it already gets 304; a writer says which version is being changed.

A tag starts with the version where the thing has one (`"12.9f86d081"`), so that `If-Match` takes the tag or the number.
"""

import hashlib
import re
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from vkpp.core.api.errors import PreconditionRequired

TAG = re.compile(r'(?:W/)?"([^"]*)"')
VERSION = re.compile(r'"?(0|[1-9][0-9]{0,8})(?:\.[0-9a-f]+)?"?')


def tag_of(*parts: Any, version: int | None = None) -> str:
    """A tag that changes when any of `parts` does; they must print the same for the same content."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=10).hexdigest()
    return f'"{version}.{digest}"' if version is not None else f'W/"{digest}"'


def has_already(request: Request, tag: str) -> bool:
    """Whether the reader holds exactly this."""
    header = request.headers.get("If-None-Match", "")
    if header.strip() == "*":
        return True
    return _bare(tag) in {found.group(1) for found in TAG.finditer(header)}


def _bare(tag: str) -> str:
    return tag.removeprefix("W/").strip('"')


def version_given(request: Request, *, lowest: int = 1) -> int:
    """The version that the writer has read, from If-Match; without it nothing is changed (428)."""
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise PreconditionRequired
    found = VERSION.fullmatch(header)
    if found is None or int(found.group(1)) < lowest:
        raise ParseError(_("If-Match must be the ETag or the version that you have read, for example “12”."))
    return int(found.group(1))
