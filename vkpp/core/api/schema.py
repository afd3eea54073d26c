"""How the API describes itself in OpenAPI: what every endpoint shares is said here once.

Endpoints say the rest with `extend_schema`; `words` of a serializer field become the description of the field.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.serializers import BaseSerializer

from vkpp.core.api import pagination, problems
from vkpp.core.api.filters import described
from vkpp.core.api.views import ApiView, ListView

EXAMPLE_SITE = "https://portal.example"
HEADERS = (
    ("RateLimit-Limit", "integer", _("How many requests you may send in a minute.")),
    ("RateLimit-Remaining", "integer", _("How many are left of this minute.")),
    ("RateLimit-Reset", "integer", _("Seconds until the next minute begins.")),
    ("X-Request-ID", "string", _("Name it when you ask us about this request.")),
)
TAG_HEADER = ("ETag", "string", _("Changes when the content does; send it as If-None-Match or If-Match."))
EMPTY = {"type": "string", "maxLength": 0}
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description=_("The ETag of what you have. When it is still so, the answer is 304 without content."),
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^"?[1-9][0-9]{0,8}(\.[0-9a-f]+)?"?$'},
    OpenApiParameter.HEADER,
    required=True,
    description=_("The ETag or the version that you have read and are changing."),
)
IF_MATCH_FROM_ZERO = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^"?(0|[1-9][0-9]{0,8})(\.[0-9a-f]+)?"?$'},
    OpenApiParameter.HEADER,
    required=True,
    description=_("The ETag or the version that you have read and are changing; 0 for what nobody has filled in yet."),
)


class ProblemShape(serializers.Serializer[Any]):
    """Every refusal has this shape: problem details as RFC 9457 describes them."""

    type = serializers.URLField(help_text=_("Address of a page that explains this kind of problem."))
    title = serializers.CharField(help_text=_("What kind of problem it is, in a few words."))
    status = serializers.IntegerField(help_text=_("The status of the answer."))
    detail = serializers.CharField(help_text=_("A sentence for people that says what to do."))
    code = serializers.CharField(help_text=_("A word for programs, for example invalid or not_found."))
    fields = serializers.DictField(  # type: ignore[assignment]  # the name is the API's, not Django's
        child=serializers.ListField(child=serializers.CharField()),
        help_text=_("Sentences by field or parameter; under an empty name what concerns no single one."),
    )
    request_id = serializers.CharField(help_text=_("Name it when you ask us about this request."))
    current = serializers.DictField(
        required=False, help_text=_("After a conflict: what is there now, with its version.")
    )
    yours = serializers.DictField(required=False, help_text=_("After a conflict: the same fields as you sent them."))


REFUSALS = {
    400: _("A value or parameter cannot be used; `fields` names it."),
    401: _("Not signed in, or the token is wrong, has run out or was revoked."),
    403: _("You may not do this, or the token lacks the scope."),
    404: _("Nothing is there, or nothing that you may know of."),
    406: _("Answers come as JSON only."),
    409: _("Somebody else changed it meanwhile, or it is no longer in the right state."),
    413: _("The request is too large."),
    415: _("The body has a type that this address does not take."),
    428: _("If-Match is missing."),
    429: _("Too many requests; the header Retry-After says how long to wait."),
    500: _("Our fault. Tell us the request_id if it stays."),
    503: _("Not now: a part of the portal is away, or it takes no changes. Retry-After says when to send it again."),
}


DONE = {
    "200": _("Here it is."),
    "201": _("It was made; the header Location says where it is."),
    "204": _("It was done; there is nothing to say."),
}


def pages_of(item: Any, name: str, *, incremental: bool = False) -> type[BaseSerializer[Any]]:
    """The description of a page of `item`."""
    rows = str(_("The rows of this page."))
    shown: dict[str, Any] = {
        "results": item(many=True, help_text=rows)
        if isinstance(item, type)
        else serializers.ListField(child=item, help_text=rows),
        "next": serializers.URLField(allow_null=True, help_text=str(_("Address of the next page; null on the last."))),
        "previous": serializers.URLField(
            allow_null=True, help_text=str(_("Address of the page before; null on the first."))
        ),
    }
    if incremental:
        words = _("Send this as updated_since next time: everything that changed later, also what is being saved now.")
        shown["as_of"] = serializers.DateTimeField(help_text=str(words))
    shown["__doc__"] = str(_("A page of a list."))
    return type(name, (serializers.Serializer,), shown)


class Description(AutoSchema):
    """Adds to each endpoint its shared parameters, headers and refusals."""

    def get_override_parameters(self) -> list[Any]:
        """Parameters that follow from what the view says of itself."""
        view = self.view
        if not isinstance(view, ApiView):
            return []
        own = [*self._response_headers()]
        if self.method != "GET":
            return own
        own.append(IF_NONE_MATCH)
        if view.filters:
            own += [
                OpenApiParameter(
                    name, described(one), description=str(one.extra.get("help_text", "")), style="form", explode=True
                )
                for name, one in view.filters.base_filters.items()
            ]
        if view.known_fields:
            words = _("Only these fields, separated by commas: %(names)s.") % {"names": ", ".join(view.known_fields)}
            own.append(OpenApiParameter("fields", str, description=words))
        if isinstance(view, ListView):
            own += self._paging(view)
        return own

    def _paging(self, view: ListView) -> list[OpenApiParameter]:
        size = {
            "type": "integer",
            "minimum": 1,
            "maximum": pagination.MAX_SIZE,
            "default": pagination.DEFAULT_SIZE,
        }
        order = {"type": "string", "enum": list(view.orders), "default": view.default_order}
        return [
            OpenApiParameter("ordering", order, description=str(_("How to sort; a minus turns it round."))),
            OpenApiParameter("page_size", size, description=str(_("Rows of a page."))),
            OpenApiParameter(
                "cursor",
                str,
                description=str(_("Where the page starts. Never build one: follow next and previous.")),
            ),
        ]

    def _response_headers(self) -> list[OpenApiParameter]:
        headers = [
            OpenApiParameter(name, {"type": kind}, OpenApiParameter.HEADER, description=str(words), response=True)
            for name, kind, words in HEADERS
        ]
        if self.method == "GET":
            name, _kind, words = TAG_HEADER
            headers.append(OpenApiParameter(name, str, OpenApiParameter.HEADER, description=str(words), response=[200]))
        return headers

    def get_auth(self) -> list[dict[str, list[str]]]:
        """Ways to sign in; none is needed to read what is public."""
        found: list[dict[str, list[str]]] = super().get_auth()
        return [*found, {}] if self.method == "GET" and getattr(self.view, "public", False) else found

    def is_deprecated(self) -> bool:
        """Whether the address is going to go away."""
        return bool(getattr(self.view, "deprecation", None)) or bool(super().is_deprecated())

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """`ForceShape` in the code is `Force` in the description."""
        return str(super().get_serializer_name(serializer, direction)).removesuffix("Shape")

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        found: dict[str, Any] = super()._get_response_bodies(direction)
        if direction != "response" or not isinstance(self.view, ApiView):
            return found
        self.resolve_serializer(ProblemShape, "response")
        for status, response in found.items():
            response["description"] = str(DONE[status])
        if self.method == "GET":
            found.setdefault("304", {"description": str(_("You have this already."))})
        found.update({str(status): {"$ref": f"#/components/responses/{status}"} for status in self._refusals()})
        return dict(sorted(found.items()))

    def _refusals(self) -> list[int]:
        statuses = [400, 401, 403, 406, 429, 500, 503]
        if "{" in self.path or (isinstance(self.view, ApiView) and self.view.finds_by_parameter):
            statuses.append(404)
        if self.method in {"POST", "PUT", "PATCH", "DELETE"}:
            statuses += [409, 413, 415]
        if isinstance(self.view, ApiView) and self.method in self.view.preconditions:
            statuses.append(428)
        return statuses


def _refusal(status: int) -> dict[str, Any]:
    """The shape of a refusal, with one of each kind that this status has."""
    shown = {}
    for problem in problems.PROBLEMS:
        if problem.status == status:
            fields = {"title": ["Enter a title."]} if problem.code == "invalid" else {}
            told: dict[str, Any] = {
                "type": f"{EXAMPLE_SITE}{problems.PLACE}{problem.code}/",
                "title": str(problem.title),
            }
            told |= {"status": status, "detail": fields["title"][0] if fields else str(problem.remedy)}
            told |= {"code": problem.code, "fields": fields, "request_id": "0f8fad5bd9cb469fa165708b7f8b2c1d"}
            shown[problem.code] = {"value": told}
    return {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": shown}


def share_refusals(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Postprocessing: describe each refusal once, for all endpoints to point to."""
    result["components"]["responses"] = {
        str(status): {"description": str(words), "content": {problems.MEDIA_TYPE: _refusal(status)}}
        for status, words in REFUSALS.items()
    }
    for schema in result["components"]["schemas"].values():
        for found in schema.get("properties", {}).values():
            if EMPTY in found.get("oneOf", ()):
                found["anyOf"] = found.pop("oneOf")  # an empty text is a text as well: it fits both
    headers = {
        name: {"schema": {"type": kind}, "description": str(words)} for name, kind, words in (*HEADERS, TAG_HEADER)
    }
    result["components"]["headers"] = headers
    for operation in operations_of(result):
        for response in operation["responses"].values():
            for name in set(response.get("headers", ())) & set(headers):
                response["headers"][name] = {"$ref": f"#/components/headers/{name}"}
    return result


def operations_of(result: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything that the described API can be asked to do."""
    for operations in result["paths"].values():
        yield from operations.values()
