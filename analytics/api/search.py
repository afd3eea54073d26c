"""The search over everything in the API."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.presenters import search as presenter
from analytics.search import kinds
from analytics.search.kinds import Hit, Kind, plain
from practice.filters import LONGEST
from vkpp.core.api.errors import BadParameter
from vkpp.core.api.views import ApiView

MOST = 25
WORDS = OpenApiParameter(
    "q",
    {"type": "string", "minLength": 1, "maxLength": LONGEST},
    required=True,
    description=gettext_lazy("Words to look for; quotation marks keep words together, a minus leaves one out."),
)
KIND = OpenApiParameter("type", str, description=gettext_lazy("Only one kind of thing: practice, actions, reviews …"))
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 0, "maximum": MOST},
    description=gettext_lazy("How many of each kind, at most 25; without it 3."),
)


class HitShape(serializers.Serializer[Any]):
    """One thing found."""

    title = serializers.CharField(help_text=gettext_lazy("Its title."))
    summary = serializers.CharField(help_text=gettext_lazy("The part of its text in which the words stand."))
    meta = serializers.CharField(help_text=gettext_lazy("Where it comes from, in words."))
    url = serializers.CharField(help_text=gettext_lazy("Its page in the portal."))


class FoundTypeShape(serializers.Serializer[Any]):
    """What is found of one kind."""

    type = serializers.CharField(help_text=gettext_lazy("Code of the kind."))
    name = serializers.CharField(help_text=gettext_lazy("Its name."))
    total = serializers.IntegerField(help_text=gettext_lazy("How many are found."))
    note = serializers.CharField(help_text=gettext_lazy("What was searched for instead, as a sentence; often empty."))
    results = HitShape(many=True, help_text=gettext_lazy("The best of them."))


class FoundShape(serializers.Serializer[Any]):
    """What the words find."""

    q = serializers.CharField(help_text=gettext_lazy("The words."))
    total = serializers.IntegerField(help_text=gettext_lazy("How many things of all kinds."))
    types = FoundTypeShape(
        many=True, help_text=gettext_lazy("Each kind that you may read, also when nothing is found.")
    )


class Search(ApiView):
    """One search over everything that the reader may read."""

    public = True
    own_parameters: ClassVar[tuple[str, ...]] = ("q", "type", "limit")

    @extend_schema(
        parameters=[WORDS, KIND, LIMIT],
        responses={200: FoundShape},
        summary=gettext_lazy("Search everything"),
        description=gettext_lazy(
            "Practice, collections of it, learning events, actions of the plan in force, case reviews, briefings, national "
            "data collections and data sets that have the words, the best of each. "
            "To page through one kind use its own list with `q`."
        ),
        tags=["Search"],
    )
    def get(self, request: Request) -> Response:
        """Some of each kind."""
        words = " ".join(request.query_params.get("q", "").replace("\x00", " ").split())
        if not 0 < len(words) <= LONGEST:
            raise BadParameter("q", _("Give 1 to %(most)d characters to look for.") % {"most": LONGEST})
        limit = self._limit(request.query_params.get("limit"))
        found = presenter.parts(request.user, words, only=self._kind(), of_each=limit)
        types = [
            {
                "type": part.kind.code,
                "name": str(part.kind.label),
                "total": part.hits.total,
                "note": part.hits.note,
                "results": [self._hit(one) for one in part.hits.rows],
            }
            for part in found
        ]
        data = {"q": words, "total": sum(part.hits.total for part in found), "types": types}
        return self.tagged(data, data)

    def _kind(self) -> Kind | None:
        code = self.request.query_params.get("type")
        offered = {kind.code: kind for kind in kinds.of(self.request.user)}
        if code is not None and code not in offered:
            raise BadParameter("type", _("Use one of: %(words)s.") % {"words": ", ".join(offered)})
        return offered[code] if code else None

    def _limit(self, asked: str | None) -> int:
        if asked is None:
            return presenter.OF_EACH
        if not (asked.isascii() and asked.isdigit() and len(asked) <= 3 and int(asked) <= MOST):
            raise BadParameter("limit", _("Give a number from 0 to %(most)d.") % {"most": MOST})
        return int(asked)

    def _hit(self, hit: Hit) -> dict[str, str]:
        address = self.request.build_absolute_uri(hit.href)
        return {"title": plain(hit.title), "summary": plain(hit.summary), "meta": hit.meta, "url": address}
