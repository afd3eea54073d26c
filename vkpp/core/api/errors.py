"""One shape for everything the API refuses, problem details (RFC 9457), and the exceptions that only an API knows.

    {"type": "https://…/api/v1/problems/invalid/", "title": "…", "status": 400, "detail": "…",
     "code": "invalid", "fields": {"title": ["…"]}, "request_id": "…"}

`fields` is always there; a conflict adds `current`, what is there now, and `yours`, what was sent.
"""

from collections.abc import Mapping
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, ValidationError
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions
from rest_framework.response import Response

from vkpp.core import audit, away
from vkpp.core.api import problems
from vkpp.core.exceptions import Conflict, Invalid, PortalError

log = structlog.get_logger(__name__)

Fields = Mapping[str, list[str]]


class BadParameter(exceptions.APIException):
    """A parameter of the address that cannot be used (400); `name` is the parameter."""

    status_code = 400
    default_code = "invalid_parameter"

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.fields = {name: [sentence]}


class TooLarge(exceptions.APIException):
    """The body is larger than the endpoint takes (413)."""

    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("The request is too large. Send less text, or a smaller file.")


class PreconditionRequired(exceptions.APIException):
    """A change that does not say which version it changes (428)."""

    status_code = 428
    default_code = "precondition_required"
    default_detail = gettext_lazy(
        "Say which version you are changing: read it first, and send its ETag or version in the header If-Match."
    )


class Stale(Conflict):
    """A change of what somebody else changed meanwhile: `current` is theirs, `yours` is what was sent."""

    def __init__(self, message: str, current: Mapping[str, Any], yours: Mapping[str, Any]) -> None:
        super().__init__(message, current)
        self.yours = dict(yours)


CODES = {
    "parse_error": "malformed",
    "not_authenticated": "not_signed_in",
    "authentication_failed": "invalid_token",
    "permission_denied": "not_allowed",
    "throttled": "too_many_requests",
}


def body(code: str, status: int, detail: str, fields: Fields | None = None, **more: Any) -> dict[str, Any]:
    """The one shape."""
    problem = problems.of(code)
    said = {"type": problem.uri, "title": str(problem.title), "status": status, "detail": detail}
    return {**said, "code": code, "fields": dict(fields or {}), "request_id": audit.request_id(), **more}


