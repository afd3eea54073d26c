"""What every endpoint is made of: strict parameters, limits with headers, entity tags, cursor pages."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import Http404
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from vkpp.core.api import etags, horizon, pagination, parameters, throttles
from vkpp.core.api.deprecation import Deprecation
from vkpp.core.api.filters import Filters, narrowed
from vkpp.core.api.pagination import Order, Page, Row


class ApiView(APIView):
    """One address of the API. `public`: may be read without signing in. `known_fields`: what `fields=` chooses from.

    `preconditions`: the methods that ask for If-Match. `deprecation`: set when the address is going to go away.
    """

    public: ClassVar[bool] = False
    write_scope: ClassVar[str] = "practice:write"
    preconditions: ClassVar[Collection[str]] = ("PATCH",)
    known_fields: ClassVar[Sequence[str]] = ()
    filters: ClassVar[type[Filters] | None] = None
    own_parameters: ClassVar[Collection[str]] = ()
    finds_by_parameter: ClassVar[bool] = False  # 404 where a parameter names what is not there for this reader
    deprecation: ClassVar[Deprecation | None] = None
    allowance: throttles.Allowance | None = None

    def known_parameters(self, method: str) -> set[str]:
        """The parameters that this address takes for this method."""
        if method not in {"GET", "HEAD"}:
            return set()
        named = {"fields"} if self.known_fields else set()
        return named | set(self.own_parameters) | (self.filters.names() if self.filters else set())

    def check_permissions(self, request: Request) -> None:
        """Count the request first, then ask who may, then look at the parameters."""
        request._request._cached_user = request.user  # type: ignore[attr-defined]  # for the line in the log
        self.count(request)
        super().check_permissions(request)
        repeatable = self.filters.repeatable() if self.filters else ()
        if request.method != "OPTIONS":
            parameters.check(request.query_params, self.known_parameters(request.method or ""), repeatable)

    def handle_exception(self, exc: Exception) -> Response:
        """A wrong token counts against the address it came from."""
        if isinstance(exc, AuthenticationFailed) and self.allowance is None:
            try:
                self.count(self.request)
            except Throttled as enough:
                return super().handle_exception(enough)
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Limits, and that an answer may be kept only by who asked and must be asked for again."""
        done = super().finalize_response(request, response, *args, **kwargs)
        if getattr(done, "exception", False):
            done.accepted_renderer = JSONRenderer()  # problems are JSON, also where answers have another format
        if self.allowance is not None:
            for name, value in self.allowance.headers().items():
                done[name] = value
        for name, value in self.deprecation.headers().items() if self.deprecation else ():
            done[name] = value
        done.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(done, ["Authorization", "Cookie"])
        return done

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What this address can do: the header Allow."""
        del request, args, kwargs
        return Response(status=204)

    def fields(self) -> list[str] | None:
        """The fields asked for; None for all."""
        return parameters.chosen_fields(self.request.query_params, self.known_fields)

    def filtered(self, rows: "models.QuerySet[Any]") -> "models.QuerySet[Any]":
        """The rows that pass the filters of this address."""
        return narrowed(self.filters, self.request, rows) if self.filters else rows

    def shown(self, row: Row) -> Response:
        """One thing, with the fields asked for."""
        fields = self.fields()
        return self.tagged(parameters.narrow(row, fields), row, fields)

    def tagged(self, data: Any, *parts: Any, version: int | None = None) -> Response:
        """The answer with its entity tag, or 304 when the reader has it already."""
        tag = etags.tag_of(*parts, version=version)
        if etags.has_already(self.request, tag):
            return Response(status=304, headers={"ETag": tag})
        return Response(data, headers={"ETag": tag})

    def one(self, rows: "Sequence[Row] | models.QuerySet[Any, Any]") -> Row:
        """The only row of `rows`, or 404."""
        for row in rows[:1]:
            return dict(row)
        raise Http404

    def count(self, request: Request) -> None:
        """Count this request; refuse it when there were too many."""
        self.allowance = throttles.count(request)
        if self.allowance.spent:
            raise Throttled(wait=self.allowance.reset)


class ListView(ApiView, ABC):
    """A list in pages. Subclasses give `rows()`, the `orders`, and `shape()` when a row is not shown as it is stored."""

    orders: ClassVar[Mapping[str, Order]]
    default_order: ClassVar[str]
    incremental: ClassVar[bool] = False

    def known_parameters(self, method: str) -> set[str]:
        """Those of every list beside its own."""
        own = super().known_parameters(method)
        return own | {"cursor", "page_size", "ordering"} if method in {"GET", "HEAD"} else own

    @abstractmethod
    def rows(self) -> "models.QuerySet[Any, Any]":
        """The rows that this person may see and has filtered, as `values()`."""

    def shape(self, rows: list[Row]) -> list[Row]:
        """The rows as they are shown."""
        return rows

    def page(self) -> Page:
        """The page asked for."""
        name, cursor = pagination.asked_order(self.request, self.orders, self.default_order, timed=self.incremental)
        size = pagination.page_size(self.request.query_params.get("page_size"))
        as_of = horizon.settled_until().isoformat() if self.incremental and cursor is None else ""
        return pagination.page_of(
            self.rows(), order=self.orders[name], name=name, cursor=cursor, size=size, as_of=as_of
        )

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page."""
        del args, kwargs
        page = self.page()
        fields = parameters.chosen_fields(request.query_params, self.shown_fields())
        answer: Row = {"results": []}
        for name, cursor in (("next", page.next), ("previous", page.previous)):
            answer[name] = self._address(cursor.text()) if cursor else None
        if self.incremental:
            answer["as_of"] = page.as_of
        tag = etags.tag_of(request.get_full_path(), self.tag_parts(page.rows), bool(page.next))
        if etags.has_already(request, tag):
            return Response(status=304, headers={"ETag": tag})
        shown = fields or self.shown_fields()
        answer["results"] = [parameters.narrow(row, shown) for row in self.shape(page.rows)]
        return Response(answer, headers={"ETag": tag})

    def shown_fields(self) -> Sequence[str]:
        """The fields of a row, from which `fields=` chooses."""
        return self.known_fields

    def tag_parts(self, rows: list[Row]) -> Any:
        """What the entity tag of a page is made of: the rows as shown. Less where less tells every change."""
        return self.shape(rows)

    def _address(self, cursor: str) -> str:
        query = self.request.query_params.copy()
        query["cursor"] = cursor
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")
