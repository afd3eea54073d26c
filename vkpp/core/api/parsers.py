"""Reading what was sent: JSON within a size, without characters that no text has; files within theirs."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import parsers
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.utils import json as strict_json

from vkpp.core.api.errors import TooLarge

MULTIPART_EXTRA = 64 * 1024  # boundaries, headers and small values around the file itself


class JSON(parsers.BaseParser):
    """A JSON object of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes; UTF-8; no NUL, no half of a surrogate pair."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The object that was sent."""
        del media_type, parser_context
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLarge
        try:
            data = strict_json.loads(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise ParseError(_("The body is not UTF-8. Encode it as UTF-8.")) from error
        except json.JSONDecodeError as error:
            place = {"line": error.lineno, "column": error.colno}
            raise ParseError(_("The body is not JSON: look at line %(line)d, column %(column)d.") % place) from error
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON that can be used here.")) from error
        if not isinstance(data, dict):
            raise ParseError(_('Send a JSON object, for example {"title": "…"}.'))
        refuse_unwritable(data)
        return data


class Upload(parsers.MultiPartParser):
    """A form with files, refused by its announced length before anything is read."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The values and files that were sent."""
        context = dict(parser_context or {})
        length = int(context["request"].META.get("CONTENT_LENGTH") or 0)
        if length > settings.API_UPLOAD_LIMIT + MULTIPART_EXTRA:
            raise TooLarge
        return super().parse(stream, media_type, context)


def refuse_unwritable(data: Any) -> None:
    """No database or form can hold a NUL or half a surrogate pair: name each field that has one."""
    errors: dict[str, list[str]] = {}
    _look(data, "", errors)
    if errors:
        raise ValidationError(errors)


def _look(value: Any, name: str, errors: dict[str, list[str]]) -> None:
    if isinstance(value, str):
        if not writable(value):
            errors[writable_part(name)] = [_("Take out the characters that cannot be stored (NUL or broken Unicode).")]
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            _look(str(key), f"{name}.{key}".strip("."), errors)
            _look(inner, f"{name}.{key}".strip("."), errors)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _look(inner, f"{name}.{place}".strip("."), errors)


def writable(text: str) -> bool:
    """Whether PostgreSQL can hold the text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def writable_part(text: str) -> str:
    """The text with a question mark for each character that cannot be sent back."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "?")
