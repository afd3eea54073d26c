"""The API's own addresses: where everything is, its description, the page to try it out, and what is nowhere."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from vkpp.core.api.views import ApiView

STARTS = (
    *("me", "forces", "strands", "actions", "terms", "calls"),
    *("practices", "adoptions", "practice_collections", "contact_requests", "events", "bookings"),
    *("evaluators", "introductions", "evaluation_rounds", "evaluations"),
    *("plans", "themes", "successions", "crosswalks", "rounds", "returns", "queries", "measures"),
    *("case_reviews", "learning_points", "learning_themes", "briefings", "recommendations", "peer_reviews"),
    *("collections", "overlaps", "data_sets"),
    *("schema", "docs"),
)


class Start(ApiView):
    """Where everything is."""

    public = True

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The addresses of the lists."""
        data = {name: request.build_absolute_uri(reverse(f"api:{name}")) for name in STARTS}
        return self.tagged(data, data)


@lru_cache(maxsize=4)
def description(language: str | None) -> Any:
    """The OpenAPI description; it follows from the code alone, so it is worked out once per process and language."""
    del language
    return SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # drf-spectacular


class Schema(ApiView):
    """The description of the API."""

    public = True
    renderer_classes = (JSONRenderer, OpenApiYamlRenderer)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """OpenAPI 3, as JSON, or as YAML for who asks for `application/vnd.oai.openapi`."""
        del request
        language = get_language()
        found = description(language)
        return self.tagged(found, language, id(found))


class Nothing(ApiView):
    """Every address that is not one of the API."""

    def check_permissions(self, request: Request) -> None:
        """Say that nothing is here, and the likeliest reason."""
        self.count(request)
        if not request.path.endswith("/"):
            try:
                found = resolve(f"{request.path}/")
            except Resolver404:
                found = None
            if found is not None and found.url_name != "nothing":
                words = {"path": f"{request.path}/"}
                raise NotFound(_("Addresses end with a slash: %(path)s") % words)
        words = {"start": request.build_absolute_uri(reverse("api:start"))}
        raise NotFound(_("There is nothing at this address. %(start)s lists what there is.") % words)


@require_safe
def try_out(request: HttpRequest) -> HttpResponse:
    """The page that describes every address and lets people try it, signed in as themselves or with a token."""
    return render(request, "api/try_out.html", {"token": get_token(request), "schema_url": reverse("api:schema")})
