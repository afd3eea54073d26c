"""Who can help with a gap, and what forces offer."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.api import help_shapes as shapes
from analytics.matching import helpers, need, people
from analytics.matching.helpers import Helper
from analytics.models import HelpOffer
from nvap.actions import reviewing
from nvap.models import Action, Return
from vkpp.accounts import forces
from vkpp.accounts.models import Force
from vkpp.core.api.filters import Filters, Moment, Words
from vkpp.core.api.pagination import Order, Row
from vkpp.core.api.removed import GoneNumberShape, RemovedList, example
from vkpp.core.api.schema import pages_of
from vkpp.core.api.views import ApiView, ListView

PLACE = [
    OpenApiParameter("force", str, required=True, description=str(gettext_lazy("Code of the force that needs help."))),
    OpenApiParameter("action", str, required=True, description=str(gettext_lazy("Code of the action."))),
]


class HelpMatches(ApiView):
    """Who can help."""

    known_fields = tuple(shapes.HelpMatchesShape._declared_fields)
    own_parameters = ("force", "action")
    finds_by_parameter = True

    @extend_schema(
        operation_id="help_matches_read",
        tags=["Help between forces"],
        summary=gettext_lazy("Find who can help"),
        description=gettext_lazy(
            "Forces that offer help or have published practice on an action, best first, each with its reasons. For "
            "people of the force that needs help, and staff."
        ),
        parameters=PLACE,
        responses={200: shapes.HelpMatchesShape},
    )
    def get(self, request: Request) -> Response:
        """The helpers of this force and action."""
        place = {name: request.query_params.get(name, "") for name in ("force", "action")}
        if missing := [name for name, value in place.items() if not value]:
            raise ValidationError({name: [_("Name the %(what)s by its code.") % {"what": name}] for name in missing})
        force = forces.coded(place["force"])
        if force is None or not people.may_read_needs(request.user, force):
            raise Http404
        about = need.find(force, place["action"])
        ret = about.ret or Return.objects.filter(round=about.round, force=force).first()
        if ret is not None:
            reviewing.look(ret=ret, by=request.user, code=about.version.code)
        found = helpers.find(about, request.user)
        return self.shown(
            {
                "force": force.code,
                "action": about.action.code,
                "level": about.level,
                "level_label": about.word,
                "round": about.answered.code if about.answered else None,
                "has_gap": about.has_gap,
                "levels_withheld": found.withheld,
                "helpers": [_match(one) for one in helpers.with_examples(request.user, found.helpers)],
            }
        )


def _match(one: Helper) -> Row:
    return {
        "force": one.force.code,
        "points": one.points,
        "reasons": [{"kind": row.kind, "words": row.words, "points": row.points} for row in one.reasons],
        "offers_help": one.offer is not None,
        "offer": one.offer.text if one.offer else "",
        "practices": [{"reference": row.reference, "title": row.title, "rating": row.rating} for row in one.examples],
        "open_request": one.asked.reference if one.asked else None,
    }


class OfferFilters(Filters):
    """Filters of offers."""

    force = Words(
        field_name="force__code",
        words=lambda: Force.objects.values_list("code", flat=True),
        help_text=gettext_lazy("Code of a force; may be given several times."),
    )
    action = Words(
        field_name="action__code",
        words=lambda: Action.objects.values_list("code", flat=True),
        help_text=gettext_lazy("Code of an action; may be given several times."),
    )
    updated_since = Moment(field_name="updated_at", help_text=gettext_lazy("Made or changed at this time or later."))


class RemovedHelpOffers(RemovedList):
    """Offers that ended."""

    known_fields = ("id", "updated_at")

    def rows(self) -> "models.QuerySet[Any, Any]":
        """Those that this person could read while they stood."""
        gone = HelpOffer.objects.gone_for(self.request.user).annotate(left_at=F("updated_at"))
        found: models.QuerySet[Any, Any] = self.filtered(gone).values("id", "left_at")
        return found

    @extend_schema(
        operation_id="help_offers_removed",
        tags=["Help between forces"],
        summary=gettext_lazy("List offers of help that ended"),
        description=gettext_lazy("Taken back by their force: delete these from your copy."),
        responses={200: pages_of(GoneNumberShape, "RemovedHelpOfferPage", incremental=True)},
        examples=[OpenApiExample("One ended", value=example(id=31), response_only=True)],
    )
    def get(self, request: Request) -> Response:
        """A page of numbers."""
        return super().get(request)


class HelpOffers(ListView):
    """Standing offers."""

    known_fields = shapes.HelpOfferShape.Meta.fields
    filters = OfferFilters
    orders: ClassVar[dict[str, Order]] = {
        "offered_at": Order((("offered_at", "instant"), ("id", "number"))),
        "-offered_at": Order((("offered_at", "instant"), ("id", "number")), descending=True),
        "updated_at": Order((("updated_at", "instant"), ("id", "number"))),
    }
    default_order = "offered_at"
    incremental = True

    def rows(self) -> "models.QuerySet[Any, Any]":
        """The offers that this person may see and that stand."""
        rows = self.filtered(HelpOffer.objects.visible_to(self.request.user).standing())
        own = ("id", "text", "shares_level", "offered_at", "updated_at", "version")
        found: models.QuerySet[Any, Any] = rows.values(*own, _force=F("force__code"), _action=F("action__code"))
        return found

    def shape(self, rows: list[Row]) -> list[Row]:
        """As they are shown."""
        return [{**row, "force": row["_force"], "action": row["_action"]} for row in rows]

    @extend_schema(
        operation_id="help_offers_list",
        tags=["Help between forces"],
        summary=gettext_lazy("List offers of help"),
        description=gettext_lazy(
            "What forces offer one another, action by action. For people of forces, and staff. Pull what changed with "
            "updated_since, and what to delete from /help-offers/removed/."
        ),
        responses={200: pages_of(shapes.HelpOfferShape, "HelpOfferPage", incremental=True)},
    )
    def get(self, request: Request) -> Response:
        """A page of offers."""
        return super().get(request)
