"""A person's saved searches of the bank: kept, renamed, switched and thrown away by program."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from practice import facets, filters
from practice.actions import searches as actions
from practice.models import SavedSearch
from vkpp.core.api.bodies import taken
from vkpp.core.api.views import ApiView
from vkpp.core.exceptions import Invalid

TAG = "Saved searches"
FIELDS = ("url", "number", "name", "query", "alert", "new", "created_at")
KEEPING = OpenApiExample(
    "Visits, whatever force", value={"name": "Visits", "query": "q=visits", "alert": True}, request_only=True
)
QUIET = OpenApiExample("No mail any more", value={"alert": False}, request_only=True)


class SavedSearchShape(serializers.Serializer[Any]):
    """A search of the bank that you keep."""

    url = serializers.URLField(help_text=_("Where to read it."))
    number = serializers.IntegerField(help_text=_("Names the search."))
    name = serializers.CharField(help_text=_("What you call it."))
    query = serializers.CharField(allow_blank=True, help_text=_("The search as the query of the bank's address."))
    alert = serializers.BooleanField(help_text=_("Whether you get a mail about new examples."))
    new = serializers.IntegerField(help_text=_("Examples opened to you since you last looked."))
    created_at = serializers.DateTimeField(help_text=_("When you kept it."))


class SavedSearchesShape(serializers.Serializer[Any]):
    """All your searches."""

    results = SavedSearchShape(many=True, help_text=_("By name; at most fifty."))


class KeptSearch(serializers.Serializer[Any]):
    """A search to keep."""

    name = serializers.CharField(help_text=_("What you call it; no two alike."))
    query = serializers.CharField(
        allow_blank=True, max_length=1000, help_text=_("As in the address of the bank after the question mark.")
    )
    alert = serializers.BooleanField(default=True, help_text=_("Whether to mail you about new examples."))


class ChangedSearch(serializers.Serializer[Any]):
    """What is to change; what is left out stays."""

    name = serializers.CharField(required=False, help_text=_("Another name."))
    alert = serializers.BooleanField(required=False, help_text=_("Whether to mail you about new examples."))


class SavedSearches(ApiView):
    """All of a person's searches."""

    @extend_schema(
        operation_id="saved_searches_list",
        tags=[TAG],
        summary=_("List your saved searches"),
        description=_("By name, with how many examples are new in each."),
        responses={200: SavedSearchesShape},
    )
    def get(self, request: Request) -> Response:
        """The searches."""
        kept = SavedSearch.objects.filter(owner_id=request.user.pk).order_by("name", "pk")
        return self.shown({"results": _rows(kept, request)})

    @extend_schema(
        operation_id="saved_searches_keep",
        tags=[TAG],
        summary=_("Keep a search"),
        description=_("What is in the bank now counts as seen. The same name twice is refused."),
        request=KeptSearch,
        responses={201: SavedSearchShape},
        examples=[KEEPING],
    )
    def post(self, request: Request) -> Response:
        """A new one."""
        sent = taken(request.data, KeptSearch)
        wanted, problems = filters.read(QueryDict(sent["query"]), facets.labels())
        if problems:
            raise Invalid({"query": problems})
        made = actions.save(name=sent["name"], wanted=wanted, alert=sent["alert"], by=request.user)
        (row,) = _rows([made], request)
        return Response(row, status=201, headers={"Location": row["url"]})


class OneSavedSearch(ApiView):
    """One of them."""

    preconditions: ClassVar[Any] = ()
    known_fields = FIELDS

    @extend_schema(
        operation_id="saved_searches_read",
        tags=[TAG],
        summary=_("Read a saved search"),
        description=_("One of yours by its number."),
        responses={200: SavedSearchShape},
    )
    def get(self, request: Request, number: int) -> Response:
        """The search."""
        return self.shown(_rows([_mine(request, number)], request)[0])

    @extend_schema(
        operation_id="saved_searches_change",
        tags=[TAG],
        summary=_("Rename a saved search, or switch its mails"),
        description=_("What came while mails were off is not told later."),
        request=ChangedSearch,
        responses={200: SavedSearchShape},
        examples=[QUIET],
    )
    def patch(self, request: Request, number: int) -> Response:
        """Change it."""
        kept, sent = _mine(request, number), taken(request.data, ChangedSearch)
        if "name" in sent:
            actions.rename(kept=kept, name=sent["name"], by=request.user)
        if "alert" in sent:
            actions.set_alert(kept=kept, alert=sent["alert"], by=request.user)
        return Response(_rows([kept], request)[0])

    @extend_schema(
        operation_id="saved_searches_delete",
        tags=[TAG],
        summary=_("Throw a saved search away"),
        description=_("Its mails end with it."),
        request=None,
        responses={204: None},
    )
    def delete(self, request: Request, number: int) -> Response:
        """Throw it away."""
        actions.delete(kept=_mine(request, number), by=request.user)
        return Response(status=204)


def _mine(request: Request, number: int) -> SavedSearch:
    found: SavedSearch | None = SavedSearch.objects.filter(owner_id=request.user.pk, pk=number).first()
    if found is None:
        raise Http404
    return found


def _rows(some: Iterable[SavedSearch], request: Request) -> list[dict[str, Any]]:
    kept = list(some)
    new = actions.new_in(kept, request.user)
    return [
        {
            "url": request.build_absolute_uri(reverse("api:saved_search", args=[one.pk])),
            "number": one.pk,
            "new": new[one.pk],
            **{name: getattr(one, name) for name in ("name", "query", "alert", "created_at")},
        }
        for one in kept
    ]
