"""Practice: the list with its scopes and search, the counts, what was taken out, one example, and a new draft."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from practice import people
from practice.actions import programs
from practice.api import bank, shapes, states, working
from practice.api.base import Refusals, values_sent, working_copy
from practice.api.filters import ONLY_BANK, ONLY_WORKING, ListFilters
from practice.models import BankEntry, Call
from vkpp.core.api import horizon, idempotency, pagination
from vkpp.core.api.errors import BadParameter
from vkpp.core.api.pagination import Order, Page, Row
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ListView

EXAMPLE = OpenApiExample(
    "A draft",
    value={
        "call": "always-open",
        "title": "Text messages after domestic abuse calls",
        "summary": "Officers send a message with support services after each call.",
        "categories": ["prevention"],
        "strands": ["DA"],
        "serious_violence": False,
        "scale": "force_wide",
        "stage": "untested",
        "started": "2025-05",
    },
    request_only=True,
)
ROW = PolymorphicProxySerializer(
    component_name="PracticeRow",
    serializers={"published": shapes.PublishedRow, "working": shapes.WorkingRow},
    resource_type_field_name="kind",
    many=False,
)


KEYS = (("updated_at", "instant"), ("id", "number"))
WORKING_ORDERS = {"updated_at": Order(KEYS), "-updated_at": Order(KEYS, descending=True)}


class Practices(Refusals, ListView):
    """Examples: published ones, or working copies."""

    public = True
    filters = ListFilters
    known_fields = tuple(dict.fromkeys((*bank.ROW_FIELDS, *working.ROW_FIELDS)))
    orders: ClassVar[dict[str, Order]] = bank.ORDERS
    default_order = "updated_at"
    incremental = True

    @extend_schema(
        operation_id="practices_list",
        tags=["Practice"],
        summary=gettext_lazy("List and search practice"),
        description=gettext_lazy(
            "Published practice that you may read: without signing in what the owners let everybody read, with a token "
            "what they share with you. With `scope` the working copies of your examples, your force's, or all that you "
            "may see. With `q` the most relevant come first; otherwise the longest unchanged, so that a pull that goes "
            "from page to page misses nothing that changes meanwhile."
        ),
        responses={200: pages_of(ROW, "PracticePage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of practice."""
        return super().get(request)

    @extend_schema(
        operation_id="practices_start",
        tags=["Writing"],
        summary=gettext_lazy("Start an example"),
        description=gettext_lazy(
            "A draft of your force in an open call, with the answers you have so far; the same rules as in the forms. "
            "Nothing is sent to VKPP before you submit it. With an Idempotency-Key the request can be repeated safely: "
            "the same key gives the same draft."
        ),
        parameters=[idempotency.PARAMETER],
        request=shapes.PracticeStart,
        responses={201: shapes.WorkingPractice, 200: shapes.WorkingPractice},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """A new draft, or the one that this Idempotency-Key made before."""
        key = idempotency.key_of(request)
        data: dict[str, Any] = dict(request.data)
        call = Call.objects.visible_to(request.user).filter(slug=str(data.get("call", ""))).first()
        if call is None:
            raise ValidationError({"call": [_("Name an open call by its slug. /calls/ lists them.")]})
        practice, new = programs.start_filled(
            call=call,
            values=values_sent(data, without=("call",)),
            by=request.user,
            key=key,
            body_hash=idempotency.hash_of(data),
        )
        return working.answer(working_copy(request, practice.reference), request, status=201 if new else 200)

    def chosen(self) -> Row:
        """The filters' values; refused when they do not belong to the scope."""
        values = ListFilters(self.request.query_params, queryset=BankEntry.objects.none()).cleaned()
        values["scope"] = values["scope"] or "bank"
        for name in ONLY_WORKING if values["scope"] == "bank" else ONLY_BANK:
            if values[name]:
                words = {"name": name, "scope": values["scope"]}
                raise BadParameter(name, _("“%(name)s” has no meaning with scope=%(scope)s.") % words)
        return values

    def page(self) -> Page:
        """The page asked for, of the scope asked for."""
        chosen = self.chosen()
        in_bank = chosen["scope"] == "bank"
        if not in_bank and not self.request.user.is_authenticated:
            self.permission_denied(self.request)
        self.orders = (  # type: ignore[misc]  # of this request's view: the orders of the scope
            {name: order for name, order in bank.ORDERS.items() if name != bank.RELEVANCE or chosen["q"]}
            if in_bank
            else WORKING_ORDERS
        )
        self.default_order = bank.RELEVANCE if in_bank and chosen["q"] else "updated_at"  # type: ignore[misc]  # as above
        self.wanted = chosen
        if not in_bank:
            return super().page()
        name, cursor = pagination.asked_order(self.request, self.orders, self.default_order, timed=True)
        size = pagination.page_size(self.request.query_params.get("page_size"))
        as_of = cursor.as_of if cursor else horizon.settled_until().isoformat()
        return bank.page(self.request.user, chosen, name=name, cursor=cursor, size=size, as_of=as_of)

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The working copies of the scope that pass the filters."""
        practices = self.filtered(working.in_scope(self.request.user, self.wanted["scope"]))
        if text := self.wanted["q"]:
            practices = practices.filter(Q(title__icontains=text) | Q(reference__iexact=text))
        if asked := self.wanted["state"]:
            practices = practices.filter(state__in=states.meant(self.request.user, asked))
        return working.values(practices)

    def shape(self, rows: list[Row]) -> list[Row]:
        """The rows as they are shown."""
        in_bank = self.wanted["scope"] == "bank"
        return bank.shaped(rows, self.request) if in_bank else working.shaped(rows, self.request)

    def tag_parts(self, rows: list[Row]) -> Any:
        """When each row changed tells every change of it, but for what the day makes stale in the bank.

        A working copy looks different to staff and authors.
        """
        in_bank = self.wanted["scope"] == "bank"
        seen_as = timezone.localdate().isoformat() if in_bank else people.is_told_all(self.request.user)
        return seen_as, [(row["reference"], row["updated_at"]) for row in rows]

    def shown_fields(self) -> tuple[str, ...]:
        """Those of the scope's rows."""
        return bank.ROW_FIELDS if self.wanted["scope"] == "bank" else working.ROW_FIELDS