def answer(
    code: str,
    status: int,
    detail: str,
    fields: Fields | None = None,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> Response:
    """The one shape as an answer."""
    told = body(code, status, detail, fields, **more)
    return Response(told, status=status, headers=dict(headers or {}), content_type=problems.MEDIA_TYPE)


def handle(exception: Exception, context: Mapping[str, Any]) -> Response:
    """Django REST framework's exception handler: every exception becomes an answer of the one shape."""
    from rest_framework.views import set_rollback  # here, because that module reads settings that name this package

    set_rollback()
    if isinstance(exception, PortalError):
        return _of_portal(exception)
    if isinstance(exception, Http404):
        sentence = _("There is nothing at this address, or nothing that you may know of. Check the reference.")
        return answer("not_found", 404, sentence)
    if isinstance(exception, PermissionDenied):
        return answer("not_allowed", 403, str(exception) or _("You may not do this."))
    if isinstance(exception, RequestDataTooBig):
        return answer("too_large", 413, str(TooLarge.default_detail))
    if isinstance(exception, SuspiciousOperation):
        return answer("malformed", 400, _("The request cannot be read. Check how it is encoded."))
    if isinstance(exception, ValidationError):
        return answer("invalid", 400, _("Check the values you sent."), {"": exception.messages})
    if isinstance(exception, exceptions.APIException):
        return _of_framework(exception)
    return _unforeseen(exception, context)


def _of_portal(refusal: PortalError) -> Response:
    fields = refusal.errors if isinstance(refusal, Invalid) else {}
    more: dict[str, Any] = {}
    if isinstance(refusal, Conflict):
        more["current"] = refusal.current
        more["yours"] = refusal.yours if isinstance(refusal, Stale) else {}
    return answer(refusal.code, refusal.status, refusal.message, fields, **more)


def _of_framework(exception: exceptions.APIException) -> Response:
    headers = {}
    if challenge := getattr(exception, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(exception, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(exception, exceptions.ValidationError):
        fields = flat(exception.detail)
        sentences = list(dict.fromkeys(sentence for found in fields.values() for sentence in found))
        return answer("invalid", 400, " ".join(sentences[:3]), fields, headers)
    code = str(getattr(exception, "default_code", "refused"))
    sentence = _sentence(exception)
    return answer(CODES.get(code, code), exception.status_code, sentence, getattr(exception, "fields", {}), headers)


def _sentence(exception: exceptions.APIException) -> str:
    if isinstance(exception, exceptions.Throttled):
        seconds = int(getattr(exception, "wait", None) or 1)
        return _("You asked too often. Wait %(seconds)d seconds, then go on.") % {"seconds": seconds}
    if isinstance(exception, exceptions.MethodNotAllowed):
        return _("This address cannot do that. The header Allow says what it can do.")
    if isinstance(exception, exceptions.NotAcceptable):
        return _("Answers come as JSON only. Send the header “Accept: application/json”.")
    if isinstance(exception, exceptions.NotAuthenticated):
        return _("Sign in, or send a token in the header “Authorization: Bearer …”. Make one on your account page.")
    return str(exception.detail)


def flat(detail: Any, name: str = "") -> dict[str, list[str]]:
    """Nested error details as dotted field names, each with its sentences; what concerns no field is under ''."""
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for key, value in detail.items():
            own = "" if key == "non_field_errors" else str(key)
            found.update(flat(value, f"{name}.{own}".strip(".")))
        return found
    if isinstance(detail, list):
        if any(isinstance(item, Mapping | list) for item in detail):
            nested = [flat(item, f"{name}.{place}".strip(".")) for place, item in enumerate(detail) if item]
            return {key: value for each in nested for key, value in each.items()}
        return {name: [str(item) for item in detail]}
    return {name: [str(detail)]}


def _unforeseen(exception: Exception, context: Mapping[str, Any]) -> Response:
    """Our fault: told to the log and to whoever listens, as Django does, and to the caller without any detail."""
    if away.is_away(exception):
        log.warning("api_away", exc_info=exception, error=type(exception).__name__)
        code, words = SENTENCES[503]
        return answer(code, 503, str(words), headers={"Retry-After": str(away.RETRY_AFTER)})
    request = context.get("request")
    log.error("api_failed", exc_info=exception, error=type(exception).__name__)
    got_request_exception.send(sender=None, request=getattr(request, "_request", request))
    sentence = _("Something went wrong on our side. Try again later, and tell us the request_id if it stays.")
    return answer("server_error", 500, sentence)


SENTENCES = {
    400: ("malformed", gettext_lazy("The request cannot be read.")),
    403: ("not_allowed", gettext_lazy("You may not do this.")),
    404: ("not_found", gettext_lazy("There is nothing at this address.")),
    413: ("too_large", gettext_lazy("The request is larger than the portal takes.")),
    500: ("server_error", gettext_lazy("Something went wrong on our side. Try again later.")),
    503: ("unavailable", gettext_lazy("A part of the portal is away for a moment. Send the same request again.")),
}


def belongs(request: HttpRequest) -> bool:
    """Whether this request is for the API, so that also what fails before any endpoint answers in the one shape."""
    return request.path.startswith("/api/")


def plain(status: int) -> JsonResponse:
    """The one shape for what fails outside the endpoints: a host that is not ours, an address that does not exist."""
    code, sentence = SENTENCES[status]
    headers = {"Retry-After": str(away.RETRY_AFTER)} if status == 503 else {}
    told = body(code, status, str(sentence))
    return JsonResponse(told, status=status, headers=headers, content_type=problems.MEDIA_TYPE)


def in_the_open() -> JsonResponse:
    """For a request without TLS: whatever token it had has been readable on the way."""
    sentence = _("Use https. If you sent a token, revoke it and make a new one: it could be read on the way.")
    return JsonResponse(body("not_allowed", 403, sentence), status=403, content_type=problems.MEDIA_TYPE)
